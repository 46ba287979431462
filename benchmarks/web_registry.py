"""Fills a database for `web.py`: listings with verdicts, and a case that is open for each."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from gptreview.bootstrap import ReviewOptions, read_limits
from gptreview.errors import ConflictError
from gptreview.model.account import Role
from gptreview.model.gpt import Gpt
from gptreview.model.listing import Listing
from gptreview.model.registry import ListingFilter
from gptreview.model.trait import Trait
from gptreview.settings import read_settings
from gptreview.store import accounts, cursors, registry, runs, sightings, traits, verdicts
from gptreview.store.accounts import NewAccount, require_free
from gptreview.store.bulk import insert_fresh
from gptreview.store.database import Database
from gptreview.store.events import Event, append_all
from gptreview.store.schema import upgrade
from gptreview.store.sightings import Sighting
from gptreview.store.tables.cases import CaseRow, ReportRow
from gptreview.store.transaction import Transaction
from gptreview.store.verdict_documents import VerdictText, to_text
from gptreview.store.verdicts import MadeVerdict
from gptreview.usecases.access.steps import begin_session
from gptreview.usecases.review_gpt import ReviewGpt
from gptreview.usecases.review_standard import standard_of
from gptreview.usecases.triage.index_traits import content_traits
from web_cases import OPEN_FOR, Row, case_row, categories_of_reports, filing, opening, report_rows
from web_listings import made_listings, renamed

SOURCE: Final = "made"
_MODELS: Final = 200
"""Listings that are made and really reviewed; all others have the text of one and another name."""
_TOGETHER: Final = 1_000
"""Listings that are written together."""
_READERS: Final = ("notices", "webhooks", "publication", "traits")
"""Of the event log, as the chores of ``gptreview serve`` call themselves: they have read it."""


@dataclass(frozen=True, slots=True)
class Registry:
    """What was filled in."""

    listings: Sequence[int]
    """Their numbers."""
    cases: Sequence[int]
    reports: int
    findings: int
    session: str = field(repr=False)
    """Secret of a reviewer's session."""


@dataclass(frozen=True, slots=True)
class _Model:
    """A listing that was reviewed."""

    gpt: Gpt
    digest: str
    verdict: VerdictText
    traits: tuple[Trait, ...]

    def verdict_on(self, digest: str) -> VerdictText:
        """The verdict on the same text under another name: no finding is about a name."""
        return self.verdict._replace(
            content_digest=digest, document=self.verdict.document.replace(self.digest, digest)
        )


@dataclass(slots=True)
class _Filling:
    """What is written, portion by portion."""

    models: Sequence[_Model]
    choice: random.Random
    standard: int
    run: int
    now: dt.datetime
    listings: list[int] = field(default_factory=list)
    cases: list[int] = field(default_factory=list)
    reports: int = 0
    findings: int = 0

    def write(self, session: Transaction, numbers: range) -> None:
        """Some listings with all that is known of them, a statement or two for each table."""
        then = self.now - OPEN_FOR
        models = [self.models[each % len(self.models)] for each in numbers]
        gpts = [renamed(model.gpt, each) for model, each in zip(models, numbers, strict=True)]
        texts = [
            model.verdict_on(gpt.content_digest()) for model, gpt in zip(models, gpts, strict=True)
        ]
        digests = [each.content_digest for each in texts]
        seen = map(Sighting, (f"g-{each:09}" for each in numbers), gpts, digests)
        added = sightings.record(
            session, SOURCE, list(seen), {}, at=then, shown_name=lambda gpt: gpt.name
        ).added
        made = verdicts.write(
            session,
            list(map(MadeVerdict, texts)),
            standard=self.standard,
            run=self.run,
            now=then,
        )
        found = (each.traits for each in models)
        traits.write(session, dict(zip(digests, found, strict=True)))
        self.listings += added
        self.findings += sum(len(each.findings) for each in texts)
        told = [self._judged(each, made[each.content_digest], then) for each in texts]
        opened = self._opened(session, dict(zip(added, texts, strict=True)))
        append_all(session, [*told, *opened])

    def _opened(self, session: Transaction, listings: Mapping[int, VerdictText]) -> Iterator[Event]:
        reported = {each: categories_of_reports(self.choice) for each in listings}
        rows = {
            each: case_row(each, verdict, reported[each], self._moment())
            for each, verdict in listings.items()
        }
        of_case: dict[int, Row] = {}
        for made in insert_fresh(session, CaseRow, list(rows.values()), "id", "listing_id"):
            of_case[made.id] = rows[made.listing_id]
            yield opening(made.id, of_case[made.id])
        reports = [
            report
            for case, row in of_case.items()
            for report in report_rows(case, row, reported[row["listing_id"]])
        ]
        for filed in insert_fresh(session, ReportRow, reports, "id", "category", "case_id"):
            yield filing(filed.id, filed.category, filed.case_id, of_case[filed.case_id])
        self.cases += of_case
        self.reports += len(reports)

    def _moment(self) -> dt.datetime:
        return self.now - self.choice.random() * OPEN_FOR

    def _judged(self, text: VerdictText, number: int, at: dt.datetime) -> Event:
        payload = {
            "verdict": number,
            "standard": self.standard,
            "run": self.run,
            "outcome": text.outcome,
            "set_aside": False,
        }
        return Event(at, "review", "verdict.made", f"content:{text.content_digest}", payload)


