"""Loaded rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gptreview.model.rule import Rule, RuleStatus


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All rules of a run."""

    rules: tuple[Rule, ...]
    """Sorted by id."""
    digest: str
    """64 hex digits: SHA-256 of the files' names and bytes."""
    cache: Path | None = None
    """Folder for compiled databases; None keeps none."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Where each rule stands, by its id."""

    @property
    def active(self) -> tuple[Rule, ...]:
        """Those that run."""
        return tuple(rule for rule in self.rules if rule.status is not RuleStatus.DEPRECATED)
