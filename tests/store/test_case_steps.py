"""A step is taken with a case that is as it was read, or not at all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from gptreview.errors import ConflictError
from gptreview.model.account import Identity
from gptreview.model.case import CaseState, Step
from gptreview.store import appeals, cases, decisions
from tests.court import EVIDENCE, OTHER_EVIDENCE

if TYPE_CHECKING:
    from tests.court import Court


def test_a_step_from_an_old_sight_is_refused(court: Court) -> None:
    """Without a lock, too: the revision is compared by the statement that writes."""
    case = court.case(court.listing("g-1"))
    seen = court.read(case)
    with court.database.writing() as session:
        step = cases.step(session, seen, Step.REPORT, Identity(), now=court.now, changes={})
        assert (step.state, step.revision) == (CaseState.OPEN, 2)
        assert cases.holder_name(session, step) == ""
    with (
        pytest.raises(ConflictError, match="it is open now; expected revision 2"),
        court.database.writing() as session,
    ):
        cases.step(session, seen, Step.REPORT, Identity(), now=court.now, changes={})
    assert court.read(case) == step


def test_all_of_a_case_is_in_order(court: Court) -> None:
    """Decisions and appeals as they were made, replaced ones included."""
    listing = court.listing("g-1", outcome="fail")
    case = court.case(listing)
    first = court.decide(case)
    filed = court.appealing().by_reporter(1, "It was not what I have reported.")
    with court.database.writing() as session:
        assert appeals.of_case(session, case) == [filed]
        opened = cases.find(session, case)
        assert decisions.of_case(session, case) == [first]
        assert decisions.find(session, first.id) == first
        assert opened.state is CaseState.APPEALED


def test_the_verdict_of_a_case_goes_before_others(court: Court) -> None:
    """The one that was made for the case counts; without one it is the standing one."""
    case = court.read(court.case(court.listing("g-1", outcome="fail")))
    with court.database.reading() as session:
        standing = decisions.basis(session, case)
        assert decisions.basis(session, replace(case, verdict=1)) == standing
        other = decisions.basis(session, replace(case, verdict=2))
    assert (set(standing.evidence), other.verdict, other.evidence) == (
        {EVIDENCE, OTHER_EVIDENCE},
        2,
        {},
    )
