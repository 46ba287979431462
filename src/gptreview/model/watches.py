"""What a listing depends on outside of itself, and what was found of it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class WatchKind(StrEnum):
    """What is watched."""

    SPEC = "spec"
    """The address that an action's schema was imported from."""
    PRIVACY = "privacy"
    """An action's privacy policy."""
    HOST = "host"
    """A host that an action calls: whether its name leads to public addresses."""
    DNS = "dns"
    """The TXT record by which a builder has proved a domain."""
    PROOF = "proof"
    """The file below ``/.well-known/`` by which a builder has proved a domain."""


class WatchState(StrEnum):
    """How it was found the last time."""

    UNSEEN = "unseen"
    """Never found; what never was there cannot be lost."""
    THERE = "there"
    GONE = "gone"
    """It was there, and several looks in a row have found nothing."""


@dataclass(frozen=True, slots=True)
class WatchTarget:
    """Something that one listing depends on."""

    kind: WatchKind
    address: str = field(repr=False)
    """A whole URL, a host or a domain."""
    shown: str
    """The same without a URL's query."""
    host: str
    """Who is asked."""
    place: str
    """The field that names it: ``action:0``, ``builder``."""
    own_digest: str = ""
    """Of what the listing's source says there; empty where that does not matter."""

    @property
    def digest(self) -> str:
        """Of the address."""
        return f"sha256:{hashlib.sha256(self.address.encode('utf-8', 'replace')).hexdigest()}"


@dataclass(frozen=True, slots=True)
class ListedWatch:
    """A watch as it is shown."""

    id: int
    kind: WatchKind
    target: str
    """Without a URL's query."""
    state: WatchState
    failures: int
    """Looks in a row that found nothing."""
    error: str
    """Why the last look found nothing, in one clause; empty where it found something."""
    checked_at: dt.datetime | None
    due_at: dt.datetime
    listings: int
    """How many depend on it, those that vanished not counted."""


@dataclass(frozen=True, slots=True)
class DriftCounts:
    """What a look at what is due came to."""

    looked: int = 0
    reached: int = 0
    """Of these: somebody answered, be it with a refusal."""
    changed: int = 0
    """Specifications that say something else than the last time."""
    gone: int = 0
    """What was there before, and is there no more."""
    back: int = 0
    """What had been gone."""
    versions: int = 0
    """New versions of listings."""
    waiting: int = 0
    """What is due and was not looked at."""

    def plus(self, more: Mapping[str, int]) -> DriftCounts:
        """The counts with more of some."""
        names = DriftCounts.__slots__
        return DriftCounts(**{name: getattr(self, name) + more.get(name, 0) for name in names})
