"""How a flow run ends: complete, incomplete with a reason, or failed with one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from prefect import State
from prefect.states import Completed, Failed

from gptreview.errors import GptReviewError

INCOMPLETE: Final = "Incomplete"
"""Name of the state of a run that went to its end and has something to look at."""


def ended(message: str, *, gaps: str = "") -> State[Any]:
    """A run that went to its end.

    Args:
        message: What it did.
        gaps: What it could not do, in a clause; empty where there is nothing.
    """
    if gaps:
        return Completed(name=INCOMPLETE, message=f"{message}; {gaps}")
    return Completed(message=message)


def told(work: Callable[[], State[Any]]) -> State[Any]:
    """How some work ended; an error is the state's message, for bad input needs no stack trace."""
    try:
        return work()
    except GptReviewError as error:
        return Failed(message=str(error))
