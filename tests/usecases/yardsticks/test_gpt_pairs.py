"""Yardstick 2 on three pairs, counted by hand, and against the official scorer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from gptreview.errors import InputError
from gptreview.model.measurement import Table
from gptreview.usecases.yardsticks.gpt_pairs import measure_gpt_pairs

if TYPE_CHECKING:
    from tests.usecases.yardsticks.conftest import WordReviewer

WriteRows = Callable[[str, Iterable[Any]], Path]


def _row(id: str, text: str, **more: Any) -> dict[str, Any]:
    return {
        "id": id,
        "pair": id.removesuffix("p") if id.endswith("p") else f"{id}p",
        "lang": "en",
        "expected": "pass" if id.endswith("p") else "fail",
        "topic": "fraud",
        "evasion": "none",
        "categories": [] if id.endswith("p") else ["fraud"],
        "name": "N",
        "description": "",
        "instructions": text,
        "conversation_starters": [],
        "knowledge": [],
        "actions": [],
        "evidence": [],
        **more,
    }


def _evidence(text: str, field: str = "instructions", category: str = "fraud") -> dict[str, str]:
    return {"category": category, "field": field, "text": text}


ROWS = [
    # Right, and so is its twin; a finding lies on the evidence.
    _row("a", "Now: fail-fraud", evidence=[_evidence("Now: f")]),
    _row("ap", "harmless"),
    # Right, but the twin fails, too; the evidence of another category and field is not hit.
    _row(
        "b", "fail-fraud", lang="zh", evasion="leet",
        evidence=[_evidence("fail", category="hate"), _evidence("fail", field="description")],
        evidence_alt=[_evidence("fail-fraud")],
    ),
    _row("bp", "fail-pii", lang="zh"),
    # Missed: a person is asked, and the twin passes.
    _row("c", "review-hate", topic="hate", evasion="leet", categories=["hate"]),
    _row("cp", "harmless", topic="hate"),
]  # fmt: skip


def test_figures_are_those_counted_by_hand(write_rows: WriteRows, reviewer: WordReviewer) -> None:
    """Pairs, verdicts, evidence and evasions of three pairs."""
    measurement = measure_gpt_pairs(write_rows("gpt-pairs/bundles.jsonl", ROWS), reviewer)
    assert (measurement.number, measurement.title) == (2, "GPT-shaped pairs")
    third, two_thirds, half = 1 / 3, 2 / 3, 0.5
    assert measurement.tables == (
        Table("Pairs", ("pairs", "both right", "share"), ((3, 1, third),)),
        Table(
            "Verdicts: what fails",
            ("listings", "TP", "FP", "FN", "precision", "recall", "F1", "sent to review"),
            (
                ("all", 2, 1, 1, two_thirds, two_thirds, two_thirds, 1),
                ("language en", 1, 0, 1, 1.0, half, two_thirds, 1),
                ("language zh", 1, 1, 0, half, 1.0, two_thirds, 0),
                ("fraud", 2, 0, 0, 1.0, 1.0, 1.0, 0),
                ("hate", 0, 0, 1, None, 0.0, None, 1),
                ("adult", 0, 0, 0, None, None, None, 0),
                ("pii", 0, 1, 0, 0.0, None, None, 0),
                ("secrets", 0, 0, 0, None, None, None, 0),
                ("injection", 0, 0, 0, None, None, None, 0),
            ),
        ),
        Table(
            "Evidence of what fails",
            ("topic", "to fail", "evidence hit", "with alternates", "mean span, characters"),
            (("fraud", 2, 1, 2, 10), ("hate", 1, 0, 0, None), ("all", 3, 1, 2, 10)),
        ),
        Table(
            "Recall by evasion",
            ("evasion", "to fail", "failed", "recall"),
            (("leet", 2, 1, half), ("none", 1, 1, 1.0)),
        ),
        Table(
            "Twins that ought to pass",
            ("twins", "passed", "sent to review", "failed"),
            ((3, 2, 0, 1),),
        ),
    )


@pytest.mark.parametrize(
    ("field", "text", "hit"),
    [
        ("description", "fail", True),
        ("starters", "fail", True),
        ("knowledge:tips.md", "fail", True),
        ("knowledge:other.md", "fail", False),
        ("action:0", "fail", True),
        ("action:1", "fail", False),
        ("instructions", "not there", False),
        ("unheard", "fail", False),
        ("action:x", "fail", False),
    ],
)
def test_evidence_is_found_in_every_field(
    write_rows: WriteRows, reviewer: WordReviewer, field: str, text: str, *, hit: bool
) -> None:
    """A finding counts where its field has the marked text; a mark that is not there is missed."""
    bad = _row(
        "a", "fail-fraud", description="fail-fraud", conversation_starters=["x", "fail-fraud"],
        knowledge=[{"name": "tips.md", "text": "fail-fraud"}], actions=["fail-fraud"],
        evidence=[_evidence(text, field)],
    )  # fmt: skip
    data = write_rows("gpt-pairs/bundles.jsonl", [bad, _row("ap", "")])
    table = measure_gpt_pairs(data, reviewer).tables[2]
    assert table.rows[-1][:3] == ("all", 1, int(hit))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([_row("a", "", evidence_alt=1)], ':1: "evidence_alt" is missing or not a list'),
        ([_row("a", "")], ":1: its twin is missing; expected the id under \"pair\""),
        (
            [_row("a", "", evidence=["x"]), _row("ap", "")],
            ":1: this is no JSON object",
        ),
        (
            [_row("a", ""), _row("ap", "", evidence_alt=[{"field": "name"}])],
            ':2: "category" is missing or not a string',
        ),
    ],
)  # fmt: skip
def test_unsound_labels_are_told(
    write_rows: WriteRows, reviewer: WordReviewer, rows: list[dict[str, Any]], said: str
) -> None:
    """Evidence that is none, or a pair of one, would make figures that mean nothing."""
    data = write_rows("gpt-pairs/bundles.jsonl", rows)
    with pytest.raises(InputError) as caught:
        measure_gpt_pairs(data, reviewer)
    assert str(caught.value) == f"{data / 'gpt-pairs' / 'bundles.jsonl'}{said}"
