"""What is different between two versions of a listing, and what that did to the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gptreview.model.registry import KeptFinding, KeptVerdict, ListedVersion, RegisteredListing


class ChangeKind(StrEnum):
    """What happened to a field."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that is not as it was."""

    field: str
    """``instructions``, ``knowledge:<name>``, ``action:<name>``; names are masked."""
    kind: ChangeKind
    note: str = ""
    """What can be said of it in one clause; empty where the lines say it."""
    lines: tuple[str, ...] = ()
    """Of a unified diff from its first ``@@``, masked; empty where there is none to show."""


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """The newest verdicts on both versions, by one standard where both have one by it."""

    before: KeptVerdict | None
    after: KeptVerdict | None
    came: tuple[KeptFinding, ...] = ()
    """Findings that only the later one has."""
    went: tuple[KeptFinding, ...] = ()
    """Findings that only the earlier one has."""

    @property
    def same_standard(self) -> bool:
        """Whether nothing but the content can have made a difference."""
        return (
            self.before is not None
            and self.after is not None
            and self.before.standard == self.after.standard
        )


@dataclass(frozen=True, slots=True)
class VersionDiff:
    """Two versions of a listing, held against each other."""

    listing: RegisteredListing
    before: ListedVersion
    after: ListedVersion
    changes: tuple[FieldChange, ...]
    verdicts: VerdictChange
