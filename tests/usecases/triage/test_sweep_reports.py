"""Reports in bad faith count no longer, and leads see who was right how often."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from gptreview.errors import ForbiddenError, InputError, NotFoundError, UnauthorizedError
from gptreview.model.account import Account, Identity, Role
from gptreview.model.report import ReportDraft
from gptreview.store import events
from gptreview.store.tables.cases import CaseRow, ReportRow
from gptreview.store.tables.events import EventRow
from gptreview.usecases.triage.file_report import FileReport
from gptreview.usecases.triage.sweep_reports import SweepReports
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


def _identity(role: Role, newsroom: Newsroom) -> Identity:
    return Identity(role, Account(1, "lea", "", role, "en", newsroom.now))


def _filed(newsroom: Newsroom) -> SweepReports:
    """Ann has reported twice, Ben once what is urgent."""
    newsroom.have(one="alpha", two="beta")
    use_case = FileReport(newsroom.database, newsroom.clock)
    use_case.file(DRAFT, Identity())
    use_case.file(replace(DRAFT, listing=2), Identity())
    ben = replace(DRAFT, category="self_harm", reporter_email="ben@example.com")
    use_case.file(ben, Identity())
    return SweepReports(newsroom.database, newsroom.clock)


def _case(newsroom: Newsroom, id_: int = 1) -> CaseRow:
    with newsroom.database.reading() as session:
        row = session.get_one(CaseRow, id_)
        session.expunge(row)
        return row


def test_marked_reports_count_no_longer(newsroom: Newsroom) -> None:
    """Their case loses what they gave it, each has an event, and nothing happens twice."""
    sweep = _filed(newsroom)
    lead = _identity(Role.LEAD, newsroom)
    before = _case(newsroom)
    assert (before.is_urgent, before.reports, before.categories) == (True, 2, " fraud self_harm ")
    assert sweep.mark([3], lead) == 1
    after = _case(newsroom)
    assert (after.is_urgent, after.reports, after.categories, after.revision) == (
        False,
        1,
        " fraud ",
        1,
    )
    assert after.rank < before.rank
    assert after.state == "open"
    assert sweep.mark([3, 1], lead) == 1
    assert _case(newsroom).reports == 0
    with newsroom.database.snapshot() as session:
        assert events.verify(session).broken is None
        told = session.execute(
            select(EventRow.actor, EventRow.subject, EventRow.payload)
            .where(EventRow.kind == "report.bad_faith")
            .order_by(EventRow.seq)
        ).all()
    assert [(actor, subject, json.loads(payload)) for actor, subject, payload in told] == [
        (
            "account:1",
            f"report:{report}",
            {"report": report, "case": 1, "listing": 1, "number": 1, "category": category},
        )
        for report, category in ((3, "self_harm"), (1, "fraud"))
    ]


def test_all_reports_of_one_person_are_marked_at_once(newsroom: Newsroom) -> None:
    """In whatever cases they are; those of others stay."""
    sweep = _filed(newsroom)
    assert sweep.mark_all_by(2, _identity(Role.LEAD, newsroom)) == 2
    assert [_case(newsroom, each).reports for each in (1, 2)] == [1, 0]


def test_appealed_case_stays_as_urgent_as_it_was(newsroom: Newsroom) -> None:
    """Its reports were decided on."""
    sweep = _filed(newsroom)
    with newsroom.database.writing() as session:
        session.execute(update(CaseRow).where(CaseRow.id == 1).values(state="appealed"))
    sweep.mark([3], _identity(Role.LEAD, newsroom))
    assert _case(newsroom).is_urgent


def test_reporters_are_listed_with_their_accuracy(newsroom: Newsroom) -> None:
    """In pages by their keys, without who they are."""
    sweep = _filed(newsroom)
    with newsroom.database.writing() as session:
        session.execute(update(ReportRow).where(ReportRow.id == 1).values(is_borne_out=True))
        session.execute(update(ReportRow).where(ReportRow.id == 3).values(is_bad_faith=True))
        keys = {row.id: row.reporter for row in session.scalars(select(ReportRow))}
    lead = _identity(Role.LEAD, newsroom)
    first = sweep.reporters(lead, limit=1)
    second = sweep.reporters(lead, after=first.next, limit=1)
    assert second.next == ""
    found = {each.key: each for each in (*first.reporters, *second.reporters)}
    ann, ben = found[keys[1]], found[keys[3]]
    assert (ann.reports, ann.decided, ann.borne_out, ann.bad_faith, ann.newest) == (2, 1, 1, 0, 2)
    assert (ben.reports, ben.decided, ben.borne_out, ben.bad_faith, ben.newest) == (1, 1, 0, 1, 3)
    assert (ann.accuracy, ben.accuracy) == (2 / 3, 1 / 3)


def test_only_leads_sweep(newsroom: Newsroom) -> None:
    """Neither reviewers nor strangers mark or see anybody."""
    sweep = _filed(newsroom)
    with pytest.raises(ForbiddenError):
        sweep.mark([1], _identity(Role.REVIEWER, newsroom))
    with pytest.raises(ForbiddenError):
        sweep.reporters(_identity(Role.REVIEWER, newsroom))
    with pytest.raises(UnauthorizedError):
        sweep.mark_all_by(1, Identity())


def test_what_is_not_there_cannot_be_swept(newsroom: Newsroom) -> None:
    """Of several of which one is missing none is marked."""
    sweep = _filed(newsroom)
    lead = _identity(Role.LEAD, newsroom)
    with pytest.raises(NotFoundError, match="no report 9"):
        sweep.mark([1, 9], lead)
    assert _case(newsroom).reports == 2
    with pytest.raises(NotFoundError, match="no report 9"):
        sweep.mark_all_by(9, lead)
    with pytest.raises(InputError, match="reports: 0 reports; expected 1 to 500"):
        sweep.mark([], lead)
    with pytest.raises(InputError, match="limit: 0 reporters; expected 1 to 200"):
        sweep.reporters(lead, limit=0)
