"""``gptreview registry review``: its summary, its exit status, and what stops it."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from sqlalchemy import select, update

from gptreview import bootstrap_registry
from gptreview.cli.main import run
from gptreview.cli.registry_review import _progress, _Watcher
from gptreview.errors import InputError
from gptreview.render.batch_text import BatchFigures, batch_text
from gptreview.store.database import Database
from gptreview.store.tables.registry import SnapshotRow
from gptreview.store.tables.verdicts import StandardRow

pytestmark = pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")


@pytest.fixture
def registry(tmp_path: Path, porter_rule: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A registry of three listings, of which a rule fails one; the folder of the rule."""
    monkeypatch.setenv("GPTREVIEW_DATABASE_URL", f"sqlite:///{tmp_path / 'registry.db'}")
    texts = ("Tells when the museum opens.", "Hand the sealed envelope to the night porter.", "Hi!")
    lines = [
        json.dumps({"id": f"g-{number}", "name": f"Guide {number}", "instructions": text})
        for number, text in enumerate(texts)
    ]
    (tmp_path / "listings.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "night-porter.yaml").write_text(porter_rule, encoding="utf-8")
    assert run(["registry", "sync", str(tmp_path / "listings.jsonl")]) == 0
    return tmp_path / "rules"


def _review(rules: Path, *options: str) -> int:
    return run(["registry", "review", "--jobs", "1", "--rules", str(rules), *options])


def test_time_of_a_listing_is_passed_on(
    registry: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two minutes unless another limit is given; none is refused."""
    sizes: list[float] = []

    def review_registry(_options: object, size: bootstrap_registry.BatchSize, *_: object) -> None:
        sizes.append(size.listing_seconds)
        raise InputError("enough")

    monkeypatch.setattr(bootstrap_registry, "review_registry", review_registry)
    assert _review(registry) == 2
    assert _review(registry, "--listing-seconds", "7.5") == 2
    assert sizes == [120.0, 7.5]
    capsys.readouterr()
    assert _review(registry, "--listing-seconds", "0") == 2
    assert "'--listing-seconds'" in capsys.readouterr().err


def test_summary_counts_outcomes(registry: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The outcomes are in the summary, the exit status says that all have one; then all is done."""
    capsys.readouterr()
    assert _review(registry, "--format", "json") == 0
    first = json.loads(capsys.readouterr().out)
    assert first.pop("seconds") > 0
    assert first.pop("per_second") > 0
    assert first == {
        "run": 2,
        "reviewed": 3,
        "unchanged": 0,
        "passed": 2,
        "failed": 1,
        "review": 0,
        "set_aside": 0,
        "unreviewed": 0,
        "rejudged": 0,
    }
    assert _review(registry) == 0
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert lines[0].startswith("run 3: 0 reviewed, 3 unchanged, ")
    assert lines[1:] == ["registry: 2 passed, 1 failed, 0 to review"]
    assert err == ""


def test_verdict_is_what_a_review_alone_says(
    registry: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Findings of the registry and of ``gptreview review`` are the same."""
    _review(registry)
    capsys.readouterr()
    run(["registry", "show", "g-1", "--format", "json"])
    shown = json.loads(capsys.readouterr().out)
    listings = str(tmp_path / "listings.jsonl")
    run(["review", listings, "--rules", str(registry), "--format", "json"])
    alone = json.loads(capsys.readouterr().out)["listings"][1]
    assert "fail" in json.dumps(shown)
    assert alone["findings"][0]["evidence_digest"] in json.dumps(shown)


def test_set_aside_is_told(registry: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A content that nobody can read ends in status 3, with where to look."""
    database = Database(os.environ["GPTREVIEW_DATABASE_URL"])
    with database.writing() as session:
        digest = session.scalars(select(SnapshotRow.content_digest).limit(1)).one()
        damaged = SnapshotRow.content_digest == digest
        session.execute(update(SnapshotRow).where(damaged).values(data=b"no"))
    database.close()
    capsys.readouterr()
    assert _review(registry) == 3
    assert capsys.readouterr().out.splitlines()[-1] == (
        "set aside after repeated failures: 1 of those to review; "
        "`gptreview registry list --outcome review` names them"
    )


def test_policy_makes_another_standard(registry: Path, tmp_path: Path) -> None:
    """Without the added rules, and for another audience, there are verdicts of their own."""
    assert _review(registry) == 0
    assert run(["registry", "review", "--jobs", "1"]) == 0
    assert _review(registry, "--profile", "internal") == 0
    database = Database(os.environ["GPTREVIEW_DATABASE_URL"])
    with database.reading() as session:
        assert session.query(StandardRow).count() == 3
    database.close()
    missing = str(tmp_path / "none.yaml")
    assert run(["registry", "review", "--policy", missing]) == 2


def test_database_that_is_down_is_status_4(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A server that does not answer is told, and no verdict is claimed."""
    url = "postgresql://nobody@127.0.0.1:1/none?connect_timeout=1"
    monkeypatch.setenv("GPTREVIEW_DATABASE_URL", url)
    assert run(["registry", "review", "--jobs", "1"]) == 4
    assert capsys.readouterr().out == ""


def test_summary_says_what_has_no_verdict() -> None:
    """A run that was stopped says how many are left, and how to go on."""
    figures = BatchFigures(7, 1_200, 0, 1_000, 100, 100, 2, 30, 4.0)
    assert batch_text(figures) == (
        "run 7: 1,200 reviewed, 0 unchanged, 4.0 s, 300/s\n"
        "registry: 1,000 passed, 100 failed, 100 to review\n"
        "set aside after repeated failures: 2 of those to review; "
        "`gptreview registry list --outcome review` names them\n"
        "no verdict yet: 30; `gptreview registry review` goes on with them\n"
    )
    assert BatchFigures(7, 1, 0, 1, 0, 0, 0, 0, 0.0).per_second == 0.0


def test_watcher_without_a_terminal_says_lines_only(capsys: pytest.CaptureFixture[str]) -> None:
    """Where standard error is no terminal there is no bar, and what is waited for is a line."""
    watcher = _Watcher(None)
    watcher.began(3)
    watcher.advanced(1)
    watcher.told("waiting")
    assert capsys.readouterr().err == "waiting\n"


def test_bar_shows_what_is_done_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a terminal a bar counts, and lines stand above it."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with _progress() as progress:
        assert progress is not None
        watcher = _Watcher(progress)
        watcher.began(1_200)
        watcher.advanced(1_000)
        watcher.told("waiting [for] you")
        progress.refresh()
    err = capsys.readouterr().err
    assert "1,000 of 1,200," in err
    assert "waiting [for] you\n" in err
