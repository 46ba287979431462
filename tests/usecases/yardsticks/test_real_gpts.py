"""Yardstick 1 on seven listings, counted by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gptreview.model.measurement import Cell, Table
from gptreview.usecases.yardsticks.real_gpts import measure_real_gpts

if TYPE_CHECKING:
    from tests.usecases.yardsticks.conftest import WordReviewer

WriteRows = Callable[[str, Iterable[Any]], Path]
LABELS = [
    {"id": "bad", "kind": "policy_positive"},
    {"id": "gone", "kind": "policy_positive"},
    {"id": "like", "kind": "hard_negative"},
]
TEXTS = {
    "bad": "fail-fraud",
    "like": "harmless",
    "one": "fail-hate and fail-hate and review-pii",
    "two": "review-pii",
    "three": "",
    "four": "",
    "five": "",
}


def _rounded(cell: Cell) -> Cell:
    return round(cell, 4) if isinstance(cell, float) else cell


def test_outcomes_are_counted_by_label(write_rows: WriteRows, reviewer: WordReviewer) -> None:
    """Unlabelled listings first, each kind of label apart, each listing once a rule."""
    write_rows("gpts/policy-labels.jsonl", LABELS)
    rows = [{"id": id, "name": "N", "instructions": text} for id, text in TEXTS.items()]
    measurement = measure_real_gpts(write_rows("gpts/published-gpts.jsonl", rows), reviewer)
    assert (measurement.number, measurement.title) == (1, "real published GPTs")
    outcomes, rules, coverage = measurement.tables
    assert [tuple(map(_rounded, row)) for row in outcomes.rows] == [
        ("not labelled", 5, 1, 0.2, 0.0362, 0.6245, 1, 0.2, 3),
        ("labelled hard_negative", 1, 0, 0.0, 0.0, 0.7935, 0, 0.0, 1),
        ("labelled policy_positive", 1, 1, 1.0, 0.2065, 1.0, 0, 0.0, 0),
    ]
    assert rules == Table(
        "Rules that decided",
        ("rule", "GPTs failed", "GPTs to review"),
        (("fraud-words", 1, 0), ("hate-words", 1, 0), ("pii-words", 0, 2)),
    )
    assert coverage == Table(
        "Coverage",
        ("artifacts", "characters", "unread parts", "GPTs read completely"),
        ((21, sum(map(len, TEXTS.values())), 0, 7),),
    )
