"""One reading of one source, written to the registry chunk by chunk."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from gptreview.model.gpt import Gpt
from gptreview.model.listing import Listing, UnreadListing
from gptreview.model.registry import SyncCounts
from gptreview.scan.scanner import Scanner
from gptreview.sources.walk import path_text
from gptreview.store import sightings
from gptreview.store.database import Database
from gptreview.store.sightings import Recorded, Sighting
from gptreview.usecases.shown_names import shown_text

_CHUNK: Final = 500
"""Listings that are written in one transaction."""
_CHUNK_BYTES: Final = 32 * 1_048_576
"""Of knowledge files, after which a chunk is written however few listings it has."""
_LONGEST: Final = 200
"""Characters of a name or an id; an index of PostgreSQL takes no key of more than 2,704 bytes."""
UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")
"""What PostgreSQL has no place for in a text, or UTF-8 no bytes."""
_RESERVED: Final = re.compile(r"\.\Z|\./|[:#]|(?:id-)?sha256:")
"""How a place begins, or a digest: an id like that could stand for another entry."""


@dataclass(frozen=True, slots=True)
class SyncWatch:
    """Who is told while a sync goes on."""

    on_notice: Callable[[str], None]
    """An entry that could not be taken as it is, one sentence with its place."""
    on_read: Callable[[int], None]
    """How many entries were dealt with since the last call."""


class _Numbers:
    """A set of numbers that the database gave, a bit each: a source may have a million listings."""

    def __init__(self) -> None:
        self._bits = bytearray()

    def __contains__(self, number: int) -> bool:
        at, bit = divmod(number, 8)
        return at < len(self._bits) and bool(self._bits[at] >> bit & 1)

    def update(self, numbers: Iterable[int]) -> None:
        """Add them."""
        for number in numbers:
            at, bit = divmod(number, 8)
            if at >= len(self._bits):
                self._bits.extend(bytes(at + 1 - len(self._bits)))
            self._bits[at] |= 1 << bit


@dataclass(frozen=True, slots=True)
class _Repeat:
    """An entry that is not the first with its id."""

    key: str
    source: str
    digest: str
    """Of its content."""


@dataclass(slots=True)
class SourceReading:
    """One reading of one source, with all that it has met so far."""

    database: Database
    clock: Callable[[], dt.datetime]
    scanners: Callable[[], Sequence[Scanner]]
    """Mask names and notices."""
    watch: SyncWatch
    source: str
    """As the user names it."""
    name: str
    """As the registry calls it."""
    started: dt.datetime
    cursor: str
    """After which it was begun, and then after which it can be resumed."""
    counts: SyncCounts = field(default_factory=SyncCounts)
    _chunk: dict[str, Listing] = field(default_factory=dict)
    _again: list[_Repeat] = field(default_factory=list)
    """Entries whose id one in the chunk has."""
    _unread: list[UnreadListing] = field(default_factory=list)
    _bytes: int = 0
    """Of the knowledge files in the chunk."""
    _seen: _Numbers = field(default_factory=_Numbers)
    """Listings that were written."""
    _broken: _Numbers = field(default_factory=_Numbers)
    """Listings with an entry that cannot be read."""
    _unknown: int = 0
    """Entries that may be any listing of the source."""

    def read(self, entries: Iterable[Listing | UnreadListing]) -> None:
        """Write all entries; those before an error or an interruption too.

        Raises:
            GptReviewError: The source cannot be read on.
            DependencyError: The database does not answer, or has no room.
        """
        try:
            for each in entries:
                if isinstance(each, UnreadListing):
                    self._meet_unread(each)
                else:
                    self._meet(each)
                met = len(self._chunk) + len(self._again) + len(self._unread)
                if met >= _CHUNK or self._bytes >= _CHUNK_BYTES:
                    self._write()
        finally:
            # An API that fails, or somebody who interrupts, shall not cost what was read.
            self._write()

    def finish(self, *, resumed: bool) -> None:
        """Note that the source was read to its end, and which of its listings are gone."""
        now = self.clock()
        with self.database.writing() as session:
            sightings.finish(session, self.name, at=now)
            if resumed:
                return
            gone = sightings.missing(
                session, self.name, self._is_there, since=self.started, until=now
            )
            if self._unknown:
                self._count(withheld=len(gone))
                return
            sightings.vanish(session, gone, at=now)
        self._count(vanished=len(gone))

    def note_cursor(self, cursor: str) -> None:
        """Remember where to go on once all that was read so far is written.

        What no database takes is passed over; the one before then leads to the same entries.
        """
        if not UNSTORABLE.search(cursor):
            self.cursor = cursor

    def _meet(self, read: Listing) -> None:
        key = self._key(read.gpt.id, read.source)
        if key in self._chunk:
            self._again.append(_Repeat(key, read.source, read.gpt.content_digest()))
            return
        self._chunk[key] = read
        self._bytes += sum(len(file.data) for file in read.gpt.knowledge)

    def _meet_unread(self, read: UnreadListing) -> None:
        self._unread.append(read)
        self._count(unreadable=1)
        self._tell(str(read.error))

    def _tell_repeat(self, repeat: _Repeat, kept: str) -> None:
        """Pages of an API overlap, which is harmless; a slip hides another listing."""
        if repeat.digest == kept:
            self._count(repeated=1)
            told = "an earlier entry has the same id; that one is kept"
        else:
            self._count(repeated=1, conflicting=1)
            told = (
                "an earlier entry has the same id and another content; that one is kept, this one "
                "is not reviewed; give each an id of its own"
            )
        self._tell(f"{repeat.source}: {told}")

    def _tell(self, notice: str) -> None:
        """Errors quote what they found, and places may be ids: masked as names are."""
        self.watch.on_notice(shown_text(self.scanners())(notice))

    def _is_there(self, listing: int) -> bool:
        return listing in self._seen or listing in self._broken

    def _write(self) -> None:
        chunk, again, unread = self._chunk, self._again, self._unread
        self._chunk, self._again, self._unread, self._bytes = {}, [], [], 0
        keys = [self._key(each.gpt_id, each.source) for each in unread]
        if not chunk and not unread:
            return
        read = [Sighting(key, each.gpt, each.gpt.content_digest()) for key, each in chunk.items()]
        with self.database.writing() as session:
            sightings.hold(session, self.name)
            known = sightings.known_listings(session, self.name, [*chunk, *keys])
            kept = {key: each.source_digest for key, each in known.items() if each.id in self._seen}
            fresh = [each for each in read if each.external_id not in kept]
            recorded = sightings.record(
                session, self.name, fresh, known, at=self.clock(), shown_name=self._shown_name
            )
            if self.cursor:
                sightings.keep_cursor(session, self.name, self.cursor)
        late = [
            _Repeat(each.external_id, chunk[each.external_id].source, each.digest)
            for each in read
            if each.external_id in kept
        ]
        kept |= {each.external_id: each.digest for each in fresh}
        for each in (*late, *again):
            self._tell_repeat(each, kept[each.key])
        self._broken.update(known[key].id for key in keys if key in known)
        # One whose id could not be read may be any of those that are not met.
        self._unknown += sum(
            not each.gpt_id and key not in known for key, each in zip(keys, unread, strict=True)
        )
        self._note(recorded)
        self.watch.on_read(len(chunk) + len(again) + len(unread))

    def _note(self, recorded: Recorded) -> None:
        for ids in (recorded.added, recorded.changed, recorded.unchanged):
            self._seen.update(ids)
        self._count(
            added=len(recorded.added),
            changed=len(recorded.changed),
            unchanged=len(recorded.unchanged),
            returned=len(recorded.returned),
        )

    def _count(self, **more: int) -> None:
        counts = asdict(self.counts)
        self.counts = SyncCounts(**{key: counts[key] + more.get(key, 0) for key in counts})

    def _key(self, gpt_id: str, source: str) -> str:
        """The listing's own id, else its place in the source; a hostile one as a digest.

        An id that looks like a place or a digest has digests of its own, so that no entry can
        take the key of another one.
        """
        if _RESERVED.match(gpt_id):
            return f"id-{_digest(gpt_id)}"
        key = gpt_id or self._place(source)
        return key if len(key) <= _LONGEST and not UNSTORABLE.search(key) else _digest(key)

    def _place(self, source: str) -> str:
        """``.`` for the source itself, ``./trips/alps``, ``:12``, ``#/3``."""
        root = path_text(Path(self.source))
        # What lies in the working directory is named without it.
        if root == "." != source:
            return f"./{source}"
        rest = source.removeprefix(root)
        if not rest:
            return "."
        if rest[0] in ":#":
            return rest
        return f"./{rest.lstrip(os.sep)}"

    def _shown_name(self, gpt: Gpt) -> str:
        return kept_name(gpt, self.scanners())


def kept_name(gpt: Gpt, scanners: Iterable[Scanner]) -> str:
    """A listing's name as the registry keeps it: without what is personal, and not too long."""
    name = UNSTORABLE.sub("\ufffd", shown_text(scanners)(gpt.name))
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"


def _digest(key: str) -> str:
    return f"sha256:{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()}"
