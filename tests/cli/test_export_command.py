"""Statements of reasons, figures and case files from the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from gptreview.cli.main import run
from gptreview.store.database import Database
from tests.databases import MakeTables
from tests.publishing import Newsroom
from tests.usecases.exports.casebook import Casebook, at

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def cases(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_tables: MakeTables
) -> Iterator[Casebook]:
    """A database on a disk with one case, which was decided, behind the commands."""
    url = f"sqlite:///{tmp_path / 'registry.db'}"
    monkeypatch.setenv("GPTREVIEW_DATABASE_URL", url)
    database = Database(url)
    make_tables(database)
    casebook = Casebook(Newsroom(database, tmp_path))
    casebook.listing("coin")
    case = casebook.case("coin", at(1))
    casebook.report(case, at(1))
    casebook.decide(case, at(3))
    yield casebook
    database.close()


def test_dsa_dry_run_then_export(cases: Casebook, tmp_path: Path, capsys: Captured) -> None:
    """A dry run notes nothing; an export does, so that the next one has nothing to say."""
    del cases
    dsa = ["export", "dsa", "--since", "2026-01-01", "--until", "2026-12-31"]
    assert run([*dsa, "--dry-run"]) == 0
    first = capsys.readouterr()
    (body,) = map(json.loads, first.out.splitlines())
    assert [each["puid"] for each in body["statements"]] == ["puid-1"]
    assert first.err == (
        "batch 1: 1 statement\ndry run: 1 statement in 1 batch, nothing noted as exported\n"
    )
    output = tmp_path / "statements.jsonl"
    assert run([*dsa, "--output", str(output)]) == 0
    assert json.loads(output.read_text(encoding="utf-8")) == body
    assert capsys.readouterr().err == "batch 1: 1 statement\n1 statement in 1 batch\n"
    assert run(dsa) == 0
    assert capsys.readouterr() == ("", "0 statements in 0 batches\n")


def test_dsa_that_breaks_a_rule(cases: Casebook, capsys: Captured) -> None:
    """What the database would refuse ends in status 2, and nothing is written."""
    cases.decide(1, at(4), texts={"reason_builder": "x" * 2_001})
    assert run(["export", "dsa", "--since", "2026-01-01", "--until", "2026-12-31"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "the database takes 2,000" in printed.err


def test_transparency_in_both_formats(cases: Casebook, tmp_path: Path, capsys: Captured) -> None:
    """The report goes to standard output as JSON, and into a file as a table; few are hidden."""
    del cases
    command = ["export", "transparency", "--since", "2026-01-01", "--until", "2026-12-31"]
    assert run(command) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["total"]["decided"], document["by_week"][0]["decided"]) == (1, 1)
    output = tmp_path / "figures.csv"
    assert run([*command, "--public", "--format", "csv", "--output", str(output)]) == 0
    assert ",week,2026-W10,<5,<5,<5," in output.read_text(encoding="utf-8")


def test_empty_range(cases: Casebook, capsys: Captured) -> None:
    """A range that ends before it begins is bad input, with or without an end."""
    del cases
    assert run(["export", "transparency", "--since", "2999-01-01"]) == 2
    assert "a range that ends at" in capsys.readouterr().err


def test_case_as_a_page(cases: Casebook, tmp_path: Path, capsys: Captured) -> None:
    """A case is one HTML file; one that there is none of is bad input."""
    del cases
    output = tmp_path / "case.html"
    assert run(["export", "case", "1", "--output", str(output)]) == 0
    page = output.read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "Decision 1: Remove" in page
    assert run(["export", "case", "99"]) == 2
    assert "99" in capsys.readouterr().err
