"""What the GPT builder would say of an action's schema, and which operations it would keep."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """What a diagnostic means for the builder of the GPT."""

    ERROR = "error"
    """The GPT builder refuses the document, or drops an operation, parameter or body."""
    WARNING = "warning"
    """It is accepted, but something will probably not work as written."""
    NOTE = "note"
    """Advice: usage policy, steering text, clarity."""


class Standing(StrEnum):
    """How a rule of the builder is known."""

    CONFIRMED = "confirmed"
    """Read in the vendor's own documentation."""
    REPORTED = "reported"
    """Quoted by builders in public; the builder's source is not public."""
    RECALLED = "recalled"
    """Remembered only: never more than a warning."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding about an action's schema."""

    level: Level
    code: str
    """Stable identifier, ``subject.what``: ``operation.description_too_long``."""
    message: str
    """The builder's own words where they are known, else ours."""
    pointer: str
    """JSON pointer (RFC 6901) into the checked document."""
    fix: str
    """What to do, in one sentence."""
    source: str
    """URL or title of the document or public report that the rule comes from."""
    standing: Standing
    operation: str = ""
    """``METHOD /path`` where the finding belongs to one operation."""


@dataclass(frozen=True, slots=True)
class ImportedOperation:
    """One operation as the GPT builder would take it."""

    method: str
    path: str
    operation_id: str
    pointer: str
    usable: bool
    """Whether the builder keeps it with all its path and query parameters and its body."""
    reasons: tuple[str, ...] = ()
    """Codes of the diagnostics that make it unusable."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Everything that one import would say, in document order."""

    diagnostics: tuple[Diagnostic, ...]
    operations: tuple[ImportedOperation, ...]
