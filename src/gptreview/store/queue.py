"""The queue: cases in the order of their ranks, a page at a time, on the indexes of that order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from gptreview.model.case import CaseState
from gptreview.model.presence import Present
from gptreview.model.priority import AGE, PARTS, age_part
from gptreview.model.queue import COUNTED, WAITING, Holder, QueueFilter, QueueRow
from gptreview.store import presence
from gptreview.store.tables.accounts import AccountRow
from gptreview.store.tables.cases import CaseRow, DecisionRow, TraitRow
from gptreview.store.tables.registry import ListingRow

_COLUMNS: Final = (
    CaseRow.id,
    CaseRow.listing_id,
    ListingRow.name,
    ListingRow.source,
    CaseRow.number,
    (CaseRow.number == ListingRow.number).label("is_current"),
    CaseRow.state,
    CaseRow.revision,
    CaseRow.is_urgent,
    CaseRow.parts,
    CaseRow.categories,
    CaseRow.language,
    CaseRow.reports,
    CaseRow.opened_at,
    CaseRow.due_at,
    CaseRow.holder_id,
    CaseRow.lease_until,
    AccountRow.name.label("holder"),
)
_PLACE: Final = (CaseRow.is_urgent, CaseRow.rank, CaseRow.id)
"""Of a case in the queue, the greatest first."""
LOOKED_AT: Final = 3_000
"""Cases that a page looks at for some that a filter lets through."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a page of the queue ended; the greatest comes first."""

    is_urgent: bool
    rank: int
    id: int

    def literals(self) -> tuple[ColumnElement[Any], ...]:
        """For a comparison with the columns of that order."""
        return literal(self.is_urgent), literal(self.rank), literal(self.id)


@dataclass(frozen=True, slots=True)
class Question:
    """Which cases somebody wants, and what has to be known to tell."""

    wanted: QueueFilter
    account: int
    """Number of who asks."""
    now: dt.datetime
    severity: int | None = None
    """What the wanted severity gives to a priority; None where none is asked for."""
    builder: str = ""
    """Key of the wanted builder; empty where none is asked for."""
    may_decide: bool = False
    """Only those that they may decide, whoever holds them: no appeal against their own decision."""


def page(
    session: Session, asked: Question, *, after: Place | None, limit: int
) -> tuple[list[QueueRow], Place | None]:
    """The next cases of the queue, and where the page after them begins; None where it ends.

    What few cases have is looked for among the next `LOOKED_AT` alone, so that a page costs the
    same in a queue of any length: it may be short, or empty, although there is a page after it.

    Args:
        session: For reading.
        asked: Which ones.
        after: The last case of the page before; None begins.
        limit: How many at most.
    """
    found: list[Any] = []
    ends: list[Place] = []
    for condition in _walks(asked):
        statement = _wanted(asked, condition, after)
        end = _end(session, condition, after) if _is_long(asked.wanted) else None
        if end is not None:
            ends.append(end)
            statement = statement.where(tuple_(*_PLACE) >= tuple_(*end.literals()))
        found += session.execute(statement.limit(limit + 1))
    found.sort(key=_place, reverse=True)
    end = max(ends, default=None)
    if end is not None:
        found = [row for row in found if _place(row) >= end]
    last = _place(found[limit - 1]) if len(found) > limit else end
    return _rows(session, [row.id for row in found[:limit]], asked), last


def counts(session: Session) -> dict[CaseState, int]:
    """How many cases are in each state, counted to `COUNTED`."""
    found = {}
    for state in CaseState:
        some = select(CaseRow.id).where(CaseRow.state == str(state)).limit(COUNTED).subquery()
        found[state] = session.scalar(select(func.count()).select_from(some)) or 0
    return found


def parts_shown(
    parts: Mapping[str, Any], opened_at: dt.datetime, until: dt.datetime
) -> dict[str, int]:
    """The parts of a priority in the order in which they are shown, age as it is at a moment."""
    known = {**parts, AGE: age_part(opened_at, until)}
    return {name: known[name] for name in PARTS if name in known}


def _walks(asked: Question) -> list[ColumnElement[bool]]:
    """What leads along one index each: all that wait, or the cases of one state."""
    states = asked.wanted.states
    if set(states) == set(WAITING):
        return [CaseRow.is_waiting == true()]
    return [CaseRow.state == str(each) for each in states]


def _is_long(wanted: QueueFilter) -> bool:
    """Whether a walk along the queue may meet many cases that are not wanted.

    What one person holds, or one builder has, is found by an index of its own.
    """
    if wanted.holder is Holder.ME or wanted.builder:
        return False
    return wanted != QueueFilter(states=wanted.states)


