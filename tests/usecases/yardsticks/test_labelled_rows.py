"""Labelled data is read strictly, and the reviewer never sees a label."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from gptreview.errors import GptReviewError, InputError, NotFoundError
from gptreview.model.listing import Listing, UnreadListing
from gptreview.model.verdict import Reviewed
from gptreview.usecases.yardsticks.labelled_rows import Row, read_rows, verdicts

if TYPE_CHECKING:
    from tests.usecases.yardsticks.conftest import WordReviewer

WriteRows = Callable[[str, Iterable[Any]], Path]


class _Witness:
    """Keeps what it was shown."""

    def __init__(self, inner: WordReviewer) -> None:
        self.shown: list[Listing] = []
        self._inner = inner

    def review(self, listing: Listing | UnreadListing) -> Reviewed:
        """Keep it and pass it on."""
        assert isinstance(listing, Listing)
        self.shown.append(listing)
        return self._inner.review(listing)

    def abandoned(self, listing: Listing | UnreadListing, reason: str) -> Reviewed:
        """Not needed here."""
        raise AssertionError(listing, reason)


def test_rows_end_at_line_feeds_alone(write_rows: WriteRows) -> None:
    """A line separator inside a string is a part of it."""
    rows = [{"id": "a", "name": "one\u2028two\x85three"}, {"id": "b"}]
    assert read_rows(write_rows("r.jsonl", rows) / "r.jsonl", {"id": str}) == rows


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'{"id": "a"}\nnot', "{file}:2: this is no JSON"),
        (b"[" * 100_000, "{file}:1: this is no JSON"),
        (b"[]", "{file}:1: this is no JSON object"),
        (b'{"id": 1}', '{file}:1: "id" is missing or not a string'),
        (b"{}", '{file}:1: "id" is missing or not a string'),
        (b'{"id": "\xff"}', "{file}: this is no UTF-8; expected JSON lines"),
    ],
)
def test_rows_that_are_none_are_told_by_line(tmp_path: Path, data: bytes, said: str) -> None:
    """File, line and what is wrong with it."""
    file = tmp_path / "rows.jsonl"
    file.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_rows(file, {"id": str})
    assert str(caught.value) == said.format(file=file)


def test_missing_data_is_told_with_what_is_wanted(tmp_path: Path) -> None:
    """A folder without the file gets the folders that there should be."""
    with pytest.raises(NotFoundError) as caught:
        read_rows(tmp_path / "gpts.jsonl", {})
    assert str(caught.value) == (
        f"{tmp_path / 'gpts.jsonl'}: it cannot be read (No such file or directory); "
        "name the folder that holds gpts/, gpt-pairs/ and bench/"
    )


def test_labels_stay_out_of_the_listing(reviewer: WordReviewer) -> None:
    """The reviewer gets the listing's own keys, half characters included, and nothing else."""
    witness = _Witness(reviewer)
    row = {"id": "a", "name": "N", "instructions": "x \ud800", "expected": "fail", "topic": "fraud"}
    judged = list(verdicts([row], witness, name="rows.jsonl"))
    assert [(found, verdict.listing_id) for found, verdict in judged] == [(row, "a")]
    (listing,) = witness.shown
    assert (listing.source, listing.gpt.instructions) == ("rows.jsonl:1", "x \ufffd")
    assert listing.remarks == (
        "rows.jsonl:1: half a surrogate pair is no character; U+FFFD stands for it",
    )


def test_row_that_is_no_listing_is_told_by_line(reviewer: WordReviewer) -> None:
    """The second of two, with its line."""
    rows: list[Row] = [{"id": "a", "name": "N"}, {"id": "b", "name": ["N"]}]
    with pytest.raises(GptReviewError) as caught:
        list(verdicts(rows, reviewer, name="rows.jsonl"))
    assert caught.value.where.startswith("rows.jsonl:2")
