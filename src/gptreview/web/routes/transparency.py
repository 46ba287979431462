"""What was reported and decided, in figures that anybody may see."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends
from starlette.responses import Response

from gptreview.errors import InputError
from gptreview.render.transparency_csv import transparency_csv
from gptreview.render.transparency_json import transparency_json
from gptreview.web.desk import AtDesk
from gptreview.web.figures import Days
from gptreview.web.pages import Showing
from gptreview.web.quarters import FIRST, LAST, asked_quarter, last_quarters
from gptreview.web.transparency_figures import shown_figures
from gptreview.web.visit import Visiting

router: Final = APIRouter(include_in_schema=False)
_USUAL: Final = 90
"""Days where nobody says which."""
_OFFERED: Final = 12
"""Quarters that the page offers: three years."""


def asked_days(desk: AtDesk, since: str = "", until: str = "") -> Days:
    """The days that somebody asks for; the last ones up to today where they do not say.

    Raises:
        InputError: One of them is no day, or they are none.
    """
    last = _day("until", until) or desk.clock().astimezone(dt.UTC).date()
    first = _day("since", since) or max(FIRST, last - dt.timedelta(days=_USUAL - 1))
    if first > last:
        raise InputError(
            f"{last.isoformat()}", where="until", expected=f"{first.isoformat()} or later"
        )
    return first, last


AskedDays = Annotated[Days, Depends(asked_days)]
"""The days that somebody asks for who may see small counts too."""


def public_quarter(desk: AtDesk, since: str = "", until: str = "") -> Days:
    """The quarter that anybody asks for; the one that runs where they do not say.

    Raises:
        InputError: What they ask for is no quarter.
    """
    today = desk.clock().astimezone(dt.UTC).date()
    return asked_quarter(_day("since", since), _day("until", until), today)


AskedQuarter = Annotated[Days, Depends(public_quarter)]
"""The quarter that anybody asks for."""


@router.get("/transparency", name="transparency")
def transparency(days: AskedQuarter, show: Showing, visit: Visiting, desk: AtDesk) -> Response:
    """The figures as a page with charts."""
    first, last = days
    asked = urlencode({"since": first.isoformat(), "until": last.isoformat()})
    today = desk.clock().astimezone(dt.UTC).date()
    figures = shown_figures(desk.figures.of(days), visit.language, show.gettext)
    return show(
        "public/transparency",
        quarters=sorted({*last_quarters(today, _OFFERED), days}, reverse=True),
        chosen=days,
        is_running=first <= today <= last,
        stats=figures.stats,
        charts=figures.charts,
        tables=figures.tables,
        downloads=[
            ("JSON", f"{show.path('transparency_json')}?{asked}"),
            ("CSV", f"{show.path('transparency_csv')}?{asked}"),
        ],
    )


@router.get("/transparency.json", name="transparency_json")
def as_json(days: AskedQuarter, desk: AtDesk) -> Response:
    """The figures for programs."""
    text = transparency_json(desk.figures.of(days), public=True)
    return Response(text, media_type="application/json", headers=_saved(days, "json"))


@router.get("/transparency.csv", name="transparency_csv")
def as_csv(days: AskedQuarter, desk: AtDesk) -> Response:
    """The figures for spreadsheets."""
    text = transparency_csv(desk.figures.of(days), public=True)
    return Response(text, media_type="text/csv", headers=_saved(days, "csv"))


def _saved(days: Days, ending: str) -> dict[str, str]:
    first, last = days
    name = f"transparency-{first.isoformat()}-{last.isoformat()}.{ending}"
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _day(field: str, text: str) -> dt.date | None:
    if not text:
        return None
    try:
        day = dt.datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=dt.UTC).date()
    except ValueError:
        day = None
    if day is None or not FIRST <= day <= LAST:
        raise InputError("no day", where=field, expected="a day like 2026-03-10")
    return day
