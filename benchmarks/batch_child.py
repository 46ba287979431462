"""Stages of `batch.py` in a child process, taken forward turn by turn and watched meanwhile."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from batch_database import BatchDatabase
from process_tree import PeakMemory

_SCRIPT: Final = Path(__file__).with_name("batch_stage.py")


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do over what."""

    stages: Sequence[str]
    """As `batch_stage.py` calls them."""
    file: Path
    """JSON lines."""
    jobs: int
    """Processes."""
    turn: int
    """Listings."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What one stage took on one database."""

    told: dict[str, Any]
    """What the child says: ``stage``, ``wall`` and ``cpu`` in seconds, ``listings`` and others."""
    server: float
    """CPU seconds of the database's server; 0 where it has none."""
    peaks: Sequence[int]
    """Bytes of resident memory at the peak of each turn, the child's processes together."""

    @property
    def wall(self) -> float:
        """Seconds."""
        return float(self.told["wall"])

    @property
    def cpu(self) -> float:
        """Seconds of all processes, the server's included."""
        return float(self.told["cpu"]) + self.server

    @property
    def rate(self) -> float:
        """Listings, or events, a second."""
        return float(self.told["listings"] / self.wall)


class Child:
    """Stages that are under way.

    Args:
        plan: Which ones.
        database: Where; None where none is needed.
    """

    def __init__(self, plan: Plan, database: BatchDatabase | None) -> None:
        self._stages = len(plan.stages)
        self._database = database
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 - as long as the child
        words = (",".join(plan.stages), str(plan.file), str(plan.jobs), str(plan.turn))
        settings = {"GPTREVIEW_DATABASE_URL": database.url} if database else {}
        self._child = subprocess.Popen(
            [sys.executable, str(_SCRIPT), *words],
            env=os.environ | settings,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )
        self._memory = PeakMemory(self._child.pid)
        self._peaks: list[int] = []
        self._server = 0.0
        self.ran: list[Ran] = []
        """Those that are over."""

    def __enter__(self) -> Child:
        self._memory.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End it, whether it is over or not."""
        self._child.kill()
        self._child.communicate()
        self._memory.__exit__(kind, error, traceback)
        self._errors.close()

    @property
    def is_over(self) -> bool:
        """Whether all stages are."""
        return len(self.ran) == self._stages

    def await_loaded(self) -> None:
        """Wait until the next stage can begin.

        Raises:
            RuntimeError: The child ended without a word.
        """
        self._next_line()
        self._memory.take()
        self._peaks, self._server = [], 0.0

    def turn(self) -> str:
        """Let it go on to its next rest, or to the beginning of the next stage.

        Returns:
            How far it is.

        Raises:
            RuntimeError: It ended without a word.
        """
        assert self._child.stdin is not None  # noqa: S101 - asked for
        server = self._server_seconds()
        self._child.stdin.write("\n")
        self._child.stdin.flush()
        told = self._next_line()
        self._peaks.append(self._memory.take())
        self._server += self._server_seconds() - server
        if "stage" not in told:
            return f"{told['listings']:,}"
        self.ran.append(Ran(told, self._server, tuple(self._peaks)))
        if not self.is_over:
            self.await_loaded()
        return f"{told['stage']} done"

    def _server_seconds(self) -> float:
        return self._database.server_seconds() if self._database else 0.0

    def _next_line(self) -> dict[str, Any]:
        assert self._child.stdout is not None  # noqa: S101 - asked for
        line = self._child.stdout.readline()
        if not line:
            self._errors.seek(0)
            raise RuntimeError(self._errors.read() or "a stage ended without a word")
        told: dict[str, Any] = json.loads(line)
        return told


def run_in_turns(
    plans: Sequence[tuple[Plan, BatchDatabase | None]], tell: Callable[[str], None]
) -> Sequence[Sequence[Ran]]:
    """What each plan's stages took; one child does a turn while the others rest."""
    with ExitStack() as stack:
        children = [stack.enter_context(Child(plan, database)) for plan, database in plans]
        for child in children:
            child.await_loaded()
        while left := [child for child in children if not child.is_over]:
            for child in left:
                tell(child.turn())
    return [child.ran for child in children]
