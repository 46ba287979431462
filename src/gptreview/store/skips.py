"""Cases that somebody has left to others, as the event log has it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from gptreview.store.tables.events import EventRow

SKIPPED = "case.skipped"


def skipped(
    session: Session, actor: str, cases: Collection[int], *, since: dt.datetime
) -> set[int]:
    """Those of some cases that somebody has skipped since a moment.

    Args:
        session: For reading.
        actor: Who, as the log calls them.
        cases: Numbers of cases, few.
        since: The moment.
    """
    subjects = {f"case:{each}": each for each in cases}
    rows = session.scalars(
        select(EventRow.subject).where(
            EventRow.subject.in_(list(subjects)),
            EventRow.kind == SKIPPED,
            EventRow.actor == actor,
            EventRow.at >= since,
        )
    )
    return {subjects[each] for each in rows}
