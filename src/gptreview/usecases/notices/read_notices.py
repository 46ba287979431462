"""People read the letters to them in the web face, whether they were mailed or not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from gptreview.errors import NotFoundError
from gptreview.model.account import Identity, Permission, Role
from gptreview.model.notice import Notice
from gptreview.store import notices
from gptreview.store.database import Database

_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class ReadNotices:
    """Gives the letters to one reader, the newest first."""

    database: Database
    clock: Callable[[], dt.datetime]

    def page(
        self, identity: Identity, *, before: int | None = None, limit: int = _PAGE
    ) -> Sequence[Notice]:
        """Letters to whoever is signed in.

        Args:
            identity: Who asks.
            before: Number of the last letter of the page before; None for the first page.
            limit: How many at most.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: A token was not given for it.
        """
        account = identity.require(Role.REPORTER, Permission.OWN_LISTINGS)
        with self.database.reading() as session:
            return notices.of_account(session, account.id, before=before, limit=limit)

    def of_report(
        self, report: int, *, before: int | None = None, limit: int = _PAGE
    ) -> Sequence[Notice]:
        """Letters to whoever filed a report, as `page`.

        Args:
            report: Its number, which the caller has by its receipt's code (`ReadReport`).
            before: As for `page`.
            limit: As for `page`.
        """
        with self.database.reading() as session:
            return notices.of_report(session, report, before=before, limit=limit)

    def unread(self, identity: Identity) -> int:
        """How many letters whoever is signed in has not read; 0 for anybody else."""
        if identity.account is None:
            return 0
        with self.database.reading() as session:
            return notices.unread(session, identity.account.id)

    def mark_read(self, number: int, identity: Identity) -> None:
        """Note that a letter was read; a second time changes nothing.

        Raises:
            NotFoundError: There is no such letter to whoever is signed in.
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: A token was not given for it.
        """
        account = identity.require(Role.REPORTER, Permission.OWN_LISTINGS)
        with self.database.writing() as session:
            if not notices.is_to(session, number, account.id):
                raise NotFoundError(f"no notice {number}", next_step="list the notices")
            notices.mark_read(session, account.id, number, at=self.clock())

    def mark_all_read(self, identity: Identity) -> int:
        """Note that all letters were read; how many had not been.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: A token was not given for it.
        """
        account = identity.require(Role.REPORTER, Permission.OWN_LISTINGS)
        with self.database.writing() as session:
            return notices.mark_read(session, account.id, None, at=self.clock())
