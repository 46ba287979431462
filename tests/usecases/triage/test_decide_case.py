"""A decision that leaves out anything is refused; one that does not changes all that it has to."""

from __future__ import annotations

import datetime as dt
import threading
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from gptreview.errors import ConflictError, ForbiddenError, GptReviewError, InputError
from gptreview.model.builder_key import builder_key
from gptreview.model.case import CaseState
from gptreview.model.gpt import Builder
from gptreview.store import strikes
from gptreview.store.tables.cases import DecisionRow, ReportRow, StrikeRow
from gptreview.store.tables.registry import ListingRow
from gptreview.usecases.triage.bulk_steps import BulkSteps
from tests.court import EVIDENCE, OTHER_EVIDENCE, TEXT, draft

if TYPE_CHECKING:
    from tests.court import Court

TODAY = dt.date(2026, 5, 4)


def test_a_refused_decision_changes_nothing(court: Court) -> None:
    """Case and log are as they were, whether the draft or the case's findings refuse it."""
    case = court.case(court.listing("g-1", outcome="fail"))
    claimed = court.claiming().claim(case, court.identity("ann"))
    before = court.newest()
    for changes, where in (({"clauses": ()}, "clauses"), ({"evidence": ("sha256:x",)}, "evidence")):
        with pytest.raises(InputError) as told:
            court.deciding().decide(case, draft(**changes), claimed.revision, court.identity("ann"))
        assert told.value.where == where
    assert (court.read(case), court.newest()) == (claimed, before)


def test_a_decision_closes_the_case(court: Court) -> None:
    """Row, case, reports, strike and log say the same."""
    listing = court.listing("g-1", domain="example.com", outcome="fail")
    case = court.case(listing, reports=2)
    bad = court.report(case, is_bad_faith=True)
    court.later(hours=1)
    made = court.decide(case, evidence=(EVIDENCE, EVIDENCE), days=30, note="Seen before.")
    closed = court.read(case)
    assert (closed.state, closed.holder, closed.due_at, closed.decision, closed.revision) == (
        CaseState.DECIDED,
        None,
        None,
        made.id,
        3,
    )
    assert (made.account, made.evidence, made.made_at, made.ends_at) == (
        court.accounts["ann"].id,
        (EVIDENCE,),
        court.now,
        court.now + dt.timedelta(days=30),
    )
    with court.database.reading() as session:
        row = session.get_one(DecisionRow, made.id)
        borne_out = {
            each.id: each.is_borne_out for each in session.scalars(select(ReportRow)).all()
        }
        key = builder_key(Builder(domain="example.com"))
        strike = session.get_one(StrikeRow, made.id)
        assert (strike.builder, strike.weight) == (key, 3)
        assert strike.expires_at == court.now + dt.timedelta(days=365)
        assert strikes.active_weight(session, key, now=court.now) == 3
        assert strikes.active_weight(session, key, now=strike.expires_at) == 0
        assert strikes.active_weight(session, "", now=court.now) == 0
        own, others = (
            strikes.active_weight(session, key, now=court.now, besides=each)
            for each in (case, case + 1)
        )
        assert (own, others) == (0, 3)
    assert borne_out == {1: True, 2: True, bad: None}
    assert len(row.puid) == 36
    assert row.document == {
        "clauses": ["c/fraud"],
        "facts": "The instructions promise a return.",
        "reason_builder": "Nobody can promise a return.",
        "reason_reporter": "It was removed.",
        "legal_ground": "",
        "evidence": [EVIDENCE],
        "note": "Seen before.",
        "categories": ["fraud"],
        "verdict": 1,
    }
    actor = court.accounts["ann"].actor
    assert court.told()[-2:] == [
        (
            "decision.made",
            actor,
            f"decision:{made.id}",
            {
                "case": case,
                "listing": listing,
                "number": 1,
                "state": "decided",
                "action": "remove",
                "clauses": ["c/fraud"],
                "scope": "version",
                "ground": "terms",
                "categories": ["fraud"],
                "rules": ["fraud-advance-fee"],
                "rules_found": ["fraud-advance-fee", "pii-email"],
                "automated_detection": True,
                "reports": 2,
                "appeal": None,
            },
        ),
        (
            "strike.made",
            actor,
            f"decision:{made.id}",
            {"case": case, "decision": made.id, "weight": 3},
        ),
    ]


def test_no_violation_makes_no_strike(court: Court) -> None:
    """The reports were not borne out; categories are the case's own."""
    case = court.case(court.listing("g-1", domain="example.com"), reports=1, opened="review")
    made = court.decide(case, action="no_violation")
    kind, _, _, payload = court.told()[-1]
    assert (kind, payload["categories"], payload["rules_found"]) == (
        "decision.made",
        ["fraud"],
        [],
    )
    with court.database.reading() as session:
        assert session.scalars(select(ReportRow.is_borne_out)).all() == [False]
        assert session.scalars(select(StrikeRow)).all() == []
    assert made.evidence == ()


def test_who_found_it_first(court: Court) -> None:
    """What a rule found before the first report was detected; a case alone says nothing."""
    found, late, nothing = (court.listing(f"g-{n}", text=f"{TEXT} {n}") for n in range(3))
    opened = court.case(nothing, reports=0)
    digests = {}
    with court.database.reading() as session:
        for each in (found, late):
            digests[each] = session.get_one(ListingRow, each).content_digest
    court.judge(digests[found], "fail")
    before, after = court.case(found), court.case(late)
    court.judge(digests[late], "fail")
    for case in (opened, before, after):
        court.decide(case, action="no_violation")
    told = {
        payload["case"]: payload["automated_detection"]
        for kind, _, _, payload in court.told()
        if kind == "decision.made"
    }
    assert told == {opened: False, before: True, after: False}


