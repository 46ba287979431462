"""What listings may have in common, and which ones do."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

RELATED: Final = 20
"""Listings of each kind that are shown beside a case."""


class TraitKind(StrEnum):
    """In what listings are alike."""

    BUILDER = "builder"
    TEXT = "text"
    """The same instructions, but for letter case, width and blanks."""
    DOMAIN = "domain"
    """An action calls a host of the same owner."""


@dataclass(frozen=True, slots=True)
class Trait:
    """Something in a content that others may have too."""

    kind: TraitKind
    value: str
    """``sha256:`` and 64 hex digits."""
    shown: str = ""
    """For people: the domain; empty for what has no name."""


@dataclass(frozen=True, slots=True)
class RelatedListing:
    """A listing that has a trait of another one."""

    id: int
    """The registry's number."""
    name: str
    """Masked."""
    kind: TraitKind
    shown: str
    """The domain that both call; empty for the other kinds."""
    case: int | None
    """Number of its newest case."""
    state: str
    """Of that case; empty where there is none."""


def trait(kind: TraitKind, text: str, shown: str = "") -> Trait:
    """The trait of a text, which it does not give away."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Trait(kind, f"sha256:{digest}", shown)
