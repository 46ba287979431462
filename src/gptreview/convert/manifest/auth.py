"""The manifest's ``auth`` object; tokens and secrets stop here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from gptreview.convert.ledger import Stage
from gptreview.convert.manifest.fields import (
    normalise_scope,
    read_mapping,
    read_text,
    report_unknown,
)
from gptreview.convert.manifest.secrets import token_platforms
from gptreview.convert.wording import quoted
from gptreview.model.plugin import PluginAuth, PluginAuthType

_POINTER = "/auth"
_KNOWN = frozenset({
    "type", "authorization_type", "client_url", "authorization_url", "scope",
    "authorization_content_type", "token_exchange_method", "custom_auth_header",
    "verification_tokens",
})  # fmt: skip
_CLIENT = re.compile(r"client[_-]?(?:id|secret)", re.IGNORECASE)
_IN_QUERY = re.compile(rf"[?&]{_CLIENT.pattern}=", re.IGNORECASE)


def parse_auth(root: Mapping[str, Any], stage: Stage) -> PluginAuth:
    """The plugin's authentication, without any token."""
    auth = read_mapping(root, "auth", "", stage)
    declared = read_text(auth, "type", _POINTER, stage)
    report_unknown(auth, _KNOWN, _POINTER, stage)
    return PluginAuth(
        type=_auth_type(declared, auth, stage),
        authorization_type=read_text(auth, "authorization_type", _POINTER, stage).lower(),
        client_url=read_text(auth, "client_url", _POINTER, stage),
        authorization_url=read_text(auth, "authorization_url", _POINTER, stage),
        scope=_scope(auth, stage),
        authorization_content_type=read_text(auth, "authorization_content_type", _POINTER, stage),
        token_exchange_method=read_text(auth, "token_exchange_method", _POINTER, stage),
        custom_auth_header=read_text(auth, "custom_auth_header", _POINTER, stage),
        token_platforms=_drop_tokens(auth, stage),
        held_client=_held_client(auth),
    )


def _held_client(auth: Mapping[str, Any]) -> bool:
    urls = (auth.get("client_url"), auth.get("authorization_url"))
    return any(map(_CLIENT.fullmatch, auth)) or any(
        isinstance(url, str) and _IN_QUERY.search(url) for url in urls
    )


def _auth_type(declared: str, auth: Mapping[str, Any], stage: Stage) -> PluginAuthType:
    try:
        return PluginAuthType(declared.lower().replace("-", "_"))
    except ValueError:
        guess = _guess(auth)
    if declared:
        stage.loss(
            "manifest.auth_type",
            f"auth.type is {quoted(declared)}, expected none, service_http, user_http or oauth; "
            f"read as {guess}",
            before=f"{_POINTER}/type",
            after=None,
        )
    else:
        stage.repair(
            "manifest.auth_type",
            f"auth.type is missing; read as {guess}",
            before=_POINTER if auth else "",
            after=None,
        )
    return guess


def _guess(auth: Mapping[str, Any]) -> PluginAuthType:
    """The type that the other fields plainly belong to."""
    if auth.get("client_url"):
        return PluginAuthType.OAUTH
    if auth.get("authorization_type"):
        return PluginAuthType.SERVICE_HTTP
    return PluginAuthType.NONE


def _scope(auth: Mapping[str, Any], stage: Stage) -> str:
    value = auth.get("scope")
    if isinstance(value, list):
        return _listed_scopes(value, stage)
    text = read_text(auth, "scope", _POINTER, stage)
    scope = normalise_scope(text)
    if scope != text:
        _tell_scope("separated by commas or odd spaces", stage)
    return scope


def _listed_scopes(values: list[Any], stage: Stage) -> str:
    texts = [value for value in values if isinstance(value, str)]
    if len(texts) < len(values):
        stage.loss(
            "manifest.scope_unreadable",
            f"{len(values) - len(texts)} of {len(values)} OAuth scopes are no text; left out",
            before=f"{_POINTER}/scope",
            after=None,
        )
    _tell_scope("an array", stage)
    return normalise_scope(" ".join(texts))


def _tell_scope(found: str, stage: Stage) -> None:
    stage.repair(
        "manifest.scope_separator",
        f"OAuth scopes are {found}, expected a text with single spaces (RFC 6749); rewritten",
        before=f"{_POINTER}/scope",
        after=None,
    )


def _drop_tokens(auth: Mapping[str, Any], stage: Stage) -> tuple[str, ...]:
    tokens = auth.get("verification_tokens")
    if not tokens:
        return ()
    platforms = token_platforms(tokens)
    stage.loss(
        "manifest.verification_tokens",
        f"verification tokens ({', '.join(platforms)}) have no place in a GPT action; "
        "dropped, never copied into any output",
        before=f"{_POINTER}/verification_tokens",
        after=None,
    )
    return platforms
