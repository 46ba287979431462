"""A listing's verdict as a picture, for other people's pages."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from gptreview.render.badge_svg import badge_svg
from gptreview.web.desk import AtDesk
from gptreview.web.kept_answers import kept_answer
from gptreview.web.language import LANGUAGES
from gptreview.web.numbers import Number
from gptreview.web.visit import Visiting

router: Final = APIRouter(include_in_schema=False)


@router.get("/listings/{number}/badge.svg", name="badge")
def badge(
    number: Number, request: Request, visit: Visiting, desk: AtDesk, lang: str = ""
) -> Response:
    """The badge, in the language that is asked for, else in the browser's."""
    language = lang if lang in LANGUAGES else visit.language
    listing = desk.rooms.public.listing(number, desk.rooms.profile)
    answer = kept_answer(request, badge_svg(listing, language), "image/svg+xml")
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    # Pages elsewhere show it, whatever their own policy on embedding asks for.
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if lang not in LANGUAGES:
        answer.headers["Vary"] = "Cookie, Accept-Language"
    return answer
