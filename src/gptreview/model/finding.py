"""What a scanner says of a text: a hit while it scans, a finding when all of it is told."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from gptreview.model.segment import Locator


class Category(StrEnum):
    """What a finding is about."""

    FRAUD = "fraud"
    HATE = "hate"
    ADULT = "adult"
    PII = "pii"
    SECRETS = "secrets"
    INJECTION = "injection"
    """Steering the model or the user against their interest, exfiltration included."""
    USAGE = "usage"
    """Usage-policy clauses beyond the others."""
    PUBLISHING = "publishing"
    """Facts that an audience requires: privacy URL, verified builder, allowed domains."""


_SCALE: Final = ("low", "medium", "high", "critical")
"""Of severities and, without the last, of confidences."""


class Severity(StrEnum):
    """How bad it is if it is true."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for low to 3 for critical."""
        return _SCALE.index(self)


class Confidence(StrEnum):
    """How sure the scanner is that it is true."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """0 for low to 2 for high."""
        return _SCALE.index(self)


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence in the languages of the reviewers."""

    en: str
    zh: str

    def of(self, language: str) -> str:
        """The sentence in ``en`` or ``zh``."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Card:
    """What is said of everything that one rule or detector finds."""

    id: str
    title: str
    category: Category
    severity: Severity
    confidence: Confidence
    message: Wording
    """Why it matters, one sentence."""
    fix: Wording
    """What the builder can do, one sentence."""
    clause: str
    """Id of the policy clause."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One place that a scanner points at; offsets in code points of the written segment."""

    card: Card
    start: int
    end: int
    decoded: str = ""
    """What it says once the disguise is undone; empty where it is written openly."""
    disguises: tuple[str, ...] = ()
    masked: str = ""
    """What to show instead of the text where that is personal or secret."""
    severity: Severity | None = None
    """Where it differs from the card's."""
    confidence: Confidence | None = None
    message: Wording | None = None
    """Where it says more than the card's: counts, names of fields."""

    @property
    def gravity(self) -> tuple[int, int]:
        """Sorts the worst first: by severity, then by confidence."""
        severity, confidence = self.severity or self.card.severity, self.confidence
        return -severity.rank, -(confidence or self.card.confidence).rank


@dataclass(frozen=True, slots=True)
class Finding:
    """All that a builder, a reviewer and an auditor need to know of one place."""

    rule_id: str
    title: str
    category: Category
    severity: Severity
    confidence: Confidence
    field: str
    """``name``, ``description``, ``instructions``, ``starters``, ``knowledge:<name>``,
    ``action:<index>``, or ``files`` for the names of the knowledge files."""
    start: int
    """First character, counted in code points from the start of the field's text."""
    end: int
    """After the last character."""
    locator: Locator
    excerpt: str
    """What was written there, masked where it is personal or secret; at most 400 code points."""
    before: str
    """What stands before it on its line, masked, at most 80 code points."""
    after: str
    """What stands after it on its line, masked, at most 80 code points."""
    decoded: str
    """What a disguised text says; empty where it is written openly."""
    disguises: tuple[str, ...]
    message: Wording
    clause: str
    fix: Wording
    scanner: str
    evidence_digest: str
    """``sha256:`` of rule, field and the text as written (for personal data: as shown, with its
    line): the same evidence, wherever it has moved inside its field. Waivers and baselines go by
    it."""
    general: Wording | None = None
    """What its rule says of every such place; None where that is the message."""


def evidence_digest(rule_id: str, field: str, text: str) -> str:
    """The digest that a waiver or a baseline knows a finding by."""
    data = "\0".join((rule_id, field, text)).encode("utf-8", "surrogatepass")
    return f"sha256:{hashlib.sha256(data).hexdigest()}"
