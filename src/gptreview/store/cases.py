"""Cases: read, and brought from step to step; of two who are at one at once, one is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from gptreview.errors import ConflictError, NotFoundError
from gptreview.model.account import Identity
from gptreview.model.case import Case, CaseState, Step, move
from gptreview.store.events import Event
from gptreview.store.tables.accounts import AccountRow
from gptreview.store.tables.cases import CaseRow, DecisionRow
from gptreview.store.tables.registry import ListingRow

FREE: Final[Mapping[str, Any]] = {"holder_id": None, "claimed_at": None, "lease_until": None}
"""Changes that take a case from whoever has claimed it."""


def find(session: Session, id_: int, *, locked: bool = False) -> Case:
    """A case as it is now.

    Args:
        session: For reading, or in a transaction.
        id_: Number of the case.
        locked: Whether nobody else may change it until the transaction ends.

    Raises:
        NotFoundError: There is none with this number.
    """
    wanted = select(CaseRow).where(CaseRow.id == id_)
    if locked:  # SQLite has one writer at a time anyway
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    row = session.scalars(wanted).one_or_none()
    if row is None:
        raise NotFoundError(f"no case {id_}", next_step="look it up in the queue")
    return to_case(row)


def of_version(session: Session, listing: int, number: int) -> int:
    """Number of the case of a listing's version.

    Raises:
        NotFoundError: Nobody has opened one.
    """
    id_ = session.scalar(
        select(CaseRow.id).where(CaseRow.listing_id == listing, CaseRow.number == number)
    )
    if id_ is None:
        raise NotFoundError(f"no case of version {number}", where=f"listing {listing}")
    return id_


def step(
    session: Session,
    case: Case,
    taken: Step,
    identity: Identity,
    *,
    now: dt.datetime,
    changes: Mapping[str, Any],
) -> Case:
    """Take a step with a case that is still as it was read.

    Args:
        session: In a transaction; the caller appends the event.
        case: As it was read.
        taken: The step.
        identity: Whose step it is; `Identity()` is the program itself.
        now: Now.
        changes: Further columns of the case, by name.

    Raises:
        ConflictError: The state does not allow it, they do not hold the case, or somebody was
            quicker.
        ForbiddenError: It takes a higher role.
    """
    holds = identity.account is not None and case.is_held_by(identity.account.id, now)
    state = move(case.state, taken, role=identity.role, holds=holds)
    written = session.execute(
        update(CaseRow)
        .where(CaseRow.id == case.id, CaseRow.revision == case.revision)
        .values(
            state=str(state),
            is_waiting=state.is_waiting,
            revision=case.revision + 1,
            **changes,
        )
        .returning(CaseRow.id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if written is None:
        raise overtaken(session, find(session, case.id), now=now)
    session.expire_all()
    return find(session, case.id)


def renew(session: Session, case: Case, identity: Identity, lease_until: dt.datetime) -> Case:
    """Give whoever holds a case more time.

    Its revision stays: nobody else's sight of the case is any less true.

    Args:
        session: In a transaction that has locked the case; the caller appends the event.
        case: As it was read.
        identity: Who holds it.
        lease_until: When the claim ends.

    Raises:
        ConflictError: The state allows no claim.
        ForbiddenError: It takes a higher role.
    """
    move(case.state, Step.CLAIM, role=identity.role, holds=True)
    session.execute(
        update(CaseRow)
        .where(CaseRow.id == case.id)
        .values(lease_until=lease_until)
        .execution_options(synchronize_session=False)
    )
    return replace(case, lease_until=lease_until)


def with_lease_over(session: Session, *, now: dt.datetime, limit: int) -> list[Case]:
    """Cases whose claim has run out, locked; those that somebody is at right now are left."""
    return _locked(session, CaseRow.lease_until, now, limit, CaseRow.holder_id.is_not(None))


def with_day_over(session: Session, *, now: dt.datetime, limit: int) -> list[Case]:
    """Decided cases whose day for a change is over, locked, likewise.

    One that is appealed against waits for the answer.
    """
    decided = CaseRow.state == str(CaseState.DECIDED)
    return _locked(session, CaseRow.change_by, now, limit, decided)


def with_same_content(session: Session, cases: Collection[int]) -> set[int]:
    """Those of the cases whose listing is there and has the content that was decided on."""
    same = (
        select(CaseRow.id)
        .join(ListingRow, ListingRow.id == CaseRow.listing_id)
        .where(
            CaseRow.id.in_(cases),
            ListingRow.content_digest == CaseRow.content_digest,
            ListingRow.vanished_at.is_(None),
        )
    )
    return set(session.scalars(same))


def settle_change(session: Session, case: Case) -> None:
    """Note that nothing has to be changed any more."""
    session.execute(
        update(CaseRow)
        .where(CaseRow.id == case.id)
        .values(change_by=None)
        .execution_options(synchronize_session=False)
    )


def _locked(
    session: Session,
    moment: InstrumentedAttribute[dt.datetime | None],
    now: dt.datetime,
    limit: int,
    *conditions: ColumnElement[bool],
) -> list[Case]:
    rows = session.scalars(
        select(CaseRow)
        .where(moment <= now, *conditions)
        .order_by(moment)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(map(to_case, rows))


def overtaken(session: Session, case: Case, *, now: dt.datetime) -> ConflictError:
    """What somebody is told whose sight of a case is no longer true: who was quicker, and how.

    Args:
        session: For reading.
        case: As it is now.
        now: Now.
    """
    if case.is_held(now):
        what = f"it is {case.state} and claimed by {holder_name(session, case)}"
    elif case.state is CaseState.DECIDED and case.decision is not None:
        maker = session.scalar(
            select(AccountRow.name)
            .join(DecisionRow, DecisionRow.account_id == AccountRow.id)
            .where(DecisionRow.id == case.decision)
        )
        what = f"{maker or 'somebody'} was quicker and has decided it"
    else:
        what = f"it is {case.state} now"
    return ConflictError(
        f"the case has moved on: {what}",
        where=f"case {case.id}",
        expected=f"revision {case.revision}",
        next_step="load the case again",
    )


def holder_name(session: Session, case: Case) -> str:
    """Account name of who has claimed a case, as colleagues see it; empty for nobody."""
    if case.holder is None:
        return ""
    name = select(AccountRow.name).where(AccountRow.id == case.holder)
    return session.scalar(name) or ""


def event(case: Case, kind: str, actor: str, at: dt.datetime, **more: Any) -> Event:
    """An event about a case.

    Args:
        case: After the step.
        kind: ``case.claimed``.
        actor: Who did it.
        at: When.
        more: What the payload says besides; no personal data.
    """
    payload = {
        "case": case.id,
        "listing": case.listing,
        "number": case.number,
        "state": str(case.state),
    }
    return Event(at, actor, kind, f"case:{case.id}", payload | more)


def to_case(row: CaseRow) -> Case:
    """The case that a row holds."""
    return Case(
        id=row.id,
        listing=row.listing_id,
        number=row.number,
        content_digest=row.content_digest,
        state=CaseState(row.state),
        revision=row.revision,
        opened_at=row.opened_at,
        due_at=row.due_at,
        holder=row.holder_id,
        claimed_at=row.claimed_at,
        lease_until=row.lease_until,
        is_urgent=row.is_urgent,
        language=row.language,
        decision=row.decision_id,
        verdict=row.verdict_id,
    )
