"""What a verdict leaves to a person becomes one case of that version."""

from __future__ import annotations

import datetime as dt
import json

from sqlalchemy import select

from gptreview.model.account import Identity
from gptreview.model.report import ReportDraft
from gptreview.store import events
from gptreview.store.tables.cases import CaseRow
from gptreview.store.tables.events import EventRow
from gptreview.usecases.triage.file_report import FileReport
from gptreview.usecases.triage.open_cases import OpenCases, OpenedCases
from tests.publishing import Newsroom


def _cases(newsroom: Newsroom) -> list[tuple[int, int, str, int, str]]:
    with newsroom.database.reading() as session:
        rows = session.execute(
            select(
                CaseRow.listing_id,
                CaseRow.number,
                CaseRow.state,
                CaseRow.reports,
                CaseRow.categories,
            ).order_by(CaseRow.id)
        )
        return [tuple(row) for row in rows]


def _opener(newsroom: Newsroom, size: int = 500) -> OpenCases:
    return OpenCases(newsroom.database, newsroom.clock, size=size)


def test_verdicts_that_leave_it_open_become_cases(newsroom: Newsroom) -> None:
    """Neither passed, failed and unreviewed listings nor those that are gone get one."""
    newsroom.have(a="open", b="good", c="bad", d="new", e="gone")
    newsroom.have(a="open", b="good", c="bad", d="new")
    newsroom.judge("open", "review", "review")
    newsroom.judge("gone", "review", "review")
    newsroom.judge("good", "pass", "note")
    newsroom.judge("bad", "fail", "fail")
    newsroom.judge("new", "review", profile="public")
    assert _opener(newsroom).run() == 1
    opened_at = newsroom.now
    assert _cases(newsroom) == [(1, 1, "open", 0, " hate ")]
    with newsroom.database.snapshot() as session:
        assert events.verify(session).broken is None
        row = session.scalars(select(EventRow).where(EventRow.kind == "case.opened")).one()
        case = session.get_one(CaseRow, 1)
        assert case.parts == {
            "severity": 6_000,
            "reach": 1_000,
            "reporters": 0,
            "accuracy": 0,
            "history": 0,
        }
    due = opened_at + dt.timedelta(hours=72)
    assert (row.actor, row.subject, json.loads(row.payload)) == (
        "triage",
        "case:1",
        {
            "case": 1,
            "listing": 1,
            "number": 1,
            "state": "open",
            "by": "verdict",
            "verdict": 1,
            "urgent": False,
            "language": "en",
            "due_at": due.isoformat(),
        },
    )


def test_version_has_one_case_ever(newsroom: Newsroom) -> None:
    """Once opened or decided it stays as it is; another version is looked at anew."""
    newsroom.have(a="open", b="open")
    newsroom.judge("open", "review")
    assert _opener(newsroom).run() == 2
    with newsroom.database.writing() as session:
        session.get_one(CaseRow, 1).state = "decided"
    assert _opener(newsroom).run() == 0
    newsroom.have(a="other", b="open")
    newsroom.judge("other", "review")
    assert _opener(newsroom).run() == 1
    assert [each[:3] for each in _cases(newsroom)] == [
        (1, 1, "decided"),
        (2, 1, "open"),
        (1, 2, "open"),
    ]
    with newsroom.database.reading() as session:
        # Nothing was found, but something not read: it may be anything.
        assert session.get_one(CaseRow, 3).parts["severity"] == 3_000


def test_portions_go_on_where_the_last_one_ended(newsroom: Newsroom) -> None:
    """Each looks at so many listings, and says after which the next one begins."""
    newsroom.have(a="open", b="good", c="open", d="open")
    newsroom.judge("open", "review")
    opener = _opener(newsroom, size=2)
    assert opener.portion(0) == OpenedCases(1, 2)
    assert opener.portion(2) == OpenedCases(2, 4)
    assert opener.portion(4) == OpenedCases(0, None)
    assert opener.run() == 0


def test_report_weighs_a_case_that_a_verdict_opened(newsroom: Newsroom) -> None:
    """Its findings count as findings: a report of something small makes it no worse."""
    newsroom.have(a="open")
    newsroom.judge("open", "review")
    _opener(newsroom).run()
    draft = ReportDraft(
        1,
        "other",
        "Something is odd about it.",
        "",
        "Ann Reader",
        "ann@example.com",
        good_faith=True,
    )
    FileReport(newsroom.database, newsroom.clock).file(draft, Identity())
    assert _cases(newsroom) == [(1, 1, "open", 1, " other ")]
    with newsroom.database.reading() as session:
        assert session.get_one(CaseRow, 1).parts["severity"] == 3_000


def test_somebody_else_may_have_opened_it(newsroom: Newsroom) -> None:
    """Of two that open at once, one does."""
    newsroom.have(a="open")
    newsroom.judge("open", "review")

    class Late(OpenCases):
        def _open(self, *arguments: object) -> int:
            _opener(newsroom).run()
            return super()._open(*arguments)  # type: ignore[arg-type]

    assert Late(newsroom.database, newsroom.clock).run() == 0
    assert len(_cases(newsroom)) == 1