def fill(database: Database, cases: int, tell: Callable[[str], None], seed: int = 5) -> Registry:
    """Make the tables and so many open cases, each of a listing of its own.

    Args:
        database: An empty one.
        cases: How many.
        tell: Told how far it is.
        seed: Of the choices.

    Raises:
        ConflictError: There are listings already.
    """
    upgrade(database)
    with database.reading() as session:
        if registry.listings(session, ListingFilter(), limit=1):
            raise ConflictError("the database is not empty", where=database.address)
    now = dt.datetime.now(dt.UTC)
    filling = _begun(database, min(_MODELS, cases), now, seed)
    for start in range(0, cases, _TOGETHER):
        end = min(start + _TOGETHER, cases)
        with database.writing() as session:
            filling.write(session, range(start, end))
        tell(f"{end:,} of {cases:,} cases")
    secret = _reviewer(database, now)
    return Registry(
        filling.listings, filling.cases, filling.reports, filling.findings, session=secret
    )


def _begun(database: Database, models: int, now: dt.datetime, seed: int) -> _Filling:
    reviewer = ReviewOptions()()
    with database.writing() as session:
        sightings.hold(session, SOURCE)
        run = runs.begin_run(session, kind="review", owner="benchmark", now=now)
        runs.count_run(session, run, {}, ended_at=now)
        standard = verdicts.standard_id(session, standard_of(reviewer), now=now)
    choice = random.Random(seed)  # noqa: S311 - nothing secret is made here
    return _Filling(list(_models(reviewer, models, seed)), choice, standard, run, now)


def _models(reviewer: ReviewGpt, number: int, seed: int) -> Iterator[_Model]:
    limits = read_limits(read_settings())
    for gpt in made_listings(number, seed):
        digest = gpt.content_digest()
        verdict = reviewer.review(Listing(gpt, digest)).verdict
        assert verdict is not None  # noqa: S101 - the listing could be read
        yield _Model(gpt, digest, to_text(verdict), tuple(content_traits(gpt, limits)))


def _reviewer(database: Database, now: dt.datetime) -> str:
    """Somebody who is signed in, beside an admin; all that reads the log is at its end."""
    with database.writing() as session:
        for role in (Role.ADMIN, Role.REVIEWER):
            new = NewAccount(str(role), f"{role}@example.com", role, "en")
            account = require_free(accounts.add(session, new, at=now))
        begun, told = begin_session(session, account, now=now, replaces="")
        last = append_all(session, [told]).seq
        for each in _READERS:
            cursors.take(session, each)
            cursors.advance(session, each, last)
    return begun.token
