"""People keep the ways in which they look at the queue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from gptreview.errors import InputError
from gptreview.model.account import Identity, Permission, Role
from gptreview.model.queue import SavedView
from gptreview.model.queue_query import read_query, write_query
from gptreview.store import views
from gptreview.store.database import Database

_MOST: Final = 30
"""Views of one account."""
_LONGEST: Final = 60
"""Characters of a view's name."""


@dataclass(frozen=True, slots=True)
class KeepViews:
    """Keeps the views of whoever asks; nobody sees another one's."""

    database: Database

    def add(self, name: str, query: str, identity: Identity) -> SavedView:
        """Keep a filter of the queue under a name.

        Args:
            name: One line of 1 to 60 characters.
            query: Of the queue's address.
            identity: Whose it is.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They are no reviewer.
            InputError: The name or the query is none.
            ConflictError: They have a view of that name, or 30.
            DependencyError: The database does not answer.
        """
        account = identity.require(Role.REVIEWER, Permission.READ_CASES)
        line = name.strip()
        if not line.isprintable() or not 1 <= len(line) <= _LONGEST:
            raise InputError(
                f"{len(line):,} characters" if line.isprintable() else "no line of text",
                where="name",
                expected=f"one line of 1 to {_LONGEST} characters",
            )
        canonical = write_query(read_query(query))
        with self.database.writing() as session:
            return views.add(session, account.id, line, canonical, most=_MOST)

    def list(self, identity: Identity) -> tuple[SavedView, ...]:
        """The views of whoever asks, sorted by their names.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They are no reviewer.
            DependencyError: The database does not answer.
        """
        account = identity.require(Role.REVIEWER, Permission.READ_CASES)
        with self.database.reading() as session:
            return views.kept(session, account.id)

    def delete(self, number: int, identity: Identity) -> None:
        """Give a view up.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They are no reviewer.
            NotFoundError: They have none with this number.
            DependencyError: The database does not answer.
        """
        account = identity.require(Role.REVIEWER, Permission.READ_CASES)
        with self.database.writing() as session:
            views.remove(session, account.id, number)
