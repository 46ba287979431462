"""What is wrong at a place of a document that a person wrote."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that keeps a document from being used."""

    pointer: str
    """JSON pointer of its place."""
    found: str
    expected: str = ""
    next_step: str = ""


def listed(words: Iterable[str], last: str = "or") -> str:
    """Words as a sentence lists them: ``a, b or c``."""
    words = tuple(words)
    return ", ".join(words[:-1]) + f" {last} {words[-1]}" if len(words) > 1 else "".join(words)
