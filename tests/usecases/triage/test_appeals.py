"""Each party may appeal once; another person answers, and what is overturned teaches a rule."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from gptreview.errors import ConflictError, ForbiddenError, InputError, NotFoundError
from gptreview.model.case import CaseState
from gptreview.model.decision import Appeal, Party
from gptreview.model.regression import ExampleKind, RegressionExample, TaughtExample
from gptreview.model.segment import FieldKind, Segment
from gptreview.store.tables.cases import AppealRow, DecisionRow, ReportRow, StrikeRow
from gptreview.usecases.triage.kept_examples import KeptExamples
from tests.court import EVIDENCE, OTHER_EVIDENCE, SENTENCE, draft

if TYPE_CHECKING:
    from tests.court import Court

REASON = "The sentence is quoted as a warning."


def _removed(court: Court, **changes: Any) -> tuple[int, int]:
    """A case whose listing was removed by ann, and the builder's own; with the decision."""
    listing = court.listing("g-1", domain="example.com", outcome="fail")
    court.mine.add(listing)
    case = court.case(listing)
    return case, court.decide(case, evidence=(EVIDENCE, OTHER_EVIDENCE), **changes).id


def _claimed(court: Court, case: int, who: str) -> int:
    """The revision after a claim."""
    return court.claiming().claim(case, court.identity(who)).revision


def test_both_parties_appeal_once(court: Court) -> None:
    """The case waits for another decision, two weeks at most; a second appeal is a conflict."""
    case, decision = _removed(court)
    bob = court.identity("bob")
    filed = court.appealing().by_builder(decision, f" {REASON} ", bob)
    assert filed == Appeal(
        id=1,
        case=case,
        decision=decision,
        party=Party.BUILDER,
        reason=REASON,
        filed_at=court.now,
        account=court.accounts["bob"].id,
    )
    waiting = court.read(case)
    assert (waiting.state, waiting.due_at) == (
        CaseState.APPEALED,
        court.now + dt.timedelta(days=14),
    )
    court.later(days=1)
    assert court.appealing().by_reporter(1, REASON).report == 1
    assert court.read(case).due_at == waiting.due_at
    assert [each[:3] for each in court.told()][-2:] == [
        ("appeal.filed", court.accounts["bob"].actor, "appeal:1"),
        ("appeal.filed", "public", "appeal:2"),
    ]
    assert court.told()[-1][3] == {
        "case": case,
        "listing": 1,
        "number": 1,
        "state": "appealed",
        "decision": decision,
        "party": "reporter",
    }
    with pytest.raises(ConflictError, match="the builder has appealed against it before"):
        court.appealing().by_builder(decision, REASON, bob)
    with pytest.raises(ConflictError, match="the reporter has appealed against it before"):
        court.appealing().by_reporter(1, REASON)


def test_appeals_that_are_not_taken(court: Court) -> None:
    """Of others' listings, without a reason, of what is not there or not decided, or too late."""
    case, decision = _removed(court)
    bob, appealing = court.identity("bob"), court.appealing()
    for reason in ("Too short.", "x" * 5_001):
        with pytest.raises(InputError, match=r"reason: .* characters; expected 20 to 5,000"):
            appealing.by_builder(decision, reason, bob)
    court.mine.clear()
    with pytest.raises(ForbiddenError, match="a listing that is not yours"):
        appealing.by_builder(decision, REASON, bob)
    with pytest.raises(NotFoundError, match="no decision 99"):
        appealing.by_builder(99, REASON, bob)
    with pytest.raises(NotFoundError, match="no report 99"):
        appealing.by_reporter(99, REASON)
    undecided = court.case(court.listing("g-2", text="Another one."))
    with pytest.raises(ConflictError, match="nothing was decided of the report yet"):
        appealing.by_reporter(2, REASON)
    assert court.read(undecided).state is CaseState.OPEN
    court.later(minutes=1)
    late = court.report(case)
    with pytest.raises(ConflictError, match="nothing was decided of the report yet"):
        appealing.by_reporter(late, REASON)
    court.later(days=184)
    with pytest.raises(ConflictError, match="the time for an appeal is over") as told:
        appealing.by_reporter(1, REASON)
    assert told.value.expected == "an appeal within 184 days, until 2026-11-04"


def test_an_appeal_on_the_last_day_is_taken(court: Court) -> None:
    """The time for it ends with its last moment."""
    _, decision = _removed(court)
    court.later(days=184)
    assert court.appealing().by_builder(decision, REASON, court.identity("bob")).id == 1


