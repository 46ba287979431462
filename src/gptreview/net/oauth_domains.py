"""Which hosts may serve the OAuth of an action."""

from __future__ import annotations

from typing import Final

from gptreview.net.public_suffix import owner_domain, registrable_domain

# https://developers.openai.com/api/docs/actions/production#additional-limitations: Google,
# Microsoft and Adobe OAuth domains are the only exceptions.
_EXCEPTED: Final = frozenset(
    {
        "adobe.com",
        "adobe.io",
        "adobelogin.com",
        "google.com",
        "googleapis.com",
        "live.com",
        "microsoft.com",
        "microsoftonline.com",
        "microsoftonline.us",
        "windows.net",
    }
)


def may_authorise(other: str, host: str) -> bool:
    """Whether the host ``other`` may authorise calls of an API on ``host``."""
    domain = registrable_domain(other)
    if other == host or domain in _EXCEPTED or domain == registrable_domain(host):
        return True
    return owner_domain(other) == owner_domain(host) != ""
