"""The GPT editor's authentication dialog, field by field, in the editor's own words."""

from __future__ import annotations

from types import MappingProxyType

from gptreview.model.action import ActionAuth, AuthType
from gptreview.model.plugin import PluginAuth, PluginAuthType
from gptreview.render.markdown import code

CALLBACK = "https://chatgpt.com/aip/g-<id>/oauth/callback"
_KINDS = MappingProxyType({"bearer": "Bearer", "basic": "Basic", "custom": "Custom"})


def auth_steps(auth: ActionAuth, plugin: PluginAuth, asked: ActionAuth | None = None) -> list[str]:
    """What to choose and enter, one step an entry; secrets are always entered anew.

    Args:
        auth: What the action sends.
        plugin: What the plugin sent.
        asked: What the document requires where the action sends nothing.
    """
    if auth.type is AuthType.NONE:
        return [f"**Authentication**: None.{_asked(asked) if asked else ''}"]
    if auth.type is AuthType.API_KEY:
        return [_api_key(auth), *_per_user(plugin)]
    return [
        "**Authentication**: OAuth.",
        "**Client ID** and **Client Secret**: register a new client with the OAuth provider and "
        "enter what it gives you; "
        + (
            "the manifest's were removed from every output: register new ones."
            if plugin.held_client
            else "the plugin's are not in its manifest."
        ),
        f"**Authorization URL**: {_address(auth.authorization_url)} "
        "(the manifest calls it client_url).",
        f"**Token URL**: {_address(auth.token_url)} (the manifest calls it authorization_url).",
        f"**Scope**: {code(auth.scope)}." if auth.scope else "**Scope**: leave empty.",
        f"**Token Exchange Method**: {_exchange(auth)}.",
        "**Callback URL**: save the GPT, copy the callback that the editor shows "
        f"(`{CALLBACK}`) and allow it at the OAuth provider; it must hand `state` back unchanged, "
        "and PKCE is not used.",
    ]


def _asked(auth: ActionAuth) -> str:
    if auth.type is AuthType.OAUTH:
        kind, choice = "OAuth", "OAuth"
    elif auth.scheme == "custom":
        kind, choice = f"an API key in the header {code(auth.header)}", "API Key, Custom"
    else:
        kind = f"an API key of the kind {_KINDS[auth.scheme]}"
        choice = f"API Key, {_KINDS[auth.scheme]}"
    more = ", that header" if auth.scheme == "custom" else ""
    return f" The document itself asks for {kind}; if the API answers 401, choose {choice}{more}."


def _address(url: str) -> str:
    return code(url) if url else "ask the OAuth provider for it, the plugin names none"


def _api_key(auth: ActionAuth) -> str:
    header = f", **Custom Header Name**: {code(auth.header)}" if auth.scheme == "custom" else ""
    return (
        f"**Authentication**: API Key, **Auth Type**: {_KINDS[auth.scheme]}{header}. "
        "**API Key**: enter the service's secret anew; it is in no file here."
    )


def _per_user(plugin: PluginAuth) -> list[str]:
    if plugin.type is not PluginAuthType.USER_HTTP:
        return []
    return [
        "Each plugin user had a key of their own. A GPT action has one key for everybody: "
        "either that is what you want, or choose **OAuth** instead."
    ]


def _exchange(auth: ActionAuth) -> str:
    methods = {"basic": "Basic authorization header"}
    return methods.get(auth.token_exchange_method, "Default (POST request)")
