"""Waivers that a registry keeps, and what they did to its verdicts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from gptreview.model.policy import Waiver
from gptreview.model.registry import RegisteredListing
from gptreview.model.verdict import Outcome


@dataclass(frozen=True, slots=True)
class KeptWaiver:
    """A waiver with its number."""

    number: int
    """The registry's own."""
    waiver: Waiver
    made_at: dt.datetime
    revoked_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Turned:
    """A content whose verdict is another one since its findings were judged again."""

    content_digest: str
    before: Outcome
    after: Outcome
    profile: str
    """The audience of both verdicts."""


@dataclass(frozen=True, slots=True)
class Rejudged:
    """What waivers that came or went did to the verdicts."""

    verdicts: int = 0
    """So many were judged again, whatever came of it."""
    turned: Mapping[tuple[Outcome, Outcome], int] = field(default_factory=dict)
    """How many have another outcome, by the outcomes before and after."""
    examples: tuple[Turned, ...] = ()
    """The first of these."""


@dataclass(frozen=True, slots=True)
class TurnedListing:
    """A listing whose current version has another outcome now."""

    listing: RegisteredListing
    before: Outcome
    after: Outcome
    profile: str


@dataclass(frozen=True, slots=True)
class WaiverEffect:
    """What making or revoking a waiver did."""

    waiver: KeptWaiver
    rejudged: Rejudged
    listings: tuple[TurnedListing, ...]
    """Some of the listings that have another outcome now."""
    elsewhere: int
    """Verdicts with such a finding by other policies, which the next review by those judges."""


@dataclass(frozen=True, slots=True)
class ShownWaiver:
    """A waiver of a list, and whether it counts."""

    kept: KeptWaiver
    state: str
    """``holds``, ``expired``, ``revoked``, or ``not counted``: the policy's `may_waive` does not
    name its owner."""
