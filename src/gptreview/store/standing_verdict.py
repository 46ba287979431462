"""Which of the verdicts on a content stands: by the standard that was used last.

A policy that is rolled back has its verdicts already, so that the run by it makes none: the newest
verdict would still be the one by the policy that was given up. So what counts first is the last
run that ended with every current version reviewed, and among the verdicts by standards that are
alike in this, the largest number. Numbers grow whatever the clocks said, and what supersedes a
verdict has a larger one.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, select, update
from sqlalchemy.orm import Session, aliased

from gptreview.store.tables.verdicts import StandardRow, VerdictRow

# Names of their own, so that a question that asks for verdicts itself can have this one in it.
_verdict = aliased(VerdictRow, name="candidate")
_standard = aliased(StandardRow, name="candidate_standard")
STANDING_FIRST: Final = (StandardRow.used_run.desc(), VerdictRow.id.desc())
"""Order of verdicts with their standards in which the one that stands comes first."""


def standing_on(
    content_digest: SQLColumnExpression[str],
    profile: str | SQLColumnExpression[str] | None = None,
) -> Select[tuple[int]]:
    """Number of the verdict that stands on a content, to be correlated with what asks.

    Args:
        content_digest: Of the content.
        profile: The audience; None takes any.
    """
    of_audience: list[ColumnElement[bool]] = []
    if profile is not None:
        of_audience.append(_standard.profile == profile)
    return (
        select(_verdict.id)
        .join(_standard, _standard.id == _verdict.standard_id)
        .where(_verdict.content_digest == content_digest, *of_audience)
        .order_by(_standard.used_run.desc(), _verdict.id.desc())
        .limit(1)
    )


def note_use(session: Session, standard: int, *, run: int) -> None:
    """Note that a run by a standard ended with every current version reviewed.

    Of two runs that end at once the one that began later counts.
    """
    session.execute(
        update(StandardRow)
        .where(StandardRow.id == standard, StandardRow.used_run < run)
        .values(used_run=run)
        .execution_options(synchronize_session=False)
    )
