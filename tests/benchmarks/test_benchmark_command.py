"""The command: a small corpus judged from end to end, and what it says without one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus import judge_corpus
from fidelity import OperationVerdict
from gptreview.convert.importer import import_action
from made_spec import made_spec
from speed_plan import Measured
from tables import as_json, fidelity_lines, speed_lines


def _plugin(folder: Path, spec: Any, **manifest: Any) -> None:
    folder.mkdir(parents=True)
    value = {
        "schema_version": "v1",
        "name_for_human": "Canteen",
        "name_for_model": folder.name,
        "description_for_human": "Orders lunch.",
        "description_for_model": "Orders lunch.",
        "auth": {"type": "none"},
        "api": {"type": "openapi", "url": "https://canteen.example.org/openapi.yaml"},
        **manifest,
    }
    (folder / "ai-plugin.json").write_text(json.dumps(value), encoding="utf-8")
    if spec is not None:
        (folder / "openapi.yaml").write_text(yaml.safe_dump(spec), encoding="utf-8")


@pytest.fixture
def data(tmp_path: Path, source: dict[str, Any]) -> Path:
    """A data folder: a plugin with a spec, one without, one without a server, one refused."""
    plugins = tmp_path / "data" / "plugins"
    _plugin(plugins / "canteen", source)
    _plugin(plugins / "listing", None)
    homeless = {**source, "servers": [{"url": "http://localhost:3333"}]}
    _plugin(plugins / "homeless", homeless, api={"type": "openapi", "url": "openapi.yaml"})
    _plugin(plugins / "refused", {"paths": source["paths"]}, api={})
    return plugins.parent


def test_corpus_is_judged_from_end_to_end(data: Path, tmp_path: Path) -> None:
    """Every operation of every document has a verdict, and sound bundles have no problem."""
    report = judge_corpus(data / "plugins", tmp_path / "work")
    assert report.problems == []
    assert report.unnamed == []
    assert (report.plugins, report.with_spec, report.actions) == (4, 3, 1)
    assert (report.refused, report.baseline) == (["refused"], 0)
    orders = "/tables/{table}/orders"
    lost = [verdict for verdict in report.verdicts if not verdict.usable]
    assert [verdict for verdict in report.verdicts if verdict.usable] == [
        OperationVerdict("canteen", "GET", orders),
        OperationVerdict("canteen", "POST", orders),
    ]
    assert [(verdict.plugin, verdict.method) for verdict in lost] == [
        ("homeless", "GET"),
        ("homeless", "POST"),
        ("refused", "GET"),
        ("refused", "POST"),
    ]
    assert lost[0].reasons[0].startswith("operation.no_server: ")
    assert lost[2].reasons[0].startswith("the plugin was refused: ")
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in fidelity_lines(report)]
    assert ["usable as emitted, with all they take", "2 (33.3 %)"] in cells
    assert json.loads(as_json(report, []))["fidelity"]["usable"] == 2


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    script = Path(__file__).parents[2] / "benchmarks" / "migrate.py"
    return subprocess.run(
        [sys.executable, str(script), *arguments], capture_output=True, text=True, check=False
    )


def test_command_prints_the_tables(data: Path) -> None:
    """The command takes its data folder and prints the fidelity half on demand."""
    done = _run("--data", str(data), "--only", "fidelity")
    assert (done.returncode, done.stderr) == (0, "")
    assert "| problems with bundles" in done.stdout


def test_command_without_data(tmp_path: Path) -> None:
    """Without data the command says what it looked for, and exits with 2."""
    done = _run("--data", str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{tmp_path}: no folder `plugins` in it; expected ")


def test_unnamed_losses_and_problems_are_listed(data: Path, tmp_path: Path) -> None:
    """What fails the benchmark stands at the end, one line each."""
    report = judge_corpus(data / "plugins", tmp_path / "work")
    report.problems.append("canteen: odd")
    report.verdicts.append(OperationVerdict("canteen", "GET", "/x", ("gone",), named=False))
    assert list(fidelity_lines(report))[-2:] == [
        "PROBLEM canteen: odd",
        "UNNAMED canteen: GET /x",
    ]


def test_speeds_are_shown_beside_their_aims() -> None:
    """Throughput is counted in megabytes of input a second, and a missed aim is said."""
    corpus = {"plugins": 4, "wall": 2.0, "cpu": 1.0, "median_ms": 1.0, "p95_ms": 2.0,
              "slowest_ms": 3.0, "peak_mb": 40.0}  # fmt: skip
    check = {"bytes": 4e6, "wall": 2.0, "cpu": 1.0, "json_ratio": 3.04, "yaml_ratio": 0.5}
    rows = [
        Measured("migrate", corpus, "< 10 s", met=True),
        Measured("check", check, ">= 5 MB/s", met=False),
    ]
    assert list(speed_lines(rows)) == [
        "| measurement | wall s | CPU s | MB   | MB/s wall | MB/s CPU | x json.loads | x PyYAML "
        "| peak MB | aim       | met by CPU |",
        "|-------------|--------|-------|------|-----------|----------|--------------|----------"
        "|---------|-----------|------------|",
        "| migrate     | 2.00   | 1.00  |      |           |          |              |          "
        "| 40      | < 10 s    | yes        |",
        "| check       | 2.00   | 1.00  | 4.00 | 2.0       | 4.0      | 3.0          | 0.5      "
        "|         | >= 5 MB/s | MISSED     |",
        "",
        "migrate: 2 plugins/s by the wall, 4 by CPU; one plugin takes 1.0 ms (median), "
        "2.0 ms (p95), 3 ms (slowest)",
    ]


def test_made_documents_are_the_same_every_time() -> None:
    """A generated document has the operations it was asked for, and the same bytes each time."""
    text = made_spec(11)
    assert text == made_spec(11)
    report = import_action(json.loads(text))
    assert len(report.operations) == 15
