"""Who is told of publications: somebody comes, and somebody goes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from gptreview.delivery.ways import WAYS
from gptreview.errors import ConflictError, InputError
from gptreview.model.publication import Subscriber
from gptreview.store import events, outbox, subscribers
from gptreview.store.database import Database

_ACTOR: Final = "publish"
_KEY: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")
_PUBLICATIONS: Final = 1_000
"""That a latecomer is told of in one transaction."""


@dataclass(frozen=True, slots=True)
class KeepSubscribers:
    """Keeps those who are told of every transition for one audience."""

    database: Database
    clock: Callable[[], dt.datetime]
    size: int = _PUBLICATIONS
    """Publications that one transaction tells a latecomer of."""

    def subscribe(self, key: str, kind: str, target: str, profile: str) -> Subscriber:
        """Add a subscriber, and tell it of all that is public now.

        Where that is interrupted, `catch_up` goes on with it.

        Args:
            key: Its name.
            kind: Of the way there, one of `delivery.ways`.
            target: Where, as the user names it.
            profile: The audience.

        Raises:
            InputError: The key or the place cannot be used, or somebody was told there before.
            ConflictError: The key was given away before, or another one is told there, or in a
                place inside or around it.
            DependencyError: The database does not answer, or has no room.
        """
        if not _KEY.fullmatch(key):
            raise InputError(
                "not a key",
                where=key,
                expected="1 to 63 of a-z, 0-9, dot, hyphen and underscore, a letter or digit first",
            )
        now = self.clock()
        added = Subscriber(key, kind, WAYS[kind].resolved(target), profile, now, None)
        with self.database.writing() as session:
            outbox.hold(session)
            standing = subscribers.everybody(session)
            subscribers.add(session, added)
            _require_apart(added, standing)
            WAYS[kind].require_unused(added.target)
            payload = {"kind": kind, "profile": profile}
            events.append(
                session,
                at=now,
                actor=_ACTOR,
                kind="subscriber.added",
                subject=f"subscriber:{key}",
                payload=payload,
            )
        self._catch_up(key)
        return next(each for each in self.everybody() if each.key == key)

    def unsubscribe(self, key: str) -> None:
        """Tell a subscriber nothing more; its key is never used again.

        Raises:
            NotFoundError: No active subscriber has this key.
            DependencyError: The database does not answer, or has no room.
        """
        now = self.clock()
        with self.database.writing() as session:
            subscribers.end(session, key, at=now)
            events.append(
                session,
                at=now,
                actor=_ACTOR,
                kind="subscriber.ended",
                subject=f"subscriber:{key}",
                payload={},
            )

    def everybody(self) -> Sequence[Subscriber]:
        """All subscribers by key, those who have ended too."""
        with self.database.reading() as session:
            return subscribers.everybody(session)

    def catch_up(self) -> None:
        """Go on telling those who came late and were not yet told of all that was public.

        Raises:
            DependencyError: The database does not answer, or has no room.
        """
        with self.database.reading() as session:
            late = subscribers.latecomers(session)
        for key in late:
            self._catch_up(key)

    def _catch_up(self, key: str) -> None:
        more = True
        while more:
            now = self.clock()
            with self.database.writing() as session:
                outbox.hold(session)
                more = outbox.catch_up(session, key, at=now, limit=self.size)


def _require_apart(added: Subscriber, standing: Sequence[Subscriber]) -> None:
    for each in standing:
        if each.ended_at is not None or each.kind != added.kind:
            continue
        if WAYS[each.kind].overlap(added.target, each.target):
            raise ConflictError(
                f"it lies inside or around {each.target}, where {each.key} is told",
                where=added.target,
                next_step=f"choose another place, or gptreview registry unsubscribe {each.key}",
            )
