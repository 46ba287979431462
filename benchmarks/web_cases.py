"""Rows of open cases and of their reports, and what the event log says of them, for `web.py`."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Iterator, Sequence
from typing import Any, Final

from gptreview.decide.priority import priority
from gptreview.model.case import CaseState, ServiceLevels
from gptreview.model.finding import Severity
from gptreview.model.priority import PriorityFacts
from gptreview.model.report import SEVERITY_OF_REPORT, ReportCategory
from gptreview.store.case_opening import spaced
from gptreview.store.events import Event
from gptreview.store.verdict_documents import VerdictText

OPEN_FOR: Final = dt.timedelta(days=30)
"""The oldest case."""
_REPORTS: Final = ((0, 1, 2, 3, 8, 40), (40, 40, 10, 6, 3, 1))
"""Reports of a case, and how often it has so many."""
_CATEGORIES: Final = tuple(each for each in ReportCategory if not each.is_urgent)
_UNKNOWN: Final = 0.5
"""Accuracy of whoever has reported nothing else."""

Row = dict[str, Any]


def categories_of_reports(choice: random.Random) -> Sequence[ReportCategory]:
    """What the reports of one case are about: none, one, or many."""
    (number,) = choice.choices(*_REPORTS)
    return choice.choices(_CATEGORIES, k=number)


def case_row(
    listing: int,
    verdict: VerdictText,
    reported: Sequence[ReportCategory],
    opened_at: dt.datetime,
) -> Row:
    """An open case of a listing's first version, at the place in the queue that it would have."""
    severities = [
        Severity.LOW,
        *(Severity(each.severity) for each in verdict.findings),
        *(SEVERITY_OF_REPORT[each] for each in reported),
    ]
    worst = max(severities, key=lambda each: each.rank)
    weighed = priority(PriorityFacts(worst, 1, len(reported), _UNKNOWN * bool(reported), 0))
    return {
        "listing_id": listing,
        "number": 1,
        "content_digest": verdict.content_digest,
        "state": str(CaseState.OPEN),
        "is_waiting": True,
        "is_urgent": False,
        "rank": weighed.rank(opened_at),
        "parts": dict(weighed.parts),
        "categories": spaced([*reported, *(each.category for each in verdict.findings)]),
        "language": "en",
        "reports": len(reported),
        "revision": 1,
        "opened_at": opened_at,
        "due_at": ServiceLevels().due(opened_at, CaseState.OPEN, is_urgent=False),
        "rescan_error": "",
    }


def report_rows(case: int, row: Row, reported: Sequence[ReportCategory]) -> Iterator[Row]:
    """The reports of a case, each by somebody else."""
    for place, category in enumerate(reported):
        name = f"{case}-{place}"
        yield {
            "receipt_hash": _hash(f"receipt {name}"),
            "case_id": case,
            "listing_id": row["listing_id"],
            "number": row["number"],
            "category": str(category),
            "description": f"It asks for things that it has no use for, as it did to me. {name}",
            "location": "The instructions",
            "text_digest": f"sha256:{_hash(name)}",
            "language": "en",
            "name": "Reader",
            "email": f"reader-{name}@example.com",
            "reporter": _hash(f"reporter {name}"),
            "filed_at": row["opened_at"],
            "is_bad_faith": False,
            "evidence_name": "",
            "evidence_kind": "",
        }


def opening(case: int, row: Row) -> Event:
    """What the log says of a case that was opened."""
    payload = _named(case, row) | {
        "state": row["state"],
        "by": "report" if row["reports"] else "verdict",
    }
    actor = "public" if row["reports"] else "triage"
    return Event(row["opened_at"], actor, "case.opened", f"case:{case}", payload)


def filing(report: int, category: str, case: int, row: Row) -> Event:
    """What the log says of a report."""
    payload = _named(case, row) | {"report": report, "category": category}
    return Event(row["opened_at"], "public", "report.filed", f"report:{report}", payload)


def _named(case: int, row: Row) -> Row:
    return {
        "case": case,
        "listing": row["listing_id"],
        "number": row["number"],
        "language": row["language"],
        "urgent": row["is_urgent"],
        "due_at": row["due_at"].isoformat(),
    }


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
