"""Yardstick 8 and the real GPTs, from ../shared/data."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from gptreview.scan.pii.scanner import PiiScanner
from gptreview.usecases.yardsticks.labelled_rows import read_rows
from gptreview.usecases.yardsticks.pii_spans import ENTITIES, read_spans, span_scores, told

pytestmark = pytest.mark.corpus


@pytest.mark.parametrize(("name", "floor"), [("presidio_synth", 0.90), ("zh_pii_synth", 0.98)])
def test_spans_reach_the_yardstick(shared_data: Path, name: str, floor: float) -> None:
    """F2 of every identifier is at least the floor, names included where the set is Chinese."""
    scores = span_scores(read_spans(shared_data, name), ENTITIES[name])
    below = {kind: score for kind, score in scores.items() if (score.f2 or 0.0) < floor}
    assert below == {}


def test_hard_negatives_raise_nothing(shared_data: Path, scanner: PiiScanner) -> None:
    """Order numbers, book numbers, hotlines and wrong check digits are no personal data."""
    rows = read_spans(shared_data, "zh_pii_synth")
    texts = [row["text"] for row in rows if not row["meta"]["spans"]]
    assert [each for text in texts for each in told(scanner, text)] == []


def test_real_gpts_are_hardly_ever_grave(shared_data: Path, scanner: PiiScanner) -> None:
    """At most three of the published GPTs' texts have anything of high severity."""
    file = shared_data / "gpts" / "published-gpts.jsonl"
    gpts = read_rows(file, {"instructions": str})
    counts = Counter(each for gpt in gpts for each in told(scanner, gpt["instructions"]))
    assert sum(count for each, count in counts.items() if each.endswith("high")) <= 3
