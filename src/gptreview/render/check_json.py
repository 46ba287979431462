"""A check's result as JSON, for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from gptreview import __version__
from gptreview.model.check import CheckedAction, CheckSummary, PlacedDiagnostic

SCHEMA_VERSION = 1
"""Raised when a field changes its meaning or goes; new fields may come without."""


def check_json(actions: Iterable[CheckedAction], summary: CheckSummary) -> str:
    """The whole result as one JSON object.

    ``schema_version``, ``tool`` (``name``, ``version``), ``exit_status``, ``summary`` (the
    numbers of `CheckSummary`) and ``files``; each file has ``path``, ``failure`` (null, or
    ``found``, ``where``, ``expected``, ``next_step``), ``operations`` and ``findings``.
    """
    counts = asdict(summary)
    value = {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "gptreview", "version": __version__},
        "exit_status": summary.exit_status,
        "summary": counts,
        "files": [_file(action) for action in actions],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _file(action: CheckedAction) -> dict[str, Any]:
    failure = action.failure
    return {
        "path": action.name,
        "failure": None
        if failure is None
        else {
            "found": failure.found,
            "where": failure.where,
            "expected": failure.expected,
            "next_step": failure.next_step,
        },
        "operations": [asdict(operation) for operation in action.operations],
        "findings": [_finding(placed) for placed in action.findings],
    }


def _finding(placed: PlacedDiagnostic) -> dict[str, Any]:
    place = {"line": placed.line, "column": placed.column}
    return {**asdict(placed.diagnostic), **place}
