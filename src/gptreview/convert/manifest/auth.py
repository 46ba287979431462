"""The manifest's ``auth`` object; tokens and secrets stop here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from gptreview.convert.ledger import Stage
from gptreview.convert.manifest.fields import normalise_scope, read_mapping, read_text
from gptreview.model.plugin import PluginAuth, PluginAuthType

_POINTER = "/auth"
_SECRET_KEY = re.compile(
    r"secret|password|passwd|api_?key|access_?token|private_?key|^token$", re.I
)
# Shorter values are words ("bearer", "openai"), and removing them would garble prose.
_SHORTEST_SECRET = 8


def parse_auth(root: Mapping[str, Any], stage: Stage) -> PluginAuth:
    """The plugin's authentication, without any token in a field that is ever written."""
    auth = read_mapping(root, "auth", "", stage)
    declared = read_text(auth, "type", _POINTER, stage).lower()
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
        secrets=frozenset(_secrets(root)),
    )


def _auth_type(declared: str, auth: Mapping[str, Any], stage: Stage) -> PluginAuthType:
    try:
        return PluginAuthType(declared)
    except ValueError:
        pass
    guess = PluginAuthType.OAUTH if "client_url" in auth else PluginAuthType.NONE
    if declared:
        stage.loss(
            "manifest.auth_type",
            f"auth.type is {declared!r}, expected none, service_http, user_http or oauth; "
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


def _scope(auth: Mapping[str, Any], stage: Stage) -> str:
    value = auth.get("scope")
    if isinstance(value, list):
        text = ",".join(item for item in value if isinstance(item, str))
    else:
        text = read_text(auth, "scope", _POINTER, stage)
    scope = normalise_scope(text)
    if scope != text:
        stage.repair(
            "manifest.scope_separator",
            "OAuth scopes are separated by commas or odd spaces, expected single spaces "
            "(RFC 6749); rewritten",
            before=f"{_POINTER}/scope",
            after=None,
        )
    return scope


def _drop_tokens(auth: Mapping[str, Any], stage: Stage) -> tuple[str, ...]:
    tokens = auth.get("verification_tokens")
    if not tokens:
        return ()
    platforms = tuple(sorted(map(str, tokens))) if isinstance(tokens, Mapping) else ("unnamed",)
    stage.loss(
        "manifest.verification_tokens",
        f"verification tokens ({', '.join(platforms)}) have no place in a GPT action; "
        "dropped, never copied into any output",
        before=f"{_POINTER}/verification_tokens",
        after=None,
    )
    return platforms


def _secrets(root: Mapping[str, Any]) -> Iterator[str]:
    """Every value of the manifest that its key calls a token or a secret."""
    pending: list[tuple[Any, bool]] = [(root, False)]
    while pending:
        value, secret = pending.pop()
        if isinstance(value, Mapping):
            pending.extend(
                (item, secret or key == "verification_tokens" or bool(_SECRET_KEY.search(key)))
                for key, item in value.items()
            )
        elif isinstance(value, list):
            pending.extend((item, secret) for item in value)
        elif secret and isinstance(value, str) and len(value.strip()) >= _SHORTEST_SECRET:
            yield value.strip()
