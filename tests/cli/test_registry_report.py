"""``gptreview registry report``."""

from __future__ import annotations

import json
import os
import re
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from gptreview.bootstrap_triage import open_cases, read_report, sweep_reports
from gptreview.cli.main import run
from gptreview.errors import UnauthorizedError
from gptreview.model.account import Identity
from gptreview.model.report import ReportState
from gptreview.store.database import Database
from gptreview.store.tables.cases import ReportRow

Captured = pytest.CaptureFixture[str]
GOOD = (
    "--category",
    "fraud",
    "--description",
    "It asks for a deposit before it tells the price.",
    "--name",
    "Ann Reader",
    "--email",
    "ann@example.com",
    "--good-faith",
)


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> str:
    """The address of a registry with one listing."""
    url = f"sqlite:///{tmp_path / 'registry.db'}"
    monkeypatch.setenv("GPTREVIEW_DATABASE_URL", url)
    source = tmp_path / "listings.jsonl"
    line = {"id": "g-1", "name": "Guide", "instructions": "Tells when the museum opens."}
    source.write_text(json.dumps(line) + "\n", encoding="utf-8")
    assert run(["registry", "sync", str(source)]) == 0
    capsys.readouterr()
    return url


def test_report_is_kept_and_its_receipt_opens_it(registry: str, capsys: Captured) -> None:
    """With its file; the listing may be named by its id in its source."""
    evidence = Path(os.environ["GPTREVIEW_DATABASE_URL"].removeprefix("sqlite:///")).parent / "n"
    evidence.write_text("It wanted 40 euros.", encoding="utf-8")
    assert run(["registry", "report", "g-1", *GOOD, "--evidence", str(evidence)]) == 0
    shown = capsys.readouterr().out
    found = re.fullmatch(
        r"report 1 kept in case 1\nreceipt: (\S{23})\n"
        r"keep it: it is shown once, and opens what becomes of the report\n",
        shown,
    )
    assert found is not None
    with closing(Database(registry)) as database:
        status = read_report(database).status(found[1])
        assert (status.name, status.state) == ("Guide", ReportState.RECEIVED)
        with database.reading() as session:
            row = session.scalars(select(ReportRow)).one()
            assert (row.evidence_name, row.evidence_kind) == ("n", "text/plain")
        assert open_cases(database).run() == 0
        with pytest.raises(UnauthorizedError):
            sweep_reports(database).reporters(Identity())


@pytest.mark.usefixtures("registry")
def test_receipt_as_json(capsys: Captured) -> None:
    """For programs: the code and the numbers."""
    assert run(["registry", "report", "1", *GOOD, "--format", "json"]) == 0
    kept = json.loads(capsys.readouterr().out)
    assert (kept.keys(), kept["report"], kept["case"]) == ({"receipt", "report", "case"}, 1, 1)


@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(
            ["2", *GOOD],
            "2: no such listing in the registry; expected the number or the id of a listing; "
            "gptreview registry list shows them",
            id="unknown",
        ),
        pytest.param(
            ["1", *GOOD[:-1]],
            "good_faith: it was not confirmed",
            id="unconfirmed",
        ),
    ],
)
def test_what_is_wrong_is_told(capsys: Captured, arguments: list[str], message: str) -> None:
    """On standard error, with exit status 2."""
    assert run(["registry", "report", *arguments]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.usefixtures("registry")
def test_command_line_has_a_limit_of_its_own(capsys: Captured) -> None:
    """Twenty a day, whatever e-mail is given."""
    for number in range(20):
        assert run(["registry", "report", "1", *GOOD, "--email", f"p{number}@example.com"]) == 0
    assert run(["registry", "report", "1", *GOOD]) == 2
    assert "20 reports came from your address today" in capsys.readouterr().err
