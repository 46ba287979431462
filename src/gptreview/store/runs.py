"""Runs: who did what to the registry, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from gptreview.store.tables.verdicts import RunRow


def begin_run(session: Session, *, kind: str, owner: str, now: dt.datetime) -> int:
    """Note that a run has begun; its number."""
    run = RunRow(kind=kind, owner=owner, started_at=now, ended_at=None, counts={})
    session.add(run)
    session.flush()
    return run.id


def count_run(
    session: Session, run: int, counts: Mapping[str, Any], *, ended_at: dt.datetime | None = None
) -> None:
    """Note how far a run is; with a time, that it is over."""
    session.execute(
        update(RunRow).where(RunRow.id == run).values(counts=dict(counts), ended_at=ended_at)
    )
