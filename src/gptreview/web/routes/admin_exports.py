"""What leaves the house: statements of reasons, exact figures, case files, examples."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain
from typing import Any, Final

from fastapi import APIRouter, Depends
from starlette.responses import Response, StreamingResponse

from gptreview.model.account import Identity, Permission, Role
from gptreview.model.statement_of_reasons import StatementBatch
from gptreview.render.regression_examples import examples_json, examples_yaml
from gptreview.render.transparency_csv import transparency_csv
from gptreview.render.transparency_json import transparency_json
from gptreview.web.desk import AtDesk
from gptreview.web.figures import Days
from gptreview.web.forms import Form
from gptreview.web.guard import Asking, Needs
from gptreview.web.moments import moments_of
from gptreview.web.pages import Showing
from gptreview.web.routes.transparency import AskedDays, asked_days

router: Final = APIRouter(prefix="/administration", include_in_schema=False)
_EXPORT: Final = Depends(Needs(Role.LEAD, Permission.EXPORT))
_TOLD: Final = 3
"""Statements of a dry run that are shown."""


@router.get("/exports", name="exports", dependencies=[_EXPORT])
def exports(days: AskedDays, show: Showing) -> Response:
    """All that can be exported."""
    return show("administration/exports", since=days[0], until=days[1])


@router.post("/exports/statements/dry-run", name="try_statements", dependencies=[_EXPORT])
def dry_run(form: Form, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """What would be exported, held against every rule; nothing is noted."""
    days = asked_days(desk, form.text("since"), form.text("until"))
    count = batches = 0
    some: list[dict[str, Any]] = []
    for batch in _batches(desk, asking, days, dry_run=True):
        count, batches = count + len(batch.statements), batches + 1
        some += batch.statements[: _TOLD - len(some)]
    return show(
        "administration/statements",
        since=days[0],
        until=days[1],
        count=count,
        batches=batches,
        examples=[json.dumps(each, ensure_ascii=False, indent=2) for each in some],
    )


@router.post("/exports/statements", name="export_statements", dependencies=[_EXPORT])
def statements(form: Form, desk: AtDesk, asking: Asking) -> Response:
    """One body of a request a line; what is in it goes into no other export."""
    days = asked_days(desk, form.text("since"), form.text("until"))
    # A batch that breaks a rule is told before the first one is noted as exported.
    for _batch in _batches(desk, asking, days, dry_run=True):
        pass
    lines = _lines(_batches(desk, asking, days, dry_run=False))
    first = next(lines, "")
    return StreamingResponse(
        chain((first,), lines),
        media_type="application/jsonl",
        headers=_saved(f"statements-{days[0]}-{days[1]}.jsonl"),
    )


@router.get("/exports/figures.json", name="figures_json", dependencies=[_EXPORT])
def figures_json(days: AskedDays, desk: AtDesk, asking: Asking) -> Response:
    """The figures as they are, small numbers too; the log notes it."""
    report = desk.rooms.exports.noted.figures(*moments_of(days), who=asking)
    text = transparency_json(report, public=False)
    headers = _saved(f"figures-{days[0]}-{days[1]}.json")
    return Response(text, media_type="application/json", headers=headers)


@router.get("/exports/figures.csv", name="figures_csv", dependencies=[_EXPORT])
def figures_csv(days: AskedDays, desk: AtDesk, asking: Asking) -> Response:
    """The same for spreadsheets."""
    report = desk.rooms.exports.noted.figures(*moments_of(days), who=asking)
    text = transparency_csv(report, public=False)
    return Response(text, media_type="text/csv", headers=_saved(f"figures-{days[0]}-{days[1]}.csv"))


@router.get("/examples", name="examples", dependencies=[_EXPORT])
def examples(show: Showing, desk: AtDesk) -> Response:
    """What overturned decisions teach the rules."""
    return show("administration/examples", examples=desk.rooms.policies.examples.kept())


@router.get("/examples.yaml", name="examples_yaml", dependencies=[_EXPORT])
def examples_as_yaml(desk: AtDesk, asking: Asking) -> Response:
    """As rule files take them; the log notes it."""
    text = examples_yaml(desk.rooms.exports.noted.examples(who=asking))
    return Response(text, media_type="application/yaml", headers=_saved("examples.yaml"))


@router.get("/examples.json", name="examples_json", dependencies=[_EXPORT])
def examples_as_json(desk: AtDesk, asking: Asking) -> Response:
    """For programs."""
    text = examples_json(desk.rooms.exports.noted.examples(who=asking))
    return Response(text, media_type="application/json", headers=_saved("examples.json"))


def _batches(
    desk: AtDesk, asking: Identity, days: Days, *, dry_run: bool
) -> Iterator[StatementBatch]:
    return desk.rooms.exports.statements.batches(*moments_of(days), who=asking, dry_run=dry_run)


def _lines(batches: Iterator[StatementBatch]) -> Iterator[str]:
    for batch in batches:
        yield json.dumps({"statements": batch.statements}, ensure_ascii=False) + "\n"


def _saved(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
