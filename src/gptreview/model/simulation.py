"""What a candidate policy or rule pack would make of a registry, before anybody adopts it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from gptreview.model.registry import RegisteredListing
from gptreview.model.verdict import Outcome


@dataclass(frozen=True, slots=True)
class Move:
    """From which outcome to which."""

    before: Outcome
    after: Outcome

    def __str__(self) -> str:
        return f"{self.before}→{self.after}"


# The newly failing first; then what would be let in, which is no less to be looked at.
MOVES: Final = (
    Move(Outcome.PASS, Outcome.FAIL),
    Move(Outcome.REVIEW, Outcome.FAIL),
    Move(Outcome.PASS, Outcome.REVIEW),
    Move(Outcome.FAIL, Outcome.PASS),
    Move(Outcome.FAIL, Outcome.REVIEW),
    Move(Outcome.REVIEW, Outcome.PASS),
)
"""All that there are, the worst first."""


@dataclass(frozen=True, slots=True, order=True)
class Shift:
    """One reason for a flip: what a rule's worst finding meant, and what it would mean."""

    category: str
    """Empty where it is not a finding, but something that was or would be left unread."""
    rule_id: str
    clause: str
    before: str
    """``fail``, ``review``, ``note`` or ``waived``; empty where the rule had found nothing."""
    after: str
    clause_change: str = ""
    """``came`` or ``went`` where only one of the two policies has the clause."""


@dataclass(frozen=True, slots=True)
class Flip:
    """A content whose verdict would be another one."""

    content_digest: str
    move: Move
    shifts: tuple[Shift, ...]
    """Why."""
    severity: int
    """Rank of the worst finding among the reasons."""


@dataclass(frozen=True, slots=True)
class FlippedListing:
    """A listing of a flip."""

    listing: RegisteredListing
    flip: Flip


@dataclass(frozen=True, slots=True)
class Candidate:
    """By what listings would be judged."""

    policy_name: str
    policy_version: str
    policy_digest: str
    ruleset_digest: str
    profile: str


@dataclass(frozen=True, slots=True)
class Simulation:
    """Who flips and why; figures count current versions, so that each listing counts once."""

    candidate: Candidate
    versions: int
    """Of all listings that have not vanished."""
    unreviewed: int
    """Those without a verdict for this audience: nothing to compare with."""
    rejudged: int
    """Those judged again from their findings."""
    reviewed: int
    """Those scanned again, because rules, scanners or limits differ, or the audience's facts."""
    against: Mapping[str, int]
    """By which policies the verdicts were that these were compared with."""
    moves: Mapping[Move, int]
    categories: Mapping[Move, Mapping[str, int]]
    """A listing counts for each category among its reasons."""
    shifts: Mapping[Shift, int]
    """For how many listings each reason counts."""
    listings: tuple[FlippedListing, ...]
    """Some of each move, the worst first."""

    @property
    def flips(self) -> int:
        """Current versions that would get another outcome."""
        return sum(self.moves.values())
