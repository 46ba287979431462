"""The registry's benchmark: made listings, and a small run from end to end."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from batch_child import Plan, Ran, run_in_turns
from batch_figures import BatchFigures, OnDatabase, figure_lines
from batch_listings import Made, write_listings
from process_tree import cpu_seconds, resident_bytes

_SCRIPT = Path(__file__).parents[2] / "benchmarks" / "batch.py"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with three GPTs."""
    gpts = tmp_path / "data" / "gpts"
    gpts.mkdir(parents=True)
    names = ("Alpine Walks", "Harbour Log", "周末食谱")
    with (gpts / "published-gpts.jsonl").open("w", encoding="utf-8") as file:
        for number, name in enumerate(names):
            value = {
                "id": f"g-{number}",
                "name": name,
                "description": f"{name}, day by day.",
                "instructions": f"You plan {name}. Ask first!\nKeep it short. 先问清楚。 再回答。",
                "conversation_starters": ["Where to?", "And then?"],
                "knowledge": [],
                "actions": [],
            }
            file.write(json.dumps(value, ensure_ascii=False) + "\n")
    return gpts.parent


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(_SCRIPT), *arguments], capture_output=True, text=True, check=False
    )


def _ran(told: dict[str, Any], listings: int, new: int) -> bool:
    kept = {"listings": told["listings"], "new": told["new"]}
    return kept == {"listings": listings, "new": new} and told["wall"] > 0 and told["cpu"] > 0


def test_batch_is_measured_on_both_databases(data: Path) -> None:
    """Each stage does what it is called on all listings, and the second time there is nothing."""
    done = _run("--listings", "60", "--no-prefect", "--data", str(data), "--json")
    assert (done.returncode, done.stderr) == (0, "")
    figures = json.loads(done.stdout)
    assert (figures["made"]["listings"], figures["turn"], figures["jobs"]) == (60, 15, 2)
    assert (figures["scan"]["told"]["listings"], figures["flow"]) == (60, None)
    assert [each["kind"] for each in figures["databases"]] == ["sqlite", "postgresql"]
    for each in figures["databases"]:
        assert _ran(each["sync"]["told"], 60, 60)
        assert _ran(each["sync_again"]["told"], 60, 0)
        assert _ran(each["review"]["told"], 60, 60)
        assert _ran(each["unchanged"]["told"], 60, 0)
        assert each["verify"]["told"]["listings"] == 60 + 60 + 4  # listings, verdicts, runs
        assert _ran(each["publish"]["told"], 60, 60)
        assert _ran(each["publish_again"]["told"], 60, 0)
        assert each["bytes_a_listing"] > 0
        assert all(peak > 0 for peak in each["review"]["peaks"])
        assert (each["review"]["server"] > 0) is (each["kind"] == "postgresql")
        assert each["overhead"] == 1 - figures["scan"]["told"]["cpu"] / (
            each["review"]["told"]["cpu"] + each["review"]["server"]
        )


def _took(wall: float, cpu: float, server: float = 0.0, **told: Any) -> Ran:
    told = {"listings": 1_000, "wall": wall, "cpu": cpu, **told}
    return Ran(told, server, (200_000_000, 210_000_000, 150_000_000))


