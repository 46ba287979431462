"""How the GPT authenticates: from the manifest where there is one, else from the document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gptreview.convert.define.references import follow
from gptreview.convert.ledger import Stage
from gptreview.convert.manifest.fields import normalise_scope
from gptreview.convert.pointer import join
from gptreview.convert.wording import quoted, shortened
from gptreview.model.action import ActionAuth, AuthType, JsonObject
from gptreview.model.plugin import PluginAuth, PluginAuthType
from gptreview.net.url import mask_url

_AFTER = "/components/securitySchemes"


def manifest_auth(auth: PluginAuth, stage: Stage) -> ActionAuth:
    """The GPT editor's fields for a plugin's authentication; OAuth's two URLs swap names."""
    if auth.type is PluginAuthType.OAUTH:
        return ActionAuth(
            AuthType.OAUTH,
            authorization_url=auth.client_url,
            token_url=auth.authorization_url,
            scope=auth.scope,
            token_exchange_method=_exchange(auth.token_exchange_method),
        )
    if auth.type is PluginAuthType.NONE:
        return ActionAuth()
    if auth.custom_auth_header:
        return ActionAuth(AuthType.API_KEY, scheme="custom", header=auth.custom_auth_header)
    scheme = auth.authorization_type
    if scheme not in ("bearer", "basic"):
        stage.repair(
            "auth.scheme",
            f"authorization_type is {quoted(scheme) if scheme else 'missing'}, expected bearer or "
            "basic; "
            "read as bearer",
            before=None,
            after=_AFTER,
        )
        scheme = "bearer"
    return ActionAuth(AuthType.API_KEY, scheme=scheme)


def report_document_schemes(document: JsonObject, auth: ActionAuth, stage: Stage) -> None:
    """Say what the document's own security schemes come to beside the manifest's choice."""
    schemes = list(_schemes(document))
    if not schemes:
        if auth.type is not AuthType.NONE:
            stage.repair(
                "auth.from_manifest",
                f"the document has no security scheme; the manifest's {auth.type.value} "
                "was written into it",
                before=None,
                after=_AFTER,
            )
        return
    for name, scheme, place in schemes:
        read = _read_scheme(scheme)
        if read is not None and _same(read, auth):
            continue
        stage.loss(
            "auth.scheme_dropped",
            f"security scheme {shortened(name)} was left out: it says {_described(read)}, the "
            f"manifest says {_described(auth)}, and the GPT builder takes one scheme",
            before=place,
            after=None,
        )


def _same(read: ActionAuth, auth: ActionAuth) -> bool:
    """Whether both ask for the same credentials in the same place."""
    if read.type is AuthType.OAUTH:
        endpoints = (read.authorization_url, read.token_url)
        return auth.type is read.type and endpoints == (auth.authorization_url, auth.token_url)
    place = (read.type, read.scheme, read.header.lower())
    return place == (auth.type, auth.scheme, auth.header.lower())


def _described(auth: ActionAuth | None) -> str:
    if auth is None:
        return "what the GPT editor has no field for"
    if auth.type is AuthType.OAUTH:
        return f"OAuth at {mask_url(auth.authorization_url) or 'no address'}"
    if auth.type is AuthType.NONE:
        return "none"
    return (
        f"an API key in header {shortened(auth.header)}"
        if auth.header
        else f"{auth.scheme} API key"
    )


def document_auth(document: JsonObject, stage: Stage) -> ActionAuth:
    """The first security scheme of the document that the GPT editor can express."""
    chosen: ActionAuth | None = None
    for name, scheme, place in _ordered(document):
        read = _read_scheme(scheme)
        if read is None or chosen is not None:
            stage.loss(
                "auth.scheme_dropped",
                f"security scheme {shortened(name)} was left out: "
                + (
                    "the GPT builder takes one scheme"
                    if read is not None
                    else "the GPT editor has no field for it"
                ),
                before=place,
                after=None,
            )
            continue
        chosen = read
    return chosen or ActionAuth()


def _read_scheme(scheme: JsonObject) -> ActionAuth | None:
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
            authorization_url=_text(flow.get("authorizationUrl")),
            token_url=_text(flow.get("tokenUrl")),
            scope=normalise_scope(" ".join(scopes) if isinstance(scopes, dict) else ""),
            token_exchange_method=_exchange(""),
        )
    return None


def _schemes(document: JsonObject) -> Iterator[tuple[str, JsonObject, str]]:
    components = document.get("components")
    declared = components.get("securitySchemes") if isinstance(components, dict) else None
    for name, value in declared.items() if isinstance(declared, dict) else ():
        place = join("/components/securitySchemes", name)
        yield name, follow(document, value, place).value, place


def _ordered(document: JsonObject) -> list[tuple[str, JsonObject, str]]:
    """Schemes that the document requires first, in its order; then the merely declared."""
    required = _required_names(document.get("security"))
    return sorted(_schemes(document), key=lambda scheme: scheme[0] not in required)


def _required_names(security: Any) -> set[str]:
    requirements = security if isinstance(security, list) else []
    return {name for entry in requirements if isinstance(entry, dict) for name in entry}


def _exchange(method: str) -> str:
    return "basic" if "basic" in method.lower() else "default"


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
