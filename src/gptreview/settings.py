"""Settings from the environment: one frozen object, read once when a command runs."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from gptreview.errors import InputError

_PREFIX = "GPTREVIEW_"


class Settings(BaseSettings):
    """Every field may be set as ``GPTREVIEW_<FIELD>``."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, frozen=True)

    max_document_bytes: int = Field(
        default=33_554_432,
        ge=1,
        description="Largest document that is read, in bytes; 33554432 (32 MiB).",
    )
    max_document_depth: int = Field(
        default=200,
        ge=1,
        le=300,
        description="Objects and lists inside one another in a document, in levels; 200.",
    )
    max_alias_nodes: int = Field(
        default=100_000,
        ge=0,
        description="Values that YAML aliases of one document may stand for, in values; 100000.",
    )
    fetch_max_bytes: int = Field(
        default=33_554_432,
        ge=1,
        description="Largest body of one fetch, in bytes; 33554432 (32 MiB).",
    )
    fetch_timeout_seconds: float = Field(
        default=20.0,
        gt=0,
        description="Longest time of one fetch with all its redirects, in seconds; 20.",
    )
    fetch_max_redirects: int = Field(
        default=5,
        ge=0,
        description="Redirects that one fetch follows, in redirects; 5.",
    )
    cache_dir: Path | None = Field(
        default=None,
        description="Folder for compiled rules; gptreview in the user's cache folder.",
    )
    max_listing_bytes: int = Field(
        default=12_582_912,
        ge=1,
        description="Largest instructions file or JSON line, in bytes; 12582912 (12 MiB).",
    )
    max_knowledge_bytes: int = Field(
        default=67_108_864,
        ge=1,
        description="Largest knowledge file or action that is read, in bytes; 67108864 (64 MiB).",
    )
    max_knowledge_characters: int = Field(
        default=4_000_000,
        ge=1_000,
        description="Text of one file that is scanned, in characters; 4000000.",
    )
    max_parse_seconds: float = Field(
        default=2.0,
        gt=0,
        description="Longest time for parsing one PDF or office file, in seconds; 2.",
    )
    max_image_seconds: float = Field(
        default=60.0,
        gt=0,
        description="Longest time for finding the text in the images of one file, in seconds; 60.",
    )
    max_image_pixels: int = Field(
        default=50_000_000,
        ge=1,
        description="Largest image whose text is read, in pixels; 50000000.",
    )
    name_models: bool = Field(
        default=True,
        description="Whether the installed language models look for names; true.",
    )
    database_url: SecretStr = Field(
        default=SecretStr(""),
        description="Database of the registry, sqlite:///PATH or postgresql://USER@HOST/NAME; "
        "SQLite in the user's data folder.",
    )
    compliance_api_key: SecretStr | None = Field(
        default=None,
        description="Key for the ChatGPT Compliance API; none.",
    )
    compliance_url: str = Field(
        default="https://api.chatgpt.com/v1",
        description="Where the Compliance API is, or a gateway to it; https://api.chatgpt.com/v1.",
    )
    compliance_allow_private: bool = Field(
        default=False,
        description="Whether its host may have a private or loopback address, still with https; "
        "false.",
    )
    compliance_timeout_seconds: float = Field(
        default=60.0,
        gt=0,
        description="Longest time of one page or file, in seconds; 60.",
    )
    compliance_attempts: int = Field(
        default=5,
        ge=1,
        description="Requests for one page or file before it is given up, in requests; 5.",
    )
    compliance_max_pause_seconds: float = Field(
        default=60.0,
        ge=0,
        description="Longest pause between them, whatever the API asks for, in seconds; 60.",
    )
    compliance_max_lost_seconds: float = Field(
        default=300.0,
        ge=0,
        description="Pauses and failing requests in a row, in seconds; 300.",
    )
    base_url: str = Field(
        default="",
        description="Public address of the web face, https://HOST or http to this machine; none.",
    )
    sign_up: bool = Field(
        default=False,
        description="Whether builders may make their own accounts; false.",
    )
    oidc_issuer: str = Field(
        default="",
        description="Issuer of OpenID Connect by which people sign in too, as it calls itself; "
        "none.",
    )
    oidc_client_id: str = Field(
        default="",
        description="What the issuer calls this installation; none.",
    )
    oidc_client_secret: SecretStr = Field(
        default=SecretStr(""),
        description="Secret that the issuer gave it; none, for a public client.",
    )
    oidc_role_claim: str = Field(
        default="",
        description="Claim of the ID token that gives roles, as groups; none: admins give them.",
    )
    oidc_roles: str = Field(
        default="",
        description="Which values of it give which role, VALUE=ROLE with commas between; none.",
    )
    oidc_default_role: Literal["none", "builder", "reviewer", "lead", "admin"] = Field(
        default="builder",
        description="Role of whom the issuer knows and no claim gives another, or none; builder.",
    )
    oidc_allow_private: bool = Field(
        default=False,
        description="Whether the issuer's host may have a private address, and a loopback one "
        "also with http; false.",
    )
    smtp_host: str = Field(
        default="",
        description="Server that takes our mail; none: notices are read in the web face alone.",
    )
    smtp_port: int = Field(
        default=587,
        ge=1,
        le=65_535,
        description="Its port; 587.",
    )
    smtp_user: str = Field(
        default="",
        description="Name by which we sign in there; none.",
    )
    smtp_password: SecretStr = Field(
        default=SecretStr(""),
        description="Password for it; none.",
    )
    smtp_from: str = Field(
        default="",
        description="Address that our mail is from; none.",
    )
    smtp_tls: Literal["starttls", "tls", "none"] = Field(
        default="starttls",
        description="How the connection is secured: starttls, tls, or none, which is for a server "
        "on this machine; starttls.",
    )
    webhook_allow_loopback: bool = Field(
        default=False,
        description="Whether webhooks may be at an address of this machine, with http: for trials; "
        "false.",
    )


def variable(field: str) -> str:
    """What a message calls the place where a setting is made."""
    return f"environment variable {_PREFIX}{field.upper()}"


def read_settings() -> Settings:
    """The settings of this process.

    Raises:
        InputError: A variable does not hold what its setting takes.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise InputError(
            f"{first['input']!r} does not fit",
            where=variable(str(first["loc"][0])),
            expected=str(Settings.model_fields[str(first["loc"][0])].description).removesuffix("."),
            next_step="correct or unset it",
        ) from error
