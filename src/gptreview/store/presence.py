"""Who has which case open: signs of life, of which the last one counts."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import Table, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from gptreview.model.presence import Present
from gptreview.model.queue import PRESENT_SECONDS
from gptreview.store.tables.accounts import AccountRow
from gptreview.store.tables.cases import PresenceRow

_SHOWN_FOR = dt.timedelta(seconds=PRESENT_SECONDS)


def seen(session: Session, case: int, account: int, *, now: dt.datetime) -> None:
    """Note a sign of life, and forget the old ones of the same account.

    Args:
        session: In a transaction.
        case: Number of a case that is there.
        account: Number of the account.
        now: Now.
    """
    session.execute(
        delete(PresenceRow)
        .where(PresenceRow.account_id == account, PresenceRow.seen_at <= now - _SHOWN_FOR)
        .execution_options(synchronize_session=False)
    )
    table = PresenceRow.__table__
    assert isinstance(table, Table)  # noqa: S101 - it is no view
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    into = sqlite.insert(table) if is_sqlite else postgresql.insert(table)
    session.execute(
        into.values(case_id=case, account_id=account, seen_at=now).on_conflict_do_update(
            index_elements=["case_id", "account_id"], set_={"seen_at": now}
        )
    )


def gone(session: Session, case: int, account: int) -> None:
    """Note that somebody has closed a case."""
    session.execute(
        delete(PresenceRow)
        .where(PresenceRow.case_id == case, PresenceRow.account_id == account)
        .execution_options(synchronize_session=False)
    )


def forget(session: Session, *, before: dt.datetime) -> None:
    """Delete all signs of life from before a moment: of who has closed the browser."""
    session.execute(delete(PresenceRow).where(PresenceRow.seen_at <= before))


def present(
    session: Session, cases: Collection[int], *, now: dt.datetime
) -> dict[int, tuple[Present, ...]]:
    """Who has some cases open, by the numbers of the cases, sorted by their names."""
    found: dict[int, list[Present]] = defaultdict(list)
    rows = session.execute(
        select(PresenceRow.case_id, AccountRow.id, AccountRow.name, PresenceRow.seen_at)
        .join(AccountRow, AccountRow.id == PresenceRow.account_id)
        .where(PresenceRow.case_id.in_(cases), PresenceRow.seen_at > now - _SHOWN_FOR)
        .order_by(AccountRow.name)
    )
    for case, account, name, at in rows:
        found[case].append(Present(account, name, at))
    return {case: tuple(each) for case, each in found.items()}
