"""The Compliance API on loopback, for tests of whatever asks it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from tests.loopback import Site, World

KEY: Final = "sk-test.0123456789"
SOURCE: Final = "compliance:ws-1"
PREFIX: Final = "GPTREVIEW_COMPLIANCE_"


def compliance_site(world: World, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """The API at a private address, as an operator's settings name it; no pause is slept."""
    made = world.site("127.0.0.1")
    authority = folder / "authority.pem"
    world.authority.cert_pem.write_to_path(str(authority))
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    monkeypatch.setenv(f"{PREFIX}API_KEY", KEY)
    monkeypatch.setenv(f"{PREFIX}URL", made.url("/v1", "127.0.0.1"))
    monkeypatch.setenv(f"{PREFIX}ALLOW_PRIVATE", "true")
    monkeypatch.setenv(f"{PREFIX}MAX_PAUSE_SECONDS", "0")
    return made


def page_target(after: str = "") -> str:
    """The request target of a page."""
    query = "?limit=20" + (f"&after={after}" if after else "")
    return f"/v1/compliance/workspaces/ws-1/gpts{query}"
