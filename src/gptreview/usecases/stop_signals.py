"""Ctrl-C and the signal of a service manager: first finish what is under way, then stop at once."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Final

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
_FINISHES: Final = b"finishing what is under way; once more to stop at once\n"


@dataclass(slots=True)
class StopSignals:
    """Which signal came."""

    process: int
    received: int = 0
    """Number of the signal; 0 while there was none."""

    def is_stopped(self) -> bool:
        """Whether to begin nothing new."""
        return self.received > 0

    def receive(self, number: int, _frame: FrameType | None) -> None:
        """Take note of a signal.

        Raises:
            KeyboardInterrupt: It is the second one; its argument is the number.
        """
        if os.getpid() != self.process:
            # A forked process that has not changed its handlers yet.
            if number != signal.SIGINT:
                os._exit(128 + number)
            return
        if self.received:
            for child in multiprocessing.active_children():
                child.kill()  # or they would first finish the listings that they have
            raise KeyboardInterrupt(number)
        self.received = number
        # No stream of Python: the signal may have come while one was written to.
        os.write(sys.__stderr__.fileno() if sys.__stderr__ else 2, _FINISHES)

    def pass_on(self) -> None:
        """Once the handlers of before are back, let them have what came meanwhile."""
        if self.received:
            signal.raise_signal(self.received)


@contextmanager
def stop_signals() -> Iterator[StopSignals]:
    """While this lasts, a first signal asks to stop, and a second one stops."""
    signals = StopSignals(os.getpid())
    if threading.current_thread() is not threading.main_thread():
        yield signals  # signals come to the main thread alone, and only there can be waited for
        return
    before = {number: signal.signal(number, signals.receive) for number in _SIGNALS}
    try:
        yield signals
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
