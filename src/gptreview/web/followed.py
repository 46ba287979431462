"""The filter of the queue that somebody works through, which goes with them from case to case."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from starlette.responses import Response

from gptreview.errors import InputError
from gptreview.model.queue import QueueFilter
from gptreview.model.queue_query import read_query, write_query
from gptreview.web.pages import Show

_FROM: Final = "from"
"""Under this name addresses of cases have it."""


def followed(show: Show) -> QueueFilter:
    """The filter in the address of the request; all that waits where it says none, or nonsense."""
    try:
        return read_query(show.asked(_FROM))
    except InputError:
        return QueueFilter()


def trail(wanted: QueueFilter) -> str:
    """What an address of a case ends with, so that the next one follows the filter."""
    query = write_query(wanted)
    return f"?{urlencode({_FROM: query})}" if query else ""


def to_case(show: Show, number: int, wanted: QueueFilter, flash: str) -> Response:
    """Go on to a case, and say something there once."""
    return show.go(show.path("case", number=number) + trail(wanted), flash=flash)
