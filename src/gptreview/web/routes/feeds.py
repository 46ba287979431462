"""What was published last, for programs that read it again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from gptreview.model.feed import Feed
from gptreview.render.feed_atom import feed_atom
from gptreview.render.feed_json import feed_json
from gptreview.web.desk import AtDesk, Desk
from gptreview.web.kept_answers import kept_answer
from gptreview.web.language import LANGUAGES
from gptreview.web.visit import Visiting

router: Final = APIRouter(include_in_schema=False)
_ENTRIES: Final = 50


@router.get("/feed.json", name="feed_json")
def json_feed(
    request: Request, visit: Visiting, desk: AtDesk, after: str = "", lang: str = ""
) -> Response:
    """As JSON Feed 1.1."""
    feed = _feed(request, visit.language, desk, after, lang)
    return _answer(request, feed, feed_json, "application/feed+json")


@router.get("/feed.atom", name="feed_atom")
def atom_feed(
    request: Request, visit: Visiting, desk: AtDesk, after: str = "", lang: str = ""
) -> Response:
    """As Atom 1.0 (RFC 4287)."""
    feed = _feed(request, visit.language, desk, after, lang)
    return _answer(request, feed, feed_atom, "application/atom+xml")


def _answer(
    request: Request, feed: Feed, render: Callable[[Feed], str], media_type: str
) -> Response:
    answer = kept_answer(request, render(feed), media_type)
    answer.headers["Vary"] = "Cookie, Accept-Language"
    return answer


def _feed(request: Request, own: str, desk: Desk, after: str, lang: str) -> Feed:
    language = lang if lang in LANGUAGES else own
    changes = desk.rooms.public.changes(profile=desk.rooms.profile, after=after, limit=_ENTRIES)
    here = desk.base_url + request.url.path

    def at(cursor: str) -> str:
        asked = {"lang": language, **({"after": cursor} if cursor else {})}
        return f"{here}?{urlencode(asked)}"

    def page_url(number: int) -> str:
        return desk.base_url + str(request.app.url_path_for("listing", number=number))

    return Feed(
        changes.listings,
        desk.base_url,
        at(after),
        page_url,
        language,
        at(changes.next) if changes.next else "",
    )
