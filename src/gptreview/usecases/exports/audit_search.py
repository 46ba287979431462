"""The event log for leads: who did what, when, and whether the log still holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from gptreview.errors import InputError
from gptreview.model.account import Identity, Permission, Role
from gptreview.model.database import ChainHead, ChainReport
from gptreview.model.event_filter import EventFilter
from gptreview.store import event_pages
from gptreview.store.database import Database
from gptreview.store.event_pages import HashedEvent
from gptreview.store.events import head, verify

MOST: Final = 200
"""Events on one page."""
_LONGEST: Final = 200
"""Characters of what is searched for."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One step, as a lead sees it."""

    seq: int
    at: dt.datetime
    actor: str
    """As the log calls them: ``account:5``."""
    actor_name: str
    """What colleagues call them; the actor where it is no account."""
    kind: str
    subject: str
    payload: Mapping[str, Any]
    hash: str
    """64 hex digits."""


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Some of the steps that are wanted, the newest first."""

    entries: tuple[AuditEntry, ...]
    next: int | None
    """Before which number the next page begins; None where this is the last one. A page may have
    few entries, or none, and a next one: each looks through a part of the log only."""
    head: ChainHead
    """Of the whole log."""


@dataclass(frozen=True, slots=True)
class AuditSearch:
    """Searches the event log."""

    database: Database

    def page(
        self,
        wanted: EventFilter,
        identity: Identity,
        *,
        after: int | None = None,
        limit: int = 50,
    ) -> AuditPage:
        """A page of the steps that are wanted, the newest first.

        Args:
            wanted: Which ones.
            identity: Asks.
            after: The `next` of the page before; None for the first page.
            limit: How many at most.

        Raises:
            InputError: What is searched for, or the page, is none.
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They may not.
        """
        identity.require(Role.LEAD, Permission.READ_AUDIT)
        _require_sound(wanted, after, limit)
        with self.database.snapshot() as session:
            found, following = event_pages.events_before(session, wanted, before=after, limit=limit)
            names = event_pages.actor_names(session, {each.event.actor for each in found})
            return AuditPage(tuple(_entry(each, names) for each in found), following, head(session))

    def verify(self, identity: Identity, *, expected: ChainHead | None = None) -> ChainReport:
        """Whether every step of the log still is as it was written.

        It walks along all of it, which takes a second for some hundred thousand.

        Args:
            identity: Asks.
            expected: A head that was kept elsewhere.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They may not.
        """
        identity.require(Role.LEAD, Permission.READ_AUDIT)
        with self.database.snapshot() as session:
            return verify(session, expected=expected)


def _require_sound(wanted: EventFilter, after: int | None, limit: int) -> None:
    if not 1 <= limit <= MOST:
        raise InputError(f"{limit:,} on one page", where="limit", expected=f"1 to {MOST}")
    if after is not None and not 1 <= after < 2**63:
        raise InputError(f"{after}", where="after", expected="the next of the page before")
    for name, text in (
        ("kind", wanted.kind),
        ("actor", wanted.actor),
        ("subject", wanted.subject),
    ):
        if len(text) > _LONGEST or not text.isprintable():
            raise InputError(
                f"{len(text):,} characters" if text.isprintable() else "no line of text",
                where=name,
                expected=f"one line of at most {_LONGEST} characters",
            )


def _entry(found: HashedEvent, names: Mapping[str, str]) -> AuditEntry:
    event = found.event
    return AuditEntry(
        event.seq,
        event.at,
        event.actor,
        names.get(event.actor, event.actor),
        event.kind,
        event.subject,
        event.payload,
        found.hash,
    )
