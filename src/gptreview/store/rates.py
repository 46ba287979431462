"""How often somebody may do something: so many times in a window that begins by the clock."""

from __future__ import annotations

import datetime as dt
from typing import Final

from sqlalchemy import Table, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from gptreview.errors import TooManyError
from gptreview.store.tables.accounts import RateRow

_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def allow(
    session: Session, what: str, who: str, *, limit: int, window: dt.timedelta, now: dt.datetime
) -> None:
    """Count one time more, or refuse it.

    Windows are fixed: a day is one in UTC. Over the border of two, twice the limit is possible in
    the time of one. On PostgreSQL others who ask for the same wait until this transaction ends;
    so one that asks for several does so in one order everywhere.

    Args:
        session: The transaction; where it is thrown away, nothing was counted.
        what: ``report-by-address``, ``sign-in``; 40 characters at most.
        who: Whose doing it is, as `model.keyed` makes it.
        limit: Times in one window, at least 1.
        window: Its length.
        now: With its time zone.

    Raises:
        TooManyError: It was done as often in this window already.
    """
    since = now - (now - _EPOCH) % window
    row = {"what": what, "who": who, "since": since, "count": 1}
    table = RateRow.__table__
    assert isinstance(table, Table)  # noqa: S101 - it is no view
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    into = sqlite.insert(table) if is_sqlite else postgresql.insert(table)
    counted = into.values(row).on_conflict_do_update(
        index_elements=["what", "who", "since"],
        set_={"count": table.c.count + 1},
        where=table.c.count < limit,
    )
    if session.execute(counted.returning(table.c.count)).one_or_none() is None:
        pause = (since + window - now).total_seconds()
        raise TooManyError(
            f"{what}: more than {limit:,} in {_words(window)}",
            expected=f"{limit:,} at most",
            next_step=f"try again in {_words(dt.timedelta(seconds=pause))}",
            retry_after=int(pause) + 1,
        )


def forget(session: Session, *, before: dt.datetime) -> int:
    """Delete what was counted in windows that began before a moment; how many rows."""
    gone = delete(RateRow).where(RateRow.since < before).returning(RateRow.since)
    return len(session.execute(gone).all())


def _words(time: dt.timedelta) -> str:
    seconds = max(1, round(time.total_seconds()))
    for name, length in (("hour", 3_600), ("minute", 60)):
        if seconds >= length:
            number = -(-seconds // length)
            return f"{number:,} {name}{'s' * (number != 1)}"
    return f"{seconds} second{'s' * (seconds != 1)}"
