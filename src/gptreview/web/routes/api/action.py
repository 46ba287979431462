"""What a GPT imports to look listings up and to report them."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from gptreview.web.action_document import action_document
from gptreview.web.routes.api.operations import PREFIX

router: Final = APIRouter(prefix=f"{PREFIX}/actions", include_in_schema=False)


@router.get("/report.openapi.json", name="report_action")
def report_action(request: Request) -> Response:
    """The document, for the import of an action by its URL."""
    return JSONResponse(action_document(request.app.openapi()))