def _end(session: Session, condition: ColumnElement[bool], after: Place | None) -> Place | None:
    """The last case that is looked at; None where the queue ends before."""
    walk = select(*_PLACE).where(condition).order_by(*(each.desc() for each in _PLACE))
    if after is not None:
        walk = walk.where(tuple_(*_PLACE) < tuple_(*after.literals()))
    row = session.execute(walk.offset(LOOKED_AT - 1).limit(1)).first()
    return Place(*row) if row else None


def _place(row: Any) -> Place:
    return Place(row.is_urgent, row.rank, row.id)


def _wanted(asked: Question, condition: ColumnElement[bool], after: Place | None) -> Select[Any]:
    """Places of cases alone: what else is shown of them is looked up for those of the page."""
    wanted = select(*_PLACE).where(condition, *_conditions(asked))
    if after is not None:
        wanted = wanted.where(tuple_(*_PLACE) < tuple_(*after.literals()))
    return wanted.order_by(*(each.desc() for each in _PLACE))


def _conditions(asked: Question) -> list[ColumnElement[bool]]:
    wanted = asked.wanted
    conditions = [*_of_holder(asked), *_of_listing(asked)]
    if wanted.category:
        conditions.append(CaseRow.categories.contains(f" {wanted.category} ", autoescape=True))
    if wanted.language:
        conditions.append(CaseRow.language == wanted.language)
    if wanted.overdue:
        conditions.append(CaseRow.due_at < asked.now)
    if asked.severity is not None:
        conditions.append(CaseRow.parts["severity"].as_integer() == asked.severity)
    if asked.may_decide:
        own = exists().where(
            DecisionRow.id == CaseRow.decision_id,
            DecisionRow.account_id == asked.account,
            CaseRow.state == str(CaseState.APPEALED),
        )
        conditions.append(~own)
    return conditions


def _of_holder(asked: Question) -> list[ColumnElement[bool]]:
    holder = asked.wanted.holder
    if holder is Holder.ME:
        held = aliased(CaseRow)
        own = select(held.id).where(held.holder_id == asked.account)
        return [CaseRow.id.in_(own), CaseRow.lease_until > asked.now]
    if holder is Holder.FREE:
        return [or_(CaseRow.holder_id.is_(None), CaseRow.lease_until <= asked.now)]
    return []


def _of_listing(asked: Question) -> list[ColumnElement[bool]]:
    wanted = asked.wanted
    conditions: list[ColumnElement[bool]] = []
    if wanted.source:
        conditions.append(_listed(ListingRow.source) == wanted.source)
    if wanted.name:
        conditions.append(_listed(ListingRow.name).icontains(wanted.name, autoescape=True))
    if asked.builder:
        own = select(TraitRow.content_digest).where(
            TraitRow.kind == "builder", TraitRow.value == asked.builder
        )
        conditions.append(CaseRow.content_digest.in_(own))
    return conditions


def _listed(column: InstrumentedAttribute[str]) -> ScalarSelect[str]:
    """Of a case's listing: as a join, databases would rather read every listing there is."""
    return select(column).where(ListingRow.id == CaseRow.listing_id).scalar_subquery()


def _rows(session: Session, cases: Collection[int], asked: Question) -> list[QueueRow]:
    held = and_(AccountRow.id == CaseRow.holder_id, CaseRow.lease_until > asked.now)
    found = session.execute(
        select(*_COLUMNS)
        .join(ListingRow, ListingRow.id == CaseRow.listing_id)
        .outerjoin(AccountRow, held)
        .where(CaseRow.id.in_(cases))
    )
    present = presence.present(session, cases, now=asked.now)
    rows = {row.id: _row(row, asked, present.get(row.id, ())) for row in found}
    return [rows[each] for each in cases]


def _row(row: Any, asked: Question, present: Collection[Present]) -> QueueRow:
    return QueueRow(
        id=row.id,
        listing=row.listing_id,
        name=row.name,
        source=row.source,
        number=row.number,
        is_current=bool(row.is_current),
        state=CaseState(row.state),
        revision=row.revision,
        is_urgent=row.is_urgent,
        parts=parts_shown(row.parts, row.opened_at, asked.now),
        categories=tuple(row.categories.split()),
        language=row.language,
        reports=row.reports,
        opened_at=row.opened_at,
        due_at=row.due_at,
        is_overdue=row.due_at is not None and row.due_at < asked.now,
        holder=row.holder or "",
        lease_until=row.lease_until if row.holder else None,
        is_mine=bool(row.holder) and row.holder_id == asked.account,
        present=tuple(each.name for each in present if each.account != asked.account),
    )
