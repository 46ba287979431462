"""Files to read listings from, and the listings that come out."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from gptreview.model.listing import Listing, UnreadListing
from gptreview.sources.limits import SourceLimits
from gptreview.sources.listings import open_listings

Open = Callable[..., list[Listing | UnreadListing]]
"""Source, then limits and standard input by name."""
OpenOne = Callable[..., Listing]
LIMITS = SourceLimits()
Refusal = Callable[..., str]
WriteFiles = Callable[[Mapping[str, str | bytes]], None]
"""Content by path below the working folder."""


@pytest.fixture
def write_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> WriteFiles:
    """Files below an empty working folder, so that sources are short relative paths."""
    monkeypatch.chdir(tmp_path)

    def write(files: Mapping[str, str | bytes]) -> None:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    return write


@pytest.fixture
def open_all() -> Open:
    """Every listing of a source."""

    def opened(
        source: str, *, stdin: bytes = b"", limits: SourceLimits = LIMITS
    ) -> list[Listing | UnreadListing]:
        return list(open_listings(source, limits=limits, stdin=io.BytesIO(stdin)))

    return opened


@pytest.fixture
def open_one(open_all: Open) -> OpenOne:
    """The one listing of a source."""

    def opened(source: str, *, stdin: bytes = b"", limits: SourceLimits = LIMITS) -> Listing:
        (listing,) = open_all(source, stdin=stdin, limits=limits)
        assert isinstance(listing, Listing), listing
        return listing

    return opened


@pytest.fixture
def refusal(open_all: Open) -> Refusal:
    """Why the one listing of a source is unread."""

    def opened(source: str, *, stdin: bytes = b"", limits: SourceLimits = LIMITS) -> str:
        (listing,) = open_all(source, stdin=stdin, limits=limits)
        assert isinstance(listing, UnreadListing), listing
        return str(listing.error)

    return opened
