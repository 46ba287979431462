"""A process beside the server's own that is started again when it ends by itself."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from multiprocessing import get_context, parent_process
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

LOG_FORMAT: Final = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_LOG: Final = logging.getLogger("gptreview.processes")
_AGAIN: Final = 5.0
"""Seconds until a process that ended by itself is followed by another."""


class Sibling:
    """Keeps one process running.

    Args:
        name: What the log calls it.
        live: What it does; it begins with `settle_in`.
        arguments: Of that; they are handed over to each process anew.
        again: Seconds from the end of one process to the start of the next.
    """

    def __init__(
        self, name: str, live: Callable[..., None], *arguments: Any, again: float = _AGAIN
    ) -> None:
        self._name = name
        self._live = live
        self._arguments = arguments
        self._again = again
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._process: SpawnProcess | None = None
        self._thread = threading.Thread(target=self._keep, name=name, daemon=True)

    @property
    def pid(self) -> int | None:
        """Of the process that runs now."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Begin."""
        self._begin()
        self._thread.start()

    def tell(self) -> None:
        """Tell it to end, and start no other one."""
        with self._lock:
            self._ended.set()
            if self._process is not None:
                self._process.terminate()

    def stop(self, *, seconds: float) -> None:
        """End it in order, or without when that takes too long."""
        self.tell()
        process = self._process
        if process is not None:
            process.join(seconds)
            if process.is_alive():
                process.kill()
                process.join()
            self._thread.join()

    def _begin(self) -> None:
        # Not forked: the threads of this process may hold locks that nobody there would give back.
        process = get_context("spawn").Process(
            target=self._live, args=self._arguments, name=self._name
        )
        with self._lock:
            if not self._ended.is_set():
                process.start()
                self._process = process

    def _keep(self) -> None:
        while not self._ended.is_set():
            assert self._process is not None  # noqa: S101 - it was started
            self._process.join()
            if self._ended.is_set():
                return
            status = self._process.exitcode
            _LOG.error("%s ended by itself (exit status %s); another starts", self._name, status)
            if not self._ended.wait(self._again):
                self._begin()


def settle_in() -> None:
    """Let the signals of a terminal be the server's, and end in order when it ends or says so."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    logging.basicConfig(stream=sys.stderr, format=LOG_FORMAT)
    threading.Thread(target=_follow, name="gptreview-follow", daemon=True).start()


def _follow() -> None:
    server = parent_process()
    assert server is not None  # noqa: S101 - nobody else begins here
    server.join()
    os.kill(os.getpid(), signal.SIGTERM)
