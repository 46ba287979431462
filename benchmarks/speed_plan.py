"""What is measured, in which order, and what is aimed at."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from made_spec import made_spec
from speed import Figures, median_help_cpu, run_command, run_measurement

_LARGE: Final = 100_000
"""Bytes from which on a real JSON document counts as large."""
_TRIES: Final = 3
"""Processes for a measurement of a few seconds; the one that took the least CPU time counts,
because whatever else runs on the machine only ever adds to it."""
_MADE: Final = {"made, 2.4 MB": 1_600, "made, 30 MB": 20_000}
"""Operations of the generated documents."""
_MANIFEST: Final = {
    "schema_version": "v1",
    "name_for_human": "Register",
    "name_for_model": "register",
    "description_for_human": "Looks things up.",
    "description_for_model": "Looks things up.",
    "auth": {"type": "none"},
    "api": {"type": "openapi", "url": "https://api.example.com/openapi.json"},
    "legal_info_url": "https://api.example.com/terms",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """One row of the table of speeds."""

    name: str
    figures: Figures
    """Seconds unless a name ends in ``_ms``; ``bytes``, ``peak_mb``."""
    target: str = ""
    """What is aimed at, in words; empty where nothing is."""
    met: bool | None = None

    def megabytes_per_second(self, clock: str) -> float | None:
        """Of input, by ``wall`` or ``cpu``; None where there is no one input."""
        size = self.figures.get("bytes")
        return size / 1e6 / self.figures[clock] if size else None


def measure(data: Path, workspace: Path) -> Iterator[Measured]:
    """Every measurement, each in a process of its own, one after the other.

    Aims are judged by CPU time: one thread does all the work, and the wall's time is also that
    of everything else on the machine.
    """
    taken = median_help_cpu()
    yield Measured("gptreview --help", taken, "CPU < 0.3 s", taken["cpu"] < 0.3)
    outputs = (workspace / f"corpus-{number}" for number in range(_TRIES))
    taken = _quietest(run_measurement("corpus", data / "plugins", output) for output in outputs)
    yield Measured("migrate, all plugins", taken, "< 10 s", taken["cpu"] < 10)
    large = sorted(p for p in (data / "specs").glob("*.json") if p.stat().st_size >= _LARGE)
    if large:
        yield from _real(large, workspace)
    for name, operations in _MADE.items():
        plugin = _plugin(workspace / f"made-{operations}", made_spec(operations))
        aimed = operations == _MADE["made, 2.4 MB"]
        taken = _migrated(plugin, tries=_TRIES if aimed else 1)
        met = taken["cpu"] < 1 if aimed else None
        yield Measured(f"migrate, {name}", taken, "< 1 s" if aimed else "", met)
        yield Measured(f"check, {name}", _checked([plugin / "openapi.json"], tries=1))


def _real(large: list[Path], workspace: Path) -> Iterator[Measured]:
    biggest = max(large, key=lambda path: path.stat().st_size)
    plugin = _plugin(workspace / "biggest", biggest.read_text(encoding="utf-8"))
    yield Measured("migrate, biggest real spec", _migrated(plugin, tries=_TRIES))
    taken = _checked(large, tries=_TRIES)
    speed = taken["bytes"] / 1e6 / taken["cpu"]
    yield Measured(f"check, {len(large)} large JSON specs", taken, ">= 5 MB/s", speed >= 5)
    whole = run_command("check", *large, "--format", "json", "-o", os.devnull)
    yield Measured("the same, as a command", {**whole, "bytes": taken["bytes"]})


def _migrated(plugin: Path, *, tries: int) -> Figures:
    outputs = (plugin.with_name(f"{plugin.name}-out-{number}") for number in range(tries))
    taken = _quietest(run_measurement("spec", plugin, output) for output in outputs)
    return _beside_yardsticks(taken, [plugin / "openapi.json"])


def _checked(files: list[Path], *, tries: int) -> Figures:
    taken = _quietest(run_measurement("check", *files) for _ in range(tries))
    return _beside_yardsticks(taken, files)


def _quietest(measurements: Iterable[Figures]) -> Figures:
    return min(measurements, key=lambda figures: figures["cpu"])


def _beside_yardsticks(taken: Figures, files: list[Path]) -> Figures:
    """A measurement, and how many times json.loads or PyYAML could read the same texts in it."""
    yardsticks = run_measurement("yardsticks", *files)
    known = [key for key in ("json", "yaml") if key in yardsticks]
    return {**taken, **{f"{key}_ratio": taken["cpu"] / yardsticks[key] for key in known}}


def _plugin(folder: Path, spec: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "openapi.json").write_text(spec, encoding="utf-8")
    (folder / "ai-plugin.json").write_text(json.dumps(_MANIFEST), encoding="utf-8")
    return folder
