"""Cases get another place in the queue when what they are made of has changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from gptreview.model.case import Case, CaseState
from gptreview.model.priority import Priority, PriorityFacts
from gptreview.store import case_facts, case_opening, reports


def rank_by_reports(
    session: Session,
    case: Case,
    *,
    rank: Callable[[PriorityFacts], Priority],
    now: dt.datetime,
    **changes: Any,
) -> None:
    """Weigh a case by all its reports and the verdict that counts in it.

    Args:
        session: A transaction that holds the case.
        case: As it is now, with its newest verdict.
        rank: Makes priorities.
        now: Now.
        changes: Further columns, by name.
    """
    number, reported, is_urgent = reports.counted(session, case)
    version = case_opening.version_of(session, case)
    people = case_facts.reporters(session, case.id, since=case.opened_at)
    facts = case_opening.facts(session, (version,), reported=reported, reporters=people, now=now)
    of_it, categories = facts[case.listing]
    if case.state is CaseState.APPEALED:
        is_urgent = case.is_urgent  # its reports were decided on; the appeal goes by what it was
    case_opening.rank_anew(
        session, case, rank(of_it), categories, reports=number, is_urgent=is_urgent, **changes
    )
