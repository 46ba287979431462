"""What the registry knows, as it may be shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from gptreview.errors import ConflictError, InputError, NotFoundError
from gptreview.model.gpt import Gpt
from gptreview.model.registry import (
    ListedVersion,
    ListingFilter,
    ListingHistory,
    RegisteredListing,
    RegistryCounts,
)
from gptreview.model.registry_diff import VersionDiff
from gptreview.scan.scanner import Scanner
from gptreview.store import registry
from gptreview.store.database import Database
from gptreview.usecases.diff_versions import field_changes, verdict_change
from gptreview.usecases.shown_names import shown_text
from gptreview.usecases.stored_contents import read_contents
from gptreview.usecases.sync_registry import known_source

_CLEAR_ID: Final = re.compile(r"(?!.*\d(?:\W?\d){6})(?:[A-Za-z0-9]{0,16}(?:[-_./:#]|\Z))+")
"""No seven digits in a row, no address, no long secret: needs no scanner to be shown."""
_KEPT_AS_DIGEST: Final = re.compile(r"(?:id-)?sha256:[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class ListingPage:
    """Some of the listings that are wanted."""

    listings: tuple[RegisteredListing, ...]
    next: int | None
    """After which number the next page begins; None where this is the last one."""
    counts: RegistryCounts
    """Of the whole registry."""


@dataclass(frozen=True, slots=True)
class ReadRegistry:
    """Answers questions to the registry; what is personal in the answers is masked."""

    database: Database
    scanners: Callable[[], Sequence[Scanner]]
    """Mask texts; asked for when there is one that may need it."""

    def page(self, wanted: ListingFilter, *, after: int = 0, limit: int) -> ListingPage:
        """A page of the listings that are wanted.

        Args:
            wanted: Which ones; the source as the user names it.
            after: Number of the last listing of the page before.
            limit: How many at most.

        Raises:
            InputError: The source is standard input.
            NotFoundError: The registry has no such source.
        """
        with self.database.reading() as session:
            if wanted.source:
                known = known_source(registry.sources(session), wanted.source)
                wanted = replace(wanted, source=known)
            found = registry.listings(session, wanted, after=after, limit=limit + 1)
            counts = registry.counts(session)
        shown = tuple(map(self._shown, found[:limit]))
        return ListingPage(shown, shown[-1].id if len(found) > limit else None, counts)

    def history(self, name: str) -> ListingHistory:
        """A listing with all its versions and the verdicts on them.

        Args:
            name: The registry's number of it, or its id in its source.

        Raises:
            NotFoundError: There is none.
            ConflictError: Several sources have that id.
        """
        with self.database.reading() as session:
            history = registry.history(session, registry.find(session, name))
        return replace(history, listing=self._shown(history.listing))

    def diff(self, name: str, before: int | None = None, after: int | None = None) -> VersionDiff:
        """What changed between two versions, and what that did to the verdict.

        Args:
            name: As for `history`.
            before: Number of the earlier version; None is the one before the current one.
            after: Number of the later version; None is the current one.

        Raises:
            InputError: The listing has only one version.
            NotFoundError: There is no such listing or version.
            ConflictError: Several sources have that id, or a content cannot be read.
        """
        history = self.history(name)
        if before is None and history.listing.version == 1:
            raise InputError(
                "the listing has only one version so far",
                where=str(history.listing.id),
                next_step=f"gptreview registry show {history.listing.id}",
            )
        current = history.listing.version
        was = _version(history, current - 1 if before is None else before)
        now = _version(history, current if after is None else after)
        changes = field_changes(self._content(was), self._content(now), self.shown_text)
        return VersionDiff(history.listing, was, now, changes, verdict_change(was, now))

    def shown_id(self, external_id: str) -> str:
        """A listing's id in its source, masked where it may be personal."""
        if _KEPT_AS_DIGEST.fullmatch(external_id) or _CLEAR_ID.fullmatch(external_id):
            return external_id
        return self.shown_text(external_id)

    def shown_text(self, text: str) -> str:
        """What somebody wrote, without what is personal in it."""
        return shown_text(self.scanners())(text)

    def close(self) -> None:
        """Give the database's connections back."""
        self.database.close()

    def _content(self, version: ListedVersion) -> Gpt:
        digest = version.content_digest
        found = read_contents(self.database, (digest,))[digest]
        if isinstance(found, str):
            raise ConflictError(found, where=digest, next_step="gptreview db check")
        return found

    def _shown(self, listing: RegisteredListing) -> RegisteredListing:
        return replace(listing, external_id=self.shown_id(listing.external_id))


def _version(history: ListingHistory, number: int) -> ListedVersion:
    for each in history.versions:
        if each.number == number:
            return each
    raise NotFoundError(
        f"no version {number}",
        where=str(history.listing.id),
        expected=f"1 to {history.listing.version}",
    )
