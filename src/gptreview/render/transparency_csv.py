"""The transparency report as one table for spreadsheets (RFC 4180)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any, Final

from gptreview.model.transparency import TransparencyReport
from gptreview.render.transparency_document import transparency_document

_COUNTS: Final = ("received", "decided", "actioned", "appeals", "appeals_decided", "overturned")
_RATES: Final = ("in_time_rate", "appeal_rate", "overturn_rate")
_WAITS: Final = ("hours_from_intake", "hours_from_claim")
_RULE: Final = ("borne_out", "precision", "precision_low", "precision_high")
_PARTS: Final = (("by_category", "category"), ("by_language", "language"), ("by_week", "week"))
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""With what a spreadsheet begins a formula (OWASP, CSV injection)."""


def transparency_csv(report: TransparencyReport, *, public: bool) -> str:
    """One line for the total, and one for each part, action and rule; ``part`` says which.

    What does not apply, or is hidden, is an empty cell.
    """
    document = transparency_document(report, public=public)
    stream = io.StringIO()
    waits = [f"{each}_{kind}" for each in _WAITS for kind in ("median", "p95")]
    columns = ["since", "until", "part", "name", *_COUNTS, *waits, *_RATES, *_RULE]
    writer = csv.DictWriter(stream, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    for row in _rows(document):
        writer.writerow({"since": document["since"], "until": document["until"], **row})
    return stream.getvalue()


def _rows(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    yield {"part": "total", **_figures(document["total"])}
    for each in document["actions"]:
        yield {"part": "action", "name": each["action"], "decided": each["decisions"]}
    for key, part in _PARTS:
        for each in document[key]:
            yield {"part": part, "name": _plain(each[part]), **_figures(each)}
    for each in document["rules"]:
        low, high = each["interval"] or (None, None)
        yield {
            "part": "rule",
            "name": _plain(each["rule"]),
            "precision_low": low,
            "precision_high": high,
            **{name: each[name] for name in ("decided", "borne_out", "precision", "overturned")},
        }


def _figures(figures: Mapping[str, Any]) -> dict[str, Any]:
    waits = {f"{name}_{kind}": figures[name][kind] for name in _WAITS for kind in ("median", "p95")}
    return {name: figures[name] for name in (*_COUNTS, *_RATES)} | waits


def _plain(name: str) -> str:
    return f"'{name}" if name.startswith(_FORMULA) else name
