"""The queue: what waits, the views that people keep of it, and the next case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from gptreview.errors import ConflictError, InputError
from gptreview.model.account import Identity, Permission, Role
from gptreview.model.case import CaseState
from gptreview.model.finding import Category
from gptreview.model.queue import COUNTED, WAITING, QueueFilter, QueuePage
from gptreview.model.queue_query import read_query, write_query
from gptreview.model.report import ReportCategory
from gptreview.web.case_view import break_at
from gptreview.web.desk import AtDesk, Desk
from gptreview.web.field_errors import field_errors
from gptreview.web.field_errors import marked as _
from gptreview.web.followed import to_case, trail
from gptreview.web.forms import Form
from gptreview.web.guard import Asking, Needs
from gptreview.web.numbers import Number
from gptreview.web.pages import Show, Showing

router: Final = APIRouter(include_in_schema=False)
_READS: Final = [Depends(Needs(Role.REVIEWER, Permission.READ_CASES))]
_DECIDES: Final = [Depends(Needs(Role.REVIEWER, Permission.DECIDE_CASES))]
_TRIES: Final = 5
"""Free cases that are tried while others are quicker."""
_ROWS: Final = 30
"""Of a page: more than fits on a screen, and more than anybody claims in one go."""
_CATEGORIES: Final = tuple(dict.fromkeys((*map(str, ReportCategory), *map(str, Category))))
_TABS: Final = (WAITING, *((each,) for each in (*WAITING, CaseState.DECIDED)))
_WRONG: Final[Mapping[str, str]] = {
    "view_name": _("Write one line of 1 to 60 characters that no other view of yours has.")
}


@router.get("/queue", name="queue", dependencies=_READS)
def queue(request: Request, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """What waits, the most pressing first."""
    query, after = _without_cursor(request.url.query)
    return show_queue(show, desk, asking, query, after)


@router.post("/queue/next", name="next_case", dependencies=_DECIDES)
def next_case(form: Form, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """Claim the first case that is free, and go to it."""
    return to_next(show, desk, asking, read_query(form.text("query")), flash="claimed")


@router.post("/queue/views", name="views", dependencies=_READS)
def add_view(form: Form, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """Keep the queue as it is looked at."""
    query, name = form.text("query"), form.text("view_name")
    wanted = read_query(query)
    try:
        desk.rooms.cases.views.add(name, query, asking)
    except (InputError, ConflictError) as error:
        named = InputError(error.found, where="view_name")
        wrong = field_errors(named, _WRONG, show.gettext)
        answer = {"errors": wrong, "view_name": name, "status": error.http_status}
        return show_queue(show, desk, asking, write_query(wanted), "", **answer)
    return show.go(_address(show, wanted), flash="saved")


@router.post("/queue/views/{number}/delete", name="delete_view", dependencies=_READS)
def delete_view(
    number: Number, form: Form, show: Showing, desk: AtDesk, asking: Asking
) -> Response:
    """Give a view up."""
    del form
    desk.rooms.cases.views.delete(number, asking)
    return show.next("queue", flash="removed")


def show_queue(
    show: Show, desk: Desk, asking: Identity, query: str, after: str, **more: Any
) -> Response:
    """A page of the queue.

    Args:
        show: Answers.
        desk: Has the use-cases.
        asking: Who asks.
        query: The filter, as in an address.
        after: Cursor of the page before; empty begins.
        more: What the page says of a form that was sent from it.
    """
    wanted = read_query(query)
    page = desk.rooms.cases.queue.page(wanted, asking, after, limit=_ROWS)
    query = write_query(wanted)
    views = [
        (each.id, each.name, _address(show, each.query), each.query == query)
        for each in desk.rooms.cases.views.list(asking)
    ]
    sources = sorted({wanted.source, *(each.source for each in page.rows)} - {""})
    context = {
        "page": page,
        "wanted": wanted,
        "query": query,
        "trail": trail(wanted),
        "views": views,
        "tabs": _tabs(show, page, wanted),
        "next": _address(show, query, page.next) if page.next else "",
        "first": _address(show, query) if after else "",
        "categories": _CATEGORIES,
        "sources": sources,
        "break_at": break_at(desk, asking),
        "errors": {},
        "view_name": "",
    }
    return show("reviewer/queue", **{**context, **more})


def to_next(
    show: Show, desk: Desk, asking: Identity, wanted: QueueFilter, *, flash: str
) -> Response:
    """Claim the first wanted case that is free and go to it, or to the queue where there is none.

    Args:
        show: Answers.
        desk: Has the use-cases.
        asking: Who asks.
        wanted: Which cases.
        flash: What the case's page says once.
    """
    for _attempt in range(_TRIES):
        found = desk.rooms.cases.queue.next_case(wanted, asking)
        if found is None:
            break
        try:
            desk.rooms.cases.claim.claim(found.id, asking)
        except ConflictError:  # somebody was quicker
            continue
        return to_case(show, found.id, wanted, flash)
    return show.go(_address(show, wanted), flash="none-free")


def _address(show: Show, wanted: QueueFilter | str, after: str = "") -> str:
    query = wanted if isinstance(wanted, str) else write_query(wanted)
    cursor = urlencode({"after": after}) if after else ""
    return "?".join(filter(None, (show.path("queue"), "&".join(filter(None, (query, cursor))))))


def _without_cursor(query: str) -> tuple[str, str]:
    """The filter of an address, and its cursor."""
    pairs = parse_qsl(query[:4_000], keep_blank_values=False)
    rest = urlencode([pair for pair in pairs if pair[0] != "after"])
    return rest, dict(pairs).get("after", "")


def _tabs(show: Show, page: QueuePage, wanted: QueueFilter) -> list[tuple[str, str, bool, str]]:
    """Name of a state (all for those that wait), address, whether it is shown, cases."""
    return [
        (
            "all" if states is WAITING else str(states[0]),
            _address(show, QueueFilter(states=states)),
            wanted.states == states,
            _count([page.counts.get(each, 0) for each in states]),
        )
        for states in _TABS
    ]


def _count(found: list[int]) -> str:
    total = f"{sum(found):,}"
    return f"{total}+" if max(found) >= COUNTED else total
