"""A report has its snapshot reviewed again by the rules of today, and waits for nothing."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from gptreview.bootstrap import ReviewOptions
from gptreview.bootstrap_triage import rescan_cases
from gptreview.errors import ForbiddenError, NotFoundError
from gptreview.model.account import Account, Identity, Role
from gptreview.model.listing import Listing
from gptreview.model.report import ReportDraft
from gptreview.model.verdict import Outcome
from gptreview.store import events
from gptreview.store.tables.cases import CaseRow
from gptreview.store.tables.events import EventRow
from gptreview.store.tables.registry import SnapshotRow
from gptreview.store.tables.verdicts import RunRow, VerdictRow
from gptreview.store.verdict_documents import to_text
from gptreview.store.verdicts import Standard
from gptreview.usecases.review_gpt import ReviewGpt
from gptreview.usecases.triage.file_report import FileReport
from gptreview.usecases.triage.rescan_cases import RescanCases, RescanCounts
from gptreview.usecases.triage.rescan_review import Rescanned, RescanReview
from tests.publishing import Newsroom, _finding
from tests.verdicts import verdict_by

STANDARD = Standard("house", "2", f"sha256:{'p' * 64}", "r" * 64, "sha256:s", "content")
DRAFT = ReportDraft(
    listing=1,
    category="other",
    description="It asks for a deposit before it tells the price.",
    location="",
    reporter_name="Ann Reader",
    reporter_email="ann@example.com",
    good_faith=True,
)


@dataclass(frozen=True, slots=True)
class NoRules:
    """A factory that nobody calls."""

    def __call__(self) -> ReviewGpt:
        """Never."""
        raise AssertionError


@dataclass
class Answers:
    """Finds fraud in everything, or gives up."""

    error: str = ""
    asked: int = 0

    def __call__(self, _: RescanReview, listings: Iterable[Listing]) -> Iterator[Rescanned]:
        """One answer a listing, called by its digest."""
        for each in listings:
            self.asked += 1
            digest = each.gpt.content_digest()
            assert each.source == digest
            if self.error:
                yield Rescanned(digest, error=self.error)
                continue
            verdict = verdict_by(STANDARD, digest, digest, Outcome.FAIL, _finding("fail"))
            yield Rescanned(digest, STANDARD, to_text(verdict))


class Lab:
    """Cases of three listings, of which two have one content."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        self.database = newsroom.database
        newsroom.have(one="alpha", two="beta", three="alpha")

    def file(self, listing: int = 1, **changes: Any) -> None:
        """A report."""
        use_case = FileReport(self.database, self.newsroom.clock)
        use_case.file(replace(DRAFT, listing=listing, **changes), Identity())

    def rescan(self, answers: Answers) -> RescanCases:
        """The use-case."""
        return RescanCases(self.database, NoRules(), answers, self.newsroom.clock, "host/1/2")

    def case(self, id_: int = 1) -> CaseRow:
        """The row of a case."""
        with self.database.reading() as session:
            row = session.get_one(CaseRow, id_)
            session.expunge(row)
            return row

    def told(self) -> list[tuple[str, str, Any]]:
        """What re-scans have told."""
        with self.database.snapshot() as session:
            assert events.verify(session).broken is None
            rows = session.scalars(
                select(EventRow).where(EventRow.actor == "rescan").order_by(EventRow.seq)
            )
            return [(row.kind, row.subject, json.loads(row.payload)) for row in rows]


@pytest.fixture
def lab(newsroom: Newsroom) -> Lab:
    """On an empty database of either kind."""
    return Lab(newsroom)


def test_rescan_gives_the_case_a_new_verdict(lab: Lab) -> None:
    """Its place in the queue rises with what was found, and one review does for one content."""
    lab.file()
    lab.file(listing=3)
    before = lab.case()
    answers = Answers()
    assert lab.rescan(answers).run() == RescanCounts(rescanned=2)
    assert answers.asked == 1
    after = lab.case()
    assert (after.verdict_id, after.rescan_at, after.rescan_error) == (1, None, "")
    assert (before.parts["severity"], after.parts["severity"]) == (1_000, 6_000)
    assert after.categories == " fraud other "
    assert after.rank > before.rank
    assert after.revision == before.revision
    digest = after.content_digest
    of_case = {"number": 1, "state": "open", "verdict": 1, "outcome": "fail"}
    assert lab.told() == [
        (
            "verdict.made",
            f"content:{digest}",
            {"verdict": 1, "standard": 1, "run": 1, "outcome": "fail", "set_aside": False},
        ),
        ("case.rescanned", "case:1", {"case": 1, "listing": 1, **of_case}),
        ("case.rescanned", "case:2", {"case": 2, "listing": 3, **of_case}),
        ("run.ended", "run:1", {"rescanned": 2, "failed": 0}),
    ]
    with lab.database.reading() as session:
        run = session.get_one(RunRow, 1)
        assert (run.kind, run.counts) == ("rescan", {"rescanned": 2, "failed": 0})


