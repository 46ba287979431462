"""Reports in bad faith count no longer: neither in their cases nor for who made them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from gptreview.errors import NotFoundError
from gptreview.model.priority import Priority, PriorityFacts
from gptreview.store import case_ranking, cases, reports
from gptreview.store.events import Event


def mark(
    session: Session,
    ids: Sequence[int],
    *,
    actor: str,
    rank: Callable[[PriorityFacts], Priority],
    now: dt.datetime,
) -> list[Event]:
    """Mark reports, and rank their cases anew; an event of each that was not marked before.

    Args:
        session: The transaction.
        ids: Numbers of the reports.
        actor: Who marks them.
        rank: Makes priorities.
        now: Now.

    Raises:
        NotFoundError: One of them is not there.
    """
    found = reports.find(session, ids)
    if len(found) < len(ids):
        missing = min(set(ids) - {each.id for each in found})
        raise NotFoundError(f"no report {missing}", next_step="look it up in its case")
    # In one order everywhere: two who hold the same cases wait for one another, not both.
    held = {
        each: cases.find(session, each, locked=True) for each in sorted({r.case for r in found})
    }
    fresh = [each for each in reports.find(session, ids) if not each.is_bad_faith]
    reports.mark_bad_faith(session, [each.id for each in fresh])
    for number in sorted({each.case for each in fresh}):
        case_ranking.rank_by_reports(session, held[number], rank=rank, now=now)
    return [
        Event(
            now,
            actor,
            "report.bad_faith",
            f"report:{each.id}",
            {
                "report": each.id,
                "case": each.case,
                "listing": each.listing,
                "number": each.number,
                "category": str(each.category),
            },
        )
        for each in fresh
    ]
