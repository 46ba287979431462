"""How far a run is: a line on a terminal, and a bar on the run's page."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TextIO, cast
from uuid import UUID

from prefect.artifacts import create_progress_artifact, update_progress_artifact

_CLEAR = "\r\x1b[K"
"""To the line's beginning, and erase it: ECMA-48, EL."""


@dataclass(slots=True)
class Progress:
    """Watches a review; `shown` is called once a portion, for it asks the Prefect server."""

    tell: Callable[[str], None]
    """Takes a line for the run's log."""
    clock: Callable[[], float] = time.monotonic
    terminal: TextIO | None = field(default_factory=lambda: _terminal())
    contents: int = 0
    """Those that waited for their verdict when the run began."""
    done: int = 0
    _began: float = 0.0
    _artifact: UUID | None = None

    def began(self, contents: int) -> None:
        """So many contents wait for their verdict."""
        self.contents = contents
        self._began = self.clock()

    def advanced(self, contents: int) -> None:
        """So many more have got theirs."""
        self.done += contents
        self._draw(self.line())

    def told(self, line: str) -> None:
        """Something that a person may wonder about."""
        self._draw("")
        self.tell(line)

    def line(self) -> str:
        """``1,024 of 100,000 contents, 402/s, 4 min left``."""
        seconds = self.clock() - self._began
        speed = self.done / seconds if seconds > 0 else 0.0
        parts = [f"{self.done:,} of {max(self.contents, self.done):,} contents"]
        if speed:
            left = max(0, self.contents - self.done) / speed
            parts += [f"{speed:,.0f}/s", f"{left / 60:,.0f} min left"]
        return ", ".join(parts)

    def shown(self) -> None:
        """Bring the bar on the run's page up to date."""
        percent = 100.0 * min(1.0, self.done / self.contents) if self.contents else 100.0
        if self._artifact is None:
            made = create_progress_artifact(percent, description=self.line())
            self._artifact = cast("UUID", made)  # it is a coroutine in an event loop alone
        else:
            update_progress_artifact(self._artifact, percent, description=self.line())

    def close(self) -> None:
        """Leave nothing on the terminal."""
        self._draw("")

    def _draw(self, line: str) -> None:
        if self.terminal is not None:
            self.terminal.write(_CLEAR + line)
            self.terminal.flush()


def _terminal() -> TextIO | None:
    return sys.stderr if sys.stderr.isatty() else None
