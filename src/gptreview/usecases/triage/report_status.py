"""What became of a report, for whoever has its receipt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from gptreview.errors import NotFoundError
from gptreview.model.receipt import receipt_digest
from gptreview.model.report import ReportStatus
from gptreview.store import report_answers, reports
from gptreview.store.database import Database


@dataclass(frozen=True, slots=True)
class ReadReport:
    """Tells reporters what became of their reports."""

    database: Database
    clock: Callable[[], dt.datetime]

    def status(self, code: str) -> ReportStatus:
        """The status of the report that a receipt code opens.

        It is looked up by the code's digest, so that the time it takes tells nothing of codes.

        Raises:
            NotFoundError: It opens none, or is no code.
            DependencyError: The database does not answer.
        """
        digest = receipt_digest(code)
        if digest is None:
            raise _unknown()
        with self.database.reading() as session:
            report = reports.by_receipt(session, digest)
            if report is None:
                raise _unknown()
            return report_answers.status(session, report, now=self.clock())


def _unknown() -> NotFoundError:
    return NotFoundError(
        "no report with this receipt",
        where="receipt",
        expected="20 letters and digits in groups of five",
        next_step="copy it as it was shown",
    )