def test_builders_do_not_appeal_against_no_violation(court: Court) -> None:
    """There is nothing against them in it; who reported may."""
    listing = court.listing("g-1")
    court.mine.add(listing)
    case = court.case(listing)
    decision = court.decide(case, action="no_violation").id
    with pytest.raises(ConflictError, match="the decision found no violation"):
        court.appealing().by_builder(decision, REASON, court.identity("bob"))
    assert court.appealing().by_reporter(1, REASON).party is Party.REPORTER


def test_nobody_answers_an_appeal_against_their_own_decision(court: Court) -> None:
    """Neither by claiming it, nor by answering."""
    case, decision = _removed(court)
    court.appealing().by_builder(decision, REASON, court.identity("bob"))
    ann, revision = court.identity("ann"), court.read(case).revision
    with pytest.raises(ConflictError, match="the decision is your own"):
        court.claiming().claim(case, ann)
    with pytest.raises(ConflictError, match="the decision is your own"):
        court.answering().uphold(case, "It stands.", revision, ann)
    with pytest.raises(ConflictError, match="the decision is your own"):
        court.answering().overturn(case, draft(), revision, ann)
    assert court.read(case).state is CaseState.APPEALED


def test_an_upheld_decision_stands(court: Court) -> None:
    """All appeals against it are answered; publication, strike and reports stay as they are."""
    case, decision = _removed(court)
    court.appealing().by_builder(decision, REASON, court.identity("bob"))
    court.appealing().by_reporter(1, REASON)
    revision = _claimed(court, case, "ben")
    ben, answering = court.identity("ben"), court.answering()
    for answer, found in (("", "0 characters"), ("Ask mail@example.com.", "personal data")):
        with pytest.raises(InputError, match=f"answer: {found}"):
            answering.uphold(case, answer, revision, ben)
    with pytest.raises(ConflictError, match="the case has moved on"):
        answering.uphold(case, "It stands.", revision - 1, ben)
    answered = answering.uphold(case, "It stands.", revision, ben)
    assert [(each.party, each.is_upheld, each.answer) for each in answered] == [
        ("builder", True, "It stands."),
        ("reporter", True, "It stands."),
    ]
    closed = court.read(case)
    assert (closed.state, closed.decision, closed.holder, closed.due_at) == (
        CaseState.DECIDED,
        decision,
        None,
        None,
    )
    assert [(kind, subject) for kind, _, subject in court.events()][-2:] == [
        ("appeal.upheld", "appeal:1"),
        ("appeal.upheld", "appeal:2"),
    ]
    with court.database.reading() as session:
        assert session.get_one(StrikeRow, decision).revoked_at is None
        assert session.get_one(AppealRow, 1).decided_by == court.accounts["ben"].id


def test_an_overturned_decision_teaches_the_rule(court: Court) -> None:
    """A new decision replaces it, its strike falls, and its rule is to be silent there."""
    case, decision = _removed(court)
    court.appealing().by_builder(decision, REASON, court.identity("bob"))
    revision = _claimed(court, case, "ben")
    court.later(minutes=5)
    before = court.newest()
    ben, answering = court.identity("ben"), court.answering()
    with pytest.raises(ConflictError, match="the case has moved on"):
        answering.overturn(case, draft(), revision - 1, ben)
    made = answering.overturn(
        case, draft(action="no_violation", reason_builder="It is a warning."), revision, ben
    )
    assert (made.appeal, made.account) == (1, court.accounts["ben"].id)
    assert (court.read(case).state, court.read(case).decision) == (CaseState.DECIDED, made.id)
    with court.database.reading() as session:
        assert session.get_one(DecisionRow, decision).replaced_at == court.now
        assert session.get_one(StrikeRow, decision).revoked_at == court.now
        assert session.scalars(select(ReportRow.is_borne_out)).all() == [False]
        appeal = session.get_one(AppealRow, 1)
        assert (appeal.is_upheld, appeal.answer) == (False, "It is a warning.")
    assert KeptExamples(court.database).kept() == [
        RegressionExample(
            TaughtExample("fraud-advance-fee", ExampleKind.NO_MATCH, SENTENCE, "en", EVIDENCE),
            made.id,
            court.now,
        )
    ]
    assert [(kind, subject) for kind, _, subject, _ in court.told(before)] == [
        ("appeal.overturned", "appeal:1"),
        ("decision.made", f"decision:{made.id}"),
        ("strike.revoked", f"decision:{decision}"),
        ("example.made", f"decision:{made.id}"),
    ]
    assert court.told()[-1][3] == {
        "case": case,
        "decision": made.id,
        "example": 1,
        "rule_id": "fraud-advance-fee",
        "kind": "no_match",
        "evidence_digest": EVIDENCE,
    }
    with pytest.raises(ConflictError, match="another decision stands in its place"):
        court.appealing().by_builder(decision, REASON, court.identity("bob"))


