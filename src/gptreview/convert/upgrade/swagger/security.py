"""Security schemes and requirements."""

from __future__ import annotations

from typing import Any

from gptreview.convert.upgrade.notes import shown
from gptreview.convert.upgrade.spot import Spot
from gptreview.convert.upgrade.swagger.conversion import Conversion
from gptreview.model.action import JsonObject

_FLOWS = {
    "implicit": "implicit",
    "password": "password",
    "application": "clientCredentials",
    "accesscode": "authorizationCode",
    # The names of OAuth 2 itself and of 3.0, which people write as well.
    "clientcredentials": "clientCredentials",
    "authorizationcode": "authorizationCode",
}
_URLS = ("authorizationUrl", "tokenUrl", "refreshUrl")


def convert_scheme(conversion: Conversion, source: Any, spot: Spot) -> Any:
    """One security definition."""
    if not isinstance(source, dict):
        return source
    kind = source.get("type")
    if kind == "basic":
        return {**source, "type": "http", "scheme": "basic"}
    if kind == "oauth2" and "flows" not in source:
        return _oauth(conversion, source, spot)
    if kind not in ("apiKey", "oauth2"):
        conversion.notes.repair(
            "upgrade.security_type",
            f"Swagger 2.0 has no security type {shown(kind)}; carried as it stands.",
            spot,
        )
    return dict(source)


def _oauth(conversion: Conversion, source: JsonObject, spot: Spot) -> JsonObject:
    said = source.get("flow")
    plain = said.replace("_", "").replace("-", "").lower() if isinstance(said, str) else ""
    flow = _FLOWS.get(plain)
    if flow is None:
        conversion.notes.loss(
            "upgrade.oauth_flow",
            f"flow is {shown(said)}, expected implicit, password, application or accessCode; "
            "the scheme has no flow now.",
            spot.down("flow"),
        )
        return {key: item for key, item in source.items() if key != "flow"}
    if said not in ("implicit", "password", "application", "accessCode"):
        conversion.notes.repair(
            "upgrade.oauth_flow", f"flow is {shown(said)}; read as {flow}.", spot.down("flow")
        )
    written: JsonObject = {key: source[key] for key in _URLS if key in source}
    written["scopes"] = source.get("scopes", {})
    for key in (*_URLS, "scopes"):
        if key in source:
            conversion.notes.moved(spot.turn((key,), ("flows", flow, key)))
    if "scopes" not in source:
        conversion.notes.repair(
            "upgrade.oauth_scopes", "An OAuth flow without scopes got an empty list.", spot
        )
    moved = {"flow", "scopes", *_URLS}
    result = {key: item for key, item in source.items() if key not in moved}
    return {**result, "flows": {flow: written}}


def convert_requirements(conversion: Conversion, value: Any) -> Any:
    """``security``: the schemes keep their names unless a name had to change."""
    renamed = conversion.names["securityDefinitions"]
    if not renamed or not isinstance(value, list):
        return value
    return [
        {renamed.get(name, name): scopes for name, scopes in entry.items()}
        if isinstance(entry, dict)
        else entry
        for entry in value
    ]
