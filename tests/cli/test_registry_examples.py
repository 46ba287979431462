"""``gptreview registry examples`` lists what overturned decisions teach."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gptreview.cli.main import run
from gptreview.store.database import Database
from tests.court import EVIDENCE, SENTENCE, Court, draft
from tests.databases import MakeTables


@pytest.fixture
def taught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_tables: MakeTables) -> int:
    """A decision that overturned another one, by its number, in the database of the command."""
    url = f"sqlite:///{tmp_path / 'registry.db'}"
    monkeypatch.setenv("GPTREVIEW_DATABASE_URL", url)
    database = Database(url)
    make_tables(database)
    court = Court(database)
    case = court.case(court.listing("g-1", outcome="fail"))
    court.decide(case, evidence=(EVIDENCE,))
    court.appealing().by_reporter(1, "It is quoted as a warning.")
    revision = court.claiming().claim(case, court.identity("ben")).revision
    made = court.answering().overturn(
        case, draft(action="no_violation"), revision, court.identity("ben")
    )
    database.close()
    return made.id


def test_examples_are_listed(taught: int, capsys: pytest.CaptureFixture[str]) -> None:
    """As a rule file takes them, or as JSON."""
    assert run(["registry", "examples"]) == 0
    assert capsys.readouterr().out == (
        '"fraud-advance-fee":\n'
        "  tests:\n"
        "    no_match:\n"
        f"      # decision {taught}, 2026-05-04\n"
        f'      - "{SENTENCE}"\n'
    )
    assert run(["registry", "examples", "--format", "json"]) == 0
    (example,) = json.loads(capsys.readouterr().out)["examples"]
    assert (example["text"], example["decision"]) == (SENTENCE, taught)
