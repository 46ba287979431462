"""The application: routes, guards and answers put together."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from functools import cache
from importlib.resources import as_file, files
from typing import Final
from urllib.parse import urlsplit

import anyio.to_thread
from fastapi import APIRouter, FastAPI
from starlette.routing import BaseRoute
from starlette.staticfiles import StaticFiles

from gptreview import __version__
from gptreview.web.api_document import ApiApp
from gptreview.web.api_models.reports import LARGEST_REPORT
from gptreview.web.desk import Desk
from gptreview.web.errors import handle_errors
from gptreview.web.headers import LargestBody, OnlyHosts, SecureHeaders
from gptreview.web.heads import AnswerHeads
from gptreview.web.pages import Pages
from gptreview.web.routes import ROUTERS, api
from gptreview.web.wake import WakeAfterWrites

OPENAPI: Final = "/api/v1/openapi.json"
_AT_ONCE: Final = 12
"""Requests that work at once: fewer than the database has connections (5, and 10 more)."""
_LARGEST: Final = 16 * 1024 * 1024
"""Bytes of a request: a listing that is submitted anew, with room for the form around it."""
_LARGEST_AT: Final = (
    (re.compile("/api/v1/reports(/.*)?", re.DOTALL), LARGEST_REPORT),
    (re.compile("/api/v1/own/listings/[0-9]+/versions"), _LARGEST),
    # A decision with each of its texts, clauses and digests at their longest has 300 KB.
    (re.compile("/api/.*", re.DOTALL), 512 * 1024),
)
"""Bytes where programs ask: their JSON is read before it is known who they are, and while it is
read nobody else is answered."""
_LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]")


def create_app(desk: Desk, *, wake: Callable[[], None], hosts: Iterable[str] = ()) -> FastAPI:
    """The web face.

    Args:
        desk: What its routes work with.
        wake: Called after every request that may have changed something.
        hosts: Names that it answers to besides its public one and this machine's own.
    """

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        del app
        anyio.to_thread.current_default_thread_limiter().total_tokens = _AT_ONCE
        yield

    app = ApiApp(
        title="gptreview",
        version=__version__,
        summary="Verdicts on published GPTs, reports on them, and what became of these.",
        openapi_url=OPENAPI,
        docs_url=None,
        redoc_url=None,
        servers=[{"url": desk.base_url}],
        lifespan=life,
    )
    app.state.desk = desk
    app.router.routes.extend(_routes())
    with as_file(files("gptreview.web") / "static") as folder:
        app.mount("/static", StaticFiles(directory=folder), name="static")
    app.state.pages = Pages(lambda name, **of: str(app.url_path_for(name, **of)))
    handle_errors(app)
    public = urlsplit(desk.base_url)
    app.add_middleware(WakeAfterWrites, wake=wake)
    app.add_middleware(LargestBody, most=_LARGEST, at=_LARGEST_AT)
    app.add_middleware(OnlyHosts, hosts=(*_LOOPBACK, _bare(public.hostname), *hosts))
    app.add_middleware(AnswerHeads)
    app.add_middleware(SecureHeaders, is_https=public.scheme == "https")
    return app


@cache
def _routes() -> Sequence[BaseRoute]:
    """All routes but the files, which FastAPI looks through once: that takes a third of a second.

    They hold nothing of an application; what they work with is found by the request.
    """
    all_of_them = APIRouter()
    for router in (*ROUTERS, *api.ROUTERS):
        all_of_them.include_router(router)
    return tuple(all_of_them.routes)


def _bare(host: str | None) -> str:
    return f"[{host}]" if host and ":" in host else host or ""
