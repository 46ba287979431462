"""Contents are looked at once for what they have in common with others."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from gptreview.decide.domain import is_public_host
from gptreview.errors import DependencyError
from gptreview.model.builder_key import builder_key
from gptreview.model.gpt import Gpt
from gptreview.model.trait import Trait, TraitKind, trait
from gptreview.net.public_suffix import owner_domain
from gptreview.reading.document import ReadLimits
from gptreview.store import cases, cursors, snapshots, traits
from gptreview.store.database import Database
from gptreview.store.overlays import DRIFTED
from gptreview.usecases.triage.action_operations import action_operations

_READER: Final = "traits"
_KINDS: Final = ("listing.added", "listing.changed", DRIFTED)
"""Events that name a content that a listing has."""
_SHORTEST: Final = 40
"""Characters of instructions that say enough to be the same text: all helpful assistants are."""
_MOST_DOMAINS: Final = 50
"""Of one content."""


@dataclass(frozen=True, slots=True)
class IndexTraits:
    """Keeps the index of builders, texts and domains up with the event log."""

    database: Database
    limits: ReadLimits
    """For the documents of actions."""

    def run(self, limit: int = 200) -> int:
        """Look at the contents that came next into the registry; how many came, 0 at the end.

        Args:
            limit: How many at most.

        Raises:
            DependencyError: The database does not answer; the portion is looked at again.
        """
        with self.database.reading() as session:
            begin = cursors.position(session, _READER)
            portion = cursors.events_after(session, begin, _KINDS, limit=limit)
            came = [str(each.payload["content"]) for each in portion.events]
            new = traits.unindexed(session, came)
        found = {digest: self._traits(digest) for digest in new}
        with self.database.writing() as session:
            taken = cursors.take(session, _READER)  # another indexer may be further already
            cursors.advance(session, _READER, max(taken, portion.last))
            traits.write(session, found)
        return len(came)

    def of_case(self, case: int) -> tuple[Trait, ...]:
        """The traits of a case's content, which is looked at now where it was not before.

        Raises:
            NotFoundError: There is no such case.
            DependencyError: The database does not answer.
        """
        with self.database.reading() as session:
            digest = cases.find(session, case).content_digest
        return self.of_content(digest)

    def of_content(self, digest: str) -> tuple[Trait, ...]:
        """As `of_case`, by the content's digest.

        Raises:
            DependencyError: The database does not answer.
        """
        with self.database.reading() as session:
            known = traits.of_content(session, digest)
        if known is not None:
            return known
        found = self._traits(digest)
        with self.database.writing() as session:
            traits.write(session, {digest: found})
        return found

    def _traits(self, digest: str) -> tuple[Trait, ...]:
        try:
            with self.database.reading() as session:
                gpt = snapshots.read_outlines(session, [digest]).get(digest)
        except DependencyError:
            raise
        except Exception:  # noqa: BLE001 - one damaged content must not stop the others
            return ()
        return tuple(sorted(content_traits(gpt, self.limits), key=_order)) if gpt else ()


def content_traits(gpt: Gpt, limits: ReadLimits) -> Iterator[Trait]:
    """What a content may have in common with others; each once."""
    key = builder_key(gpt.builder)
    if key:
        yield Trait(TraitKind.BUILDER, key)
    text = " ".join(unicodedata.normalize("NFKC", gpt.instructions).casefold().split())
    if len(text) >= _SHORTEST:
        yield trait(TraitKind.TEXT, text)
    hosts = {flow.domain for _, flow in action_operations(gpt, limits) if flow.domain}
    domains = {owner_domain(host) or host for host in hosts if is_public_host(host)}
    for domain in sorted(domains)[:_MOST_DOMAINS]:
        yield trait(TraitKind.DOMAIN, domain, domain)


def _order(each: Trait) -> tuple[str, str]:
    return each.kind, each.value
