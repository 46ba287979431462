"""Statements of reasons are made of violations alone, once, a hundred at a time."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import pytest
from sqlalchemy import select

from gptreview.errors import ConflictError, ForbiddenError, InputError, UnauthorizedError
from gptreview.model.account import Identity
from gptreview.model.statement_of_reasons import StatementBatch
from gptreview.store.tables.events import EventRow
from gptreview.usecases.exports.exporter import Operator
from gptreview.usecases.exports.means import means_of
from gptreview.usecases.exports.statements_of_reasons import StatementsOfReasons
from tests.usecases.exports.casebook import LEAD, REVIEWER, Casebook, at

SINCE: Final = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
UNTIL: Final = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)


def _masked(text: str) -> str:
    """Takes one X out of a text."""
    return text.replace("X", "*", 1)


def _exports(casebook: Casebook) -> StatementsOfReasons:
    return StatementsOfReasons(casebook.newsroom.database, lambda: at(1_000), _masked)


def _batches(
    casebook: Casebook, *, dry_run: bool = False, since: dt.datetime = SINCE
) -> list[StatementBatch]:
    return list(_exports(casebook).batches(since, UNTIL, who=Operator(), dry_run=dry_run))


def _told(casebook: Casebook) -> list[tuple[str, str, str]]:
    with casebook.newsroom.database.reading() as session:
        rows = session.execute(
            select(EventRow.actor, EventRow.subject, EventRow.payload)
            .where(EventRow.kind == "export.made")
            .order_by(EventRow.seq)
        )
        return [(row.actor, row.subject, row.payload) for row in rows]


def _decided(casebook: Casebook, word: str = "coin", **changes: Any) -> int:
    casebook.listing(word)
    case = casebook.case(word, at(1))
    casebook.report(case, at(1))
    return casebook.decide(case, at(20), **changes)


def test_statement_of_a_removal(casebook: Casebook) -> None:
    """A removal after a report becomes a whole statement, without personal data."""
    decision = _decided(casebook, texts={"facts": "Call X."}, ends_at=at(500))
    assert _batches(casebook) == [
        StatementBatch(
            1,
            (decision,),
            (
                {
                    "puid": "puid-1",
                    "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
                    "incompatible_content_ground": "usage-policies/fraud",
                    "incompatible_content_explanation": "Nobody can promise that.",
                    "category": "STATEMENT_CATEGORY_SCAMS_AND_FRAUD",
                    "content_type": ["CONTENT_TYPE_APP", "CONTENT_TYPE_TEXT"],
                    "content_date": "2026-03-01",
                    "application_date": "2026-03-03",
                    "decision_facts": "Call *.",
                    "source_type": "SOURCE_ARTICLE_16",
                    "automated_detection": "No",
                    "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED",
                    "decision_visibility": ["DECISION_VISIBILITY_CONTENT_REMOVED"],
                    "end_date_visibility_restriction": "2026-03-23",
                    "content_language": "EN",
                },
            ),
        )
    ]
    assert _told(casebook) == [
        ("operator", f"decision:{decision}", f'{{"decisions":[{decision}],"export":"dsa"}}')
    ]


def test_decision_goes_into_one_export(casebook: Casebook) -> None:
    """What was exported is not again; a dry run exports nothing, and notes nothing."""
    decision = _decided(casebook)
    assert [each.decisions for each in _batches(casebook, dry_run=True)] == [(decision,)]
    assert _told(casebook) == []
    assert [each.decisions for each in _batches(casebook)] == [(decision,)]
    assert _batches(casebook) == []


def test_batch_that_nobody_took_comes_again(casebook: Casebook) -> None:
    """Whoever fails with a batch gets it the next time."""
    decision = _decided(casebook)
    given = _exports(casebook).batches(SINCE, UNTIL, who=Operator(), dry_run=False)
    assert next(given).decisions == (decision,)
    given.close()  # type: ignore[attr-defined]
    assert [each.decisions for each in _batches(casebook)] == [(decision,)]


def test_no_violation_makes_no_statement(casebook: Casebook) -> None:
    """A pass restricts nothing, so that there is nothing to state reasons for."""
    _decided(casebook, action="no_violation")
    assert _batches(casebook) == []


def test_range_counts(casebook: Casebook) -> None:
    """A decision before the range is not in it."""
    _decided(casebook)
    assert _batches(casebook, since=at(21)) == []


def test_hundred_a_batch(casebook: Casebook) -> None:
    """The 101st statement goes into a second batch."""
    casebook.repeat(_decided(casebook), 100)
    batches = _batches(casebook)
    assert [(each.number, len(each.statements)) for each in batches] == [(1, 100), (2, 1)]
    assert [actor for actor, _, _ in _told(casebook)] == ["operator", "operator"]


def test_detected_by_a_verdict(casebook: Casebook) -> None:
    """A verdict before the first report makes the detection automated, the decision in part."""
    casebook.listing("coin")
    casebook.judged("coin", "fail", "fail a", when=at(0))
    case = casebook.case("coin", at(1))
    casebook.decide(case, at(3))
    (batch,) = _batches(casebook)
    assert [
        batch.statements[0][name]
        for name in ("source_type", "automated_detection", "automated_decision")
    ] == ["SOURCE_VOLUNTARY", "Yes", "AUTOMATED_DECISION_PARTIALLY"]


def test_verdict_that_could_not_be_made_is_no_detection(casebook: Casebook) -> None:
    """A pass, and a review that did not come to its end, find nothing."""
    casebook.listing("coin")
    casebook.judged("coin", "pass", when=at(0))
    case = casebook.case("coin", at(1))
    casebook.log("case.rescanned", f"case:{case}", at(2), "triage", outcome="pass", case=case)
    casebook.decide(case, at(3))
    (batch,) = _batches(casebook)
    assert batch.statements[0]["automated_detection"] == "No"
    assert batch.statements[0]["automated_decision"] == "AUTOMATED_DECISION_NOT_AUTOMATED"


def test_rescan_after_a_report(casebook: Casebook) -> None:
    """A re-scan that a report set off detected nothing first, but was there for the decision."""
    casebook.listing("coin")
    case = casebook.case("coin", at(1))
    casebook.report(case, at(1))
    casebook.log("case.rescanned", f"case:{case}", at(2), "triage", outcome="fail", case=case)
    casebook.log("case.rescanned", f"case:{case}", at(2), "triage", outcome="review", case=case)
    casebook.decide(case, at(3))
    (batch,) = _batches(casebook)
    assert batch.statements[0]["automated_detection"] == "No"
    assert batch.statements[0]["automated_decision"] == "AUTOMATED_DECISION_PARTIALLY"


@pytest.mark.parametrize(
    ("marked", "source"),
    [((1,), "SOURCE_ARTICLE_16"), ((1, 2), "SOURCE_VOLUNTARY")],
    ids=["one", "all"],
)
def test_bad_faith_is_no_notice(casebook: Casebook, marked: tuple[int, ...], source: str) -> None:
    """A report that somebody marks, be it after the decision, did not lead to it."""
    casebook.listing("coin")
    case = casebook.case("coin", at(1))
    for _ in range(2):
        casebook.report(case, at(1))
    casebook.decide(case, at(3))
    for report in marked:
        casebook.log("report.bad_faith", f"report:{report}", at(4), "account:2", case=case)
    (batch,) = _batches(casebook)
    assert batch.statements[0]["source_type"] == source


@pytest.mark.parametrize(
    ("actor", "reported", "found", "expected"),
    [
        ("account:1", None, None, ("AUTOMATED_DECISION_NOT_AUTOMATED", "SOURCE_VOLUNTARY")),
        ("account:1", 3, None, ("AUTOMATED_DECISION_NOT_AUTOMATED", "SOURCE_ARTICLE_16")),
        ("account:1", 3, 4, ("AUTOMATED_DECISION_PARTIALLY", "SOURCE_ARTICLE_16")),
        ("account:1", 12, 3, ("AUTOMATED_DECISION_PARTIALLY", "SOURCE_VOLUNTARY")),
        ("account:1", 12, 11, ("AUTOMATED_DECISION_NOT_AUTOMATED", "SOURCE_VOLUNTARY")),
        ("triage", None, 3, ("AUTOMATED_DECISION_FULLY", "SOURCE_VOLUNTARY")),
    ],
    ids=["nobody", "reported", "rescan", "later report", "too late", "machine"],
)
@pytest.mark.parametrize("is_detected", [True, False], ids=["detected", "not detected"])
def test_means_by_order(
    actor: str,
    reported: int | None,
    found: int | None,
    expected: tuple[str, str],
    *,
    is_detected: bool,
) -> None:
    """What came first, before a decision that is event 10, says how it came about."""
    means = means_of(actor, 10, reported=reported, found=found, is_detected=is_detected)
    assert (means.automation, means.source) == expected
    assert means.is_detected is is_detected


def test_statement_says_what_the_letters_say(casebook: Casebook) -> None:
    """A report that is marked after the decision makes no detection of what was none."""
    casebook.listing("coin")
    case = casebook.case("coin", at(1))
    casebook.report(case, at(1))
    casebook.judged("coin", "fail", "fail", when=at(2))
    casebook.decide(case, at(3))
    casebook.log("report.bad_faith", "report:1", at(4), "account:2", case=case)
    (batch,) = _batches(casebook)
    assert (batch.statements[0]["automated_detection"], batch.statements[0]["source_type"]) == (
        "No",
        "SOURCE_VOLUNTARY",
    )


def test_text_that_is_too_long_is_refused_not_cut(casebook: Casebook) -> None:
    """Nothing of the batch is given, and the message says which statement and which field."""
    _decided(casebook)
    casebook.decide(1, at(21), texts={"reason_builder": "x" * 2_001})
    with pytest.raises(InputError) as caught:
        _batches(casebook)
    assert (caught.value.where, caught.value.found) == (
        "batch 1",
        "puid-2: incompatible_content_explanation has 2,001 characters, the database takes 2,000",
    )
    assert _told(casebook) == []


def test_many_problems_are_counted(casebook: Casebook) -> None:
    """A message names a few problems and counts the others."""
    _decided(casebook, texts={"facts": ""})
    for hour in range(6):
        casebook.decide(1, at(21 + hour), texts={"facts": " "})
    with pytest.raises(InputError, match="; and 3 more"):
        _batches(casebook)


def test_personal_data_that_stays_is_refused(casebook: Casebook) -> None:
    """What a second look still finds personal does not leave, and is not in the message."""
    decision = _decided(casebook, texts={"facts": "Call XX."})
    with pytest.raises(InputError) as caught:
        _batches(casebook)
    assert caught.value.where == f"decision {decision}: facts"
    assert "XX" not in str(caught.value)


def test_decision_without_its_event(casebook: Casebook) -> None:
    """A decision that the log does not know proves nothing."""
    _decided(casebook, logged=False)
    with pytest.raises(ConflictError, match="no step by which it was made"):
        _batches(casebook)


def test_second_export_at_once(casebook: Casebook) -> None:
    """Of two exports at once, the slower one is told that its batch is in the other."""
    _decided(casebook)
    slower = _exports(casebook).batches(SINCE, UNTIL, who=LEAD, dry_run=False)
    next(slower)
    _batches(casebook)
    with pytest.raises(ConflictError, match="another export had the same decisions"):
        next(slower)


def test_only_leads_export(casebook: Casebook) -> None:
    """A lead may, by their number in the log; reviewers and strangers may not."""
    decision = _decided(casebook)
    exports = _exports(casebook)
    with pytest.raises(ForbiddenError):
        exports.batches(SINCE, UNTIL, who=REVIEWER, dry_run=True)
    with pytest.raises(UnauthorizedError):
        exports.batches(SINCE, UNTIL, who=Identity(), dry_run=True)
    with pytest.raises(InputError, match="a range that ends at"):
        exports.batches(UNTIL, SINCE, who=LEAD, dry_run=True)
    assert len(list(exports.batches(SINCE, UNTIL, who=LEAD, dry_run=False))) == 1
    assert _told(casebook)[0][:2] == ("account:2", f"decision:{decision}")


def test_change_names_its_last_day(casebook: Casebook) -> None:
    """The day by which a change is required is the last one on which it may be made."""
    _decided(
        casebook,
        action="require_change",
        change_by=dt.datetime(2026, 3, 21, tzinfo=dt.UTC),
    )
    (batch,) = _batches(casebook)
    assert batch.statements[0]["decision_visibility_other"].endswith("by 2026-03-20")
