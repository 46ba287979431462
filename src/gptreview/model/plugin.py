"""A legacy ChatGPT plugin as its manifest describes it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PluginAuthType(StrEnum):
    """``auth.type`` of ai-plugin.json."""

    NONE = "none"
    SERVICE_HTTP = "service_http"
    USER_HTTP = "user_http"
    OAUTH = "oauth"


@dataclass(frozen=True, slots=True)
class PluginAuth:
    """How ChatGPT authenticated to the plugin.

    Tokens and secrets are never kept: ``token_platforms`` names who had a verification token.
    """

    type: PluginAuthType = PluginAuthType.NONE
    authorization_type: str = ""
    """``bearer`` or ``basic``; empty where the manifest does not say."""
    client_url: str = ""
    """OAuth: where the user is sent. The GPT editor calls it Authorization URL."""
    authorization_url: str = ""
    """OAuth: where the code is exchanged. The GPT editor calls it Token URL."""
    scope: str = ""
    authorization_content_type: str = ""
    token_exchange_method: str = ""
    custom_auth_header: str = ""
    token_platforms: tuple[str, ...] = ()
    """Keys of ``verification_tokens``; the tokens themselves are dropped at parsing."""
    held_client: bool = False
    """Whether a client id or client secret stood in the manifest; neither is kept."""


@dataclass(frozen=True, slots=True)
class PluginManifest:
    """One ai-plugin.json, with oddities already read the way ChatGPT read them."""

    name_for_human: str
    name_for_model: str
    description_for_human: str
    description_for_model: str
    auth: PluginAuth
    api_url: str
    """Where the manifest says its OpenAPI document is; may be relative or empty."""
    api_type: str = "openapi"
    logo_url: str = ""
    contact_email: str = ""
    legal_info_url: str = ""
    schema_version: str = "v1"
