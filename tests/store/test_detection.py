"""Only a finding that counts, and that came before the first report, makes a detection."""

from __future__ import annotations

import pytest

from gptreview.store import detection
from gptreview.store.tables.cases import CaseRow
from tests.publishing import Newsroom
from tests.usecases.exports.casebook import Casebook, at


@pytest.fixture
def casebook(newsroom: Newsroom) -> Casebook:
    """On an empty registry."""
    return Casebook(newsroom)


def _is_detected(casebook: Casebook, case: int) -> bool:
    with casebook.newsroom.database.reading() as session:
        digest = session.get_one(CaseRow, case).content_digest
        return detection.is_detected(session, case, digest)


@pytest.mark.parametrize(
    ("outcome", "meanings", "expected"),
    [
        ("fail", ("fail",), True),
        ("review", ("review",), True),
        ("review", ("note",), False),
        ("review", ("review waived",), False),
        ("review", (), False),
        ("pass", (), False),
    ],
    ids=["fail", "review", "note", "waived", "unread", "pass"],
)
def test_a_finding_has_to_count(
    casebook: Casebook, outcome: str, meanings: tuple[str, ...], *, expected: bool
) -> None:
    """A verdict that leaves a content to a person for what could not be read found nothing."""
    casebook.listing("coin")
    casebook.judged("coin", outcome, *meanings, when=at(0))
    assert _is_detected(casebook, casebook.case("coin", at(1))) is expected


def test_the_first_report_in_good_faith_counts(casebook: Casebook) -> None:
    """A finding after it detects nothing, but one before it does, whenever the case was opened."""
    for word in ("early", "late", "marked"):
        casebook.listing(word)
    casebook.judged("early", "fail", "fail", when=at(0))
    early, late, marked = (casebook.case(word, at(1)) for word in ("early", "late", "marked"))
    reports = [casebook.report(case, at(1)) for case in (early, late, marked)]
    casebook.log("report.bad_faith", f"report:{reports[2]}", at(2), "account:2", case=marked)
    for word in ("late", "marked"):
        casebook.judged(word, "fail", "fail", when=at(3))
    assert [_is_detected(casebook, case) for case in (early, late, marked)] == [True, False, True]


def test_a_verdict_that_was_set_aside_found_nothing(casebook: Casebook) -> None:
    """Neither did a re-scan that failed."""
    casebook.listing("coin")
    case = casebook.case("coin", at(1))
    with casebook.newsroom.database.reading() as session:
        subject = f"content:{session.get_one(CaseRow, case).content_digest}"
    casebook.log("verdict.made", subject, at(1), "review", outcome="fail", set_aside=True)
    casebook.log("case.rescanned", f"case:{case}", at(1), "triage", failed=True)
    assert not _is_detected(casebook, case)
    casebook.log("case.rescanned", f"case:{case}", at(2), "triage", outcome="fail")
    assert _is_detected(casebook, case)
