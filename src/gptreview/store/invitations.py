"""Links that work once, by the digests of their secrets."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.orm import Session

from gptreview.model.access import Link, LinkKind
from gptreview.model.account import Role
from gptreview.store.tables.accounts import InvitationRow


@dataclass(frozen=True, slots=True)
class NewLink:
    """What a link is made of."""

    kind: LinkKind
    role: Role
    expires_at: dt.datetime
    account_id: int | None = None
    made_by: int | None = None


def add(session: Session, digest: str, new: NewLink, *, at: dt.datetime) -> Link:
    """Keep a link.

    One to the first admin's account ends the one before it, as does one to the same account's
    password.
    """
    _end(
        session,
        and_(
            InvitationRow.kind == new.kind,
            InvitationRow.kind != LinkKind.COLLEAGUE.value,
            InvitationRow.account_id.is_not_distinct_from(new.account_id),
        ),
        at=at,
    )
    row = InvitationRow(
        token_hash=digest,
        kind=new.kind.value,
        role=new.role.value,
        account_id=new.account_id,
        made_by=new.made_by,
        created_at=at,
        expires_at=new.expires_at,
        used_at=None,
    )
    session.add(row)
    session.flush()
    return _link(row)


def find(session: Session, digest: str, *, now: dt.datetime) -> Link | None:
    """The link with a digest that still works."""
    row = session.scalar(select(InvitationRow).where(_works(digest, now)))
    return _link(row) if row else None


def use(session: Session, digest: str, *, now: dt.datetime) -> Link | None:
    """Use a link up; None where it works no more. Of two at once one gets it."""
    row = session.scalar(
        update(InvitationRow)
        .where(_works(digest, now))
        .values(used_at=now)
        .returning(InvitationRow)
    )
    return _link(row) if row else None


def forget(session: Session, *, before: dt.datetime) -> None:
    """Delete all links that were used, or over, at a moment."""
    over = or_(InvitationRow.used_at <= before, InvitationRow.expires_at <= before)
    session.execute(delete(InvitationRow).where(over))


def end_resets(session: Session, account_id: int, *, at: dt.datetime) -> None:
    """End all links to an account's password."""
    _end(session, InvitationRow.account_id == account_id, at=at)


def end_of(session: Session, account_id: int, *, at: dt.datetime) -> None:
    """End all links that an account made, and those to its password."""
    own = or_(InvitationRow.made_by == account_id, InvitationRow.account_id == account_id)
    _end(session, own, at=at)


def _end(session: Session, which: ColumnElement[bool], *, at: dt.datetime) -> None:
    session.execute(
        update(InvitationRow).where(which, InvitationRow.used_at.is_(None)).values(used_at=at)
    )


def _works(digest: str, now: dt.datetime) -> ColumnElement[bool]:
    return and_(
        InvitationRow.token_hash == digest,
        InvitationRow.used_at.is_(None),
        InvitationRow.expires_at > now,
    )


def _link(row: InvitationRow) -> Link:
    return Link(row.id, LinkKind(row.kind), Role(row.role), row.account_id, row.expires_at)
