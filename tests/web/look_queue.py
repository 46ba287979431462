"""The queue with cases in it."""

from __future__ import annotations

from typing import Any, Final

from gptreview.errors import ConflictError
from gptreview.model.account import Role
from gptreview.model.case import CaseState
from gptreview.model.finding import Wording
from gptreview.model.policy import Clause
from gptreview.model.priority import PARTS
from gptreview.model.queue import QueueFilter, QueuePage, QueueRow
from gptreview.model.report import ReportCategory
from gptreview.usecases.triage.bulk_steps import BulkResult
from tests.web.look_frame import DAY, HOUR, NOW, Sample

_NAMES: Final = (
    "Trip planner", "Rich in seven days", "理财小助手", "Homework friend with a rather long name",
    "Invoice wizard", "Pep talk", "City guide", "Crypto doubler",
)  # fmt: skip
POINTS: Final = (
    dict(zip(PARTS, (6000, 1800, 2600, 700, 1200, 900), strict=True)),
    dict(zip(PARTS, (4000, 300, 1000, 500, 0, 2400), strict=True)),
    dict(zip(PARTS, (2000, 0, 1600, 300, 600, 200), strict=True)),
)  # fmt: skip
_ABOUT: Final = (
    ("child_safety",),
    ("fraud", "pii"),
    ("fraud",),
    ("hate",),
    ("malware", "injection"),
)


def _row(index: int, evil: str) -> QueueRow:
    states = (CaseState.OPEN, CaseState.OPEN, CaseState.APPEALED, CaseState.ESCALATED)
    due = NOW + (index * 7 - 5) * HOUR
    return QueueRow(
        id=41 + index, listing=7 + index, name=f"{_NAMES[index % len(_NAMES)]}{evil}",
        source=f"catalogue{evil}", number=1 + index % 3, is_current=index % 5 != 3,
        state=states[index % 4], revision=3, is_urgent=index == 0, parts=POINTS[index % 3],
        categories=_ABOUT[index % 5], language="zh" if index % 4 == 2 else "en",
        reports=index % 4 * 3, opened_at=NOW - DAY, due_at=due, is_overdue=due < NOW,
        holder=("", "rowan", "", "mika")[index % 4], lease_until=None, is_mine=index % 4 == 1,
        present=("mika", f"noor{evil}") if index == 2 else (),
    )  # fmt: skip


def clauses(evil: str) -> list[Clause]:
    """Some clauses of a policy."""
    title = f"No fraud{evil}"
    return [
        Clause(f"usage-policies/{name}", Wording(title, title), Wording("", ""), NOW.date(), "")
        for name in ("fraud", "hate", "privacy")
    ]


def queue_samples(evil: str) -> dict[str, Sample]:
    """A full queue, an empty one, what is done with many cases, and the map of keys."""
    counts = {CaseState.OPEN: 812, CaseState.ESCALATED: 4, CaseState.APPEALED: 17}
    context: dict[str, Any] = {
        "page": QueuePage(tuple(_row(index, evil) for index in range(14)), "next", counts),
        "wanted": QueueFilter(name=evil),
        "query": "",
        "views": ((1, f"Chinese{evil}", "/queue?language=zh", False),
                  (2, "Overdue", "/queue?overdue=1", False)),
        "tabs": [("all", "/queue", True, "833"),
                 ("open", "/queue?state=open", False, "812"),
                 ("escalated", "/queue?state=escalated", False, "4"),
                 ("appealed", "/queue?state=appealed", False, "17"),
                 ("decided", "/queue?state=decided", False, "1,000+")],
        "next": "/queue?after=next",
        "first": "",
        "categories": (*map(str, ReportCategory), "pii", "secrets", "injection"),
        "sources": ("catalogue", f"partner{evil}"),
        "break_at": None, "errors": {}, "view_name": "", "trail": "",
    }  # fmt: skip
    filtered = {
        **context, "page": QueuePage((), "", counts), "query": f"state=open&name={evil}",
        "wanted": QueueFilter(states=(CaseState.OPEN,), overdue=True, name=evil),
        "views": ((1, f"Mine{evil}", "/queue?holder=me", True),), "next": "",
        "sources": ("catalogue",), "break_at": NOW - HOUR, "view_name": f"Mine{evil}",
        "errors": {"view_name": f"taken{evil}"},
    }  # fmt: skip
    shortcuts = [
        ("Everywhere", [("?", "Show the shortcuts of the page"), ("g q", "Back to the queue")]),
        (f"Queue{evil}", [("j", "Next case"), ("k", "Previous case"), ("x", f"Select it{evil}")]),
    ]
    done = (BulkResult(41), BulkResult(42, ConflictError(f"rowan has it{evil}", next_step="wait")))
    alike: dict[str, Any] = {
        "rows": (_row(1, evil), _row(2, evil)), "left": [43, 44], "values": {"facts": evil},
        "errors": {"clauses": f"one at least{evil}"}, "clauses": clauses(evil),
    }  # fmt: skip
    return {
        "bulk-claim": ("reviewer/bulk", Role.REVIEWER, {"step": "claim", "results": done}),
        "bulk-decide": ("reviewer/bulk_decide", Role.REVIEWER, alike),
        "bulk-nothing": ("reviewer/bulk_decide", Role.REVIEWER, {**alike, "rows": ()}),
        "queue": ("reviewer/queue", Role.REVIEWER, context),
        "queue-empty": ("reviewer/queue", Role.LEAD, filtered),
        "shortcuts": ("reviewer/shortcuts", Role.REVIEWER, {"groups": shortcuts}),
    }