def test_a_change_is_required_by_a_day(court: Court) -> None:
    """The day counts to its end in UTC, and comes back as it was given."""
    case = court.case(court.listing("g-1"))
    day = TODAY + dt.timedelta(days=7)
    made = court.decide(case, action="require_change", change_by=day)
    assert made.change_by == day
    with court.database.reading() as session:
        row = session.get_one(DecisionRow, made.id)
        assert row.change_by == dt.datetime(2026, 5, 12, tzinfo=dt.UTC)


def test_a_builder_is_for_leads(court: Court) -> None:
    """All listings of a builder are decided on by leads, and only where there is a builder."""
    case = court.case(court.listing("g-1", domain="example.com"))
    everything = {"action": "suspend_builder", "scope": "builder"}
    with pytest.raises(ForbiddenError, match="all listings of a builder, by the role reviewer"):
        court.decide(case, **everything)
    court.claiming().release(case, court.identity("ann"))
    assert court.decide(case, "cleo", **everything).scope == "builder"
    with court.database.reading() as session:
        builders = session.scalars(select(DecisionRow.builder)).all()
    assert builders == [builder_key(Builder(domain="example.com"))]
    nobodys = court.case(court.listing("g-2", text="Another one."))
    with pytest.raises(InputError, match="the listing names no builder"):
        court.decide(nobodys, "cleo", **everything)


def test_a_case_that_moved_on_is_not_decided(court: Court) -> None:
    """Whoever has seen an older revision is told what the case is now, and by whom."""
    case = court.case(court.listing("g-1"))
    claimed = court.claiming().claim(case, court.identity("ann"))
    with pytest.raises(ConflictError) as told:
        court.deciding().decide(case, draft(), claimed.revision - 1, court.identity("ben"))
    assert str(told.value) == (
        f"case {case}: the case has moved on: it is open and claimed by ann; "
        "expected revision 2; load the case again"
    )
    court.deciding().decide(case, draft(), claimed.revision, court.identity("ann"))
    with pytest.raises(ConflictError, match="ann was quicker and has decided it"):
        court.deciding().decide(case, draft(), claimed.revision, court.identity("ben"))


def test_an_unclaimed_case_is_not_decided(court: Court) -> None:
    """A decision takes a claim that has not run out."""
    case = court.case(court.listing("g-1"))
    with pytest.raises(ConflictError, match="the case is not yours"):
        court.deciding().decide(case, draft(), 1, court.identity("ann"))
    claimed = court.claiming().claim(case, court.identity("ann"))
    court.later(minutes=30)
    with pytest.raises(ConflictError, match="the case is not yours"):
        court.deciding().decide(case, draft(), claimed.revision, court.identity("ann"))


def test_the_same_form_sent_twice_decides_once(court: Court) -> None:
    """Two requests with one revision at once: one decision, one conflict."""
    case = court.case(court.listing("g-1", domain="example.com"))
    claimed = court.claiming().claim(case, court.identity("ann"))
    start, said = threading.Barrier(2), []

    def decide() -> None:
        start.wait()
        try:
            court.deciding().decide(case, draft(), claimed.revision, court.identity("ann"))
            said.append("made")
        except GptReviewError as error:
            said.append(error.code)

    threads = [threading.Thread(target=decide) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["conflict", "made"]
    with court.database.reading() as session:
        assert len(session.scalars(select(DecisionRow)).all()) == 1
    assert [kind for kind, *_ in court.events()].count("decision.made") == 1


def test_many_cases_are_each_by_itself(court: Court) -> None:
    """One that is refused leaves the others as they are; each has its own event."""
    first, second, third = (
        court.case(court.listing(f"g-{number}", text=f"Text {number}")) for number in range(3)
    )
    ann, ben = court.identity("ann"), court.identity("ben")
    bulk = BulkSteps(court.claiming(), court.deciding())
    court.claiming().claim(second, ben)
    claimed = bulk.claim([first, second, first], ann)
    assert [(each.case, each.error and each.error.found) for each in claimed] == [
        (first, None),
        (second, "ben has claimed it"),
    ]
    decided = bulk.decide({first: 2, third: 1}, draft(action="label"), ann)
    assert [(each.case, each.error and each.error.found) for each in decided] == [
        (first, None),
        (third, "the case is not yours"),
    ]
    assert [each.error for each in bulk.release([second], ben)] == [None]
    assert [(kind, subject) for kind, _, subject in court.events()][-4:] == [
        ("case.claimed", f"case:{second}"),
        ("case.claimed", f"case:{first}"),
        ("decision.made", "decision:1"),
        ("case.released", f"case:{second}"),
    ]
    too_few: list[int] = []
    for wanted in (too_few, list(range(1, 102))):
        with pytest.raises(InputError, match="expected 1 to 100"):
            bulk.claim(wanted, ann)
    with pytest.raises(ForbiddenError):
        bulk.claim([first], court.identity("bob"))


def test_evidence_of_any_scanner_counts(court: Court) -> None:
    """Categories are those of the evidence that is named."""
    case = court.case(court.listing("g-1", outcome="fail"))
    made = court.decide(case, evidence=(OTHER_EVIDENCE,))
    assert made.evidence == (OTHER_EVIDENCE,)
    assert court.told()[-1][3]["rules"] == ["pii-email"]
