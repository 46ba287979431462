"""What can be told of a database: its schema, its size, its chain of events."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class SchemaMove:
    """What an upgrade did."""

    before: str | None
    """Revision that it found; None where there were no tables."""
    after: str


@dataclass(frozen=True, slots=True)
class DatabaseCheck:
    """Whether a database is as this program needs it."""

    revision: str | None
    """Of its schema; None where there are no tables."""
    newest: str
    """The revision that this program needs."""
    problems: tuple[str, ...]
    """What is wrong, each in one clause; empty where all is well."""


@dataclass(frozen=True, slots=True)
class TableSize:
    """How large one table is."""

    name: str
    rows: int
    size: int | None
    """Bytes on disk with its indexes; None where the database cannot tell."""


@dataclass(frozen=True, slots=True)
class DatabaseStats:
    """How much a database holds."""

    revision: str
    size: int
    """Bytes on disk, with room that is free inside."""
    tables: tuple[TableSize, ...]
    outcomes: tuple[tuple[str, int], ...]
    """Verdicts by outcome, by name."""


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The last event: who keeps it elsewhere can tell later whether events were cut off."""

    seq: int
    """0 where there is no event."""
    hash: str
    """64 hex digits."""

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"


class BreakKind(StrEnum):
    """How a chain of events is broken."""

    CHANGED = "changed"
    """The row is not what its hash was made of."""
    MISSING = "missing"
    """There is no row of this number, but later ones."""
    UNLINKED = "unlinked"
    """The row does not name the hash of the one before."""
    CUT = "cut"
    """It ends before the expected head."""
    REWRITTEN = "rewritten"
    """The expected head's row is whole, but another one than expected."""
    UNREADABLE = "unreadable"
    """The database cannot read the row."""


@dataclass(frozen=True, slots=True)
class ChainBreak:
    """The first place where a chain of events does not hold."""

    seq: int
    """Number of the event."""
    kind: BreakKind


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What was found by walking along the chain of events."""

    events: int
    """How many hold, from the first one on."""
    head: ChainHead
    """The last of those."""
    broken: ChainBreak | None
