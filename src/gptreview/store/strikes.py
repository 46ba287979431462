"""Strikes: what stands against a builder, and for how long."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from gptreview.model.decision import STRIKE_DAYS, Decision
from gptreview.store.events import Event
from gptreview.store.tables.cases import DecisionRow, StrikeRow


def make(session: Session, decision: Decision, builder: str, *, actor: str) -> list[Event]:
    """A strike against a builder where the decision's action carries one; its event.

    Args:
        session: In a transaction.
        decision: That was just written.
        builder: Digest of the listing's builder; where it is empty there is nobody to strike.
        actor: Who decided.
    """
    weight = decision.action.strike_weight
    if not weight or not builder:
        return []
    session.add(
        StrikeRow(
            decision_id=decision.id,
            builder=builder,
            weight=weight,
            made_at=decision.made_at,
            expires_at=decision.made_at + dt.timedelta(days=STRIKE_DAYS),
            revoked_at=None,
        )
    )
    session.flush()
    payload = {"case": decision.case, "decision": decision.id, "weight": weight}
    return [Event(decision.made_at, actor, "strike.made", f"decision:{decision.id}", payload)]


def revoke(session: Session, case: int, *, actor: str, now: dt.datetime) -> list[Event]:
    """Take back the strikes by decisions of a case that have fallen; their events."""
    fallen = select(DecisionRow.id).where(
        DecisionRow.case_id == case, DecisionRow.replaced_at.is_not(None)
    )
    taken = session.execute(
        update(StrikeRow)
        .where(StrikeRow.decision_id.in_(fallen), StrikeRow.revoked_at.is_(None))
        .values(revoked_at=now)
        .returning(StrikeRow.decision_id, StrikeRow.weight)
        .execution_options(synchronize_session=False)
    ).all()
    return [
        Event(
            now,
            actor,
            "strike.revoked",
            f"decision:{decision}",
            {"case": case, "decision": decision, "weight": weight},
        )
        for decision, weight in sorted((decision, weight) for decision, weight in taken)
    ]


def active_weight(
    session: Session, builder: str, *, now: dt.datetime, besides: int | None = None
) -> int:
    """The sum of a builder's strikes that count now.

    Args:
        session: For reading.
        builder: Digest, by `model.builder_key`; empty where nobody is known.
        now: When.
        besides: Number of the case whose own decisions' strikes are left out.
    """
    if not builder:
        return 0
    wanted = select(func.coalesce(func.sum(StrikeRow.weight), 0)).where(
        StrikeRow.builder == builder,
        StrikeRow.expires_at > now,
        StrikeRow.revoked_at.is_(None),
    )
    if besides is not None:
        own = select(DecisionRow.id).where(DecisionRow.case_id == besides)
        wanted = wanted.where(StrikeRow.decision_id.not_in(own))
    return int(session.scalar(wanted) or 0)
