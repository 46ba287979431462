"""Operations that read the event log, and that make exports."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Final

from fastapi import Query
from starlette.responses import HTMLResponse, Response

from gptreview.model.account import Identity, Permission, Role
from gptreview.model.event_filter import EventFilter
from gptreview.model.transparency import TransparencyReport
from gptreview.web.api_models.records import (
    AuditSteps,
    LogReport,
    PrecisionRow,
    StatementRange,
    Statements,
)
from gptreview.web.api_models.shapes import LARGEST
from gptreview.web.api_models.transparency import Transparency
from gptreview.web.desk import AtDesk, Desk
from gptreview.web.guard import Asking
from gptreview.web.routes.api.days import days
from gptreview.web.routes.api.operations import ApiRouter, Number, also, needs

audit: Final = ApiRouter("audit", "/audit")
exports: Final = ApiRouter("exports", "/exports")
rules: Final = ApiRouter("policy", "/rules")
_AUDITOR: Final = needs(Role.LEAD, Permission.READ_AUDIT)
_EXPORTER: Final = needs(Role.LEAD, Permission.EXPORT)
Day = Annotated[dt.date | None, Query(description="In UTC")]
Line = Annotated[str, Query(max_length=200)]


class _Csv(Response):
    """A table for spreadsheets."""

    media_type = "text/csv"


@audit.get("", dependencies=_AUDITOR, summary="Search the event log")
def search_audit(
    asking: Asking,
    desk: AtDesk,
    kind: Line = "",
    actor: Line = "",
    subject: Line = "",
    since: Day = None,
    until: Day = None,
    after: Annotated[int | None, Query(ge=1, le=LARGEST)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> AuditSteps:
    """Steps, the newest first."""
    wanted = EventFilter(kind, actor, subject)
    if since or until:
        begin, end = days(since or dt.date(1970, 1, 1), until, desk.clock())
        wanted = EventFilter(kind, actor, subject, begin, end)
    return AuditSteps.of(desk.rooms.exports.audit.page(wanted, asking, after=after, limit=limit))


@audit.post("/verify", dependencies=_AUDITOR, summary="See whether the event log holds")
def verify_log(asking: Asking, desk: AtDesk) -> LogReport:
    """Walks along all of it."""
    return LogReport.of(desk.rooms.exports.audit.verify(asking))


@exports.post(
    "/statements-of-reasons",
    dependencies=_EXPORTER,
    summary="Make statements of reasons",
    responses=also(409),
)
def export_statements(body: StatementRange, asking: Asking, desk: AtDesk) -> list[Statements]:
    """For the DSA transparency database; what is no dry run goes into no other export."""
    begin, end = days(body.since, body.until, desk.clock())
    batches = desk.rooms.exports.statements.batches
    # A batch that breaks a rule is told before the first one is noted as exported.
    tried = list(batches(begin, end, who=asking, dry_run=True))
    made = tried if body.dry_run else batches(begin, end, who=asking, dry_run=False)
    return [Statements.batch(each) for each in made]


@exports.get(
    "/transparency",
    dependencies=_EXPORTER,
    summary="Read exact figures",
    response_model=Transparency,
)
def export_figures(
    asking: Asking, desk: AtDesk, since: Day = None, until: Day = None
) -> dict[str, Any]:
    """The transparency report with small numbers too; the log notes it."""
    from gptreview.render.transparency_document import transparency_document

    return transparency_document(_figures(desk, asking, since, until), public=False)


@exports.get(
    "/transparency.csv",
    dependencies=_EXPORTER,
    summary="Read exact figures as a table",
    response_class=_Csv,
)
def export_figures_table(
    asking: Asking, desk: AtDesk, since: Day = None, until: Day = None
) -> Response:
    """The same for spreadsheets (RFC 4180)."""
    from gptreview.render.transparency_csv import transparency_csv

    return _Csv(transparency_csv(_figures(desk, asking, since, until), public=False))


@exports.get(
    "/cases/{number}",
    dependencies=_EXPORTER,
    summary="Read the file of a case",
    response_class=HTMLResponse,
)
def export_case(number: Number, asking: Asking, desk: AtDesk) -> Response:
    """All of a case as one page, personal data masked; the log notes it."""
    from gptreview.render.case_file_html import case_file_html

    page = case_file_html(desk.rooms.exports.cases.case(number, who=asking))
    name = f'attachment; filename="case-{number}.html"'
    return HTMLResponse(page, headers={"Content-Disposition": name})


@rules.get("/precision", dependencies=_EXPORTER, summary="Read how rules fare with people")
def list_rule_precision(
    asking: Asking, desk: AtDesk, since: Day = None, until: Day = None
) -> list[PrecisionRow]:
    """By the decisions of some days, of the last year where none are named."""
    begin, end = days(since, until, desk.clock())
    found = desk.rooms.exports.rules.rules(begin, end, who=asking)
    return [PrecisionRow.shown(each) for each in found]


def _figures(
    desk: Desk, asking: Identity, since: dt.date | None, until: dt.date | None
) -> TransparencyReport:
    return desk.rooms.exports.noted.figures(*days(since, until, desk.clock()), who=asking)
