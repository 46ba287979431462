"""What a builder sees of their own: domains, listings, and all that was said of one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Final

from gptreview.model.decision import Action, Appeal, Ground, Scope
from gptreview.model.publication import Ruling
from gptreview.model.registry import RegisteredListing
from gptreview.model.verdict import Outcome, Verdict

RECORD: Final = "gptreview-verification="
"""How the line begins that proves a domain: a TXT record, or in the file."""
PROOF_PATH: Final = "/.well-known/gptreview-verification.txt"
"""Of the file, as RFC 8615 has such places."""


@dataclass(frozen=True, slots=True)
class BuilderDomain:
    """A domain that an account says is its own."""

    id: int
    account: int
    domain: str
    """As DNS carries it."""
    token: str = field(repr=False)
    way: str
    """By which it was proven: ``dns`` or ``well-known``; empty where it is not."""
    added_at: dt.datetime
    verified_at: dt.datetime | None
    expires_at: dt.datetime | None
    """Until when the proof holds, or held."""
    checked_at: dt.datetime | None
    error: str
    """Why the last check did not find it, in one clause."""

    @property
    def line(self) -> str:
        """What proves it: a TXT record of the domain, or a line of the file."""
        return f"{RECORD}{self.token}"

    @property
    def url(self) -> str:
        """Where the file has to be."""
        return f"https://{self.domain}{PROOF_PATH}"

    def is_verified(self, now: dt.datetime) -> bool:
        """Whether it is proven, and the proof has not expired."""
        return self.way != "" and self.expires_at is not None and now < self.expires_at


@dataclass(frozen=True, slots=True)
class OwnListing:
    """One of a builder's listings, in a list."""

    number: int
    name: str
    """Masked."""
    version: int
    changed_at: dt.datetime
    vanished_at: dt.datetime | None
    outcome: str
    """As a person decided, else of the verdict that stands on the current version; empty where
    there is neither."""


@dataclass(frozen=True, slots=True)
class OwnListingPage:
    """Some of a builder's listings, in the order of their numbers."""

    listings: tuple[OwnListing, ...]
    next: int | None
    """After which number the next page begins; None where this is the last one."""


@dataclass(frozen=True, slots=True)
class OwnVersion:
    """One content that a listing had."""

    number: int
    seen_at: dt.datetime
    outcome: str
    """Of the verdict that stands on it; empty where there is none."""


@dataclass(frozen=True, slots=True)
class OwnDecision:
    """A decision as the builder may see it: neither who made it, nor who had reported what."""

    id: int
    case: int
    version: int
    """Of the listing, that it was made on."""
    action: Action
    clauses: tuple[str, ...]
    facts: str
    reason: str
    """To the builder."""
    scope: Scope
    ground: Ground
    legal_ground: str
    made_at: dt.datetime
    ends_at: dt.datetime | None
    change_by: dt.date | None
    evidence: tuple[str, ...]
    replaced_at: dt.datetime | None
    appeal_until: dt.datetime
    may_appeal: bool
    """Whether it stands, found something, is not too old, and they have not yet appealed."""


@dataclass(frozen=True, slots=True)
class OwnNotice:
    """A letter to the builder about the listing."""

    id: int
    kind: str
    subject: str
    body: str
    made_at: dt.datetime
    read_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class OwnStrike:
    """What a decision on the listing left against its builder."""

    decision: int
    weight: int
    made_at: dt.datetime
    expires_at: dt.datetime
    revoked_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class OwnListingDetail:
    """All that is known of one's own listing."""

    listing: RegisteredListing
    versions: tuple[OwnVersion, ...]
    """The oldest first."""
    verdict: Verdict | None
    """The one that stands on the current version, with all evidence and fixes."""
    judged_at: dt.datetime | None
    decisions: tuple[OwnDecision, ...]
    """The newest first."""
    appeals: tuple[Appeal, ...]
    """Their own."""
    notices: tuple[OwnNotice, ...]
    """To them, the newest first."""
    strikes: tuple[OwnStrike, ...]
    ruling: Ruling | None = None
    """The decision that is in force for the current version; it goes before the verdict."""

    @property
    def outcome(self) -> Outcome | None:
        """As a person decided, else as the verdict says; None where there is neither."""
        if self.ruling is not None:
            return self.ruling.outcome
        return self.verdict.outcome if self.verdict else None


@dataclass(frozen=True, slots=True)
class Resubmission:
    """What became of a version that a builder uploaded."""

    listing: int
    version: int
    """The current one now."""
    outcome: str
    """Of the verdict that stands on it; empty where nothing was new and nobody has reviewed it."""
    is_new: bool
    """Whether the content is another one than before."""
    case: int | None = None
    """Number of the case by which a person decides; None where nobody has to."""
    remarks: tuple[str, ...] = ()
    """What the reader noticed and did not need: unknown keys, one sentence each."""
