"""Claims, days for a change and durations end by themselves, each once."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from gptreview.model.case import CaseState
from gptreview.usecases.triage import expire_claims
from gptreview.usecases.triage.expire_claims import Ended, ExpireClaims

if TYPE_CHECKING:
    import pytest

    from tests.court import Court

DAY = dt.date(2026, 5, 5)


def _ending(court: Court) -> ExpireClaims:
    return ExpireClaims(court.database, court.clock)


def test_claims_end_with_their_lease(court: Court, monkeypatch: pytest.MonkeyPatch) -> None:
    """A case whose lease ran out is free, others are not; portions make no difference."""
    monkeypatch.setattr(expire_claims, "_TOGETHER", 2)
    cases = [court.case(court.listing(f"g-{number}", text=f"Text {number}")) for number in range(4)]
    for case in cases[:3]:
        court.claiming().claim(case, court.identity("ann"))
    court.later(minutes=29)
    court.claiming().claim(cases[3], court.identity("ann"))
    assert _ending(court).run() == Ended()
    court.later(minutes=1)
    assert _ending(court).run() == Ended(claims=3)
    assert [court.read(each).holder for each in cases] == [
        None,
        None,
        None,
        court.accounts["ann"].id,
    ]
    assert sorted(court.events()[-3:]) == [
        ("case.expired", "triage", f"case:{each}") for each in cases[:3]
    ]
    assert _ending(court).run() == Ended()


def test_a_change_that_was_not_made_opens_the_case(court: Court) -> None:
    """The day is over and the content still there: the case is open, and due like a new one."""
    case = court.case(court.listing("g-1"))
    made = court.decide(case, action="require_change", change_by=DAY)
    court.now = dt.datetime(2026, 5, 5, 23, 59, tzinfo=dt.UTC)
    assert _ending(court).run() == Ended()
    court.later(minutes=1)
    assert _ending(court).run() == Ended(lapsed=1)
    opened = court.read(case)
    assert (opened.state, opened.opened_at, opened.due_at, opened.decision) == (
        CaseState.OPEN,
        court.now,
        court.now + dt.timedelta(hours=72),
        made.id,
    )
    kind, actor, subject, payload = court.told()[-1]
    assert (kind, actor, subject) == ("case.lapsed", "triage", f"case:{case}")
    assert (payload["decision"], payload["state"]) == (made.id, "open")
    assert _ending(court).run() == Ended()


def test_a_change_that_was_made_leaves_the_case(court: Court) -> None:
    """Another content by the day, and nobody has to look again."""
    case = court.case(court.listing("g-1"))
    court.decide(case, action="require_change", change_by=DAY)
    court.listing("g-1", text="You are kind.")
    court.later(days=3)
    before = court.newest()
    assert _ending(court).run() == Ended()
    assert (court.read(case).state, court.newest()) == (CaseState.DECIDED, before)


def test_a_day_waits_for_an_appeal(court: Court) -> None:
    """What is appealed against does not lapse until somebody has answered."""
    listing = court.listing("g-1")
    court.mine.add(listing)
    case = court.case(listing)
    made = court.decide(case, action="require_change", change_by=DAY)
    court.appealing().by_builder(made.id, "It was a quotation only.", court.identity("bob"))
    court.later(days=3)
    assert _ending(court).run() == Ended()
    revision = court.claiming().claim(case, court.identity("ben")).revision
    court.answering().uphold(case, "It was none.", revision, court.identity("ben"))
    assert _ending(court).run() == Ended(lapsed=1)


def test_durations_end_once(court: Court) -> None:
    """The log says it, so that the public may be shown something else."""
    listing = court.listing("g-1")
    made = court.decide(court.case(listing), days=1)
    court.later(hours=23)
    assert _ending(court).run() == Ended()
    court.later(hours=1)
    assert _ending(court).run() == Ended(decisions=1)
    assert court.told()[-1] == (
        "decision.ended",
        "triage",
        f"decision:{made.id}",
        {"case": made.case, "listing": listing, "scope": "version"},
    )
    assert _ending(court).run() == Ended()
