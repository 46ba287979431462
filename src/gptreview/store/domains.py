"""Domains that accounts say are their own, and how far each is proven."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from gptreview.errors import ConflictError, NotFoundError
from gptreview.model.own_listing import BuilderDomain
from gptreview.store.bulk import insert_missing
from gptreview.store.tables.accounts import AccountRow, DomainRow

_LARGEST: Final = 2**63 - 1


def add(
    session: Session, account: int, domain: str, token: str, *, at: dt.datetime, most: int
) -> BuilderDomain:
    """Note that an account says so; what it has said before keeps its token.

    Raises:
        ConflictError: It has said so of too many.
    """
    session.scalar(select(AccountRow.id).where(AccountRow.id == account).with_for_update())
    row = {
        "account_id": account,
        "domain": domain,
        "token": token,
        "way": "",
        "added_at": at,
        "verified_at": None,
        "expires_at": None,
        "checked_at": None,
        "error": "",
    }
    insert_missing(session, DomainRow, [row])
    count = select(func.count()).where(DomainRow.account_id == account)
    if (session.scalar(count) or 0) > most:
        raise ConflictError(
            f"more than {most} domains",
            where="domain",
            next_step="remove one that you do not need",
        )
    found = session.scalars(select(DomainRow).filter_by(account_id=account, domain=domain)).one()
    return _domain(found)


def find(session: Session, account: int, number: int) -> BuilderDomain:
    """One domain of an account.

    Raises:
        NotFoundError: It has none with this number.
    """
    row = None
    if 0 < number <= _LARGEST:
        row = session.scalars(
            select(DomainRow).filter_by(account_id=account, id=number)
        ).one_or_none()
    if row is None:
        raise NotFoundError(
            "no such domain", where=f"domain {number}", next_step="list your domains"
        )
    return _domain(row)


def of_account(session: Session, account: int) -> Sequence[BuilderDomain]:
    """All of an account's, in the order in which they were added."""
    rows = select(DomainRow).where(DomainRow.account_id == account).order_by(DomainRow.id)
    return list(map(_domain, session.scalars(rows)))


def verified(session: Session, account: int, *, now: dt.datetime) -> frozenset[str]:
    """Those that are proven, and whose proof has not expired."""
    return frozenset(
        session.scalars(
            select(DomainRow.domain).where(
                DomainRow.account_id == account, DomainRow.way != "", DomainRow.expires_at > now
            )
        )
    )


def remove(session: Session, account: int, number: int) -> None:
    """Forget one; that it is not there is no error."""
    session.execute(
        delete(DomainRow).where(DomainRow.account_id == account, DomainRow.id == number)
    )


def prove(session: Session, number: int, way: str, *, at: dt.datetime, until: dt.datetime) -> None:
    """Note that a domain is proven."""
    _change(session, number, way=way, verified_at=at, expires_at=until, checked_at=at, error="")


def fail(
    session: Session, domain: BuilderDomain, error: str, *, at: dt.datetime, until: dt.datetime
) -> None:
    """Note that a check did not find the proof, which then holds no longer than until a moment."""
    ends = domain.expires_at if domain.expires_at is None else min(domain.expires_at, until)
    _change(session, domain.id, expires_at=ends, checked_at=at, error=error)


def put_off(session: Session, number: int, error: str, *, at: dt.datetime) -> None:
    """Note that a check got no answer, which says nothing about the proof."""
    _change(session, number, checked_at=at, error=error)


def due(
    session: Session, *, now: dt.datetime, checked_before: dt.datetime, limit: int
) -> Sequence[BuilderDomain]:
    """Proven domains that nobody has checked for long, or whose proof is over; the longest first.

    There are as many as there are builders: no index is needed.
    """
    rows = session.scalars(
        select(DomainRow)
        .where(
            DomainRow.way != "",
            or_(DomainRow.checked_at <= checked_before, DomainRow.expires_at <= now),
        )
        .order_by(DomainRow.checked_at, DomainRow.id)
        .limit(limit)
    )
    return list(map(_domain, rows))


def expire(session: Session, number: int, *, now: dt.datetime) -> bool:
    """Note that a proof is over; whether nobody else has."""
    done = session.execute(
        update(DomainRow)
        .where(DomainRow.id == number, DomainRow.way != "", DomainRow.expires_at <= now)
        .values(way="")
        .returning(DomainRow.id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    return done is not None


def _change(session: Session, number: int, **columns: object) -> None:
    session.execute(
        update(DomainRow)
        .where(DomainRow.id == number)
        .values(**columns)
        .execution_options(synchronize_session=False)
    )


def _domain(row: DomainRow) -> BuilderDomain:
    return BuilderDomain(
        id=row.id,
        account=row.account_id,
        domain=row.domain,
        token=row.token,
        way=row.way,
        added_at=row.added_at,
        verified_at=row.verified_at,
        expires_at=row.expires_at,
        checked_at=row.checked_at,
        error=row.error,
    )
