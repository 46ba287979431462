"""What is masked is shown to those who need it, and the log says to whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from gptreview.errors import ConflictError, NotFoundError
from gptreview.model.account import Account, Identity, Permission, Role
from gptreview.model.case import Case
from gptreview.model.case_page import EvidenceFile, ReporterIdentity, ShownText
from gptreview.model.gpt import Gpt
from gptreview.store import case_record, cases, snapshots
from gptreview.store.database import Database
from gptreview.store.events import Event, append_all
from gptreview.store.transaction import Transaction
from gptreview.usecases.triage.read_case import case_verdict, shown_texts
from gptreview.usecases.triage.shown_snapshot import ShownSnapshots

_UNMASKED: Final = "data.unmasked"


@dataclass(frozen=True, slots=True)
class Unmask:
    """Shows what is masked, one thing at a time; nothing is shown that could not be logged."""

    database: Database
    clock: Callable[[], dt.datetime]
    snapshots: ShownSnapshots

    def text(self, case: int, field: str, identity: Identity) -> tuple[ShownText, ...]:
        """A field of a case's snapshot as it was written.

        Args:
            case: Number of the case.
            field: As the case page calls it.
            identity: Who asks: whoever holds the case, or a lead.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They are no reviewer.
            ConflictError: They don't hold the case.
            NotFoundError: There is no such case or field.
            DependencyError: The database does not answer.
        """
        account = identity.require(Role.REVIEWER, Permission.DECIDE_CASES)
        now = self.clock()
        with self.database.reading() as session:
            record = case_record.read(session, case, now=now)
            _require_need(record.case, account, now)
            verdict = case_verdict(session, record)
        snapshot = self.snapshots.of(
            record.case.content_digest, lambda: self._gpt(record.case.content_digest)
        )
        shown = shown_texts(snapshot, verdict, masked=False)
        found = tuple(each for each in shown if each.field == field)
        if not found:
            raise NotFoundError(
                "no such field of the snapshot",
                where=f"case {case}",
                expected=", ".join(dict.fromkeys(each.field for each in shown)),
            )
        # A knowledge file's field is its name, which is a stranger's: its place says as much.
        place = next(index for index, each in enumerate(shown) if each.field == field)
        with self.database.writing() as session:
            now_held = cases.find(session, case)
            _require_need(now_held, account, now)
            payload = {"what": "text", "text": place}
            append_all(session, [cases.event(now_held, _UNMASKED, identity.actor, now, **payload)])
        return found

    def reporter(self, report: int, identity: Identity) -> ReporterIdentity:
        """Who made a report; leads alone may know.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They are no lead.
            NotFoundError: There is no such report.
            DependencyError: The database does not answer.
        """
        identity.require(Role.LEAD, Permission.DECIDE_CASES)
        with self.database.writing() as session:
            row = case_record.report_row(session, report)
            self._log(session, identity, "reporter", report, row.case_id)
            return ReporterIdentity(row.id, row.name, row.email)

    def evidence(self, report: int, identity: Identity) -> EvidenceFile:
        """The file that a reporter added; it may name them.

        Args:
            report: Number of the report.
            identity: Who asks: whoever holds the case, or a lead.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They are no reviewer.
            ConflictError: They don't hold the case.
            NotFoundError: There is no such report, or no file with it.
            DependencyError: The database does not answer.
        """
        account = identity.require(Role.REVIEWER, Permission.DECIDE_CASES)
        with self.database.writing() as session:
            row = case_record.report_row(session, report)
            _require_need(cases.find(session, row.case_id), account, self.clock())
            if row.evidence is None:
                raise NotFoundError("the report has no file", where=f"report {report}")
            self._log(session, identity, "evidence", report, row.case_id)
            return EvidenceFile(row.evidence_name, row.evidence_kind, row.evidence)

    def _log(
        self, session: Transaction, identity: Identity, what: str, report: int, case: int
    ) -> None:
        payload = {"what": what, "case": case, "report": report}
        event = Event(self.clock(), identity.actor, _UNMASKED, f"report:{report}", payload)
        append_all(session, [event])

    def _gpt(self, digest: str) -> Gpt:
        with self.database.reading() as session:
            return snapshots.read(session, digest)


def _require_need(case: Case, account: Account, now: dt.datetime) -> None:
    if account.role.includes(Role.LEAD) or case.is_held_by(account.id, now):
        return
    raise ConflictError(
        "the case is not yours",
        where=f"case {case.id}",
        expected="a claim that has not run out, or the role lead",
        next_step="claim it, then go on",
    )
