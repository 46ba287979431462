"""The registry's benchmark with Prefect, whose server starts too slowly for the plain suite."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

_SCRIPT = Path(__file__).parents[2] / "benchmarks" / "batch.py"


@pytest.mark.scale
def test_flow_is_measured_over_the_same_listings(tmp_path: Path) -> None:
    """The flow reviews what the plain run does, on a registry of its own, and adds something."""
    gpts = tmp_path / "gpts"
    gpts.mkdir()
    value = {
        "id": "g-1",
        "name": "Alpine Walks",
        "description": "Walks, day by day.",
        "instructions": "You plan walks.\nAsk for the season first.",
        "conversation_starters": [],
        "knowledge": [],
        "actions": [],
    }
    (gpts / "published-gpts.jsonl").write_text(json.dumps(value), encoding="utf-8")
    words = ("--listings", "60", "--databases", "sqlite", "--json", "--data", str(tmp_path))
    done = subprocess.run([sys.executable, str(_SCRIPT), *words], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    figures = json.loads(done.stdout)
    assert figures["flow"]["told"]["listings"] == 60
    (sqlite,) = figures["databases"]
    assert sqlite["review"]["told"]["new"] == 60
    assert sqlite["prefect_seconds"] > 0
