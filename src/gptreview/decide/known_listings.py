"""Which listings of an earlier review are the one at hand, however its path is spelled now."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

_NOTHING: Final[frozenset[str]] = frozenset()
_MAX_DEPTH: Final = 64
"""Folders in a path that is recognised by its end; what strangers call a GPT may look like more."""


@dataclass(frozen=True, slots=True)
class KnownListing:
    """One listing of an earlier review."""

    id: str
    content_digest: str
    """Empty where the review's output does not say."""
    evidence: frozenset[str]
    """Evidence digests of its findings."""


class Baseline:
    """The findings that are no news.

    Args:
        listings: What an earlier review had found; of listings with one id, all is known.
    """

    def __init__(self, listings: Iterable[KnownListing] = ()) -> None:
        self._by_id: dict[str, frozenset[str]] = {}
        self._by_content: dict[str, frozenset[str]] = {}
        self._by_path: dict[str, set[str]] = {}
        self._by_end: dict[str, set[str]] = {}
        for each in listings:
            self._by_id[each.id] = self._by_id.get(each.id, _NOTHING) | each.evidence
            if each.content_digest:
                same = self._by_content.get(each.content_digest, _NOTHING)
                self._by_content[each.content_digest] = same | each.evidence
        for id in self._by_id:
            for number, end in enumerate(_ends(id)):
                self._by_end.setdefault(end, set()).add(id)
                if number == 0:
                    self._by_path.setdefault(end, set()).add(id)

    def known(self, listing_id: str, content_digest: str | None = None) -> frozenset[str]:
        """Evidence digests of one listing's earlier findings; empty where it was not there.

        Args:
            listing_id: What the listing is called.
            content_digest: Of a listing that is called by its place alone, which may be spelled
                differently now; None for one that has an identifier, which nothing stands for.
        """
        if content_digest is None:
            return self._by_id.get(listing_id, _NOTHING)
        same = self._by_content.get(content_digest, _NOTHING)
        return same | self._by_id.get(self._called(listing_id), _NOTHING)

    def _called(self, path: str) -> str:
        """What the listing at a path was called; empty where it could be several, or none.

        One path is the end of the other where a review started in another folder.
        """
        if path in self._by_id:
            return path
        ends = list(_ends(path))
        found = set().union(*(self._by_path.get(end, ()) for end in ends))
        found |= self._by_end.get(ends[0], set()) if ends else set()
        return found.pop() if len(found) == 1 else ""


def _ends(path: str) -> Iterator[str]:
    """The path, then without its first folder, and so on; none of what leads nowhere."""
    steps = posixpath.normpath(path.replace("\\", "/")).split("/")
    steps = [step for step in steps if step not in ("", ".", "..")]
    if len(steps) <= _MAX_DEPTH:
        yield from ("/".join(steps[first:]) for first in range(len(steps)))
