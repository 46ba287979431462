"""Letters that were written: who reads them, and which wait to be sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Row, Select, func, select, update
from sqlalchemy.orm import Session

from gptreview.model.notice import Notice, NoticeKind
from gptreview.store.bulk import insert_fresh
from gptreview.store.tables.accounts import AccountRow
from gptreview.store.tables.cases import ReportRow
from gptreview.store.tables.notices import NoticeRow

_NOTICE: Final = (
    NoticeRow.id,
    NoticeRow.case_id,
    NoticeRow.kind,
    NoticeRow.language,
    NoticeRow.subject,
    NoticeRow.body,
    NoticeRow.made_at,
    NoticeRow.read_at,
    NoticeRow.mailed_at,
)


@dataclass(frozen=True, slots=True)
class DueMail:
    """A letter that this process has taken to send."""

    notice: Notice
    address: str = field(repr=False)
    """Empty where the recipient has none any more."""
    attempts: int
    """With this one."""
    lease_until: dt.datetime


def write(session: Session, rows: Sequence[Mapping[str, Any]]) -> list[tuple[int, str, int | None]]:
    """Keep letters; number, kind and case of those that nobody has written before."""
    made = insert_fresh(session, NoticeRow, rows, "id", "kind", "case_id")
    return [(row.id, row.kind, row.case_id) for row in made]


def of_account(session: Session, account: int, *, before: int | None, limit: int) -> list[Notice]:
    """Letters to an account, the newest first.

    Args:
        session: Any.
        account: Its number.
        before: Number of the last letter of the page before; None for the first page.
        limit: How many at most.
    """
    wanted = select(*_NOTICE).where(NoticeRow.account_id == account)
    return _page(session, wanted, before, limit)


def of_report(session: Session, report: int, *, before: int | None, limit: int) -> list[Notice]:
    """Letters to whoever filed a report, as `of_account`."""
    wanted = select(*_NOTICE).where(NoticeRow.report_id == report)
    return _page(session, wanted, before, limit)


def of_case(session: Session, case: int) -> list[Notice]:
    """Letters about a case, in the order in which they were written."""
    rows = session.execute(select(*_NOTICE).where(NoticeRow.case_id == case).order_by(NoticeRow.id))
    return list(map(_notice, rows))


def unread(session: Session, account: int) -> int:
    """How many letters an account has not read."""
    wanted = select(func.count()).where(
        NoticeRow.account_id == account, NoticeRow.read_at.is_(None)
    )
    return session.scalar(wanted) or 0


def is_to(session: Session, number: int, account: int) -> bool:
    """Whether there is such a letter to an account."""
    wanted = select(NoticeRow.account_id).where(NoticeRow.id == number)
    return session.scalar(wanted) == account


def mark_read(session: Session, account: int, number: int | None, *, at: dt.datetime) -> int:
    """Note that an account has read a letter, or all of them; how many it had not read."""
    wanted = update(NoticeRow).where(NoticeRow.account_id == account, NoticeRow.read_at.is_(None))
    if number is not None:
        wanted = wanted.where(NoticeRow.id == number)
    return len(session.execute(wanted.values(read_at=at).returning(NoticeRow.id)).all())


def due_mail(session: Session, now: dt.datetime, *, limit: int) -> list[int]:
    """Numbers of letters that it is time to send, the longest due first."""
    wanted = select(NoticeRow.id).where(NoticeRow.mail_due_at <= now)
    return list(session.scalars(wanted.order_by(NoticeRow.mail_due_at, NoticeRow.id).limit(limit)))


def take_mail(
    session: Session, number: int, *, now: dt.datetime, until: dt.datetime
) -> DueMail | None:
    """Take a letter to send it; None where somebody else has, or it is no longer due.

    Args:
        session: In a transaction.
        number: Of the letter.
        now: The time.
        until: When somebody else may take it, should this process die.
    """
    row = session.execute(
        update(NoticeRow)
        .where(NoticeRow.id == number, NoticeRow.mail_due_at <= now)
        .values(mail_due_at=until, mail_attempts=NoticeRow.mail_attempts + 1)
        .returning(*_NOTICE, NoticeRow.mail_attempts, NoticeRow.report_id, NoticeRow.account_id)
    ).first()
    if row is None:
        return None
    *notice, attempts, report, account = row
    address = session.scalar(
        select(AccountRow.email).where(AccountRow.id == account, AccountRow.disabled_at.is_(None))
        if report is None
        else select(ReportRow.email).where(ReportRow.id == report)
    )
    return DueMail(_to_notice(*notice), address or "", attempts, until)


def settle_mail(
    session: Session,
    taken: DueMail,
    *,
    error: str = "",
    due_at: dt.datetime | None = None,
    mailed_at: dt.datetime | None = None,
) -> None:
    """Note what became of a letter that was taken, unless its lease is over."""
    session.execute(
        update(NoticeRow)
        .where(NoticeRow.id == taken.notice.id, NoticeRow.mail_due_at == taken.lease_until)
        .values(mail_error=error, mail_due_at=due_at, mailed_at=mailed_at)
    )


def _page(session: Session, wanted: Select[Any], before: int | None, limit: int) -> list[Notice]:
    if before is not None:
        wanted = wanted.where(NoticeRow.id < before)
    return [
        _notice(row) for row in session.execute(wanted.order_by(NoticeRow.id.desc()).limit(limit))
    ]


def _notice(row: Row[Any]) -> Notice:
    return _to_notice(*row)


def _to_notice(id_: int, case: int | None, kind: str, *rest: Any) -> Notice:
    return Notice(id_, case, NoticeKind(kind), *rest)
