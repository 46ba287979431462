"""One portion of watches: asked in parallel, judged and written one after the other."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from gptreview.errors import DependencyError
from gptreview.model.watches import DriftCounts, WatchKind, WatchState
from gptreview.store import snapshots, watch_claims, watches
from gptreview.store.behind import Found
from gptreview.store.bulk import batches
from gptreview.store.database import Database
from gptreview.store.watch_claims import Claimed, DueWatch, Settled
from gptreview.usecases.drift_versions import Brought, DriftVersions
from gptreview.usecases.watch_looks import Ending, Heard, Look, Looker
from gptreview.usecases.watch_schedule import settled
from gptreview.usecases.watch_targets import QUERY, address_of

_TOGETHER: Final = 16
"""Looks that are written in one transaction, and outlines that are in memory at once."""


class Way(Enum):
    """How the outside is asked."""

    HTTPS = "https"
    DNS = "dns"


@dataclass(frozen=True, slots=True)
class DriftOptions:
    """How to look."""

    every: dt.timedelta = dt.timedelta(days=1)
    """After how long to look again where nothing is wrong."""
    jobs: int = 16
    """Hosts that are asked at the same time; none of them twice."""


@dataclass(frozen=True, slots=True)
class _Taken:
    """A watch after a look, and what that counts for."""

    settled: Settled
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class WatchPortion:
    """Looks at what was claimed."""

    database: Database
    looker: Looker
    options: DriftOptions
    clock: Callable[[], dt.datetime]
    is_stopped: Callable[[], bool]
    heard: set[Way]
    """By which ways anybody has answered so far; added to."""

    def look_at(self, claimed: Claimed) -> DriftCounts:
        """Look at each, bring the listings up to it, and note when to look again.

        Raises:
            DependencyError: The database does not answer, or has no room; what was settled stays,
                the rest is given back.
        """
        try:
            return self._look_at(claimed)
        finally:
            with suppress(DependencyError), self.database.writing() as session:
                watch_claims.release(session, claimed)  # else the leases end by themselves

    def _look_at(self, claimed: Claimed) -> DriftCounts:
        addresses = self._addresses(claimed.watches)
        named = [each for each in claimed.watches if each.id in addresses]
        self._postpone(claimed, [each.id for each in claimed.watches if each.id not in addresses])
        done: list[_Taken] = []
        unheard: list[tuple[DueWatch, Look]] = []
        counts = DriftCounts()
        with closing(self._answers(named, addresses)) as answers:
            for watch, answer in answers:
                look = self.looker.judge(watch.kind, answer)
                if look.reached:
                    self.heard.add(_way(watch.kind))
                    done.append(self._taken(claimed, watch, look, is_theirs=True))
                else:
                    unheard.append((watch, look))
                if len(done) >= _TOGETHER:
                    counts, done = counts.plus(self._settle(claimed, done)), []
        for watch, look in unheard:
            # Where nobody at all is heard in this way, it may be us who cannot be reached, or a
            # name server on the way that leads every name inside.
            is_theirs = _way(watch.kind) in self.heard
            done.append(self._taken(claimed, watch, look, is_theirs=is_theirs))
        return counts.plus(self._settle(claimed, done))

    def _addresses(self, claimed: Sequence[DueWatch]) -> dict[int, str]:
        """The whole addresses of those that any listing names."""
        addresses: dict[int, str] = {}
        for some in batches(claimed, _TOGETHER):
            with self.database.reading() as session:
                named = watches.named_by(session, [each.id for each in some])
                # A query is kept in the listing alone, for it may hold a secret.
                cut = [each for each in some if each.id in named and each.target.endswith(QUERY)]
                digests = {named[each.id].content_digest for each in cut}
                gpts = snapshots.read_outlines(session, digests)
            addresses.update((each.id, each.target) for each in some if each.id in named)
            for each in cut:
                by = named[each.id]
                addresses[each.id] = address_of(gpts[by.content_digest], each.kind, by.place)
        return addresses

    def _postpone(self, claimed: Claimed, ids: Sequence[int]) -> None:
        if ids:
            with self.database.writing() as session:
                later = self.clock() + self.options.every
                watch_claims.postpone(session, claimed, ids, later)

    def _answers(
        self, named: Sequence[DueWatch], addresses: Mapping[int, str]
    ) -> Generator[tuple[DueWatch, Heard]]:
        """What each says, as it comes; a host is asked one thing after the other."""
        hosts: dict[str, deque[DueWatch]] = defaultdict(deque)
        for each in named:
            hosts[each.host].append(each)
        ready = deque(hosts.values())
        asked: dict[Future[Heard], deque[DueWatch]] = {}
        with ThreadPoolExecutor(self.options.jobs, "gptreview-look") as pool:
            while (ready and not self.is_stopped()) or asked:
                # No more than are asked at once: what came back is not read ahead of.
                while ready and len(asked) < self.options.jobs and not self.is_stopped():
                    queue = ready.popleft()
                    watch = queue[0]
                    asked[pool.submit(self.looker.hear, watch.kind, addresses[watch.id])] = queue
                for future in wait(asked, return_when=FIRST_COMPLETED).done:
                    queue = asked.pop(future)
                    yield queue.popleft(), future.result()
                    if queue:
                        ready.append(queue)

    def _taken(self, claimed: Claimed, watch: DueWatch, look: Look, *, is_theirs: bool) -> _Taken:
        """Bring the listings up to what was found; when to look again is not written yet."""
        result = settled(watch, look, counts=is_theirs, now=self.clock(), every=self.options.every)
        brought = Brought()
        if look.ending is Ending.FOUND or watch.kind is not WatchKind.SPEC:
            if result.state is not watch.state:
                with self.database.writing() as session:
                    watch_claims.note_state(session, claimed, watch.id, result.state)
            found = Found(watch.id, watch.kind, result.digest, result.state)
            brought = DriftVersions(self.database, self.clock).bring(claimed, found, look.text)
        if brought.again_at is not None:
            result = replace(result, due_at=min(result.due_at, brought.again_at))
        counts = _counted(watch, result) | {"reached": look.reached, "versions": brought.versions}
        return _Taken(result, counts)

    def _settle(self, claimed: Claimed, taken: Sequence[_Taken]) -> dict[str, int]:
        with self.database.writing() as session:
            own = watch_claims.settle(session, claimed, [each.settled for each in taken])
        counts: Counter[str] = Counter()
        for each in taken:
            # Versions are there, whoever looks at the watch next.
            told = each.counts if each.settled.id in own else {"versions": each.counts["versions"]}
            counts.update(told)
        return counts


def _way(kind: WatchKind) -> Way:
    return Way.DNS if kind in (WatchKind.HOST, WatchKind.DNS) else Way.HTTPS


def _counted(was: DueWatch, now: Settled) -> dict[str, int]:
    is_changed = was.kind is WatchKind.SPEC and was.digest not in ("", now.digest)
    gone, before = now.state is WatchState.GONE, was.state is WatchState.GONE
    return {
        "looked": 1,
        "changed": int(is_changed),
        "gone": int(gone and not before),
        "back": int(before and not gone),
    }
