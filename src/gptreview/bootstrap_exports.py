"""Wiring of what leaves the house: statements of reasons, figures, case files, audit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gptreview.settings import Settings
    from gptreview.store.database import Database
    from gptreview.usecases.exports.audit_search import AuditSearch
    from gptreview.usecases.exports.case_file import CaseFiles
    from gptreview.usecases.exports.noted_exports import NotedExports
    from gptreview.usecases.exports.rule_precision import RulePrecisions
    from gptreview.usecases.exports.statements_of_reasons import StatementsOfReasons
    from gptreview.usecases.exports.transparency import TransparencyReports


@dataclass(frozen=True, slots=True)
class Exports:
    """The use-cases, on one database."""

    statements: StatementsOfReasons
    transparency: TransparencyReports
    cases: CaseFiles
    audit: AuditSearch
    rules: RulePrecisions
    noted: NotedExports


@contextmanager
def open_exports() -> Iterator[Exports]:
    """The use-cases behind ``gptreview export``, on a database that is closed in the end.

    Raises:
        ConflictError: The database's schema is older or newer than this program's.
        NotFoundError: There is no database yet.
        InputError: A setting does not fit.
        DependencyError: The database does not answer.
    """
    from gptreview.bootstrap_registry import ready_database
    from gptreview.settings import read_settings

    settings = read_settings()
    with closing(ready_database(settings, None)) as database:
        yield exports(database, settings)


def exports(database: Database, settings: Settings) -> Exports:
    """The use-cases on a database that somebody else opens and closes."""
    from gptreview.bootstrap_registry import masking_scanners
    from gptreview.model.case import ServiceLevels
    from gptreview.usecases.exports.audit_search import AuditSearch
    from gptreview.usecases.exports.case_file import CaseFiles
    from gptreview.usecases.exports.noted_exports import NotedExports
    from gptreview.usecases.exports.rule_precision import RulePrecisions
    from gptreview.usecases.exports.statements_of_reasons import StatementsOfReasons
    from gptreview.usecases.exports.transparency import TransparencyReports
    from gptreview.usecases.read_registry import ReadRegistry

    def clock() -> dt.datetime:
        return dt.datetime.now(dt.UTC)

    shown = ReadRegistry(database, masking_scanners(settings))
    reports = TransparencyReports(database, ServiceLevels())
    return Exports(
        StatementsOfReasons(database, clock, shown.shown_text),
        reports,
        CaseFiles(database, clock, shown.shown_text),
        AuditSearch(database),
        RulePrecisions(database),
        NotedExports(database, clock, reports),
    )
