"""The ranges that public figures are of: calendar quarters, of which no two overlap.

Small counts are hidden, and of ranges that overlap one could be subtracted from the other: what is
hidden in June would be told by April to June less April and May. Of quarters alone there is nothing
to subtract. Hundepool et al. (see `render.small_counts`), chapter 5.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from typing import Final

from gptreview.errors import InputError
from gptreview.web.figures import Days

FIRST, LAST = dt.date(2000, 1, 1), dt.date(2999, 12, 31)
"""Days that are asked for."""
_MONTHS: Final = 3
_LIKE: Final = "a day like 2026-03-10"


def quarter_of(day: dt.date) -> Days:
    """The first and the last day of the quarter that a day is in."""
    first = day.replace(month=(day.month - 1) // _MONTHS * _MONTHS + 1, day=1)
    end = first.month + _MONTHS - 1
    return first, dt.date(first.year, end, monthrange(first.year, end)[1])


def asked_quarter(since: dt.date | None, until: dt.date | None, today: dt.date) -> Days:
    """The quarter that somebody asks for; where they do not say, the one that runs.

    Args:
        since: Its first day, or None.
        until: Its last day, or None.
        today: In UTC.

    Raises:
        InputError: They are not the first and the last day of one quarter.
    """
    for where, day in (("since", since), ("until", until)):
        if day is not None and not FIRST <= day <= LAST:
            raise InputError("no day", where=where, expected=_LIKE)
    first, last = quarter_of(since or until or today)
    told = "public figures are those of whole quarters"
    if since is not None and since != first:
        raise InputError("no first day of a quarter", where="since", expected=f"{first}",
                         next_step=told)  # fmt: skip
    if until is not None and until != last:
        raise InputError("no last day of this quarter", where="until", expected=f"{last}",
                         next_step=told)  # fmt: skip
    return first, last


def last_quarters(today: dt.date, number: int) -> list[Days]:
    """The quarter that runs, and those before it, the newest first."""
    found = [quarter_of(today)]
    while len(found) < number and found[-1][0] > FIRST:
        found.append(quarter_of(found[-1][0] - dt.timedelta(days=1)))
    return found
