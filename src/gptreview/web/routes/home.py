"""The first page, and the map of the keyboard."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from gptreview.web.desk import AtDesk
from gptreview.web.pages import Showing
from gptreview.web.shortcuts import shortcut_groups

router: Final = APIRouter(include_in_schema=False)
_NEWEST: Final = 8
"""Listings on the first page."""


@router.get("/", name="home")
def home(show: Showing, desk: AtDesk) -> Response:
    """What this is, and what was published last."""
    changes = desk.rooms.public.changes(profile=desk.rooms.profile, limit=_NEWEST)
    return show("public/home", newest=changes.listings)


@router.get("/shortcuts", name="shortcuts")
def shortcuts(show: Showing) -> Response:
    """All shortcuts, for whoever has no script."""
    return show("reviewer/shortcuts", groups=shortcut_groups(show.gettext))
