"""A webhook as the other end of a way: one request, one answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from gptreview.errors import DependencyError, InputError
from gptreview.net.post import Poster
from gptreview.net.retry import asked_pause

_GONE: Final = 410
"""The address is no more (RFC 9110, section 15.5.11): nobody is to ask again."""


class CallResult(StrEnum):
    """What became of one attempt."""

    DELIVERED = "delivered"
    FAILED = "failed"
    """It may be tried again."""
    GONE = "gone"
    """It is never to be tried again, nor anything else there."""


@dataclass(frozen=True, slots=True)
class CallAnswer:
    """How a webhook took a call."""

    result: CallResult
    status: int | None = None
    """None where there was no answer."""
    error: str = ""
    """Why it did not take it, in one clause."""
    pause_seconds: float | None = None
    """For how long it asks to be left alone; None where it does not say."""


def call_webhook(
    poster: Poster, url: str, body: bytes, headers: Mapping[str, str], now: dt.datetime
) -> CallAnswer:
    """Send a call once; any status of 2xx has taken it, a redirect has not.

    Args:
        poster: Reads no answer beyond its head.
        url: Of the webhook.
        body: JSON.
        headers: What signs it.
        now: The time, for a Retry-After that names a moment.
    """
    try:
        answer = poster.post(url, body, {"Content-Type": "application/json", **headers})
    except (DependencyError, InputError) as error:
        return CallAnswer(CallResult.FAILED, error=error.found)
    if 200 <= answer.status < 300:
        return CallAnswer(CallResult.DELIVERED, answer.status)
    refusal = f"the server answered {answer.status}"
    if answer.status == _GONE:
        return CallAnswer(CallResult.GONE, answer.status, refusal)
    pause = asked_pause(answer.retry_after, now) if answer.retry_after else None
    return CallAnswer(CallResult.FAILED, answer.status, refusal, pause)
