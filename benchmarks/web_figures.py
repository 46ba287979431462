"""What `web.py` has measured, as Markdown tables beside its aims and as JSON."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from tables import table
from web_burst import Burst
from web_load import Load

AIM: Final = 0.1
"""Seconds that 95 of 100 requests may take at most."""
_RANKS: Final = (("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1.0))
_NAMES: Final = {
    "report": "report intake, POST /api/v1/reports",
    "queue": "queue page, GET /queue",
    "case": "case page, GET /cases/{id}",
}


@dataclass(frozen=True, slots=True)
class WebFigures:
    """All that was measured on one database."""

    date: dt.date
    machine: str
    database: str
    """``sqlite`` or ``postgresql``."""
    workers: int
    """Processes that answered."""
    cases: int
    """That are open."""
    reports: int
    findings: int
    filled: float
    """Seconds that it took to fill the database."""
    rate: float
    """Requests a second."""
    seconds: float
    """Of each load."""
    loads: Sequence[Load]
    burst: Burst | None
    """None where it was left out."""
    complaints: Sequence[str]
    """Last lines that the server said."""

    @property
    def is_sound(self) -> bool:
        """Whether every request was answered as it ought to be, and no report is lost."""
        is_answered = not any(each.faults(kind) for each in self.loads for kind in each.kinds)
        return is_answered and (self.burst is None or self.burst.is_sound)


def percentile(ordered: Sequence[float], share: float) -> float:
    """The least value that so large a share of all are not above (nearest rank).

    Args:
        ordered: The smallest first, at least one.
        share: Above 0, up to 1.
    """
    return ordered[math.ceil(share * len(ordered)) - 1]


def as_json(figures: WebFigures) -> str:
    """Everything but the single requests, for programs."""
    value = asdict(figures) | {"date": figures.date.isoformat(), "is_sound": figures.is_sound}
    value["loads"] = [
        {"load": each.name, "cpu": each.cpu} | _measured(each, kind)
        for each in figures.loads
        for kind in each.kinds
    ]
    if figures.burst:
        value["burst"] |= {"rate": figures.burst.rate, "is_sound": figures.burst.is_sound}
    return json.dumps(value, indent=2)


def figure_lines(figures: WebFigures) -> Iterator[str]:
    """What was measured on what, and the tables."""
    yield (
        f"Measured on {figures.date} with {figures.machine}, {figures.database}, "
        f"--workers {figures.workers}: "
        f"{figures.cases:,} open cases with {figures.reports:,} reports and "
        f"{figures.findings:,} findings, filled in {figures.filled:,.0f} s."
    )
    yield f"{figures.rate:g} requests/s for {figures.seconds:g} s each, at random moments."
    yield ""
    header = ("load", "requests", "failed", *(f"{name} ms" for name, _ in _RANKS), "CPU ms", "aim")
    yield from table(header, _rows(figures))
    late = max((one.late for each in figures.loads for one in each.timed), default=0.0)
    yield ""
    yield f"No request was sent more than {1000 * late:.0f} ms late."
    if figures.burst:
        yield ""
        yield from table(("burst", "figure"), _burst_rows(figures.burst))
    for line in figures.complaints:
        yield f"SERVER {line.rstrip()}"


def _rows(figures: WebFigures) -> Iterator[Sequence[str]]:
    for load in figures.loads:
        for kind in load.kinds:
            measured = _measured(load, kind)
            is_met = measured["p95"] <= AIM
            name = _NAMES[kind] if len(load.kinds) == 1 else f"{load.name}: {kind}"
            yield (
                name,
                f"{measured['requests']:,}",
                _faults(measured["faults"]),
                *(f"{1000 * measured[rank]:.0f}" for rank, _ in _RANKS),
                f"{1000 * load.cpu:.0f}",
                f"p95 < {1000 * AIM:.0f} ms{'' if is_met else ' MISSED'}",
            )


def _measured(load: Load, kind: str) -> dict[str, Any]:
    ordered = load.of_kind(kind)
    ranks = {name: percentile(ordered, share) for name, share in _RANKS}
    return {"kind": kind, "requests": len(ordered), "faults": load.faults(kind), **ranks}


def _faults(faults: dict[str, int]) -> str:
    return ", ".join(f"{number} x {fault}" for fault, number in sorted(faults.items())) or "0"


def _burst_rows(burst: Burst) -> Iterator[Sequence[str]]:
    yield "reports", f"{burst.reports:,}"
    yield "reports/s, without the time that the server was down", f"{burst.rate:,.0f}"
    yield "seconds from the kill until the server answered again", f"{burst.down:.1f}"
    yield "receipts given before the kill, in all", f"{burst.before_kill:,}, {burst.receipts:,}"
    yield "requests without an answer, sent again", f"{burst.unanswered:,}"
    yield "requests refused", f"{burst.refused:,}"
    yield "receipts that open no report (lost)", _none(burst.lost)
    yield "reports that are there twice", _none(burst.doubled)
    yield "event log", "holds" if burst.chain_holds else "BROKEN"


def _none(number: int) -> str:
    return f"{number:,}{' WRONG' if number else ''}"
