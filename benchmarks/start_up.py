"""What ``gptreview review`` of a small bundle costs, from the start of the program to its end."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gptreview.bootstrap import migrate_plugin
from gptreview.usecases.migrate_plugin import MigrateRequest

_PLUGIN: Final = Path(__file__).resolve().parents[1] / "examples" / "trip-planner"
_MAIN: Final = "from gptreview.cli.main import main; main()"


@dataclass(frozen=True, slots=True)
class Start:
    """One run of the program as a process of its own."""

    name: str
    seconds: float
    """CPU seconds, start and end of the interpreter included."""
    aim: float
    """CPU seconds that it may take."""


def measured(rounds: int) -> Iterator[Start]:
    """A review with nothing compiled before it, and the best of some with everything in place."""
    with tempfile.TemporaryDirectory(prefix="gptreview-start-") as folder:
        bundles, cache = Path(folder) / "bundles", Path(folder) / "cache"
        request, migrate = MigrateRequest([str(_PLUGIN)], bundles), migrate_plugin()
        list(migrate.run(request, migrate.find(request)))
        yield Start("start-up, empty cache", cpu_seconds(bundles, cache), 6.0)
        warm = min(cpu_seconds(bundles, cache) for _ in range(rounds))
        yield Start("start-up, rules compiled", warm, 2.0)


def cpu_seconds(source: Path, cache: Path) -> float:
    """Of one review as a child process.

    Raises:
        RuntimeError: The review did not end with a verdict.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", _MAIN, "review", str(source)],
        env=os.environ | {"GPTREVIEW_CACHE_DIR": str(cache)},
        capture_output=True,
        text=True,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1, 3):
        raise RuntimeError(done.stderr or done.stdout)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