def test_batch_table_says_which_aims_are_missed() -> None:
    """A column a database, an aim where there is one, and a word beside what falls short of it."""
    quick = OnDatabase(
        "sqlite",
        before=_took(1, 1, bytes=50_000),
        sync=_took(1, 1),
        sync_again=_took(0.5, 0.5),
        review=_took(2.5, 4.4),
        unchanged=_took(0.05, 0.05),
        verify=_took(0.01, 0.01, listings=2_004),
        after=_took(1, 1, bytes=5_050_000),
        publish=_took(0.2, 0.2),
        publish_again=_took(0.1, 0.1),
    )
    slow = replace(
        quick,
        kind="postgresql",
        review=Ran(_took(3.2, 4.2).told, 0.8, (200_000_000, 230_000_000)),
        unchanged=_took(0.1, 0.1),
    )
    made = Made(1_000, 1_800, 2_200_000)
    scan = _took(2, 4)
    day = dt.date(2026, 11, 23)
    flow = _took(2.7, 4.9)
    figures = BatchFigures(day, "2 cores", 2, 250, made, scan, flow, (quick, slow))
    assert list(figure_lines(figures)) == [
        "Measured on 2026-11-23 with 2 cores; 2 jobs.",
        "1,000 listings of 1,800 bytes (median), 2 MB of JSON lines.",
        "",
        "| what                                                      | sqlite   "
        "| postgresql      | aim       |",
        "|-----------------------------------------------------------|----------"
        "|-----------------|-----------|",
        "| sync, first: listings/s                                   | 1,000    "
        "| 1,000           |           |",
        "| sync, unchanged: listings/s                               | 2,000    "
        "| 2,000           |           |",
        "| review, first run: listings/s                             | 400      "
        "| 312 MISSED      | >= 400    |",
        "| plain scanning, no registry: listings/s                   | 500      "
        "| 500             |           |",
        "| CPU ms a listing, first run                               | 4.40     "
        "| 5.00            |           |",
        "| of it the database's server                               |          "
        "| 0.80            |           |",
        "| CPU ms a listing, plain scanning                          | 4.00     "
        "| 4.00            |           |",
        "| CPU outside scanning                                      | 9.1%     "
        "| 20.0% MISSED    | <= 15%    |",
        "| CPU ms a listing that Prefect adds                        | 0.50     "
        "|                 | <= 1      |",
        "| review, unchanged: versions/s                             | 20,000   "
        "| 10,000 MISSED   | >= 20,000 |",
        "| sync, peak MB in the first 250 listings, and after them   | 200, 210 "
        "| 200, 210        | flat      |",
        "| review, peak MB in the first 250 listings, and after them | 200, 210 "
        "| 200, 230 MISSED | flat      |",
        "| database bytes a listing                                  | 5,000    "
        "| 5,000           |           |",
        "| publication, first: listings/s                            | 5,000    "
        "| 5,000           |           |",
        "| publication, unchanged: listings/s                        | 10,000   "
        "| 10,000          |           |",
        "| chain of events verified: events/s                        | 200,400  "
        "| 200,400         |           |",
    ]


def test_batch_without_data_says_what_it_looked_for(tmp_path: Path) -> None:
    """Without GPTs to take sentences from the command exits with 2."""
    done = _run("--data", str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    expected = f"{tmp_path / 'gpts' / 'published-gpts.jsonl'}: not there; name the folder of gpts/"
    assert done.stderr.startswith(expected)


def test_batch_refuses_an_unknown_database() -> None:
    """Another kind of database is refused with those that there are."""
    done = _run("--databases", "sqlite,mysql")
    assert done.returncode == 2
    assert "mysql: expected sqlite or postgresql" in done.stderr


def test_made_listings_are_the_same_every_time(data: Path, tmp_path: Path) -> None:
    """Listings come of a seed, no two alike, about as large as they should be."""
    real = data / "gpts" / "published-gpts.jsonl"
    first, second, other = (tmp_path / name for name in ("first", "second", "other"))
    made = write_listings(real, first, 200)
    assert write_listings(real, second, 200) == made
    write_listings(real, other, 200, seed=5)
    assert first.read_bytes() == second.read_bytes()
    assert first.read_bytes() != other.read_bytes()
    lines = first.read_text(encoding="utf-8").splitlines()
    values = [json.loads(line) for line in lines]
    assert len({each["name"] for each in values}) == made.listings == 200
    assert made.bytes == first.stat().st_size
    assert 1_500 < made.median < 2_100
    assert 0 < sum(bool(each["actions"]) for each in values) < 40


def test_stage_that_fails_says_why(tmp_path: Path) -> None:
    """What a stage writes before it dies is the error's text."""
    plan = Plan(["none such"], tmp_path, jobs=1, turn=1)
    with pytest.raises(RuntimeError, match="KeyError: 'none such'"):
        run_in_turns([(plan, None)], lambda _: None)


def test_process_tree_counts_children() -> None:
    """Memory and time are those of a process and all below it, and 0 of none."""
    alone = resident_bytes(os.getpid())
    words = "import time; kept = b'1' * 50_000_000; print(); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", words], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        assert resident_bytes(os.getpid()) > alone + 50_000_000
        assert resident_bytes(child.pid) > 50_000_000
        assert cpu_seconds(child.pid) >= 0
        child.kill()
    assert cpu_seconds(os.getpid()) > 0
    assert (resident_bytes(child.pid), cpu_seconds(child.pid)) == (0, 0)