def test_what_nobody_had_seen_is_to_be_found(court: Court) -> None:
    """No violation that is overturned with evidence makes a match; the last answer counts."""
    case, decision = _removed(court)
    court.appealing().by_builder(decision, REASON, court.identity("bob"))
    court.answering().overturn(
        case, draft(action="no_violation"), _claimed(court, case, "ben"), court.identity("ben")
    )
    court.later(days=1)
    court.appealing().by_reporter(1, REASON)
    revision = _claimed(court, case, "cleo")
    made = court.answering().overturn(
        case, draft(evidence=(EVIDENCE,)), revision, court.identity("cleo")
    )
    (kept,) = KeptExamples(court.database).kept()
    assert (kept.taught.kind, kept.taught.text, kept.decision) == (
        ExampleKind.MATCH,
        SENTENCE,
        made.id,
    )


@pytest.mark.parametrize(
    ("evidence", "taught"),
    [
        pytest.param((), [], id="says-nothing"),
        pytest.param((EVIDENCE,), [], id="still-borne-out"),
        pytest.param((OTHER_EVIDENCE,), [EVIDENCE], id="no-longer-borne-out"),
    ],
)
def test_a_milder_decision_teaches_what_it_drops(
    court: Court, evidence: tuple[str, ...], taught: list[str]
) -> None:
    """A violation that stays one says of the evidence that it leaves out that it was none."""
    case, decision = _removed(court)
    court.appealing().by_builder(decision, REASON, court.identity("bob"))
    court.answering().overturn(
        case,
        draft(action="label", evidence=evidence),
        _claimed(court, case, "ben"),
        court.identity("ben"),
    )
    kept = KeptExamples(court.database).kept()
    assert [each.taught.evidence_digest for each in kept] == taught


@pytest.mark.parametrize(
    ("field", "text"),
    [
        pytest.param("knowledge:tips.md", "", id="another-field"),
        pytest.param("instructions", "Kind.", id="shorter-text"),
    ],
)
def test_a_text_that_is_not_found_again(court: Court, field: str, text: str) -> None:
    """Then the example is what the finding itself shows."""
    case, decision = _removed(court)
    court.appealing().by_builder(decision, REASON, court.identity("bob"))
    segments = [Segment(field, FieldKind.INSTRUCTIONS, text)]
    answering = court.answering()
    teaching = replace(answering.teaching, texts=lambda _: segments)
    replace(answering, teaching=teaching).overturn(
        case,
        draft(action="no_violation"),
        _claimed(court, case, "ben"),
        court.identity("ben"),
    )
    (kept,) = KeptExamples(court.database).kept()
    assert kept.taught.text == "x"


def test_an_example_is_in_the_language_of_its_text(court: Court) -> None:
    """A sentence with Chinese in it is Chinese."""
    case, decision = _removed(court)
    court.appealing().by_builder(decision, REASON, court.identity("bob"))
    answering = court.answering()
    teaching = replace(answering.teaching, masked=lambda _: "保证收益。")
    replace(answering, teaching=teaching).overturn(
        case,
        draft(action="no_violation"),
        _claimed(court, case, "ben"),
        court.identity("ben"),
    )
    (kept,) = KeptExamples(court.database).kept()
    assert (kept.taught.text, kept.taught.language) == ("保证收益。", "zh")


def test_a_case_that_moves_on_meanwhile_is_not_overturned(court: Court) -> None:
    """What came in while the examples were looked for is seen, and nothing is written."""
    case, decision = _removed(court)
    court.appealing().by_builder(decision, REASON, court.identity("bob"))
    revision = _claimed(court, case, "ben")
    answering, ben = court.answering(), court.identity("ben")

    def overtaken(text: str) -> str:
        if text == SENTENCE:
            court.claiming().release(case, ben)
        return text

    teaching = replace(answering.teaching, masked=overtaken)
    with pytest.raises(ConflictError, match="the case has moved on: it is appealed now"):
        replace(answering, teaching=teaching).overturn(
            case, draft(action="no_violation"), revision, ben
        )
    assert KeptExamples(court.database).kept() == []


def test_nothing_is_overturned_that_nobody_appealed_against(court: Court) -> None:
    """A case without a decision, or without an appeal, takes no such step."""
    case = court.case(court.listing("g-1"))
    ben = court.identity("ben")
    with pytest.raises(ConflictError, match="nothing was decided yet"):
        court.answering().overturn(case, draft(), 1, ben)
    court.decide(case)
    with pytest.raises(ConflictError, match="a case that is decided takes no overturn"):
        court.answering().overturn(case, draft(), court.read(case).revision, ben)
