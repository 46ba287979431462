"""Reporters hear by their receipt what became of their report, and nobody else does."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import update

from gptreview.errors import NotFoundError
from gptreview.model.account import Identity
from gptreview.model.decision import Action
from gptreview.model.report import Receipt, ReportCategory, ReportDraft, ReportState, ReportStatus
from gptreview.store.tables.accounts import AccountRow
from gptreview.store.tables.cases import AppealRow, CaseRow, DecisionRow
from gptreview.usecases.triage.file_report import FileReport
from gptreview.usecases.triage.report_status import ReadReport
from tests.publishing import Newsroom

DRAFT = ReportDraft(
    listing=1,
    category="fraud",
    description="It asks for a deposit before it tells the price.",
    location="",
    reporter_name="Ann Reader",
    reporter_email="ann@example.com",
    good_faith=True,
)


class Counter:
    """Reports of one listing, and what is decided of it."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        newsroom.have(one="alpha")
        with newsroom.database.writing() as session:
            session.add(
                AccountRow(
                    name="rita",
                    email="",
                    role="reviewer",
                    created_at=newsroom.now,
                    issuer=None,
                    subject=None,
                    locked_until=None,
                    disabled_at=None,
                )
            )

    def file(self, email: str = "ann@example.com") -> Receipt:
        """A report."""
        use_case = FileReport(self.newsroom.database, self.newsroom.clock)
        return use_case.file(replace(DRAFT, reporter_email=email), Identity())

    def be(self, state: str, decision: int | None = None, holder: int | None = None) -> None:
        """Bring the case there."""
        until = self.newsroom.now + dt.timedelta(minutes=30) if holder else None
        with self.newsroom.database.writing() as session:
            session.execute(
                update(CaseRow).values(
                    state=state, decision_id=decision, holder_id=holder, lease_until=until
                )
            )

    def decide(self, action: str) -> None:
        """A decision that stands."""
        with self.newsroom.database.writing() as session:
            row = DecisionRow(
                puid="p",
                case_id=1,
                listing_id=1,
                content_digest="sha256:x",
                account_id=1,
                appeal_id=None,
                action=action,
                scope="version",
                ground="terms",
                document={"reason_reporter": "We have looked at it."},
                made_at=self.newsroom.clock(),
                ends_at=None,
                ended_at=None,
                change_by=None,
                replaced_at=None,
                exported_at=None,
            )
            session.add(row)
        self.be("decided", 1)

    def status(self, code: str) -> ReportStatus:
        """What the receipt tells now."""
        return ReadReport(self.newsroom.database, self.newsroom.clock).status(code)


@pytest.fixture
def counter(newsroom: Newsroom) -> Counter:
    """On an empty database of either kind."""
    return Counter(newsroom)


def test_report_that_waits_says_so(counter: Counter) -> None:
    """It is received until somebody has claimed its case, or a lead has to decide."""
    receipt = counter.file()
    filed_at = counter.newsroom.now
    assert counter.status(receipt.code.lower()) == ReportStatus(
        report=1,
        state=ReportState.RECEIVED,
        filed_at=filed_at,
        listing=1,
        name="alpha",
        category=ReportCategory.FRAUD,
    )
    counter.be("open", holder=1)
    assert counter.status(receipt.code).state is ReportState.IN_REVIEW
    counter.be("escalated")
    assert counter.status(receipt.code).state is ReportState.IN_REVIEW


@pytest.mark.parametrize(
    ("action", "state"),
    [
        pytest.param("remove", ReportState.ACTIONED, id="actioned"),
        pytest.param("no_violation", ReportState.NOT_ACTIONED, id="not-actioned"),
    ],
)
def test_outcome_is_told_with_its_reason(counter: Counter, action: str, state: ReportState) -> None:
    """And until when the reporter may appeal, of which nothing is left once that day is over."""
    receipt = counter.file()
    filed_at = counter.newsroom.now
    counter.decide(action)
    decided_at = counter.newsroom.now
    told = ReportStatus(
        report=1,
        state=state,
        filed_at=filed_at,
        listing=1,
        name="alpha",
        category=ReportCategory.FRAUD,
        decision=1,
        action=Action(action),
        reason="We have looked at it.",
        decided_at=decided_at,
        appeal_until=decided_at + dt.timedelta(days=184),
        may_appeal=True,
    )
    assert counter.status(receipt.code) == told
    counter.newsroom.now += dt.timedelta(days=184)
    assert counter.status(receipt.code) == replace(told, may_appeal=False)


def test_who_has_appealed_may_not_again(counter: Counter) -> None:
    """Another reporter still may."""
    receipts = [counter.file(), counter.file("ben@example.com")]
    counter.decide("no_violation")
    with counter.newsroom.database.writing() as session:
        session.add(
            AppealRow(
                case_id=1,
                decision_id=1,
                party="reporter",
                who=1,
                reason="But it did.",
                filed_at=counter.newsroom.now,
                decided_at=None,
                decided_by=None,
                is_upheld=None,
            )
        )
    counter.be("appealed", 1)
    told = [counter.status(each.code) for each in receipts]
    assert [(each.state, each.may_appeal) for each in told] == [
        (ReportState.APPEALED, False),
        (ReportState.APPEALED, True),
    ]


def test_later_report_is_not_answered_by_an_earlier_decision(counter: Counter) -> None:
    """Who reported before still has theirs, though the case was opened again."""
    first = counter.file()
    counter.decide("remove")
    second = counter.file("ben@example.com")
    told = [counter.status(each.code) for each in (first, second)]
    assert [(each.state, each.decision, each.may_appeal) for each in told] == [
        (ReportState.ACTIONED, 1, False),
        (ReportState.RECEIVED, None, False),
    ]


def test_both_receipts_of_one_report_open_it(counter: Counter) -> None:
    """Who sent the same twice may use either."""
    receipts = [counter.file(), counter.file()]
    assert len({each.code for each in receipts}) == 2
    assert [counter.status(each.code).report for each in receipts] == [1, 1]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("", id="empty"),
        pytest.param("' OR 1=1 --", id="malformed"),
        pytest.param("00000-00000-00000-00000", id="unknown"),
    ],
)
def test_unknown_codes_open_nothing(counter: Counter, code: str) -> None:
    """Whether nobody was given it or it is none at all is not told."""
    counter.file()
    with pytest.raises(NotFoundError) as unknown:
        counter.status(code)
    assert str(unknown.value) == (
        "receipt: no report with this receipt; expected 20 letters and digits in groups of five; "
        "copy it as it was shown"
    )
