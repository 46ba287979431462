"""Errors to answers: a page for people, problem details for programs (RFC 9457)."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import compile_path
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gptreview.errors import (
    GptReviewError,
    InputError,
    NotFoundError,
    TooManyError,
    UnauthorizedError,
)
from gptreview.model.account import Identity
from gptreview.web.desk import Desk
from gptreview.web.language import COOKIE, negotiated
from gptreview.web.pages import page
from gptreview.web.visit import API, Visit
from gptreview.web.wrong_input import wrong_input

_LOG: Final = logging.getLogger("gptreview.web")
_FILES: Final = ("GET", "HEAD")
"""Methods of files, which are no routes."""


def handle_errors(app: FastAPI) -> None:
    """Answer every error of a route."""
    app.add_exception_handler(GptReviewError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_middleware(CatchBugs)


class CatchBugs:
    """Answers what no handler knows, inside of what adds headers; nobody is shown a trace.

    Args:
        app: The application.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        started = False

        async def told(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, told)
        except Exception:
            if scope["type"] != "http" or started:
                raise
            request = Request(scope)
            # The route, not the path and the query: they may hold what lets somebody in.
            route = getattr(scope.get("route"), "path", "a request")
            _LOG.exception("%s %s failed", request.method, route)
            failure = GptReviewError("something went wrong here; it was logged")
            await _answer(request, 500, failure)(scope, receive, send)


def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, GptReviewError)  # noqa: S101 - how it was registered
    if isinstance(error, UnauthorizedError) and _wants_page(request) and request.method == "GET":
        path = request.app.url_path_for("sign_in")
        return RedirectResponse(f"{path}?next={_quoted(request)}", 303)
    answer = _answer(request, error.http_status, error)
    if isinstance(error, TooManyError):
        answer.headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, UnauthorizedError):
        answer.headers["WWW-Authenticate"] = 'Bearer realm="gptreview"'
    return answer


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - how it was registered
    first = error.errors()[0]
    if first["loc"][0] == "path":
        return _answer(request, 404, NotFoundError("there is nothing here"))
    return _answer(request, 422, wrong_input(first))


def _of_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - how it was registered
    ours: GptReviewError
    if error.status_code == HTTPStatus.NOT_FOUND:
        ours = NotFoundError("there is nothing here")
    else:
        ours = InputError(HTTPStatus(error.status_code).phrase)
    answer = _answer(request, error.status_code, ours)
    answer.headers.update(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        answer.headers["Allow"] = ", ".join(_methods_at(request))
    return answer


def _methods_at(request: Request) -> list[str]:
    """All that the path has: Starlette names those of the first route alone."""
    from fastapi.routing import iter_route_contexts

    found: set[str] = set()
    for each in iter_route_contexts(request.app.routes):
        if each.path and each.methods and compile_path(each.path)[0].match(request.url.path):
            found |= each.methods
    if "GET" in found:
        found.add("HEAD")
    return sorted(found or _FILES)


def too_large(scope: Scope, most: int) -> Response:
    """What is said of a body that nobody reads to its end.

    Args:
        scope: Of the request.
        most: Bytes that are taken.
    """
    request = Request(scope)
    step = "go back, where what you wrote still stands, and choose a smaller file"
    error = InputError(
        "the body is too large",
        where="body",
        expected=f"at most {most:,} bytes",
        next_step=step if _wants_page(request) else "",
    )
    return _answer(request, 413, error)


def _answer(request: Request, status: int, error: GptReviewError) -> Response:
    if not _wants_page(request):
        return JSONResponse(problem(status, error), status, media_type="application/problem+json")
    desk: Desk = request.app.state.desk
    visit = getattr(request.state, "visit", None) or _stranger(request, desk)
    return page(request, visit, desk, "error", {"status": status, "error": error}, status=status)


def problem(status: int, error: GptReviewError) -> dict[str, Any]:
    """Problem details, with what a message of ours says as fields of its own."""
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": error.found,
        "code": error.code,
        "where": error.where,
        "expected": error.expected,
        "next_step": error.next_step,
    }


def _stranger(request: Request, desk: Desk) -> Visit:
    """For an error that came before anybody was looked up."""
    language = negotiated(
        request.cookies.get(COOKIE, ""), "", request.headers.get("accept-language", "")
    )
    return Visit(Identity(), language, form=desk.forms.fresh(), is_new_form=False)


def _wants_page(request: Request) -> bool:
    return not request.url.path.startswith(API)


def _quoted(request: Request) -> str:
    from urllib.parse import quote

    query = f"?{request.url.query}" if request.url.query else ""
    return quote(request.url.path + query, safe="")
