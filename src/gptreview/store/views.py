"""Ways to look at the queue that people keep."""

from __future__ import annotations

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from gptreview.errors import ConflictError, NotFoundError
from gptreview.model.queue import SavedView
from gptreview.store.tables.accounts import AccountRow
from gptreview.store.tables.cases import ViewRow


def add(session: Session, account: int, name: str, query: str, *, most: int) -> SavedView:
    """Keep a view.

    Args:
        session: In a transaction.
        account: Number of the account whose view it is.
        name: No other of theirs has it.
        query: As `model.queue_query` writes it.
        most: Views that one account may keep.

    Raises:
        ConflictError: They have one of that name, or as many as they may.
    """
    # Of two requests of one person the second waits here, and then counts the first one's view.
    session.execute(select(AccountRow.id).where(AccountRow.id == account).with_for_update())
    own = ViewRow.account_id == account
    if session.scalar(select(ViewRow.id).where(own, ViewRow.name == name)) is not None:
        raise ConflictError("a view of this name is there", where="name", next_step="delete it")
    if (session.scalar(select(func.count()).where(own)) or 0) >= most:
        raise ConflictError(f"{most} views are kept", where="name", next_step="delete one")
    row = ViewRow(account_id=account, name=name, query=query)
    session.add(row)
    session.flush()
    return SavedView(row.id, name, query)


def kept(session: Session, account: int) -> tuple[SavedView, ...]:
    """The views of an account, sorted by their names."""
    own = select(ViewRow).where(ViewRow.account_id == account).order_by(ViewRow.name)
    return tuple(SavedView(row.id, row.name, row.query) for row in session.scalars(own))


def remove(session: Session, account: int, number: int) -> None:
    """Give a view up.

    Raises:
        NotFoundError: They have none with this number.
    """
    own = delete(ViewRow).where(ViewRow.id == number, ViewRow.account_id == account)
    if session.execute(own.returning(ViewRow.id)).one_or_none() is None:
        raise NotFoundError(f"no view {number} of yours", next_step="load the queue again")
