"""What a watch shows to the listings that depend on it: a version more for each that is behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from gptreview.model.gpt import Gpt, GptAction, Loss
from gptreview.model.watches import WatchKind, WatchState
from gptreview.store import behind, overlays, sightings, watch_claims
from gptreview.store.behind import BehindListing, Found, Standing
from gptreview.store.database import Database
from gptreview.store.overlays import Drifted
from gptreview.store.watch_claims import Claimed
from gptreview.usecases.watch_targets import BUILDER, action_at

A_VERSION: Final = dt.timedelta(days=1)
"""For as long a listing gets no second version in this way: what flips shall not flood anybody."""
_PORTION: Final = 200
"""Listings that are written in one transaction."""
_PORTION_BYTES: Final = 32 * 1_048_576
"""Of their contents, after which a portion is written however few there are."""
_LOSSES: Final = {WatchKind.PRIVACY: Loss.PRIVACY, WatchKind.HOST: Loss.HOST}


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of the listings that were behind."""

    versions: int = 0
    again_at: dt.datetime | None = None
    """When the first of those may have its version that had one a short while ago."""


@dataclass(frozen=True, slots=True)
class DriftVersions:
    """Brings listings up to what is found elsewhere."""

    database: Database
    clock: Callable[[], dt.datetime]

    def bring(self, claimed: Claimed, found: Found, text: str) -> Brought:
        """Give each listing that is behind its next version.

        Args:
            claimed: Nothing is written once the claim has gone to somebody else.
            found: What the watch shows; of a specification, what was found just now.
            text: Of a specification, as it was found.

        Raises:
            DependencyError: The database does not answer, or has no room; what was written stays.
        """
        versions, again_at, after = 0, None, 0
        is_new = found.kind is WatchKind.SPEC
        while page := self._page(found, after):
            if is_new:
                # Asked first: most looks find nobody behind, and then nothing is to be written.
                self._take_baselines(claimed, found)
                is_new = False
                continue
            for source, ids in _portions(page):
                made = self._write(claimed, found, text, source, ids)
                versions += made.versions
                again_at = _earlier(again_at, made.again_at)
            after = page[-1].id
        return Brought(versions, again_at)

    def _page(self, found: Found, after: int) -> list[BehindListing]:
        with self.database.reading() as session:
            return behind.behind(session, found, after=after, limit=_PORTION)

    def _take_baselines(self, claimed: Claimed, found: Found) -> None:
        with self.database.writing() as session:
            if watch_claims.holds(session, claimed, found.watch):
                behind.take_baselines(session, found)

    def _write(
        self, claimed: Claimed, found: Found, text: str, source: str, ids: Sequence[int]
    ) -> Brought:
        now = self.clock()
        with self.database.writing() as session:
            sightings.hold(session, source)
            overlays.hold(session, ids)
            if not watch_claims.holds(session, claimed, found.watch):
                return Brought()
            places = behind.places_behind(session, found, ids)
            last = overlays.last_drifts(session, ids)
            # A moment that is yet to come was told by a clock that has been set back.
            capped = {id_: at for id_, at in last.items() if now - A_VERSION < at <= now}
            free = [each for each in places if each.listing not in capped]
            drifted = [
                Drifted(each.places, _next(found, text, each))
                for each in behind.standings(session, found, free)
            ]
            versions = overlays.record(session, found, drifted, at=now)
        held_back = [capped[each.listing] + A_VERSION for each in places if each.listing in capped]
        return Brought(versions, min(held_back, default=None))


def _next(found: Found, text: str, listing: Standing) -> Gpt:
    """A listing's content as the watch, with what stands beside it, has it be."""
    gpt, source = listing.gpt, listing.source
    actions = list(gpt.actions)
    for each in listing.places:
        is_gone = [state is WatchState.GONE for state in listing.states[each.place]]
        if each.place == BUILDER:
            verified = "" if all(is_gone) else source.builder.verified
            return replace(gpt, builder=replace(gpt.builder, verified=verified))
        index = action_at(each.place)
        if found.kind is WatchKind.SPEC:
            own = source.actions[index]
            changed = (text, "") if each.wanted else (own.schema, own.unread)
            actions[index] = replace(actions[index], schema=changed[0], unread=changed[1])
        else:
            actions[index] = _noted(actions[index], _LOSSES[found.kind], is_lost=any(is_gone))
    return replace(gpt, actions=tuple(actions))


def _noted(action: GptAction, loss: Loss, *, is_lost: bool) -> GptAction:
    lost = set(action.lost) - {str(loss)} | ({str(loss)} if is_lost else set())
    return replace(action, lost=tuple(sorted(lost)))


def _portions(page: Iterable[BehindListing]) -> Iterator[tuple[str, list[int]]]:
    """Listings of one source each, and no more of them than fit into memory."""
    in_order = sorted(page, key=lambda each: (each.source, each.id))
    for source, members in groupby(in_order, key=lambda each: each.source):
        ids: list[int] = []
        size = 0
        for each in members:
            if ids and size + each.size > _PORTION_BYTES:
                yield source, ids
                ids, size = [], 0
            ids.append(each.id)
            size += each.size
        yield source, ids


def _earlier(first: dt.datetime | None, second: dt.datetime | None) -> dt.datetime | None:
    return min((each for each in (first, second) if each is not None), default=None)
