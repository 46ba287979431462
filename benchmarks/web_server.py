"""``gptreview serve`` as a process of its own, for `web.py`: started, killed, started again."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections import deque
from types import TracebackType
from typing import Final

from process_tree import cpu_seconds

_MAIN: Final = "from gptreview.cli.main import main; main()"
_OPTIONS: Final = ("--port", "0", "--proxy", "127.0.0.1")
_SERVES: Final = re.compile(r"gptreview serves http://(127\.0\.0\.1):([0-9]+) ")
_PATIENCE: Final = 60.0
"""Seconds until it has to answer."""
_KEPT: Final = 40
"""Lines of what it says."""


class WebServer:
    """The real server on any free port; who it is told asks is taken for whoever asks.

    Args:
        database: Its address.
        workers: Processes that answer.
    """

    def __init__(self, database: str, workers: int = 1) -> None:
        self._database = database
        self._workers = workers
        self._child: subprocess.Popen[str] | None = None
        self._said: deque[str] = deque(maxlen=_KEPT)
        self.address = ("", 0)
        """Host and port."""

    def __enter__(self) -> WebServer:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End it."""
        if self._child is not None:
            self._child.terminate()
            try:
                self._child.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                self.kill()

    def start(self) -> None:
        """Start it, and wait until it answers.

        Raises:
            RuntimeError: It ended before, or takes too long.
        """
        ready = threading.Event()
        self._child = subprocess.Popen(
            [sys.executable, "-c", _MAIN, "serve", *_OPTIONS, "--workers", str(self._workers)],
            env=os.environ | {"GPTREVIEW_DATABASE_URL": self._database},
            stderr=subprocess.PIPE,
            text=True,
        )
        threading.Thread(target=self._listen, args=(self._child, ready), daemon=True).start()
        if not ready.wait(_PATIENCE) or self._child.poll() is not None:
            self.kill()
            raise RuntimeError("".join(self._said) or "the server does not answer")

    def kill(self) -> None:
        """End it as a power cut would: no signal that it could answer."""
        assert self._child is not None  # noqa: S101 - it was started
        self._child.kill()
        self._child.wait()

    def cpu_seconds(self) -> float:
        """CPU time that it and its children have taken so far."""
        assert self._child is not None  # noqa: S101 - it was started
        return cpu_seconds(self._child.pid)

    @property
    def complaints(self) -> list[str]:
        """The last lines that it has said, but where it serves."""
        return [each for each in self._said if not _SERVES.match(each)]

    def _listen(self, child: subprocess.Popen[str], ready: threading.Event) -> None:
        """Take what it says, so that it never waits for somebody to read; its end is a word too."""
        assert child.stderr is not None  # noqa: S101 - asked for
        with child.stderr as lines:
            for line in lines:
                self._said.append(line)
                if found := _SERVES.match(line):
                    self.address = (found[1], int(found[2]))
                    ready.set()
        ready.set()
