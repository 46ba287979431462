"""What a registry knows of published GPTs: listings, their versions, and what was said of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListingFilter:
    """Which listings are wanted; what is None or empty is not asked for."""

    source: str = ""
    outcome: str = ""
    """Of the verdict that stands on the current version; ``none`` for those without a verdict."""
    vanished: bool | None = None
    """Only those that their source has no more, or only those that it has."""
    changed_since: dt.datetime | None = None
    """Whose current version was first seen at that moment or later."""


@dataclass(frozen=True, slots=True)
class RegisteredListing:
    """A published GPT as the registry has it."""

    id: int
    """The registry's own number."""
    source: str
    external_id: str
    """The listing's id in its source."""
    name: str
    """Masked, as reports show it."""
    content_digest: str
    """Of the current version."""
    version: int
    """Number of the current version, counted from 1."""
    first_seen: dt.datetime
    changed_at: dt.datetime
    """When the current version was first seen."""
    last_seen: dt.datetime
    vanished_at: dt.datetime | None
    """Since when its source has it no more."""
    outcome: str
    """Of the verdict that stands on the current version; empty where there is none."""


@dataclass(frozen=True, slots=True)
class KeptFinding:
    """A finding of a verdict that the registry keeps."""

    rule_id: str
    title: str
    category: str
    severity: str
    meaning: str
    """What the policy makes of it: fail, review or note."""
    field: str
    line: int
    """Counted from 1 inside the field; 0 where the verdict does not say."""
    evidence_digest: str
    counts: bool
    """Whether it bears on the outcome: no note, not waived, not known before."""


@dataclass(frozen=True, slots=True)
class KeptVerdict:
    """A verdict on one content by one standard."""

    id: int
    outcome: str
    standard: int
    """The registry's number of all that it depends on besides the content."""
    policy_name: str
    policy_version: str
    profile: str
    made_at: dt.datetime
    set_aside: str
    """Why nobody could review it to the end; empty where somebody could."""
    findings: tuple[KeptFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class ListedVersion:
    """One content that a listing had."""

    number: int
    """Counted from 1; a content that comes back has a new one."""
    content_digest: str
    seen_at: dt.datetime
    verdicts: tuple[KeptVerdict, ...] = ()
    """One a standard; the one that stands comes first."""


@dataclass(frozen=True, slots=True)
class ListingHistory:
    """A listing and all its versions."""

    listing: RegisteredListing
    versions: tuple[ListedVersion, ...]
    """The oldest first."""


@dataclass(frozen=True, slots=True)
class RegistryCounts:
    """How much there is."""

    listings: int
    vanished: int
    """Of the listings, those that their sources have no more."""
    outcomes: tuple[tuple[str, int], ...]
    """Of those that are there, how many have which newest verdict; empty for none."""


@dataclass(frozen=True, slots=True)
class SyncCounts:
    """What a sync met; added, changed and unchanged ones are all that were read."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    returned: int = 0
    """Of the changed and unchanged ones, those that had vanished before."""
    vanished: int = 0
    unreadable: int = 0
    """Entries that are there and cannot be read."""
    repeated: int = 0
    """Entries whose id an earlier one of the source has; the earlier one counts."""
    conflicting: int = 0
    """Of the repeated ones, those with another content than the one that counts."""
    withheld: int = 0
    """Listings that were not met and may be among the unreadable entries: not called vanished."""

    @property
    def read(self) -> int:
        """Listings that were read."""
        return self.added + self.changed + self.unchanged
