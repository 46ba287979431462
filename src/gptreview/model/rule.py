"""A rule as its file states it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gptreview.model.finding import Card
from gptreview.model.segment import FieldKind


class RuleStatus(StrEnum):
    """How far a rule is trusted."""

    EXPERIMENTAL = "experimental"
    """Runs with low confidence, whatever its file says."""
    STABLE = "stable"
    DEPRECATED = "deprecated"
    """Kept for old verdicts; does not run."""


class Scope(StrEnum):
    """The stretch of text in which all conditions of a rule must hold together."""

    SENTENCE = "sentence"
    LINE = "line"
    PARAGRAPH = "paragraph"
    SEGMENT = "segment"


@dataclass(frozen=True, slots=True)
class Detect:
    """When a rule hits. At least one of `all` and `any` is not empty."""

    all: tuple[str, ...] = ()
    """Expressions of which every one must match."""
    any: tuple[str, ...] = ()
    """Expressions of which one must match, where there are any."""
    unless: tuple[str, ...] = ()
    """Expressions of which none may match."""
    within: Scope | int = Scope.SENTENCE
    """Where; or over how many code points at most, from the first to the last match."""


@dataclass(frozen=True, slots=True)
class RuleExamples:
    """Texts that a rule must hit, and texts that it must not."""

    match: tuple[str, ...]
    no_match: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule."""

    card: Card
    status: RuleStatus
    languages: tuple[str, ...]
    """``en``, ``zh``: what its expressions are written for; it runs on every text."""
    applies_to: frozenset[FieldKind]
    detect: Detect
    false_positives: tuple[str, ...]
    """What it is known to take wrongly, one sentence each."""
    references: tuple[str, ...]
    """URLs."""
    examples: RuleExamples
