"""The benchmark's results as Markdown tables (which a terminal shows well enough) and as JSON."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from corpus import CorpusReport
from speed_plan import Measured


def machine() -> str:
    """What the figures were measured on, in one line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}, {python}"


def as_json(report: CorpusReport | None, speeds: Sequence[Measured]) -> str:
    """Everything, for programs."""
    value: dict[str, Any] = {"machine": machine()}
    if speeds:
        value["speed"] = [asdict(row) for row in speeds]
    if report:
        value["fidelity"] = {**asdict(report), "usable": report.usable}
    return json.dumps(value, indent=2)


def speed_lines(speeds: Sequence[Measured]) -> Iterator[str]:
    """The table of speeds."""
    header = ("measurement", "wall s", "CPU s", "MB", "MB/s wall", "MB/s CPU", "x json.loads",
              "x PyYAML", "peak MB", "aim", "met by CPU")  # fmt: skip
    yield from table(header, (_speed_row(row) for row in speeds))
    for row in speeds:
        if "plugins" in row.figures:
            yield ""
            yield _per_plugin(row)


def fidelity_lines(report: CorpusReport) -> Iterator[str]:
    """The table of operations, then each one that is not usable, then what is wrong."""
    total = len(report.verdicts)
    explained = sum(bool(verdict.explained) for verdict in report.verdicts)
    lost = [verdict for verdict in report.verdicts if not verdict.usable]
    rows = (
        ("plugins, of them with an OpenAPI document", f"{report.plugins}, {report.with_spec}"),
        ("plugins refused with a message", str(len(report.refused))),
        ("operations in the documents", str(total)),
        ("usable as they stand (untouched documents)", _share(report.baseline, total)),
        ("usable as emitted, with all they take", _share(report.usable, total)),
        ("of these, a named change decided what is required", str(explained)),
        ("not usable, told by a loss or a message", str(len(lost) - len(report.unnamed))),
        ("not usable and told nowhere", str(len(report.unnamed))),
        ("action files, all valid OpenAPI 3.1 and without a checker error", str(report.actions)),
        ("places that migration.json names", str(report.pointers)),
        ("problems with bundles", str(len(report.problems))),
    )
    yield from table(("what", "count"), rows)
    yield ""
    yield from table(
        ("plugin", "operation", "why it is not usable as emitted"),
        ((v.plugin, f"{v.method} {v.path}", "; ".join(v.reasons)) for v in lost),
    )
    for problem in report.problems:
        yield f"PROBLEM {problem}"
    for verdict in report.unnamed:
        yield f"UNNAMED {verdict.plugin}: {verdict.method} {verdict.path}"


def _speed_row(row: Measured) -> tuple[str, ...]:
    figures = row.figures
    size = figures.get("bytes")
    return (
        row.name,
        f"{figures['wall']:.2f}",
        f"{figures['cpu']:.2f}",
        f"{size / 1e6:.2f}" if size else "",
        _number(row.megabytes_per_second("wall")),
        _number(row.megabytes_per_second("cpu")),
        _number(figures.get("json_ratio")),
        _number(figures.get("yaml_ratio")),
        f"{figures['peak_mb']:.0f}" if "peak_mb" in figures else "",
        row.target,
        {True: "yes", False: "MISSED", None: ""}[row.met],
    )


def _per_plugin(row: Measured) -> str:
    figures = row.figures
    return (
        f"{row.name}: {figures['plugins'] / figures['wall']:.0f} plugins/s by the wall, "
        f"{figures['plugins'] / figures['cpu']:.0f} by CPU; one plugin takes "
        f"{figures['median_ms']:.1f} ms (median), {figures['p95_ms']:.1f} ms (p95), "
        f"{figures['slowest_ms']:.0f} ms (slowest)"
    )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


def _share(count: int, total: int) -> str:
    return f"{count} ({100 * count / total:.1f} %)" if total else str(count)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a Markdown table, its columns as wide as what stands in them."""
    lines = [header, *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    for number, line in enumerate(lines):
        yield f"| {' | '.join(map(str.ljust, line, widths))} |"
        if number == 0:
            yield f"|{'|'.join('-' * (width + 2) for width in widths)}|"
