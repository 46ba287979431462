"""A case as one page for whoever has to judge it elsewhere."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Depends
from starlette.responses import Response

from gptreview.model.account import Permission, Role
from gptreview.render.case_file_html import case_file_html
from gptreview.web.desk import AtDesk
from gptreview.web.forms import Form
from gptreview.web.guard import Asking, Needs
from gptreview.web.numbers import Number

router: Final = APIRouter(include_in_schema=False)


@router.post(
    "/cases/{number}/file",
    name="case_file",
    dependencies=[Depends(Needs(Role.LEAD, Permission.EXPORT))],
)
def case_file(number: Number, form: Form, desk: AtDesk, asking: Asking) -> Response:
    """Everything that belongs to a case, masked, to be kept."""
    del form
    file = desk.rooms.exports.cases.case(number, who=asking)
    return Response(
        case_file_html(file),
        media_type="text/html",
        headers={"Content-Disposition": f'attachment; filename="case-{number}.html"'},
    )
