"""What machines ask first: whether it works, and what a crawler may read."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from starlette.responses import PlainTextResponse, Response

from gptreview.web.desk import AtDesk

router: Final = APIRouter(include_in_schema=False)
_ROBOTS: Final = """\
User-agent: *
Allow: /$
Allow: /listings
Allow: /transparency
Allow: /static/
Allow: /feed.
Disallow: /listings/*/report
Disallow: /
"""
"""RFC 9309; the longest match holds, so that only public pages are read."""


@router.get("/healthz", name="health")
def health(desk: AtDesk) -> Response:
    """Whether requests can be answered, the database included; 503 where it cannot."""
    desk.rooms.public.changes(profile=desk.rooms.profile, limit=1)
    return PlainTextResponse("ok\n")


@router.get("/robots.txt", name="robots")
def robots() -> Response:
    """What crawlers may read."""
    return PlainTextResponse(_ROBOTS, headers={"Cache-Control": "public, max-age=86400"})
