"""What an overturned decision teaches a rule."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class ExampleKind(StrEnum):
    """What a rule has to do with an example."""

    MATCH = "match"
    NO_MATCH = "no_match"


@dataclass(frozen=True, slots=True)
class TaughtExample:
    """A text that a rule has to find, or to be silent on."""

    rule_id: str
    kind: ExampleKind
    text: str
    """The sentence around the finding, masked."""
    language: str
    """``en`` or ``zh``."""
    evidence_digest: str
    """Of the finding."""


@dataclass(frozen=True, slots=True)
class RegressionExample:
    """An example that is kept."""

    taught: TaughtExample
    decision: int
    """Number of the decision that overturned another one."""
    made_at: dt.datetime
