"""A case is one reviewer's at a time, for as long as their lease."""

from __future__ import annotations

import datetime as dt
import threading
from typing import TYPE_CHECKING

import pytest

from gptreview.errors import ConflictError, ForbiddenError, NotFoundError, UnauthorizedError
from gptreview.model.account import Identity, Permission
from gptreview.model.case import CaseState
from gptreview.usecases.triage.escalate_case import EscalateCase

if TYPE_CHECKING:
    from tests.court import Court

LEASE = dt.timedelta(minutes=30)


def test_a_claim_holds_for_its_lease(court: Court) -> None:
    """Who claims a free case has it for half an hour, and the log says so."""
    case = court.case(court.listing("g-1"))
    claimed = court.claiming().claim(case, court.identity("ann"))
    assert (claimed.holder, claimed.claimed_at, claimed.lease_until, claimed.revision) == (
        court.accounts["ann"].id,
        court.now,
        court.now + LEASE,
        2,
    )
    assert court.told()[-1] == (
        "case.claimed",
        court.accounts["ann"].actor,
        f"case:{case}",
        {"case": case, "listing": claimed.listing, "number": 1, "state": "open"},
    )
    assert court.read(case) == claimed


def test_another_one_is_told_who_has_it(court: Court) -> None:
    """The second of two gets the holder's name and until when, and changes nothing."""
    case = court.case(court.listing("g-1"))
    claimed = court.claiming().claim(case, court.identity("ann"))
    with pytest.raises(ConflictError) as told:
        court.claiming().claim(case, court.identity("ben"))
    assert str(told.value) == (
        f"case {case}: ann has claimed it; expected a case that is free; "
        "wait until 12:30 UTC, or take another one"
    )
    assert court.read(case) == claimed


def test_claiming_again_is_a_renewal(court: Court) -> None:
    """The holder gets more time; the revision stays, for nobody's sight of the case is wrong."""
    case = court.case(court.listing("g-1"))
    ann = court.identity("ann")
    before = court.claiming().claim(case, ann)
    court.later(minutes=20)
    assert court.claiming().claim(case, ann).lease_until == court.now + LEASE
    court.later(minutes=20)
    renewed = court.claiming().renew(case, ann)
    assert (renewed.lease_until, renewed.revision) == (court.now + LEASE, before.revision)
    assert [kind for kind, *_ in court.events()][-2:] == ["case.renewed", "case.renewed"]
    assert court.read(case) == renewed


def test_a_lease_that_ran_out_is_taken_over(court: Court) -> None:
    """Then the case is free for another one, and its first holder can neither renew nor release."""
    case = court.case(court.listing("g-1"))
    court.claiming().claim(case, court.identity("ann"))
    court.later(minutes=30)
    assert court.claiming().claim(case, court.identity("ben")).holder == court.accounts["ben"].id
    assert [(kind, actor) for kind, actor, _ in court.events()][-2:] == [
        ("case.expired", "triage"),
        ("case.claimed", court.accounts["ben"].actor),
    ]
    with pytest.raises(ConflictError, match="it is open and claimed by ben"):
        court.claiming().renew(case, court.identity("ann"))
    with pytest.raises(ConflictError, match="the case is not yours"):
        court.claiming().release(case, court.identity("ann"))


def test_nobody_renews_what_has_run_out(court: Court) -> None:
    """A claim that is over is not made longer, even if nobody else has taken the case."""
    case = court.case(court.listing("g-1"))
    court.claiming().claim(case, court.identity("ann"))
    court.later(minutes=31)
    with pytest.raises(ConflictError, match="the case has moved on: it is open now"):
        court.claiming().renew(case, court.identity("ann"))


def test_a_released_case_is_free(court: Court) -> None:
    """Who gives a case back leaves it as it was, but for its revision."""
    case = court.case(court.listing("g-1"))
    court.claiming().claim(case, court.identity("ann"))
    given = court.claiming().release(case, court.identity("ann"))
    assert (given.holder, given.claimed_at, given.lease_until, given.revision) == (
        None,
        None,
        None,
        3,
    )
    assert court.claiming().claim(case, court.identity("ben")).holder == court.accounts["ben"].id


def test_who_may_claim(court: Court) -> None:
    """Neither strangers nor builders, nor a token that was given for something else."""
    case = court.case(court.listing("g-1"))
    with pytest.raises(UnauthorizedError):
        court.claiming().claim(case, Identity())
    with pytest.raises(ForbiddenError):
        court.claiming().claim(case, court.identity("bob"))
    reads = frozenset({Permission.READ_CASES})
    with pytest.raises(ForbiddenError):
        court.claiming().claim(case, court.identity("ann", permissions=reads))
    with pytest.raises(NotFoundError, match="no case 99"):
        court.claiming().claim(99, court.identity("ann"))


def test_an_escalated_case_is_for_leads(court: Court) -> None:
    """It is free after the step, and a reviewer cannot take it back."""
    case = court.case(court.listing("g-1"))
    escalating = EscalateCase(court.database, court.clock)
    claimed = court.claiming().claim(case, court.identity("ann"))
    with pytest.raises(ConflictError, match="the case has moved on"):
        escalating.escalate(case, claimed.revision - 1, court.identity("ann"))
    given = escalating.escalate(case, claimed.revision, court.identity("ann"))
    assert (given.state, given.holder, given.due_at) == (
        CaseState.ESCALATED,
        None,
        claimed.due_at,
    )
    assert court.events()[-1][0] == "case.escalated"
    with pytest.raises(ForbiddenError, match="the role reviewer"):
        court.claiming().claim(case, court.identity("ben"))
    assert court.claiming().claim(case, court.identity("cleo")).state is CaseState.ESCALATED


def test_of_two_at_once_one_wins(court: Court) -> None:
    """Two threads that begin together: one has the case, the other is told whose it is."""
    case = court.case(court.listing("g-1"))
    start, said = threading.Barrier(2), {}

    def claim(name: str) -> None:
        start.wait()
        try:
            said[name] = str(court.claiming().claim(case, court.identity(name)).holder)
        except ConflictError as error:
            said[name] = error.found

    threads = [threading.Thread(target=claim, args=(name,)) for name in ("ann", "ben")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    holder = court.read(case).holder
    winner, loser = ("ann", "ben") if holder == court.accounts["ann"].id else ("ben", "ann")
    assert said == {winner: str(holder), loser: f"{winner} has claimed it"}
    assert [kind for kind, *_ in court.events()].count("case.claimed") == 1
