"""Ranges of days, as programs name them."""

from __future__ import annotations

import datetime as dt
from typing import Final

from gptreview.errors import InputError

_YEAR: Final = dt.timedelta(days=365)


def days(
    since: dt.date | None, until: dt.date | None, now: dt.datetime
) -> tuple[dt.datetime, dt.datetime]:
    """The first moment of the first day, and the moment after the last day, in UTC.

    Args:
        since: First day; None for a year before the last one.
        until: Last day; None for today.
        now: Says which day is today.

    Raises:
        InputError: The first day is after the last one, or beyond all calendars.
    """
    last = until or now.date()
    try:
        end = _midnight(last) + dt.timedelta(days=1)
        begin = _midnight(since) if since else end - _YEAR
    except OverflowError:
        raise InputError(
            "a day beyond the calendar", where="until", expected="a day in this era"
        ) from None
    if begin >= end:
        raise InputError(
            f"a range that ends at {last}", where="until", expected=f"{since} or a later day"
        )
    return begin, end


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)
