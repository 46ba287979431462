"""Which standards there are, and how many contents have a verdict by each."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gptreview.model.used_standard import UsedStandard
from gptreview.store.tables.verdicts import StandardRow, VerdictRow


def used_standards(session: Session, *, limit: int) -> list[UsedStandard]:
    """The newest standards, the newest first.

    Args:
        session: For reading.
        limit: How many at most.
    """
    # The first turns alone: waivers add further ones. An index has all that is counted.
    counted = dict(
        session.execute(
            select(VerdictRow.standard_id, func.count())
            .where(VerdictRow.turn == 0)
            .group_by(VerdictRow.standard_id)
        )
        .tuples()
        .all()
    )
    rows = session.scalars(select(StandardRow).order_by(StandardRow.id.desc()).limit(limit))
    return [
        UsedStandard(
            row.id,
            row.policy_name,
            row.policy_version,
            row.policy_digest,
            row.ruleset_digest,
            row.profile,
            row.first_used,
            counted.get(row.id, 0),
        )
        for row in rows
    ]
