"""Since when people are at it, asked once a minute and not once a page: the log is long."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import Final

from gptreview.model.account import Identity
from gptreview.usecases.triage.own_work import OwnWork

_KEPT: Final = dt.timedelta(minutes=1)
_MOST: Final = 1_000
"""People who are remembered."""


class KeptBreaks:
    """Remembers for a minute when somebody's last break ended.

    Args:
        since_break: What somebody has done since then.
        clock: The time.
    """

    def __init__(
        self, since_break: Callable[[Identity], OwnWork], clock: Callable[[], dt.datetime]
    ) -> None:
        self._since_break = since_break
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[dt.datetime, dt.datetime | None]] = {}

    def last_end(self, identity: Identity) -> dt.datetime | None:
        """When the last break of who asks ended; None where they are at one.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They are no reviewer.
            DependencyError: The database does not answer.
        """
        now = self._clock()
        looked_at, end = self._kept.get(identity.actor, (None, None))
        if looked_at is not None and now - looked_at < _KEPT:
            return end
        worked = self._since_break(identity).minutes
        end = now - dt.timedelta(minutes=worked) if worked else None
        with self._lock:
            self._kept.pop(identity.actor, None)
            self._kept[identity.actor] = (now, end)
            if len(self._kept) > _MOST:
                del self._kept[next(iter(self._kept))]
        return end
