"""Security schemes of a document, judged by what the GPT editor can express."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gptreview.convert.define.references import follow
from gptreview.convert.manifest.fields import normalise_scope
from gptreview.convert.removed_secrets import without_removed
from gptreview.convert.wording import quoted, shortened
from gptreview.model.action import ActionAuth, AuthType, JsonObject
from gptreview.net.url import mask_url
from gptreview.reading.pointer import join

SCHEMES = "/components/securitySchemes"
_AUTHORIZATION = "authorization"
# OpenAPI 3.1, OAuth Flows Object; the GPT editor knows authorizationCode only.
_FLOWS = {
    "clientCredentials": "OAuth client credentials",
    "implicit": "the OAuth implicit flow",
    "password": "the OAuth password flow",
}
_OTHER_TYPES = {"openIdConnect": "OpenID Connect", "mutualTLS": "a client certificate"}


@dataclass(frozen=True, slots=True)
class Scheme:
    """One Security Scheme Object."""

    name: str
    place: str
    auth: ActionAuth | None
    """The editor's fields for it; None where it has none."""
    described: str
    """What it asks for, as a noun."""
    carriers: frozenset[str]
    """How its credentials travel: ``bearer``, ``basic`` or a header's name in lower case."""


def read_schemes(document: JsonObject) -> dict[str, Scheme]:
    """The document's security schemes by name, references followed."""
    return {scheme.name: scheme for scheme in _schemes(document)}


def described(auth: ActionAuth) -> str:
    """What the editor's fields ask for, as a noun."""
    if auth.type is AuthType.OAUTH:
        return f"OAuth at {mask_url(auth.authorization_url) or 'no address'}"
    if auth.type is AuthType.NONE:
        return "none"
    if auth.header:
        return f"an API key in the header {shortened(auth.header)}"
    return f"{auth.scheme} API key"


def carriers(auth: ActionAuth) -> frozenset[str]:
    """How credentials travel, where there are any; a key in Authorization may be either."""
    if auth.header.lower() == _AUTHORIZATION:
        return frozenset({"bearer", "basic"})
    return frozenset({auth.header.lower() or auth.scheme or "bearer"})


def same(read: ActionAuth, auth: ActionAuth) -> bool:
    """Whether both ask for the same credentials in the same place."""
    if read.type is AuthType.OAUTH:
        endpoints = (read.authorization_url, read.token_url)
        return auth.type is read.type and endpoints == (auth.authorization_url, auth.token_url)
    place = (read.type, read.scheme, read.header.lower())
    return place == (auth.type, auth.scheme, auth.header.lower())


def exchange_method(written: str) -> str:
    """The editor's word for how the client authenticates at the token endpoint."""
    return "basic" if "basic" in written.lower() else "default"


def _schemes(document: JsonObject) -> Iterator[Scheme]:
    components = document.get("components")
    declared = components.get("securitySchemes") if isinstance(components, dict) else None
    for name, value in declared.items() if isinstance(declared, dict) else ():
        place = join(SCHEMES, name)
        scheme = follow(document, value, place).value
        auth = _read(scheme)
        if auth is not None:
            yield Scheme(name, place, auth, described(auth), carriers(auth))
        else:
            tokens = scheme.get("type") in ("oauth2", "openIdConnect")
            travels = frozenset({"bearer"} if tokens else ())
            yield Scheme(name, place, None, _unsayable(scheme), travels)


def _read(scheme: JsonObject) -> ActionAuth | None:
    kind, name = scheme.get("type"), scheme.get("name")
    if kind == "http":
        word = str(scheme.get("scheme", "")).lower()
        known = word in ("bearer", "basic")
        return ActionAuth(AuthType.API_KEY, scheme=word) if known else None
    if kind == "apiKey" and scheme.get("in") == "header" and isinstance(name, str) and name:
        return ActionAuth(AuthType.API_KEY, scheme="custom", header=name)
    flows = scheme.get("flows")
    flow = flows.get("authorizationCode") if isinstance(flows, dict) else None
    if kind == "oauth2" and isinstance(flow, dict):
        scopes = flow.get("scopes")
        return ActionAuth(
            AuthType.OAUTH,
            authorization_url=without_removed(_text(flow.get("authorizationUrl"))),
            token_url=without_removed(_text(flow.get("tokenUrl"))),
            scope=normalise_scope(" ".join(scopes) if isinstance(scopes, dict) else ""),
            token_exchange_method=exchange_method(""),
        )
    return None


def _unsayable(scheme: JsonObject) -> str:
    """What a scheme asks for that the GPT editor has no field for."""
    kind = scheme.get("type")
    if kind == "apiKey":
        return _misplaced_key(scheme)
    if kind == "http":
        return f"HTTP authentication of the kind {quoted(scheme.get('scheme', ''))}"
    if kind == "oauth2":
        flows = scheme.get("flows")
        names = [_FLOWS[name] for name in _FLOWS if isinstance(flows, dict) and name in flows]
        return " or ".join(names) or "OAuth without a flow"
    if isinstance(kind, str):
        return _OTHER_TYPES.get(kind, f"the unknown type {quoted(kind)}")
    return "nothing that can be read"


def _misplaced_key(scheme: JsonObject) -> str:
    name, place = scheme.get("name"), scheme.get("in")
    named = f" {shortened(name)}" if isinstance(name, str) and name else " without a name"
    if place == "cookie":
        return f"a cookie{named}"
    if place in ("query", "header"):
        return f"an API key in the {place},{named}"
    return "an API key nobody knows where"


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
