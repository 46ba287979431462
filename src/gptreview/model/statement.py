"""A verdict as its signer states it, and what came of holding such a statement against keys."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from gptreview.errors import GptReviewError
from gptreview.model.finding import Category
from gptreview.model.policy import Meaning, Profile
from gptreview.model.verdict import Outcome

STATEMENT_TYPE: Final = "https://in-toto.io/Statement/v1"
"""As the in-toto attestation framework, spec/v1/statement.md, demands."""
PREDICATE_TYPE: Final = "urn:gptreview:verdict:v1"
"""Raised when a field changes its meaning or goes; new fields may come without.

A predicate's type is a URI that names and need not resolve. An address would belong to whoever owns
its domain, and ``tag:`` (RFC 4151) needs a domain or a mailbox too: nobody can take a URN over. The
namespace is not registered; no other tool states verdicts of this one.
"""

Counts = Mapping[Category, Mapping[Meaning, int]]
"""Findings by category and by what the policy makes of them; what is not here is 0."""


@dataclass(frozen=True, slots=True)
class StatedVerdict:
    """What a statement says: no evidence and no wording, for statements are public."""

    listing_id: str
    content_digest: str
    """``sha256:`` and 64 hex digits, as that of the policy."""
    outcome: Outcome
    profile: Profile
    policy_name: str
    policy_version: str
    policy_digest: str
    ruleset_digest: str
    """64 hex digits."""
    scanners: Mapping[str, str]
    """Version by name."""
    failed_scanners: tuple[str, ...]
    """Names of those that could not finish."""
    complete: bool
    """Whether everything was read."""
    findings: Counts
    """Those that count and those that are only noted."""
    set_aside: Counts
    """Those that somebody answers for, or that a baseline knew."""
    made_at: dt.datetime
    """In UTC, to the second."""


class Standing(StrEnum):
    """What a statement is worth to somebody who has the signer's key."""

    VALID = "valid"
    STALE = "stale"
    """Signed, and about something that has changed since."""
    WRONG = "wrong"
    """Not signed by a given key, or changed after it was."""
    UNREADABLE = "unreadable"


class Moved(StrEnum):
    """What has changed since a verdict."""

    CONTENT = "content"
    POLICY = "policy"
    RULES = "rules"
    SCANNERS = "scanners"


@dataclass(frozen=True, slots=True)
class CheckedStatement:
    """One statement after it was held against keys, as a face shows it."""

    source: str
    """What the user calls it."""
    stated: StatedVerdict | None = None
    """None where no signature holds: what nobody signed is not told."""
    key_ids: tuple[str, ...] = ()
    """Of the given keys, those that have signed it."""
    other_key_ids: tuple[str, ...] = ()
    """Under which the other signatures stand; nothing vouches for these."""
    moved: tuple[Moved, ...] = ()
    compared: tuple[Moved, ...] = ()
    """What was looked at."""
    error: GptReviewError | None = None
    """Why it cannot be judged."""

    @property
    def standing(self) -> Standing:
        """What it is worth."""
        if self.error is not None:
            return Standing.UNREADABLE
        if self.stated is None:
            return Standing.WRONG
        return Standing.STALE if self.moved else Standing.VALID
