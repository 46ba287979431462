"""Authentication as the GPT builder reads it from the document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

from gptreview.convert.importer import citations
from gptreview.convert.importer.rule import Examination, Rule
from gptreview.model.diagnostic import Level, Standing
from gptreview.net.oauth_domains import may_authorise
from gptreview.reading.pointer import join

_SEVERAL: Final = Rule(
    "security.several_schemes",
    Level.WARNING,
    Standing.CONFIRMED,
    f"{citations.PRODUCTION_NOTES}#multiple-authentication-schemas",
    "Keep the one scheme that the action shall use; operations without any may stay.",
)
_OAUTH_HOST: Final = Rule(
    "security.oauth_domain",
    Level.WARNING,
    Standing.CONFIRMED,
    f"{citations.PRODUCTION_NOTES}#additional-limitations",
    "Serve the OAuth endpoints from the API's own domain.",
)
_SCHEMES = "/components/securitySchemes"


def check_security(examination: Examination, host: str) -> frozenset[str]:
    """Report on the security schemes.

    Args:
        examination: The document under examination.
        host: The host that the action will call; empty where there is none.

    Returns:
        Lower-case names of the headers that authentication fills.
    """
    schemes = examination.section("components", "securitySchemes")
    if len(schemes) > 1:
        message = "Found multiple security schemes, only 1 is supported"
        examination.report(_SEVERAL, message, _SCHEMES)
    for name, scheme in schemes.items():
        if host and isinstance(scheme, dict) and scheme.get("type") == "oauth2":
            for pointer, other in _oauth_hosts(scheme, join(_SCHEMES, name)):
                if not may_authorise(other, host):
                    message = f"OAuth is served by {other}, the API by {host}"
                    examination.report(_OAUTH_HOST, message, pointer)
    return frozenset(_headers(schemes))


def _headers(schemes: dict[str, Any]) -> Iterator[str]:
    for scheme in schemes.values():
        if not isinstance(scheme, dict):
            continue
        if scheme.get("type") in ("http", "oauth2", "openIdConnect"):
            yield "authorization"
        name = scheme.get("name")
        if scheme.get("type") == "apiKey" and isinstance(name, str):
            yield name.lower()


def _oauth_hosts(scheme: dict[str, Any], pointer: str) -> Iterator[tuple[str, str]]:
    flows = scheme.get("flows")
    for name, flow in flows.items() if isinstance(flows, dict) else ():
        for key in ("authorizationUrl", "tokenUrl"):
            url = flow.get(key) if isinstance(flow, dict) else None
            try:
                host = urlsplit(url).hostname if isinstance(url, str) else None
            except ValueError:
                host = None
            if host:
                yield join(pointer, "flows", name, key), host
