"""Decisions that statements of reasons are made of, and what the event log has of each."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from gptreview.model.decision import Action
from gptreview.store.bulk import batches
from gptreview.store.tables.cases import CaseRow, DecisionRow
from gptreview.store.tables.events import EventRow
from gptreview.store.tables.registry import VersionRow


@dataclass(frozen=True, slots=True)
class DecisionToState:
    """A decision that is a violation, as its row has it."""

    id: int
    puid: str
    case: int
    content_digest: str
    action: Action
    ground: str
    document: Mapping[str, Any]
    made_at: dt.datetime
    ends_at: dt.datetime | None
    change_by: dt.datetime | None
    """The moment after the last day for a change."""
    seen_at: dt.datetime
    """When the version was first seen."""
    language: str


@dataclass(frozen=True, slots=True)
class DecisionEvent:
    """What the event log has of a decision."""

    seq: int
    actor: str
    payload: Mapping[str, Any]


def unexported(
    session: Session, since: dt.datetime, until: dt.datetime, *, after: int, limit: int
) -> list[DecisionToState]:
    """Violations of a time range that went into no export yet, in the order of their numbers.

    Args:
        session: For reading.
        since: First moment.
        until: The moment after the last one.
        after: Number of the last decision that was read.
        limit: How many at most.
    """
    rows = session.execute(
        select(
            DecisionRow.id,
            DecisionRow.puid,
            DecisionRow.case_id,
            DecisionRow.content_digest,
            DecisionRow.action,
            DecisionRow.ground,
            DecisionRow.document,
            DecisionRow.made_at,
            DecisionRow.ends_at,
            DecisionRow.change_by,
            VersionRow.seen_at,
            CaseRow.language,
        )
        .join(CaseRow, CaseRow.id == DecisionRow.case_id)
        .join(
            VersionRow,
            (VersionRow.listing_id == CaseRow.listing_id) & (VersionRow.number == CaseRow.number),
        )
        .where(
            DecisionRow.id > after,
            DecisionRow.made_at >= since,
            DecisionRow.made_at < until,
            DecisionRow.action != Action.NO_VIOLATION,
            DecisionRow.exported_at.is_(None),
        )
        .order_by(DecisionRow.id)
        .limit(limit)
    )
    return [_decision(*row) for row in rows]


def note_export(session: Session, decisions: Collection[int], *, at: dt.datetime) -> int:
    """Note that decisions went into an export; how many of them had not before."""
    noted = session.scalars(
        update(DecisionRow)
        .where(DecisionRow.id.in_(decisions), DecisionRow.exported_at.is_(None))
        .values(exported_at=at)
        .returning(DecisionRow.id)
        .execution_options(synchronize_session=False)
    )
    return len(noted.all())


def decision_events(session: Session, decisions: Iterable[int]) -> dict[int, DecisionEvent]:
    """The steps by which decisions were made, by their numbers."""
    found = {}
    for batch in batches(decisions):
        rows = session.execute(
            select(EventRow.subject, EventRow.seq, EventRow.actor, EventRow.payload).where(
                EventRow.subject.in_([f"decision:{each}" for each in batch]),
                EventRow.kind == "decision.made",
            )
        )
        for subject, seq, actor, payload in rows:
            found[int(subject.rpartition(":")[2])] = DecisionEvent(seq, actor, json.loads(payload))
    return found


def _decision(*columns: Any) -> DecisionToState:
    found = DecisionToState(*columns)
    return replace(found, action=Action(found.action))
