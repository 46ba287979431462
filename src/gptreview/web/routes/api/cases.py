"""Operations that read the queue and cases."""

from __future__ import annotations

from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import Query
from starlette.responses import Response

from gptreview.model.account import Permission, Role
from gptreview.model.case import CaseState
from gptreview.model.finding import Severity
from gptreview.model.queue import Holder, QueueFilter
from gptreview.model.queue_query import read_query
from gptreview.web.api_models.cases import (
    CaseQueue,
    CaseText,
    OwnSteps,
    QueuedCase,
    View,
    WholeCase,
)
from gptreview.web.api_models.steps import FieldName, NewView
from gptreview.web.desk import AtDesk
from gptreview.web.guard import Asking
from gptreview.web.routes.api.operations import ApiRouter, Number, also, needs

router: Final = ApiRouter("cases")
_READER: Final = needs(Role.REVIEWER, Permission.READ_CASES)
_DECIDER: Final = needs(Role.REVIEWER, Permission.DECIDE_CASES)
States = Annotated[list[CaseState], Query(max_length=4, description="Any of these; none for all")]
Line = Annotated[str, Query(max_length=200)]


@router.get("/cases", dependencies=_READER, summary="Read the queue")
def list_cases(
    asking: Asking,
    desk: AtDesk,
    *,
    state: States = [],  # noqa: B006 - FastAPI copies it
    category: Line = "",
    language: Line = "",
    holder: Holder = Holder.ANYBODY,
    overdue: bool = False,
    severity: Severity | None = None,
    builder: Line = "",
    name: Line = "",
    source: Line = "",
    after: Annotated[str, Query(max_length=100, description="`next` of the page before")] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> CaseQueue:
    """Cases, the most pressing first."""
    asked = {
        "category": category,
        "language": language,
        "holder": holder,
        "overdue": "1" if overdue else "",
        "severity": severity or "",
        "builder": builder,
        "name": name,
        "source": source,
    }
    wanted = read_query(urlencode([*(("state", each) for each in state), *asked.items()]))
    return CaseQueue.of(desk.rooms.cases.queue.page(wanted, asking, after, limit))


@router.get(
    "/cases/next",
    dependencies=_READER,
    summary="Find the next case",
    responses={204: {"description": "There is none"}},
    response_model=QueuedCase,
)
def find_next_case(asking: Asking, desk: AtDesk) -> QueuedCase | Response:
    """The most pressing case that nobody has claimed and that you may decide."""
    found = desk.rooms.cases.queue.next_case(QueueFilter(), asking)
    return Response(status_code=204) if found is None else QueuedCase.of(found)


@router.get("/cases/{number}", dependencies=_READER, summary="Read a case")
def read_case(number: Number, asking: Asking, desk: AtDesk) -> WholeCase:
    """A case with its snapshot, verdict, reports and history; personal data is masked."""
    return WholeCase.shown(desk.rooms.cases.read.case(number, asking))


@router.post(
    "/cases/{number}/unmask",
    dependencies=_DECIDER,
    summary="Read a masked text as it was written",
    responses=also(409),
)
def unmask_text(number: Number, body: FieldName, asking: Asking, desk: AtDesk) -> list[CaseText]:
    """For whoever holds the case, and for leads; the log notes it."""
    return [CaseText.of(each) for each in desk.rooms.cases.unmask.text(number, body.field, asking)]


@router.put("/cases/{number}/presence", dependencies=_READER, summary="Say that a case is open")
def keep_presence(number: Number, asking: Asking, desk: AtDesk) -> list[str]:
    """Names of the others who have it open."""
    return [each.name for each in desk.rooms.cases.presence.heartbeat(number, asking)]


@router.delete(
    "/cases/{number}/presence",
    dependencies=_READER,
    status_code=204,
    summary="Say that a case was closed",
)
def leave_case(number: Number, asking: Asking, desk: AtDesk) -> None:
    """A second time changes nothing."""
    desk.rooms.cases.presence.leave(number, asking)


@router.get("/work", dependencies=_READER, summary="Read how long you have been at it")
def read_own_work(asking: Asking, desk: AtDesk) -> OwnSteps:
    """What you have done since your last break."""
    return OwnSteps.of(desk.rooms.cases.work.since_break(asking))


@router.get("/views", dependencies=_READER, summary="List your views of the queue")
def list_views(asking: Asking, desk: AtDesk) -> list[View]:
    """Nobody sees another one's."""
    return [View.of(each) for each in desk.rooms.cases.views.list(asking)]


@router.post(
    "/views",
    dependencies=_READER,
    status_code=201,
    summary="Keep a view of the queue",
    responses=also(409),
)
def add_view(body: NewView, asking: Asking, desk: AtDesk) -> View:
    """A filter under a name."""
    return View.of(desk.rooms.cases.views.add(body.name, body.query, asking))


@router.delete("/views/{number}", dependencies=_READER, status_code=204, summary="Give a view up")
def delete_view(number: Number, asking: Asking, desk: AtDesk) -> None:
    """One of your own."""
    desk.rooms.cases.views.delete(number, asking)
