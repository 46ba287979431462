"""The queue is read: what waits, why it comes where it does, and who is at it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from gptreview.decide.priority import severity_points
from gptreview.errors import InputError
from gptreview.model.account import Account, Identity, Permission, Role
from gptreview.model.builder_key import builder_key
from gptreview.model.case import CaseState
from gptreview.model.gpt import Builder
from gptreview.model.queue import WAITING, Holder, QueueFilter, QueuePage, QueueRow
from gptreview.store import queue, skips
from gptreview.store.database import Database
from gptreview.store.queue import Place, Question

_MOST: Final = 200
"""Cases of a page."""
_LARGEST: Final = 2**63 - 1
"""What the databases take as a number."""
_CURSOR: Final = re.compile(r"([01])\.(-?[0-9]{1,19})\.([0-9]{1,19})", re.ASCII)
_KEY: Final = re.compile(r"sha256:[0-9a-f]{64}", re.ASCII)
_TRIED: Final = 50
"""Cases that are looked at together for one that was not skipped."""
_SKIPPED_FOR: Final = dt.timedelta(hours=12)
"""For how long a case that somebody skipped is not offered to them again: a working day."""


@dataclass(frozen=True, slots=True)
class ReadQueue:
    """Shows the cases that wait, the most pressing first."""

    database: Database
    clock: Callable[[], dt.datetime]

    def page(
        self, wanted: QueueFilter, identity: Identity, after: str = "", limit: int = 50
    ) -> QueuePage:
        """A page of the cases that are wanted.

        Args:
            wanted: Which ones.
            identity: Who asks.
            after: Cursor that the page before gave; empty begins.
            limit: Cases at most, 1 to 200.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They are no reviewer.
            InputError: The cursor, the limit or the severity is none.
            DependencyError: The database does not answer.
        """
        account = identity.require(Role.REVIEWER, Permission.READ_CASES)
        if not 1 <= limit <= _MOST:
            raise InputError(f"{limit:,} cases", where="limit", expected=f"1 to {_MOST}")
        asked = self._question(wanted, account)
        place = _place(after)
        with self.database.reading() as session:
            rows, last = queue.page(session, asked, after=place, limit=limit)
            counts = queue.counts(session)
        return QueuePage(tuple(rows), _cursor(last), counts)

    def next_case(self, wanted: QueueFilter, identity: Identity) -> QueueRow | None:
        """The first case that nobody has claimed and that they may decide.

        Neither one that they skipped within twelve hours, nor an appeal against a decision of
        their own, nor, unless they are a lead, one that was escalated. None where there is none.

        Args:
            wanted: Which cases; by whom they are claimed is not looked at.
            identity: Who asks.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They are no reviewer.
            InputError: There is no such severity.
            DependencyError: The database does not answer.
        """
        account = identity.require(Role.REVIEWER, Permission.READ_CASES)
        states = tuple(each for each in wanted.states if _is_for(each, account))
        free = replace(wanted, states=states, holder=Holder.FREE)
        asked = replace(self._question(free, account), may_decide=True)
        place: Place | None = None
        with self.database.reading() as session:
            while True:
                rows, place = queue.page(session, asked, after=place, limit=_TRIED)
                since = asked.now - _SKIPPED_FOR
                numbers = [row.id for row in rows]
                skipped = skips.skipped(session, account.actor, numbers, since=since)
                found = next((row for row in rows if row.id not in skipped), None)
                if found is not None or place is None:
                    return found

    def _question(self, wanted: QueueFilter, account: Account) -> Question:
        severity = severity_points(wanted.severity) if wanted.severity else None
        return Question(wanted, account.id, self.clock(), severity, _builder(wanted.builder))


def _is_for(state: CaseState, account: Account) -> bool:
    if state is CaseState.ESCALATED:
        return account.role.includes(Role.LEAD)
    return state in WAITING


def _builder(wanted: str) -> str:
    """The key that is meant by a key, a domain or a name: the last two have keys of one kind."""
    if not wanted or _KEY.fullmatch(wanted):
        return wanted
    return builder_key(Builder(name=wanted))


def _cursor(place: Place | None) -> str:
    return f"{place.is_urgent:d}.{place.rank}.{place.id}" if place else ""


def _place(cursor: str) -> Place | None:
    if not cursor:
        return None
    found = _CURSOR.fullmatch(cursor)
    if found is None or max(abs(int(found[2])), int(found[3])) > _LARGEST:
        raise InputError(
            "no cursor of the queue",
            where="after",
            expected="what the page before gave as its next",
            next_step="begin with the first page",
        )
    return Place(found[1] == "1", int(found[2]), int(found[3]))
