"""The table of moves: every state, step, role and claim, held against one that is written out."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from gptreview.errors import ConflictError, ForbiddenError
from gptreview.model.account import Role
from gptreview.model.case import Case, CaseState, ServiceLevels, Step, move

NOW = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
EXPECTED = """
open       report    open       reporter  anybody
open       claim     open       reviewer  anybody
open       release   open       reviewer  holder
open       expire    open       reporter  anybody
open       escalate  escalated  reviewer  holder
open       decide    decided    reviewer  holder
open       lapse     -
open       appeal    -
open       uphold    -
open       overturn  -
escalated  report    escalated  reporter  anybody
escalated  claim     escalated  lead      anybody
escalated  release   escalated  lead      holder
escalated  expire    escalated  reporter  anybody
escalated  escalate  -
escalated  decide    decided    lead      holder
escalated  lapse     -
escalated  appeal    -
escalated  uphold    -
escalated  overturn  -
decided    report    open       reporter  anybody
decided    claim     -
decided    release   -
decided    expire    -
decided    escalate  -
decided    decide    -
decided    lapse     open       reporter  anybody
decided    appeal    appealed   reporter  anybody
decided    uphold    -
decided    overturn  -
appealed   report    appealed   reporter  anybody
appealed   claim     appealed   reviewer  anybody
appealed   release   appealed   reviewer  holder
appealed   expire    appealed   reporter  anybody
appealed   escalate  -
appealed   decide    -
appealed   lapse     -
appealed   appeal    appealed   reporter  anybody
appealed   uphold    decided    reviewer  holder
appealed   overturn  decided    reviewer  holder
"""
"""State, step, where it leads, the least role that may take it, and whether only the holder may."""
ROLES = ("reporter", "builder", "reviewer", "lead", "admin")
_ROWS = {
    (state, step): rest for state, step, *rest in map(str.split, EXPECTED.strip().splitlines())
}
_ALL = list(itertools.product(map(str, CaseState), map(str, Step), ROLES, (True, False)))


def _happens(state: str, step: str, role: str, *, holds: bool) -> str:
    """What the written table says of it."""
    to, *who = _ROWS[state, step]
    if to == "-":
        return "conflict"
    least, only = who
    if ROLES.index(role) < ROLES.index(least):
        return "forbidden"
    return "conflict" if only == "holder" and not holds else to


@pytest.mark.parametrize(
    ("state", "step", "role", "holds"),
    [
        pytest.param(*each, id=f"{'-'.join(each[:3])}-{'holder' if each[3] else 'other'}")
        for each in _ALL
    ],
)
def test_each_move_is_as_written(state: str, step: str, role: str, holds: bool) -> None:  # noqa: FBT001
    """State, step, role and claim decide where a step leads, or why it does not."""
    try:
        happened = str(move(CaseState(state), Step(step), role=Role(role), holds=holds))
    except ConflictError:
        happened = "conflict"
    except ForbiddenError:
        happened = "forbidden"
    assert happened == _happens(state, step, role, holds=holds)


def test_the_written_table_is_whole() -> None:
    """Every state has every step in it, and every role is known."""
    assert set(_ROWS) == set(itertools.product(map(str, CaseState), map(str, Step)))
    assert tuple(map(str, Role)) == ROLES


def test_a_refusal_says_what_is_possible() -> None:
    """Whoever wants what the state does not allow is told what it does."""
    with pytest.raises(ConflictError) as told:
        move(CaseState.DECIDED, Step.CLAIM, role=Role.ADMIN, holds=True)
    assert str(told.value) == (
        "a case that is decided takes no claim; expected appeal, lapse, report; load the case again"
    )
    with pytest.raises(ForbiddenError) as forbidden:
        move(CaseState.ESCALATED, Step.CLAIM, role=Role.REVIEWER, holds=False)
    assert forbidden.value.expected == "the role lead"
    with pytest.raises(ConflictError) as unclaimed:
        move(CaseState.OPEN, Step.DECIDE, role=Role.LEAD, holds=False)
    assert unclaimed.value.found == "the case is not yours"


def test_a_claim_holds_until_its_lease_ends() -> None:
    """At the very end of its lease a case is free."""
    case = Case(
        id=1,
        listing=2,
        number=1,
        content_digest="sha256:c",
        state=CaseState.OPEN,
        revision=1,
        opened_at=NOW,
        due_at=None,
        holder=5,
        lease_until=NOW,
    )
    before = NOW - dt.timedelta(microseconds=1)
    assert (case.is_held_by(5, before), case.is_held_by(6, before)) == (True, False)
    assert (case.is_held(before), case.is_held(NOW)) == (True, False)


def test_when_a_case_is_due() -> None:
    """Urgent cases in hours, others in days, appeals in two weeks, decided ones never."""
    levels = ServiceLevels()
    due = {
        (str(state), is_urgent): levels.due(NOW, state, is_urgent=is_urgent)
        for state in CaseState
        for is_urgent in (False, True)
    }
    in_hours = {
        key: None if moment is None else (moment - NOW) / dt.timedelta(hours=1)
        for key, moment in due.items()
    }
    assert in_hours == {
        ("open", False): 72,
        ("open", True): 4,
        ("escalated", False): 72,
        ("escalated", True): 4,
        ("decided", False): None,
        ("decided", True): None,
        ("appealed", False): 336,
        ("appealed", True): 336,
    }
