"""What has to be done beside the requests: a thread that looks, and looks at once when woken."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from gptreview.errors import DependencyError

_LOG: Final = logging.getLogger("gptreview.background")
_PAUSE: Final = 5.0
"""Seconds from one look to the next where nobody wakes it."""
_LEAST: Final = 1.0
"""Seconds from one look to the next where somebody does, again and again."""


@dataclass(frozen=True, slots=True)
class Chore:
    """One kind of work."""

    name: str
    run: Callable[[], object]
    """Does what is due, and returns; doing it again does nothing."""


class Background:
    """Does chores one after another, again and again, until it is stopped.

    Args:
        chores: In their order.
        pause: Seconds from one round to the next.
        least: Seconds from the beginning of a round to that of the next, however often it is woken.
    """

    def __init__(
        self, chores: Sequence[Chore], *, pause: float = _PAUSE, least: float = _LEAST
    ) -> None:
        self._chores = tuple(chores)
        self._pause = pause
        self._least = least
        self._woken = threading.Event()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._live, name="gptreview-background", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """Look at once, or as soon as the last look is long enough ago."""
        self._woken.set()

    def stop(self, *, seconds: float) -> None:
        """End after the chore that runs, or leave it behind when that takes too long."""
        self._ended.set()
        self._woken.set()
        self._thread.join(seconds)

    def round(self) -> None:
        """Do every chore once; what one of them cannot do keeps no other from being done."""
        for chore in self._chores:
            if self._ended.is_set():
                return
            try:
                chore.run()
            except DependencyError as error:
                _LOG.warning("%s: %s", chore.name, error)
            except Exception:  # noqa: BLE001 - the others, and the next round, go on
                _LOG.exception("%s failed", chore.name)

    def _live(self) -> None:
        while not self._ended.is_set():
            next_one = time.monotonic() + self._least
            self._woken.clear()
            self.round()
            if self._woken.wait(self._pause):
                self._ended.wait(next_one - time.monotonic())
