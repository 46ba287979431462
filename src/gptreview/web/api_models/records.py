"""What leads and admins see of the log, of exports and of rules."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from gptreview.model.database import BreakKind
from gptreview.model.statement_of_reasons import StatementBatch
from gptreview.model.transparency import RulePrecision
from gptreview.web.api_models.shapes import Asked, Shown, Text


class AuditStep(Shown):
    """One step of the event log."""

    seq: int
    at: dt.datetime
    actor: str
    actor_name: Text
    kind: str
    subject: str
    payload: dict[str, Any]
    hash: str


class AuditSteps(Shown):
    """Some of the steps, the newest first."""

    entries: tuple[AuditStep, ...]
    next: int | None
    """Send it as ``after`` for the next page, which there may be even after an empty one."""


class LogHead(Shown):
    """The last event."""

    seq: int
    hash: str


class LogBreak(Shown):
    """Where the log does not hold."""

    seq: int
    kind: BreakKind


class LogReport(Shown):
    """Whether the log holds."""

    events: int
    """So many hold, from the first one on."""
    head: LogHead
    broken: LogBreak | None


class StatementRange(Asked):
    """Days whose decisions are exported."""

    since: dt.date | None = None
    """First day, in UTC; null for a year before the last one."""
    until: dt.date | None = None
    """Last day, in UTC; null for today."""
    dry_run: bool = True
    """Whether to note nothing, so that the same decisions can be exported later."""


class Statements(Shown):
    """What goes into one request to the DSA transparency database."""

    number: int
    decisions: tuple[int, ...]
    statements: tuple[dict[str, Any], ...]
    """As its API takes them, 100 at most."""

    @classmethod
    def batch(cls, batch: StatementBatch) -> Self:
        """The answer that shows a batch."""
        return cls(number=batch.number, decisions=batch.decisions, statements=batch.statements)


class PrecisionRow(Shown):
    """How often people agreed with a rule."""

    rule: Text
    decided: int
    borne_out: int
    overturned: int
    precision: float | None
    interval: tuple[float, float] | None
    """Where the true rate is, in 95 of 100 cases."""

    @classmethod
    def shown(cls, row: RulePrecision) -> Self:
        """The answer that shows a rule."""
        return cls(
            rule=row.rule,
            decided=row.decided,
            borne_out=row.borne_out,
            overturned=row.overturned,
            precision=row.precision.rate,
            interval=row.precision.interval,
        )
