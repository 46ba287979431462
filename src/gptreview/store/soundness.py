"""Whether a database is in order, as far as it can tell itself."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from gptreview.errors import ConflictError
from gptreview.model.database import DatabaseCheck
from gptreview.store.consistency import content_problems, listing_problems, verdict_problems
from gptreview.store.failures import is_damaged
from gptreview.store.schema import NEWEST, differences, require_newest, revision

_MOST: Final = 100
"""Problems of one kind that are named."""
_UNREADABLE: Final = ("integrity", "schema: add_table", "schema: add_column", "schema: modify_type")
"""How problems begin with which rows cannot be read."""


def check(session: Session) -> DatabaseCheck:
    """Compare the schema with what this program needs, and rows and contents with one another.

    On SQLite every page is read first. PostgreSQL sees to its pages itself, and never keeps a row
    without its parent.

    Raises:
        ConflictError: The schema is newer than this program, which cannot judge it.
    """
    found = revision(session)
    if found is not None and found > NEWEST:
        require_newest(session)
    problems = list(_problems(session))
    if found == NEWEST and not any(each.startswith(_UNREADABLE) for each in problems):
        problems += _row_problems(session)
    return DatabaseCheck(revision=found, newest=NEWEST, problems=tuple(problems))


def _row_problems(session: Session) -> Iterator[str]:
    yield from listing_problems(session, _MOST)
    yield from verdict_problems(session, _MOST)
    yield from islice(content_problems(session), _MOST)


def _problems(session: Session) -> Iterator[str]:
    if session.get_bind().dialect.name == "sqlite":
        yield from _sqlite_problems(session)
    try:
        require_newest(session)
    except ConflictError as error:
        yield str(error)
    else:
        yield from (f"schema: {each}" for each in differences(session))


def _sqlite_problems(session: Session) -> Iterator[str]:
    try:
        # https://www.sqlite.org/pragma.html#pragma_integrity_check: one row "ok", or what is wrong.
        rows = session.execute(text(f"PRAGMA integrity_check({_MOST})")).scalars().all()
        yield from (f"integrity: {row}" for row in rows if row != "ok")
        orphans = session.execute(text("PRAGMA foreign_key_check")).fetchmany(_MOST)
    except DBAPIError as error:
        if not is_damaged(error):
            raise
        yield f"integrity: {error.orig}"
    else:
        for name, row, parent, _ in orphans:
            yield f"foreign key: row {row} of {name} has no parent in {parent}"
