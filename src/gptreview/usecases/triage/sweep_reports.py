"""Leads look at who reports, and let reports in bad faith count no longer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from gptreview.decide.priority import priority
from gptreview.errors import InputError, NotFoundError
from gptreview.model.account import Identity, Permission, Role
from gptreview.model.report import Reporter
from gptreview.store import bad_faith, reports
from gptreview.store.database import Database
from gptreview.store.events import append_all

_MOST: Final = 500
"""Reports that are marked in one transaction."""
_PAGE: Final = 200


@dataclass(frozen=True, slots=True)
class ReporterPage:
    """Some of those who report, in the order of their keys."""

    reporters: tuple[Reporter, ...]
    next: str
    """Key after which the next page begins; empty where this is the last one."""


@dataclass(frozen=True, slots=True)
class SweepReports:
    """Tells reports that help from those that do not."""

    database: Database
    clock: Callable[[], dt.datetime]

    def reporters(self, identity: Identity, *, after: str = "", limit: int = 50) -> ReporterPage:
        """Who reports, and how often they were right.

        Args:
            identity: Who asks.
            after: Key of the last one of the page before.
            limit: How many at most.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They are no lead.
            InputError: The limit is none.
            DependencyError: The database does not answer.
        """
        identity.require(Role.LEAD, Permission.READ_CASES)
        if not 1 <= limit <= _PAGE:
            raise InputError(f"{limit:,} reporters", where="limit", expected=f"1 to {_PAGE}")
        with self.database.reading() as session:
            found = reports.reporters(session, after=after, limit=limit + 1)
        shown = tuple(found[:limit])
        return ReporterPage(shown, shown[-1].key if len(found) > limit else "")

    def mark(self, ids: Collection[int], identity: Identity) -> int:
        """Mark reports as made in bad faith; how many were not before.

        Their cases get another place in the queue. They stay open: what they say may be true.

        Args:
            ids: Numbers of the reports.
            identity: Who marks them.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They are no lead.
            InputError: There are none, or too many at once.
            NotFoundError: One of them is not there; nothing was marked.
            DependencyError: The database does not answer, or has no room.
        """
        identity.require(Role.LEAD, Permission.DECIDE_CASES)
        wanted = sorted(set(ids))
        if not 1 <= len(wanted) <= _MOST:
            raise InputError(f"{len(wanted):,} reports", where="reports", expected=f"1 to {_MOST}")
        now = self.clock()
        with self.database.writing() as session:
            told = bad_faith.mark(session, wanted, actor=identity.actor, rank=priority, now=now)
            append_all(session, told)
        return len(told)

    def mark_all_by(self, report: int, identity: Identity) -> int:
        """Mark all reports by whoever made one, the newest 500; how many were not before.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They are no lead.
            NotFoundError: There is no such report.
            DependencyError: The database does not answer, or has no room.
        """
        identity.require(Role.LEAD, Permission.DECIDE_CASES)
        with self.database.reading() as session:
            ids = reports.of_same_reporter(session, report, limit=_MOST)
        if not ids:
            raise NotFoundError(f"no report {report}", next_step="look it up in its case")
        return self.mark(ids, identity)
