"""The scanner for API descriptions: prose joined to structure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from gptreview.model.action import ActionDefinition
from gptreview.model.finding import Card, Hit
from gptreview.model.gpt import Gpt
from gptreview.model.segment import Segment
from gptreview.reading.document import Document

_REVISION: Final = 0
"""Counts up whenever the same action could get other hits."""


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
        return ()

    def scan(
        self,
        index: int,  # noqa: ARG002 - none yet
        segment: Segment,  # noqa: ARG002 - none yet
        gpt: Gpt,  # noqa: ARG002 - none yet
        document: Document | None,  # noqa: ARG002 - none yet
        definition: ActionDefinition | None,  # noqa: ARG002 - none yet
    ) -> Iterable[Hit]:
        """The hits in one action's schema, in its order.

        Args:
            index: Which of the listing's actions it is, counted from 0.
            segment: The schema as written; hits are spans of it.
            gpt: The listing.
            document: The schema as read; None where it could not be.
            definition: Its operations; None where they could not be read.
        """
        return ()
