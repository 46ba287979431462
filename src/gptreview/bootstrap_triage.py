"""Wiring of triage: reports, and the cases that they become."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from gptreview.usecases.batch_terms import LISTING_SECONDS

if TYPE_CHECKING:
    from gptreview.store.database import Database
    from gptreview.usecases.triage.file_report import FileReport
    from gptreview.usecases.triage.kept_examples import KeptExamples
    from gptreview.usecases.triage.open_cases import OpenCases
    from gptreview.usecases.triage.report_listing import ReportListing
    from gptreview.usecases.triage.report_status import ReadReport
    from gptreview.usecases.triage.rescan_cases import RescanCases
    from gptreview.usecases.triage.rescan_review import (
        GptReviewFactory,
        Rescanned,
    )
    from gptreview.usecases.triage.sweep_reports import SweepReports


def now() -> dt.datetime:
    """The clock of all of triage."""
    return dt.datetime.now(dt.UTC)


def file_report(database: Database) -> FileReport:
    """Takes reports."""
    from gptreview.usecases.triage.file_report import FileReport

    return FileReport(database, now)


def read_report(database: Database) -> ReadReport:
    """Tells reporters what became of their reports."""
    from gptreview.usecases.triage.report_status import ReadReport

    return ReadReport(database, now)


def open_cases(database: Database, profile: str = "content") -> OpenCases:
    """Opens cases for verdicts that leave it to a person.

    Args:
        database: The registry's.
        profile: The audience whose verdicts count.
    """
    from gptreview.usecases.triage.open_cases import OpenCases

    return OpenCases(database, now, profile)


def sweep_reports(database: Database) -> SweepReports:
    """Tells reports that help from those that do not."""
    from gptreview.usecases.triage.sweep_reports import SweepReports

    return SweepReports(database, now)


def rescan_cases(
    database: Database, factory: GptReviewFactory, seconds: float = LISTING_SECONDS
) -> RescanCases:
    """Reviews what reports are about again, in a process of its own that is killed when late.

    Pages are served meanwhile: scanning in the same process would make everybody wait.

    Args:
        database: The registry's.
        factory: Makes reviewers by the rules and the policy of today: `bootstrap.ReviewOptions`.
        seconds: Of wall time that one snapshot may take.
    """
    from gptreview.store.owners import this_process
    from gptreview.usecases.timed_pool import KeptPool
    from gptreview.usecases.triage.rescan_cases import RescanCases

    pool: KeptPool[Rescanned] = KeptPool(1, seconds)
    return RescanCases(database, factory, pool.answers, now, this_process(), pool.rest)


@contextmanager
def report_listing(tell: Callable[[str], None]) -> Iterator[ReportListing]:
    """The use-case behind ``gptreview registry report``, on a database that is closed in the end.

    Args:
        tell: Told, in one sentence, that tables were made.

    Raises:
        ConflictError: The database's schema is older or newer than this program's.
        InputError: A setting does not fit.
        DependencyError: The database does not answer.
    """
    from gptreview.bootstrap_registry import ready_database
    from gptreview.settings import read_settings
    from gptreview.usecases.triage.report_listing import ReportListing

    with closing(ready_database(read_settings(), tell, is_durable=True)) as database:
        yield ReportListing(database, file_report(database))


@contextmanager
def regression_examples() -> Iterator[KeptExamples]:
    """The use-case behind ``gptreview registry examples``, on a database that is closed in the end.

    Raises:
        ConflictError: The database's schema is older or newer than this program's.
        NotFoundError: There is no database yet.
        InputError: A setting does not fit.
        DependencyError: The database does not answer.
    """
    from gptreview.bootstrap_registry import ready_database
    from gptreview.settings import read_settings
    from gptreview.usecases.triage.kept_examples import KeptExamples

    with closing(ready_database(read_settings(), None)) as database:
        yield KeptExamples(database)
