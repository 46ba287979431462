"""What a process and its children take: memory and time, as Linux tells them (proc(5))."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import Final

_PAUSE_SECONDS: Final = 0.1
_PARENT: Final = 1
_TIMES: Final = slice(11, 15)
_RSS: Final = 21
"""Fields behind the program's name in /proc/PID/stat: of all times, in ticks, the last two are of
children that it has waited for; resident memory is in pages."""


class PeakMemory:
    """Samples the resident memory of a process with its children while it is entered.

    Pages that children share with their parent count for each of them.
    """

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._peak = 0
        self._over = Event()
        self._thread = Thread(target=self._sample_until_over, daemon=True)

    def __enter__(self) -> PeakMemory:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Sample no more."""
        self._over.set()
        self._thread.join()

    def take(self) -> int:
        """Bytes at the peak since the last call."""
        peak, self._peak = max(self._peak, resident_bytes(self._pid)), 0
        return peak

    def _sample_until_over(self) -> None:
        while not self._over.wait(_PAUSE_SECONDS):
            self._peak = max(self._peak, resident_bytes(self._pid))


def resident_bytes(pid: int) -> int:
    """Resident memory of a process and all below it; 0 where it is gone."""
    page = os.sysconf("SC_PAGE_SIZE")
    return sum(page * int(fields[_RSS]) for fields in _tree(pid))


def cpu_seconds(pid: int) -> float:
    """CPU time of a process and all below it, those that it has waited for included."""
    tick = os.sysconf("SC_CLK_TCK")
    return sum(sum(map(int, fields[_TIMES])) for fields in _tree(pid)) / tick


def _tree(root: int) -> Iterator[Sequence[str]]:
    """The fields of a process and of all below it."""
    fields, below = {}, defaultdict(list)
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            text = (folder / "stat").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended meanwhile
        pid = int(folder.name)
        # The program's name stands in brackets, and may hold blanks.
        fields[pid] = text.rpartition(")")[2].split()
        below[int(fields[pid][_PARENT])].append(pid)
    left = [root]
    while left:
        pid = left.pop()
        left += below[pid]
        if pid in fields:
            yield fields[pid]
