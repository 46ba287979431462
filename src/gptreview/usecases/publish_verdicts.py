"""What the public sees is brought to what the registry knows, each change once."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from gptreview.model.publication import (
    Due,
    NewestVerdict,
    PublicationCounts,
    Standing,
    Transition,
    due,
)
from gptreview.model.verdict import Outcome
from gptreview.render.publication_document import moved_document, published_document
from gptreview.store import outbox, publications
from gptreview.store.bulk import batches
from gptreview.store.database import Database
from gptreview.store.events import Event, append_all
from gptreview.store.publications import Change, Grounds
from gptreview.usecases.sign_verdict import SignVerdict

_ACTOR: Final = "publish"
_LISTINGS: Final = 500
"""That are looked at, and written, together."""
_SIGNED: Final = 50
"""Whole verdicts that are in memory at once."""

_Due = tuple[Standing, Due]


@dataclass(frozen=True, slots=True)
class Portion:
    """What became of some listings."""

    counts: PublicationCounts
    next: int | None
    """After which listing the next portion begins; None where there are no more."""


@dataclass(frozen=True, slots=True)
class PublishVerdicts:
    """Makes the transitions of one audience; doing it again makes none."""

    database: Database
    profile: str
    """The audience."""
    shown_id: Callable[[str], str]
    """A listing's id in its source, masked."""
    clock: Callable[[], dt.datetime]
    signer: SignVerdict | None = None
    """Signs what is published; None signs nothing."""
    size: int = _LISTINGS
    """Listings of a portion."""

    def run(self) -> PublicationCounts:
        """Go through the whole registry.

        Raises:
            DependencyError: The database does not answer, or has no room; portions that were
                written stay.
        """
        counts = PublicationCounts()
        after: int | None = 0
        while after is not None:
            portion = self.portion(after)
            counts, after = counts + portion.counts, portion.next
        return counts

    def portion(self, after: int) -> Portion:
        """Look at the next listings, and make the transitions that they are due for.

        Publications, outbox and events are written in one transaction, and only where the
        publication still is as it was read: of two publishers at once each makes others.

        Args:
            after: Number of the listing before the first one; 0 begins.

        Raises:
            DependencyError: The database does not answer, or has no room; nothing of the portion
                was written.
        """
        return self._portion(after, self.size)

    def only(self, listing: int, *, again: bool = False) -> PublicationCounts:
        """Look at one listing, and make the transition that it is due for; none where it is not.

        Args:
            listing: Its number.
            again: Whether to leave alone what was never published.

        Raises:
            DependencyError: The database does not answer, or has no room.
        """

        def is_asked(standing: Standing) -> bool:
            return standing.listing == listing and not (again and standing.publication is None)

        return self._portion(listing - 1, 1, is_asked).counts

    def _portion(
        self, after: int, size: int, is_asked: Callable[[Standing], bool] = lambda _: True
    ) -> Portion:
        now = self.clock()
        with self.database.reading() as session:
            found = publications.standings(session, self.profile, after=after, limit=size, at=now)
        found = [each for each in found if is_asked(each)]
        needed = [(each, move) for each in found if (move := due(each)) is not None]
        made = self._write(self._changes(needed, now), now) if needed else []
        kinds = Counter(each.due.transition for each in made)
        counts = PublicationCounts(
            published=kinds[Transition.PUBLISH],
            stale=kinds[Transition.STALE],
            withdrawn=kinds[Transition.WITHDRAW],
            unchanged=len(found) - len(made),
        )
        return Portion(counts, found[-1].listing if len(found) == size else None)

    def _write(self, changes: Sequence[Change], now: dt.datetime) -> Sequence[Change]:
        with self.database.writing() as session:
            outbox.hold(session)
            made = publications.write(session, self.profile, changes, at=now)
            if made:
                listings = [each.standing.listing for each in made]
                outbox.tell(session, self.profile, listings, at=now)
                append_all(session, self._events(made, now))
        return made

    def _changes(self, needed: Sequence[_Due], now: dt.datetime) -> list[Change]:
        shown = [
            (standing, move, standing.verdict)
            for standing, move in needed
            if move.transition is Transition.PUBLISH and standing.verdict is not None
        ]
        moved = [each for each in needed if each[1].transition is not Transition.PUBLISH]
        failed = {
            verdict.id
            for standing, _, verdict in shown
            if standing.ruling is None and verdict.outcome is Outcome.FAIL
        }
        with self.database.reading() as session:
            grounds = publications.grounds(session, sorted(failed))
            listings = [standing.listing for standing, _ in moved]
            before = publications.documents(session, self.profile, listings)
        # Who decided otherwise than the verdict has nothing of it signed: it could be shown around
        # as if it still said what holds.
        signed = [(one, of) for one, _, of in shown if one.outcome is of.outcome]
        statements = dict(self._statements(signed))
        changes = [
            Change(one, move, moved_document(before[one.listing], one, move, now))
            for one, move in moved
        ]
        for one, move, verdict in shown:
            of = grounds.get(verdict.id, Grounds())
            document = self._document(one, verdict, of, statements.get(one.listing), now)
            changes.append(Change(one, move, document))
        return sorted(changes, key=lambda each: each.standing.listing)

    def _document(
        self,
        standing: Standing,
        verdict: NewestVerdict,
        of: Grounds,
        statement: Mapping[str, Any] | None,
        now: dt.datetime,
    ) -> Mapping[str, Any]:
        return published_document(
            standing,
            verdict,
            self.profile,
            shown_id=self.shown_id(standing.external_id),
            categories=of.categories,
            clauses=of.clauses,
            statement=statement,
            at=now,
        )

    def _statements(
        self, shown: Sequence[tuple[Standing, NewestVerdict]]
    ) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """Signed verdicts by listing: verdicts of the registry are about contents, not listings."""
        if self.signer is None:
            return
        for batch in batches(shown, _SIGNED):
            with self.database.reading() as session:
                whole = publications.verdicts(session, [verdict.id for _, verdict in batch])
            for standing, of in batch:
                verdict, made_at = whole[of.id]
                verdict = replace(verdict, listing_id=f"listing:{standing.listing}")
                envelope = self.signer.sign(verdict, made_at=made_at)
                yield standing.listing, json.loads(envelope)

    def _events(self, made: Sequence[Change], now: dt.datetime) -> Iterator[Event]:
        for each in made:
            standing, state = each.standing, each.due.transition.state
            payload = {
                "profile": self.profile,
                "revision": standing.revision + 1,
                "version": each.document["version"],
                "content": each.document["content_digest"],
                "outcome": each.document["outcome"],
                "reason": each.due.reason,
            }
            yield Event(now, _ACTOR, f"verdict.{state}", f"listing:{standing.listing}", payload)
