"""Yardstick 2 says what the data set's own scorer says of the same verdicts."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from gptreview.bootstrap import ReviewOptions
from gptreview.model.measurement import Cell, Measurement
from gptreview.model.policy import Meaning
from gptreview.model.verdict import Verdict
from gptreview.usecases.yardsticks.gpt_pairs import measure_gpt_pairs
from gptreview.usecases.yardsticks.labelled_rows import read_rows, verdicts

pytestmark = pytest.mark.corpus


def prediction(verdict: Verdict) -> dict[str, Any]:
    """A verdict as the scorer takes it; what goes to a person has not failed."""
    failing = [
        each.finding for each in verdict.findings if each.counts and each.meaning is Meaning.FAIL
    ]
    return {
        "id": verdict.listing_id,
        "verdict": "fail" if verdict.outcome == "fail" else "pass",
        "categories": sorted({str(each.category) for each in failing}),
        "evidence": [
            {"category": str(f.category), "field": f.field, "start": f.start, "end": f.end}
            for f in failing
        ],
    }


def lines(measurement: Measurement) -> set[str]:
    """Our figures in the scorer's words."""
    tables = {table.title: {str(row[0]): row for row in table.rows} for table in measurement.tables}
    verdict_rows = tables["Verdicts: what fails"]
    (pairs,) = tables["Pairs"].values()
    return {
        f"{_scores('all', verdict_rows['all'])} pairs both right {pairs[1]}/80 unscored 0",
        *(_scores(name, verdict_rows[name]) for name in ("fraud", "hate", "adult", "pii")),
        *(
            f"evidence {name} strict {row[2]}/{row[1]} with alternates {row[3]}/{row[1]}"
            for name, row in tables["Evidence of what fails"].items()
            if name != "all"
        ),
        *(
            f"recall by evasion {name} {row[2]}/{row[1]}"
            for name, row in tables["Recall by evasion"].items()
        ),
    }


def _scores(name: str, row: tuple[Cell, ...]) -> str:
    _, hits, alarms, misses, precision, recall, *_ = row
    counts = f"(tp {hits} fp {alarms} fn {misses})"
    return f"{name} P {float(precision or 0):.3f} R {float(recall or 0):.3f} {counts}"


def test_every_figure_agrees(
    shared_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Verdicts, categories, pairs, evidence and evasions, line by line."""
    monkeypatch.setenv("GPTREVIEW_CACHE_DIR", str(tmp_path / "cache"))
    reviewer = ReviewOptions()()
    file = shared_data / "gpt-pairs" / "bundles.jsonl"
    judged = verdicts(read_rows(file, {"id": str}), reviewer, name=str(file))
    predictions = tmp_path / "predictions.jsonl"
    predictions.write_text(
        "".join(json.dumps(prediction(verdict)) + "\n" for _, verdict in judged), "utf-8"
    )
    scorer = [sys.executable, str(shared_data / "gpt-pairs" / "score.py"), str(predictions)]
    done = subprocess.run(scorer, capture_output=True, text=True, check=True)
    official = {re.sub(r"\s+", " ", line).strip() for line in done.stdout.splitlines()}
    assert lines(measure_gpt_pairs(shared_data, reviewer)) == official
