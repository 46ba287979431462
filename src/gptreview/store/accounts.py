"""Accounts: who they are, what they may do, and how often a password was wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from gptreview.errors import ConflictError, NotFoundError
from gptreview.model.access import Preferences
from gptreview.model.account import Account, Role
from gptreview.store.bulk import insert_fresh
from gptreview.store.tables.accounts import AccountRow

_MOST_FAILURES: Final = 10
"""Wrong passwords in a row; NIST SP 800-63B-4, section 3.2.2, allows 100 at most."""
_LOCKED: Final = dt.timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What an account is made of."""

    name: str
    """Lower case."""
    email: str
    role: Role
    language: str
    password: str = field(default="", repr=False)
    """Its hash; empty where there is none."""
    issuer: str | None = None
    subject: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A try to sign in that has been counted."""

    account_id: int
    """0 for a name that nobody has."""
    password: str = field(default="", repr=False)
    """Its hash; empty where no password is right now."""
    is_locked: bool = False


def account_of(row: AccountRow) -> Account:
    """The account of a row."""
    return Account(
        row.id,
        row.name,
        row.email,
        Role(row.role),
        row.language,
        row.created_at,
        row.disabled_at,
        is_local=row.issuer is None,
        preferences=asdict(_preferences(row)),
    )


def add(session: Session, new: NewAccount, *, at: dt.datetime) -> Account | None:
    """Make an account; None where the name is taken, or the issuer's subject has one."""
    row: dict[str, Any] = {
        "name": new.name,
        "email": new.email,
        "role": new.role.value,
        "language": new.language,
        "password": new.password,
        "issuer": new.issuer,
        "subject": new.subject,
        "failures": 0,
        "locked_until": None,
        "created_at": at,
        "disabled_at": None,
        "preferences": {},
    }
    made = list(insert_fresh(session, AccountRow, [row], "id"))
    return account_of(session.get_one(AccountRow, made[0].id)) if made else None


def find(session: Session, number: int) -> Account:
    """The account with a number.

    Raises:
        NotFoundError: There is none.
    """
    return account_of(_row(session, number))


def named(session: Session, name: str) -> Account:
    """The account with a name.

    Raises:
        NotFoundError: There is none.
    """
    row = session.scalar(select(AccountRow).where(AccountRow.name == name))
    if row is None:
        raise _missing()
    return account_of(row)


def of_subject(session: Session, issuer: str, subject: str) -> Account | None:
    """The account of somebody whom an issuer of OpenID Connect calls so."""
    found = select(AccountRow).where(AccountRow.issuer == issuer, AccountRow.subject == subject)
    row = session.scalar(found)
    return account_of(row) if row else None


def page(session: Session, *, after: int, limit: int) -> Sequence[Account]:
    """Accounts in the order of their numbers, those after one of them."""
    rows = select(AccountRow).where(AccountRow.id > after).order_by(AccountRow.id).limit(limit)
    return [account_of(row) for row in session.scalars(rows)]


def hold_admins(session: Session) -> Sequence[int]:
    """Numbers of the admins that are not disabled; nobody else changes them until the end."""
    # In one order everywhere: two who hold them wait for one another, not both.
    rows = (
        select(AccountRow.id)
        .where(AccountRow.role == Role.ADMIN.value, AccountRow.disabled_at.is_(None))
        .order_by(AccountRow.id)
        .with_for_update()
    )
    return session.scalars(rows).all()


def has_admin(session: Session) -> bool:
    """Whether somebody is an admin, or was one until they were disabled."""
    some = select(AccountRow.id).where(AccountRow.role == Role.ADMIN.value).limit(1)
    return session.scalar(some) is not None


def change(session: Session, number: int, **values: Any) -> Account:
    """Set columns of an account, which is then held until the end.

    Raises:
        NotFoundError: There is none with this number.
    """
    done = session.scalar(
        update(AccountRow)
        .where(AccountRow.id == number)
        .values(**values)
        .returning(AccountRow.id)
        .execution_options(synchronize_session=False)
    )
    if done is None:
        raise _missing()
    return account_of(_row(session, number))


def attempt(session: Session, name: str, *, now: dt.datetime) -> Attempt:
    """Count a try before its password is looked at, so that tries at once are counted too.

    A right one takes the count back (`admit`). After ten wrong ones in a row nothing is right for
    15 minutes.
    """
    row = session.scalar(select(AccountRow).where(AccountRow.name == name).with_for_update())
    if row is None:
        return Attempt(0)
    if row.locked_until is not None and now < row.locked_until:
        return Attempt(row.id, is_locked=True)
    row.failures = row.failures + 1 if row.locked_until is None else 1
    row.locked_until = now + _LOCKED if row.failures >= _MOST_FAILURES else None
    is_usable = row.disabled_at is None and row.issuer is None
    return Attempt(row.id, row.password if is_usable else "")


def admit(session: Session, tried: Attempt, *, password: str) -> Account | None:
    """Take a try's count back, since its password was right.

    Args:
        session: The transaction.
        tried: What `attempt` gave.
        password: The hash that is kept from now on.

    Returns:
        The account; None where it was disabled or got another password meanwhile.
    """
    done = session.scalar(
        update(AccountRow)
        .where(
            AccountRow.id == tried.account_id,
            AccountRow.password == tried.password,
            AccountRow.disabled_at.is_(None),
        )
        .values(failures=0, locked_until=None, password=password)
        .returning(AccountRow.id)
        .execution_options(synchronize_session=False)
    )
    return find(session, done) if done else None


def require_free(account: Account | None) -> Account:
    """The account that `add` made.

    Raises:
        ConflictError: It made none.
    """
    if account is None:
        raise ConflictError("the name is taken", where="name", next_step="choose another one")
    return account


def _preferences(row: AccountRow) -> Preferences:
    """What was never said is as it is by default."""
    kept = row.preferences
    return Preferences(**{each: kept[each] for each in Preferences.__slots__ if each in kept})


def _row(session: Session, number: int) -> AccountRow:
    row = session.get(AccountRow, number, populate_existing=True)
    if row is None:
        raise _missing()
    return row


def _missing() -> NotFoundError:
    return NotFoundError(
        "no such account", where="account", next_step="gptreview accounts list shows them"
    )
