"""Figures and examples that leave the house: that they did is a step in the event log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from gptreview.model.account import Identity
from gptreview.model.regression import RegressionExample
from gptreview.model.transparency import TransparencyReport
from gptreview.store import examples
from gptreview.store.database import Database
from gptreview.store.events import append
from gptreview.usecases.exports.exporter import Operator, exporter
from gptreview.usecases.exports.transparency import TransparencyReports


@dataclass(frozen=True, slots=True)
class NotedExports:
    """Hands out what was read only when the log says who has it."""

    database: Database
    clock: Callable[[], dt.datetime]
    reports: TransparencyReports

    def figures(
        self,
        since: dt.datetime,
        until: dt.datetime,
        *,
        who: Identity | Operator,
        public: bool = False,
    ) -> TransparencyReport:
        """The figures of a time range; the step is not among what they count.

        Args:
            since: First moment.
            until: The moment after the last one.
            who: Asks for them.
            public: Whether small numbers are hidden before anybody sees them.

        Raises:
            InputError: The range is empty.
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They may not.
        """
        actor = exporter(who)
        report = self.reports.report(since, until)
        days = {"since": since.isoformat(), "until": until.isoformat()}
        self._log("figures", actor, **days, public=public)
        return report

    def examples(self, *, who: Identity | Operator) -> Sequence[RegressionExample]:
        """What overturned decisions have taught, by rule.

        Args:
            who: Asks for it.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They may not.
        """
        actor = exporter(who)
        with self.database.reading() as session:
            found = examples.kept(session)
        self._log("examples", actor, examples=len(found))
        return found

    def _log(self, export: str, actor: str, **payload: Any) -> None:
        with self.database.writing() as session:
            append(
                session,
                at=self.clock(),
                actor=actor,
                kind="export.made",
                subject=f"export:{export}",
                payload={"export": export, **payload},
            )