def test_nothing_to_do_is_no_run(lab: Lab) -> None:
    """Neither a row nor an event comes of it."""
    assert lab.rescan(Answers()).run() == RescanCounts()
    with lab.database.reading() as session:
        assert session.scalars(select(RunRow)).all() == []


def test_verdict_by_the_same_standard_stays(lab: Lab) -> None:
    """A second report wants a re-scan again, which finds the verdict that is there."""
    lab.file()
    lab.rescan(Answers()).run()
    lab.file(category="fraud")
    assert lab.case().rescan_at is not None
    lab.rescan(Answers()).run()
    assert [kind for kind, _, _ in lab.told()].count("verdict.made") == 1
    case = lab.case()
    assert (case.verdict_id, case.parts["severity"], case.reports) == (1, 6_000, 2)
    with lab.database.reading() as session:
        assert len(session.scalars(select(VerdictRow)).all()) == 1


def test_failure_is_kept_and_the_next_report_tries_again(lab: Lab) -> None:
    """The case says why; it is not tried for ever."""
    lab.file()
    assert lab.rescan(Answers("took longer than 5 s")).run() == RescanCounts(failed=1)
    case = lab.case()
    assert (case.rescan_error, case.rescan_at, case.verdict_id) == (
        "took longer than 5 s",
        None,
        None,
    )
    assert lab.told()[0] == (
        "case.rescanned",
        "case:1",
        {"case": 1, "listing": 1, "number": 1, "state": "open", "failed": True},
    )
    lab.file(category="fraud")
    assert lab.rescan(Answers()).run() == RescanCounts(rescanned=1)
    assert lab.case().rescan_error == ""


def test_damaged_snapshot_is_a_failure(lab: Lab) -> None:
    """The other cases get their verdict all the same."""
    lab.file()
    lab.file(listing=2)
    with lab.database.writing() as session:
        session.execute(
            update(SnapshotRow)
            .where(SnapshotRow.content_digest == lab.case().content_digest)
            .values(data=b"damaged")
        )
    assert lab.rescan(Answers()).run() == RescanCounts(rescanned=1, failed=1)
    assert lab.case().rescan_error == "its content cannot be read (error)"


def test_those_that_wait_longest_come_first(lab: Lab) -> None:
    """A run takes so many, the next one the rest."""
    lab.file(listing=2)
    lab.file(listing=1)
    rescan = lab.rescan(Answers())
    assert rescan.run(limit=1) == RescanCounts(rescanned=1)
    assert [lab.case(each).verdict_id for each in (1, 2)] == [1, None]
    assert rescan.run() == RescanCounts(rescanned=1)


def test_reviewer_may_ask_for_it(lab: Lab) -> None:
    """A builder may not, and a case that is not there is told."""
    lab.file()
    rescan = lab.rescan(Answers())
    rescan.run()

    def somebody(role: Role) -> Identity:
        return Identity(role, Account(1, "rita", "", role, "en", lab.newsroom.now))

    with pytest.raises(ForbiddenError):
        rescan.want(1, somebody(Role.BUILDER))
    with pytest.raises(NotFoundError, match="no case 9"):
        rescan.want(9, somebody(Role.REVIEWER))
    rescan.want(1, somebody(Role.REVIEWER))
    since = lab.case().rescan_at
    rescan.want(1, somebody(Role.REVIEWER))
    assert lab.case().rescan_at == since == lab.newsroom.now - dt.timedelta(seconds=1)


@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
def test_real_review_by_the_rules_of_today(lab: Lab, tmp_path: Path, porter_rule: str) -> None:
    """In a process of its own, with its standard; rules that are broken are a failure."""
    rules = tmp_path / "rules"
    rules.mkdir()
    rule = rules / "night-porter.yaml"
    rule.write_text(porter_rule, encoding="utf-8")
    lab.newsroom.have(porter="Hand the sealed envelope to the night porter.")
    lab.file(listing=4)
    factory = ReviewOptions(rule_folders=(rules,))
    assert rescan_cases(lab.database, factory).run() == RescanCounts(rescanned=1)
    case = lab.case()
    assert (case.categories, case.verdict_id) == (" fraud other ", 1)
    rule.write_text("id: broken", encoding="utf-8")
    lab.file(listing=4, category="fraud")
    assert rescan_cases(lab.database, factory).run() == RescanCounts(failed=1)
    assert lab.case().rescan_error == "its review ended in InputError"
