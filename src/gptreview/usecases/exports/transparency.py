"""The transparency report: figures of a time range, from the event log and nothing else."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from gptreview.errors import InputError
from gptreview.model.case import ServiceLevels
from gptreview.model.transparency import TransparencyReport
from gptreview.store.database import Database
from gptreview.store.event_pages import all_events
from gptreview.store.events import head
from gptreview.store.rule_evidence import rule_evidence
from gptreview.usecases.exports.case_log import KINDS, MARKED, CaseLog
from gptreview.usecases.exports.rule_precision import decisions_in, precisions
from gptreview.usecases.exports.tally import Tallies


@dataclass(frozen=True, slots=True)
class TransparencyReports:
    """Counts what happened; anybody may ask, and faces show the public no small numbers."""

    database: Database
    levels: ServiceLevels

    def report(self, since: dt.datetime, until: dt.datetime) -> TransparencyReport:
        """The figures of a time range.

        Which cases there were, what was decided of them and when is in the log. Which rules a
        decision was made on is not: that is in the decision and the verdict that it names.

        Args:
            since: First moment.
            until: The moment after the last one.

        Raises:
            InputError: The range is empty.
        """
        if since >= until:
            raise InputError(
                f"a range that ends at {until.isoformat()}",
                where="until",
                expected=f"a moment after {since.isoformat()}",
            )
        tallies = Tallies()
        counted = []
        with self.database.snapshot() as session:
            top = head(session)
            bad_faith = {each.number for each in all_events(session, (MARKED,))}
            for each in CaseLog(self.levels, bad_faith).read(all_events(session, KINDS)):
                if since <= each.at < until:
                    tallies.add(each)
                    counted.append(each)
            rules = precisions(counted, rule_evidence(session, decisions_in(counted)))
        by_category, by_language, by_week = tallies.parts
        return TransparencyReport(
            since=since,
            until=until,
            head=top,
            total=tallies.total,
            actions=tallies.actions,
            by_category=by_category,
            by_language=by_language,
            by_week=by_week,
            rules=rules,
        )
