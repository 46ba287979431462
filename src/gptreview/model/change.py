"""What a conversion did: every mapping, repair and loss is a value with both its places."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ChangeKind(StrEnum):
    """How much of the source's meaning came through."""

    MAPPING = "mapping"
    """Said differently, nothing lost."""
    REPAIR = "repair"
    """The source was wrong or silent; what stands now is what it most plainly meant."""
    LOSS = "loss"
    """The source said something that the result cannot say."""


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a document: file name (relative, ``/`` separated) and JSON pointer (RFC 6901)."""

    file: str
    pointer: str


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that the conversion did."""

    kind: ChangeKind
    code: str
    """Stable identifier, ``subject.what``: ``server.from_manifest``, ``parameter.header``."""
    message: str
    """One sentence: what was found, what was expected, what was done."""
    before: Place | None = None
    """Where the source says it; None where the source is silent."""
    after: Place | None = None
    """Where the result says it; None where it no longer does."""
    operation: str = ""
    """``METHOD /path`` where the change belongs to one operation."""
