"""The scanner for API descriptions: prose joined to structure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from gptreview.model.action import ActionDefinition
from gptreview.model.finding import Card, Hit
from gptreview.model.gpt import Gpt
from gptreview.model.segment import Segment
from gptreview.reading.document import Document
from gptreview.scan.actions.catalogue import CARDS
from gptreview.scan.actions.changes import check_changes
from gptreview.scan.actions.document_map import DocumentMap
from gptreview.scan.actions.draft import Draft, Subject
from gptreview.scan.actions.hosts import Host, read_host
from gptreview.scan.actions.places import Places
from gptreview.scan.actions.prose import check_inputs, check_prose
from gptreview.scan.actions.server_urls import named_servers
from gptreview.scan.actions.servers import check_oauth, check_servers
from gptreview.scan.scanned_text import ScanLimitError

_REVISION: Final = 1
"""Counts up whenever the same action could get other hits."""
_CHECKS: Final = (check_servers, check_oauth, check_changes, check_inputs, check_prose)


class ActionScanner:
    """Tells what an action's document says to the model, and what its operations can do."""

    @property
    def name(self) -> str:
        """``actions``."""
        return "actions"

    @property
    def version(self) -> str:
        """Own revision."""
        return str(_REVISION)

    def cards(self) -> Sequence[Card]:
        """What it can say, sorted by id."""
        return CARDS

    def scan(
        self,
        index: int,
        segment: Segment,
        gpt: Gpt,
        document: Document | None,
        definition: ActionDefinition | None,
    ) -> Iterator[Hit]:
        """The hits in one action's schema, in its order.

        Args:
            index: Which of the listing's actions it is, counted from 0.
            segment: The schema as written; hits are spans of it.
            gpt: The listing.
            document: The schema as read; None where it could not be.
            definition: Its operations; None where they could not be read.

        Raises:
            ScanLimitError: The document has more values than any real one.
        """
        if document is None or not isinstance(document.value, dict) or not segment.text:
            return
        urls = (read_host(url) for _, url in named_servers(document.value))
        server = next((host for host in urls if host.name), Host("", "", None))
        subject = Subject(
            gpt, gpt.actions[index], document, definition, DocumentMap(document.value), server
        )
        drafts: dict[Draft, None] = {}  # each once, in the order of the checks
        failure: ScanLimitError | None = None
        for check in _CHECKS:
            try:
                drafts |= dict.fromkeys(check(subject))
            except ScanLimitError as error:
                failure = error
        places = Places(document, segment.text, {draft.pointer for draft in drafts})
        hits = [_hit(draft, places) for draft in drafts]
        yield from sorted(hits, key=lambda hit: (hit.start, hit.end, hit.card.id))
        if failure is not None:  # what was found before counts all the same
            raise failure


def _hit(draft: Draft, places: Places) -> Hit:
    start, end = places.span(draft.pointer, draft.phrase)
    return Hit(
        draft.card,
        start,
        end,
        severity=draft.severity,
        confidence=draft.confidence,
        message=draft.message,
    )
