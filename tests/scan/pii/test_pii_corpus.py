"""Yardstick 8 and the real GPTs, from ../shared/data."""

from __future__ import annotations

from pathlib import Path

import pytest

from gptreview.scan.pii.scanner import PiiScanner
from pii_spans import hits, measure, rows

pytestmark = pytest.mark.corpus


@pytest.mark.parametrize(("name", "floor"), [("presidio_synth", 0.90), ("zh_pii_synth", 0.98)])
def test_spans_reach_the_yardstick(shared_data: Path, name: str, floor: float) -> None:
    """F2 of every identifier is at least the floor, names included where the set is Chinese."""
    texts = rows(shared_data / "bench" / "permissive" / f"{name}.jsonl")
    below = {kind: score for kind, score in measure(name, texts).items() if score.f(2) < floor}
    assert below == {}


def test_hard_negatives_raise_nothing(shared_data: Path, scanner: PiiScanner) -> None:
    """Order numbers, book numbers, hotlines and wrong check digits are no personal data."""
    texts = rows(shared_data / "bench" / "permissive" / "zh_pii_synth.jsonl")
    assert hits(scanner, (row["text"] for row in texts if not row["meta"]["spans"])) == {}


def test_real_gpts_are_hardly_ever_grave(shared_data: Path, scanner: PiiScanner) -> None:
    """At most three of the published GPTs' texts have anything of high severity."""
    gpts = rows(shared_data / "gpts" / "published-gpts.jsonl")
    counts = hits(scanner, (gpt["instructions"] for gpt in gpts))
    assert sum(count for told, count in counts.items() if told.endswith("high")) <= 3
