"""A case file has all of a case, masked, and the steps that prove it."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from gptreview.errors import ForbiddenError, NotFoundError
from gptreview.model.case_file import FileNotice, FileText
from gptreview.store import case_files, events
from gptreview.store.case_files import KeptCase
from gptreview.usecases.exports.case_file import CaseFiles
from gptreview.usecases.exports.exporter import Operator
from tests.usecases.exports.casebook import LEAD, REVIEWER, Casebook, at


def _files(casebook: Casebook) -> CaseFiles:
    return CaseFiles(
        casebook.newsroom.database, lambda: at(99), lambda text: text.replace("gift", "[masked]")
    )


def test_whole_case(casebook: Casebook) -> None:
    """Evidence, reports, decisions, appeals, letters and steps are in it; no reporter is."""
    casebook.listing("gift coin")
    casebook.judged("gift coin", "fail", "fail a", when=at(0))
    case = casebook.case("gift coin", at(1))
    report = casebook.report(case, at(1))
    casebook.claim(case, at(2))
    decision = casebook.decide(case, at(3), texts={"facts": "A gift."})
    appeal = casebook.appeal(case, decision, at(4))
    casebook.answer(appeal, at(5), upheld=True)
    casebook.notice(case, report, at(6))
    found = _files(casebook).case(case, who=LEAD)
    assert (found.case.id, found.outcome, found.made_at) == (case, "fail", at(99))
    assert found.external_id == "[masked] coin"
    assert found.texts == (
        FileText("name", "[masked] coin"),
        FileText("instructions", "[masked] coin"),
    )
    assert [(each.rule, each.excerpt) for each in found.findings] == [("fail", "secret words")]
    assert [(each.id, each.description) for each in found.reports] == [
        (report, "It asks for [masked] cards.")
    ]
    assert [(each.name, each.decision.facts) for each in found.decisions] == [
        ("rio", "A [masked].")
    ]
    assert [(each.id, each.is_upheld) for each in found.appeals] == [(appeal, True)]
    assert found.notices == (
        FileNotice(
            "reporter-outcome",
            f"report:{report}",
            at(6),
            None,
            "Your report",
            "It was taken down.\nThank you.",
        ),
    )
    assert [(each.kind, each.name) for each in found.steps] == [
        ("case.opened", "public"),
        ("report.filed", "public"),
        ("case.claimed", "rio"),
        ("decision.made", "rio"),
        ("appeal.filed", "public"),
        ("appeal.upheld", "lee"),
        ("export.made", "lee"),
    ]
    assert found.steps[-1].hash == found.head.hash
    assert "Robin" not in repr(found)
    with casebook.newsroom.database.snapshot() as session:
        assert events.verify(session, expected=found.head).broken is None


def test_case_without_a_verdict(casebook: Casebook) -> None:
    """A case that nothing was found in has no outcome, and is exported all the same."""
    casebook.listing("poem")
    case = casebook.case("poem", at(1))
    found = _files(casebook).case(case, who=Operator())
    assert (found.outcome, found.findings, found.decisions) == ("", (), ())
    assert found.steps[-1].name == "operator"


def test_file_keeps_nobody_from_writing(
    casebook: Casebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it is read others write; what they do is not in a file of an earlier moment."""
    casebook.listing("poem")
    case = casebook.case("poem", at(1))
    read = case_files.read

    def slowly(session: Session, number: int) -> KeptCase:
        kept = read(session, number)
        casebook.claim(case, at(2))
        return kept

    monkeypatch.setattr(case_files, "read", slowly)
    found = _files(casebook).case(case, who=LEAD)
    assert [each.kind for each in found.steps] == ["case.opened", "export.made"]
    assert found.steps[-1].hash == found.head.hash


def test_who_may_not(casebook: Casebook) -> None:
    """Reviewers get no file, and nobody gets one of a case that there is none of."""
    with pytest.raises(ForbiddenError):
        _files(casebook).case(1, who=REVIEWER)
    with pytest.raises(NotFoundError):
        _files(casebook).case(1, who=LEAD)
