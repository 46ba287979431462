"""What a driver's error means for a person."""

from __future__ import annotations

import sqlite3
from typing import Final

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from gptreview.errors import DependencyError, GptReviewError, InputError
from gptreview.store.address import masked_address, masked_words

_LATER: Final = "try again later"
_DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_CORRUPTED: Final = frozenset({"XX001", "XX002"})
"""PostgreSQL: data_corrupted, index_corrupted (its documentation, appendix A)."""
_NOT_THERE: Final = frozenset({"42P01", "42703"})
"""PostgreSQL: undefined_table, undefined_column."""
_CLOSED: Final = {
    sqlite3.SQLITE_READONLY: "let this user write the file and its folder, or name another file",
    sqlite3.SQLITE_CANTOPEN: "create its folder, let this user write there, or name another file",
}


def is_damaged(error: DBAPIError) -> bool:
    """Whether what is kept cannot be read: the file is damaged, or is no database."""
    cause = error.orig
    if isinstance(cause, sqlite3.Error):
        # Python's module itself, which has no codes, complains of a text that is not UTF-8.
        no_code = not hasattr(cause, "sqlite_errorcode")
        return _code(cause) in _DAMAGED or (no_code and "UTF-8" in str(cause))
    return getattr(cause, "sqlstate", None) in _CORRUPTED


def explained(error: DBAPIError, url: URL) -> GptReviewError | None:
    """The error for a user; None where it is this program's fault."""
    # Of a text that is not UTF-8, Python's module shows the text: what is kept is not for messages.
    where, cause = masked_address(url), masked_words(str(error.orig).split(" with text ")[0], url)
    code = _code(error.orig) if isinstance(error.orig, sqlite3.Error) else 0
    if isinstance(error, OperationalError) and code in _CLOSED:
        return InputError(f"the database: {cause}", where=where, next_step=_CLOSED[code])
    if code == sqlite3.SQLITE_FULL:
        return DependencyError(f"no room: {cause}", where=where, next_step="make room, try again")
    if error.connection_invalidated:
        return DependencyError("the connection was closed", where=where, next_step=_LATER)
    if is_damaged(error):
        return InputError(
            f"damaged, or no database: {cause}",
            where=where,
            next_step="restore a backup, or name another database",
        )
    if _lacks(error.orig):
        return InputError(
            f"tables are not as gptreview makes them: {cause.partition(' LINE ')[0]}",
            where=where,
            next_step="gptreview db check says what is wrong; restore a backup",
        )
    if isinstance(error, OperationalError):
        found = f"the database cannot do that now: {cause}"
        return DependencyError(found, where=where, next_step=_LATER)
    if isinstance(error, ProgrammingError) and error.statement is None:
        # Before any statement: an option that the driver does not know.
        return InputError(f"the address is not understood: {cause}", where=where)
    return None


def _lacks(cause: BaseException | None) -> bool:
    """Whether a table or a column that this program needs is not there."""
    if isinstance(cause, sqlite3.Error):
        return str(cause).startswith(("no such table", "no such column")) or (
            "has no column" in str(cause)
        )
    return getattr(cause, "sqlstate", None) in _NOT_THERE


def _code(error: sqlite3.Error) -> int:
    """SQLite's primary result code, which is the lowest byte of the extended one; or 0."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
