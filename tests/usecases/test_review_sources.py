"""Many listings from many sources, in their order, whatever one of them does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from gptreview.errors import DependencyError, InputError, NotFoundError
from gptreview.model.gpt import Gpt
from gptreview.model.listing import Listing, UnreadListing
from gptreview.model.verdict import Reviewed
from gptreview.usecases.review_sources import ReviewSources

_OPENED: list[str] = []
_DOWN = DependencyError("no answer", where="down")
_GONE = NotFoundError("no such file or folder", where="gone")


class _Reviewer:
    """Says which listing it got, and whether another process read it."""

    def review(self, listing: Listing | UnreadListing) -> Reviewed:
        """Name and process, or the error."""
        if isinstance(listing, UnreadListing):
            return Reviewed(listing.source, error=listing.error)
        return Reviewed(listing.source, name=f"{listing.gpt.name} {os.getpid() == PID}")

    def abandoned(self, listing: Listing | UnreadListing, reason: str) -> Reviewed:
        """Not needed here."""
        raise AssertionError(listing, reason)


PID = os.getpid()


@dataclass(frozen=True)
class _Factory:
    broken: bool = False

    def __call__(self) -> _Reviewer:
        if self.broken:
            raise InputError("a rule is wrong")
        return _Reviewer()


def _open(source: str) -> Iterator[Listing | UnreadListing]:
    _OPENED.append(source)
    if source == "gone":
        raise _GONE
    yield Listing(Gpt(f"first of {source}"), f"{source}:1")
    if source == "down":
        raise _DOWN
    yield Listing(Gpt(f"second of {source}"), f"{source}:2")


def _sources(*, broken: bool = False) -> ReviewSources:
    _OPENED.clear()
    return ReviewSources(_open, lambda source: source.endswith(".jsonl"), _Factory(broken))


def test_sources_come_in_order_and_once() -> None:
    """A source that is named twice is read once, and every listing in its turn."""
    reviews = list(_sources().review(["a", "b", "a"], jobs=1))
    assert [(each.source, each.name) for each in reviews] == [
        ("a:1", "first of a True"),
        ("a:2", "second of a True"),
        ("b:1", "first of b True"),
        ("b:2", "second of b True"),
    ]


def test_a_folder_is_read_once_however_it_is_spelled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two spellings of a path are one source, and keep the first one's name and place."""
    (tmp_path / "odd").mkdir()
    (tmp_path / "link").symlink_to("odd")
    monkeypatch.chdir(tmp_path)
    spellings = ["b", "./odd", "odd/", str(tmp_path / "odd"), "link", "./b", "-", "./-"]
    workspaces = ["compliance:ws", "compliance:ws", "./compliance:ws", "no\0path", "no\0path"]
    list(_sources().review([*spellings, *workspaces], jobs=1))
    assert _OPENED == ["b", "./odd", "-", "./-", "compliance:ws", "./compliance:ws", "no\0path"]


def test_failing_source_is_a_result_beside_the_others() -> None:
    """What a source gave before it failed stays, and so do the other sources."""
    reviews = list(_sources().review(["down", "gone", "a"], jobs=1))
    assert [(each.source, each.error) for each in reviews] == [
        ("down:1", None),
        ("down", _DOWN),
        ("gone", _GONE),
        ("a:1", None),
        ("a:2", None),
    ]


@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
def test_several_processes_keep_the_order() -> None:
    """With two jobs the same results come, read by other processes."""
    reviews = list(_sources().review(["gone", "a"], jobs=2))
    assert [(each.source, each.name) for each in reviews] == [
        ("gone", ""),
        ("a:1", "first of a False"),
        ("a:2", "second of a False"),
    ]


@pytest.mark.parametrize("jobs", [1, 2])
def test_mistake_in_rules_is_told_before_anything_is_read(jobs: int) -> None:
    """The reviewer is made at the call, and no source is opened."""
    with pytest.raises(InputError, match="a rule is wrong"):
        _sources(broken=True).review(["a"], jobs=jobs)
    assert _OPENED == []


def test_only_json_lines_asks_every_source() -> None:
    """One source of another kind is enough."""
    sources = _sources()
    assert sources.only_json_lines(["a.jsonl", "b.jsonl"])
    assert not sources.only_json_lines(["a.jsonl", "b"])
