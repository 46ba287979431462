"""The switch of languages."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from gptreview.errors import InputError
from gptreview.web.desk import AtDesk
from gptreview.web.forms import Form
from gptreview.web.language import COOKIE, LANGUAGES
from gptreview.web.pages import Showing, set_cookie
from gptreview.web.paths import own_path

router: Final = APIRouter(include_in_schema=False)
YEAR: Final = 31_536_000
"""Seconds."""


@router.post("/language", name="set_language")
def set_language(form: Form, show: Showing, desk: AtDesk) -> Response:
    """Keep the language that was chosen, and go back to the page."""
    language = form.text("language")
    if language not in LANGUAGES:
        raise InputError("an unknown language", where="language", expected=" or ".join(LANGUAGES))
    answer = show.go(own_path(form.text("back")))
    set_cookie(answer, desk, COOKIE, language, seconds=YEAR)
    return answer
