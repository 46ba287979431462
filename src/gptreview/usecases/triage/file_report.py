"""A report comes in: it is kept with its snapshot, and folded into the case of its version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from gptreview.decide.priority import priority
from gptreview.errors import TooManyError
from gptreview.model.account import Identity
from gptreview.model.case import ServiceLevels
from gptreview.model.keyed import PERSON_KEY, keyed_account, keyed_address, keyed_email
from gptreview.model.receipt import new_receipt, receipt_digest
from gptreview.model.report import Receipt, ReportDraft
from gptreview.store import case_opening, rates
from gptreview.store.database import Database
from gptreview.store.events import append_all
from gptreview.store.report_folding import Folding, fold
from gptreview.store.reports import NewReport
from gptreview.store.secrets import secret
from gptreview.usecases.triage.sound_report import SoundReport, sound_report

REPORTS_A_DAY: Final = 20
"""From one address, and from one e-mail or account; days are those of UTC."""
_DAY: Final = dt.timedelta(days=1)
_ANONYMOUS: Final = "public"
"""Who reports where nobody is asked, whether somebody is signed in or not."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """Takes reports."""

    database: Database
    clock: Callable[[], dt.datetime]
    levels: ServiceLevels = field(default_factory=ServiceLevels)
    limit: int = REPORTS_A_DAY

    def file(self, draft: ReportDraft, identity: Identity) -> Receipt:
        """Keep a report; when this returns it is on the disk.

        Who sends the same text on the same version again is given another code that opens the
        report that is there: of the first one only its digest is known.

        Args:
            draft: As it came in.
            identity: Who reports; nobody has to have an account.

        Raises:
            InputError: A field is not as it has to be; ``where`` names it.
            NotFoundError: There is no such listing.
            TooManyError: They have filed as many reports today as one may.
            DependencyError: The database does not answer, or has no room; nothing was kept.
        """
        sound = sound_report(draft, identity.account)
        now = self.clock()
        code = new_receipt()
        actor = _ANONYMOUS if sound.category.is_anonymous else identity.actor
        by = Folding(actor, self.levels, priority, now)
        with self.database.writing() as session:
            version = case_opening.current_version(session, sound.listing)
            reporter = _reporter(secret(session, PERSON_KEY), sound, identity)
            asked = {"report-by-person": reporter}
            if identity.address:
                asked = {"report-by-address": identity.address, **asked}
            for what, who in asked.items():
                try:
                    rates.allow(session, what, who, limit=self.limit, window=_DAY, now=now)
                except TooManyError as error:
                    raise self._too_many(what, error) from None
            folded = fold(session, version, _new(sound, reporter, code), by)
            append_all(session, folded.events)
        return Receipt(code, folded.report, folded.case)

    def _too_many(self, what: str, error: TooManyError) -> TooManyError:
        whose = "your address" if what == "report-by-address" else "you"
        return TooManyError(
            f"{self.limit:,} reports came from {whose} today",
            expected=f"{self.limit:,} a day at most",
            next_step=error.next_step,
            retry_after=error.retry_after,
        )


def _reporter(key: bytes, sound: SoundReport, identity: Identity) -> str:
    """Who it is, as far as can be told."""
    if sound.account is not None:
        return keyed_account(key, sound.account)
    if sound.email:
        return keyed_email(key, sound.email)
    return identity.address or keyed_address(key, "")


def _new(sound: SoundReport, reporter: str, code: str) -> NewReport:
    receipt = receipt_digest(code)
    assert receipt is not None  # noqa: S101 - it was just made
    return NewReport(
        receipt=receipt,
        category=sound.category,
        description=sound.description,
        location=sound.location,
        text_digest=sound.text_digest(),
        language=sound.language,
        name=sound.name,
        email=sound.email,
        reporter=reporter,
        account=sound.account,
        evidence=sound.evidence,
    )
