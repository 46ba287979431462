"""Wall time, CPU time and peak memory, each measured in a process of its own.

Run by migrate.py; as a program it takes one measurement and prints it as JSON.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

Figures = dict[str, float]

SERVER = "https://api.example.com"
_YAML_LARGEST: Final = 3_000_000
"""Bytes up to which PyYAML is a yardstick: it reads about 1 MB/s."""


@dataclass(slots=True)
class Clock:
    """Seconds by the wall and of this process' CPU since it was made."""

    wall: float
    cpu: float

    @staticmethod
    def start() -> Clock:
        """A clock that starts now."""
        return Clock(time.perf_counter(), time.process_time())

    def read(self) -> tuple[float, float]:
        """Wall and CPU seconds so far."""
        return time.perf_counter() - self.wall, time.process_time() - self.cpu


def run_measurement(name: str, *arguments: str | Path) -> Figures:
    """One measurement in a child: what it found, and the child's whole time and peak memory."""
    command = [sys.executable, __file__, name, *map(str, arguments)]
    with _children() as spent:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"measurement {name} failed:\n{done.stderr}")
    figures: Figures = json.loads(done.stdout)
    return {**figures, **{f"process_{key}": value for key, value in spent.items()}}


def run_command(*arguments: str | Path) -> Figures:
    """Time of the gptreview program with these arguments, start of the process included."""
    program = Path(sys.executable).with_name("gptreview")
    with _children() as spent:
        subprocess.run([program, *map(str, arguments)], stdout=subprocess.DEVNULL, check=False)
    return spent


@contextmanager
def _children() -> Iterator[Figures]:
    """Wall and CPU seconds of the children that end inside the block."""
    spent: Figures = {}
    wall, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    yield spent
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent["wall"] = time.perf_counter() - wall
    spent["cpu"] = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure_corpus(plugins: str, output: str) -> Figures:
    """The whole migrate use-case over a folder of plugins, imports included."""
    clock = Clock.start()
    from gptreview.bootstrap import migrate_plugin
    from gptreview.usecases.migrate_plugin import MigrateRequest

    usecase = migrate_plugin()
    request = MigrateRequest([plugins], Path(output))
    found = usecase.find(request)
    outcomes = usecase.run(request, found)
    each: list[tuple[float, float]] = []
    lap = Clock.start()
    for _ in outcomes:
        each.append(lap.read())
        lap = Clock.start()
    wall, cpu = clock.read()
    walls, cpus = ([1000 * lap[i] for lap in each] for i in (0, 1))
    return {
        "plugins": len(each),
        "wall": wall,
        "cpu": cpu,
        "median_ms": statistics.median(walls),
        "p95_ms": _percentile(walls, 95),
        "median_cpu_ms": statistics.median(cpus),
        "p95_cpu_ms": _percentile(cpus, 95),
        "slowest_ms": max(walls),
    }


def measure_spec(plugin: str, output: str) -> Figures:
    """The whole migrate use-case over one plugin, with a server given by hand."""
    from gptreview.bootstrap import migrate_plugin
    from gptreview.convert.specification import ActionOptions
    from gptreview.usecases.migrate_plugin import MigrateRequest

    usecase = migrate_plugin()
    options = ActionOptions(server=SERVER)
    request = MigrateRequest([plugin], Path(output), options=options)
    clock = Clock.start()
    (outcome,) = usecase.run(request, usecase.find(request))
    wall, cpu = clock.read()
    if outcome.migration is None:
        raise RuntimeError(str(outcome.error))
    kept = sum(1 for operation in outcome.migration.operations if operation.file)
    size = Path(plugin, "openapi.json").stat().st_size
    return {
        "bytes": size,
        "operations": len(outcome.migration.operations),
        "kept": kept,
        "actions": len(outcome.migration.actions),
        "wall": wall,
        "cpu": cpu,
    }


def measure_check(*files: str) -> Figures:
    """The whole check use-case over documents."""
    from gptreview.bootstrap import action_checker

    checker = action_checker(stdin=sys.stdin.buffer, against_openapi=False)
    clock = Clock.start()
    results = [checker.check(target) for target in checker.targets(files)]
    wall, cpu = clock.read()
    return {
        "bytes": sum(Path(file).stat().st_size for file in files),
        "files": len(results),
        "failed": sum(result.failure is not None for result in results),
        "findings": sum(len(result.findings) for result in results),
        "wall": wall,
        "cpu": cpu,
    }


def measure_yardsticks(*files: str) -> Figures:
    """CPU seconds of json.loads and of PyYAML's C loader over the same texts, best of three."""
    import yaml

    texts = [Path(file).read_text(encoding="utf-8") for file in files]
    figures = {"json": min(_cpu(lambda: [json.loads(text) for text in texts]) for _ in range(3))}
    if sum(map(len, texts)) <= _YAML_LARGEST:
        figures["yaml"] = _cpu(lambda: [yaml.load(t, Loader=yaml.CSafeLoader) for t in texts])
    return figures


def median_help_cpu(*, runs: int = 7) -> Figures:
    """CPU seconds of ``gptreview --help``: the median of several processes."""
    taken = [run_command("--help") for _ in range(runs)]
    return {key: statistics.median(one[key] for one in taken) for key in ("wall", "cpu")}


def _cpu(work: Callable[[], Any]) -> float:
    clock = Clock.start()
    work()
    return clock.read()[1]


def _percentile(values: list[float], percent: int) -> float:
    """The nearest-rank percentile."""
    return sorted(values)[max(0, -(-len(values) * percent // 100) - 1)]


def _peak_megabytes() -> float:
    status = Path("/proc/self/status")
    if status.is_file():
        # Linux counts the parent's memory into ru_maxrss of a child; this is the child's own.
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024 / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6  # macOS counts bytes


_MEASUREMENTS: Final[dict[str, Callable[..., Figures]]] = {
    "corpus": measure_corpus,
    "spec": measure_spec,
    "check": measure_check,
    "yardsticks": measure_yardsticks,
}


def main() -> None:
    """Take the measurement that the command line names."""
    name, *arguments = sys.argv[1:]
    figures = _MEASUREMENTS[name](*arguments)
    json.dump({**figures, "peak_mb": _peak_megabytes()}, sys.stdout)
    sys.stdout.flush()
    os._exit(0)  # freeing a large heap object by object is not part of what is measured


if __name__ == "__main__":
    main()
