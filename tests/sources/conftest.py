"""Files to read listings from, and the listings that come out."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gptreview.errors import GptReviewError
from gptreview.model.listing import Listing, UnreadListing
from gptreview.sources.compliance import compliance_listings
from gptreview.sources.limits import SourceLimits
from gptreview.sources.listings import open_listings

if TYPE_CHECKING:
    from tests.loopback import Site, World

Open = Callable[..., list[Listing | UnreadListing]]
"""Source, then limits and standard input by name."""
OpenOne = Callable[..., Listing]
LIMITS = SourceLimits()
Refusal = Callable[..., str]
ApiGpt = Callable[..., dict[str, object]]
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


@dataclass
class ComplianceApi:
    """A server on loopback that speaks the vendor's API for the workspace ``ws-1``.

    Attributes:
        told: The cursors that the reading has told.
    """

    world: World
    site: Site
    told: list[str] = field(default_factory=list)

    def target(self, after: str = "") -> str:
        """The request target of the page after an identifier."""
        query = "?limit=20" + (f"&after={after}" if after else "")
        return f"/v1/compliance/workspaces/ws-1/gpts{query}"

    def page(self, items: Sequence[object], *, last_id: str = "", more: bool = False) -> bytes:
        """A page as the server sends it."""
        page = {"object": "list", "data": items, "last_id": last_id or None, "has_more": more}
        return self.site.json(page)

    def say(self, *answers: bytes, after: str = "") -> None:
        """Answer the page after an identifier with these in turn."""
        self.site.say(self.target(after), *answers)

    def listings(
        self, *, after: str = "", limits: SourceLimits = LIMITS, timeout_seconds: float = 5.0
    ) -> Iterator[Listing | UnreadListing]:
        """What is read of the workspace."""
        client = self.world.api(self.site, timeout_seconds=timeout_seconds)
        return compliance_listings(
            "ws-1", client, limits=limits, after=after, on_cursor=self.told.append
        )

    def one(self, item: object, *, limits: SourceLimits = LIMITS) -> Listing | UnreadListing:
        """What is read of a workspace with one item."""
        self.say(self.page([item]))
        (read,) = self.listings(limits=limits)
        return read

    def fault(self, *, after: str = "") -> tuple[list[str], GptReviewError]:
        """The sources that were read before the error, and the error, which shows no key."""
        read: list[str] = []
        with pytest.raises(GptReviewError) as caught:
            read.extend(each.source for each in self.listings(after=after))
        chain = f"{caught.value} {caught.value.__dict__} {caught.value.__cause__!r}"
        assert "sk-test" not in chain
        return read, caught.value

    def message(self, error: GptReviewError) -> str:
        """The error with PORT for the port."""
        return str(error).replace(str(self.site.port), "PORT")


@pytest.fixture
def compliance(world: World) -> ComplianceApi:
    """An API without any GPT yet."""
    return ComplianceApi(world, world.site())


def _api_gpt(identifier: str, **config: object) -> dict[str, object]:
    """A GPT as the API describes it; null where the configuration is not given.

    Its owner's address is there as it is in the API, to be left alone.
    """
    empty = ("description", "categories", "conversation_starters", "files", "tools")
    known = dict.fromkeys(empty) | {"name": identifier.upper(), "instructions": "Be kind."}
    return {
        "object": "compliance.workspace.gpt",
        "id": identifier,
        "created_at": 1_767_225_600,
        "owner_id": "user-1",
        "owner_email": "owner@example.com",
        "builder_name": None,
        "sharing": None,
        "latest_config": {
            "object": "list",
            "data": [{"id": "gzm_cnf_1", **known, **config}],
        },
    }


@pytest.fixture
def gpt() -> ApiGpt:
    """Describes a GPT: identifier, then what its configuration says."""
    return _api_gpt
