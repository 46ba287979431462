"""The letters to whoever is signed in."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from gptreview.model.account import Permission, Role
from gptreview.web.desk import AtDesk
from gptreview.web.forms import Form
from gptreview.web.guard import Asking, Needs
from gptreview.web.numbers import After, Number
from gptreview.web.pages import Showing

router: Final = APIRouter(include_in_schema=False)
_OWN: Final = Depends(Needs(Role.BUILDER, Permission.OWN_LISTINGS))
_PAGE: Final = 20


@router.get("/notices", name="notices", dependencies=[_OWN])
def notices(
    request: Request, show: Showing, asking: Asking, desk: AtDesk, before: After = 0
) -> Response:
    """The newest first."""
    found = desk.rooms.notices.page(asking, before=before or None, limit=_PAGE + 1)
    shown, path = found[:_PAGE], request.url.path
    return show(
        "account/notices",
        notices=shown,
        next=f"{path}?before={shown[-1].id}" if len(found) > _PAGE else "",
        first=path if before else "",
    )


@router.post("/notices/read", name="read_all_notices", dependencies=[_OWN])
def read_all(form: Form, show: Showing, asking: Asking, desk: AtDesk) -> Response:
    """Note that all were read."""
    del form
    desk.rooms.notices.mark_all_read(asking)
    return show.next("notices")


@router.post("/notices/{number}/read", name="read_notice", dependencies=[_OWN])
def read(number: Number, form: Form, show: Showing, asking: Asking, desk: AtDesk) -> Response:
    """Note that one was read."""
    del form
    desk.rooms.notices.mark_read(number, asking)
    return show.next("notices")
