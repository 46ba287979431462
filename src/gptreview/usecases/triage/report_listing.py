"""A report from the command line: of a listing by whatever name somebody has for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from gptreview.model.account import Identity
from gptreview.model.keyed import PERSON_KEY, keyed_address
from gptreview.model.report import Receipt, ReportDraft
from gptreview.store import registry
from gptreview.store.database import Database
from gptreview.store.secrets import secret
from gptreview.usecases.triage.file_report import FileReport

_ADDRESS: Final = "cli"
"""Whoever has the database at the command line asks from there, all within one limit."""


@dataclass(frozen=True, slots=True)
class ReportListing:
    """Takes reports of listings by their number, or by their id in a source."""

    database: Database
    reports: FileReport

    def file(self, name: str, draft: ReportDraft) -> Receipt:
        """Keep a report; see `FileReport.file`.

        Args:
            name: The registry's number of the listing, or its id in its source.
            draft: The report; its listing is the one that is named.

        Raises:
            InputError: A field is not as it has to be.
            NotFoundError: There is no such listing.
            ConflictError: Several listings are meant.
            TooManyError: As many reports came from the command line today as may.
            DependencyError: The database does not answer, or has no room.
        """
        with self.database.writing() as session:
            listing = registry.find(session, name).id
            address = keyed_address(secret(session, PERSON_KEY), _ADDRESS)
        return self.reports.file(replace(draft, listing=listing), Identity(address=address))
