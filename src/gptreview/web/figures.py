"""The public figures, counted once in a while and not once a visitor: they take the whole log."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import Final

from gptreview.errors import TooManyError
from gptreview.model.transparency import TransparencyReport

_KEPT: Final = dt.timedelta(minutes=5)
_MOST: Final = 16
"""Ranges of days that are kept."""
_WAIT: Final = 3.0
"""Seconds that somebody waits while others' figures are counted."""

Days = tuple[dt.date, dt.date]
"""The first and the last day, in UTC."""


class KeptFigures:
    """Counts one range of days at a time, and keeps each for five minutes.

    Args:
        count: Counts from a moment until before another one.
        clock: The time.
    """

    def __init__(
        self,
        count: Callable[[dt.datetime, dt.datetime], TransparencyReport],
        clock: Callable[[], dt.datetime],
    ) -> None:
        self._count = count
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: dict[Days, tuple[dt.datetime, TransparencyReport]] = {}

    def of(self, days: Days) -> TransparencyReport:
        """The figures of these days, at most five minutes old.

        Raises:
            InputError: The first day is after the last one.
            TooManyError: Others' figures are being counted.
            DependencyError: The database does not answer.
        """
        if not self._lock.acquire(timeout=_WAIT):
            raise TooManyError(
                "figures of other days are being counted",
                next_step="load the page again in a few seconds",
                retry_after=5,
            )
        try:
            now = self._clock()
            made_at, report = self._kept.get(days, (None, None))
            if made_at is None or report is None or now - made_at >= _KEPT:
                report = self._count(*_moments(days))
                self._kept.pop(days, None)
                self._kept[days] = (now, report)
                if len(self._kept) > _MOST:
                    del self._kept[next(iter(self._kept))]
            return report
        finally:
            self._lock.release()


def _moments(days: Days) -> tuple[dt.datetime, dt.datetime]:
    first, last = (dt.datetime.combine(each, dt.time(), dt.UTC) for each in days)
    return first, last + dt.timedelta(days=1)
