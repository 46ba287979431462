"""What is told of a database as JSON, and its rows as JSON lines."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from gptreview.model.database import (
    ChainReport,
    DatabaseCheck,
    DatabaseStats,
    SchemaMove,
)
from gptreview.render.json_text import pretty_json


def move_json(move: SchemaMove, address: str) -> str:
    """``before`` (null where there was nothing) and ``after``: revisions of the schema."""
    return _document("db-upgrade", address, asdict(move))


def check_json(check: DatabaseCheck, address: str) -> str:
    """``revision``, ``newest`` and ``problems``, which is empty where all is well."""
    return _document("db-check", address, asdict(check) | {"problems": list(check.problems)})


def stats_json(stats: DatabaseStats, address: str) -> str:
    """``revision``, ``size``, ``tables`` by name with ``rows`` and ``size``, and ``outcomes``."""
    tables = {each.name: {"rows": each.rows, "size": each.size} for each in stats.tables}
    found = {"revision": stats.revision, "size": stats.size, "tables": tables}
    return _document("db-stats", address, found | {"outcomes": dict(stats.outcomes)})


def chain_json(report: ChainReport, address: str) -> str:
    """``events`` that hold, ``head`` as `--head` takes it, ``broken``: null, or where and how."""
    broken = report.broken and {"seq": report.broken.seq, "how": report.broken.kind}
    found = {"events": report.events, "head": str(report.head), "broken": broken}
    return _document("db-verify", address, found)


def row_line(table: str, row: Mapping[str, Any]) -> str:
    """One row as one line, with its table."""
    found = {"table": table, "row": row}
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n"


def _document(name: str, address: str, found: Mapping[str, Any]) -> str:
    return pretty_json({"schema": f"gptreview/{name}/v1", "database": address, **found})
