"""Templates to pages: in the visitor's language, with what all pages have."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Final

from babel.dates import format_date, format_timedelta
from fastapi import Depends, Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.datastructures import URL
from starlette.responses import HTMLResponse, RedirectResponse, Response

from gptreview.model.finding import Wording
from gptreview.web.catalogs import translations
from gptreview.web.compiled import compiled
from gptreview.web.csrf import is_safe
from gptreview.web.desk import AtDesk, Desk
from gptreview.web.error_clauses import said
from gptreview.web.flashes import flash_texts
from gptreview.web.fragments import icon, quick_gettext, shown_datetime, stack
from gptreview.web.language import LANGUAGES, NAMES, tag
from gptreview.web.navigation import navigation
from gptreview.web.paths import own_path
from gptreview.web.visit import Visit, Visiting

_LOCALES: Final = {"en": "en_GB", "zh": "zh_Hans_CN"}
_FORM_SECONDS: Final = 86_400
"""How long a browser keeps the form cookie; a page that is older has to be loaded again."""
_FAILED: Final = 500
"""From here on a status says that something here went wrong."""


class Pages:
    """Renders the templates.

    Args:
        path_for: Path of a route by its name and parameters.
    """

    def __init__(self, path_for: Callable[..., str]) -> None:
        self._path_for = path_for
        self._environments = {each: self._environment(each) for each in LANGUAGES}

    def text(self, name: str, visit: Visit, desk: Desk, context: Mapping[str, Any]) -> str:
        """A page's HTML.

        Args:
            name: Of the template.
            visit: Who sees it.
            desk: Of the application.
            context: What the template asks for beyond what all pages have.
        """
        account = visit.identity.account
        common = {
            "identity": visit.identity,
            "language": visit.language,
            "languages": NAMES,
            "html_lang": tag(visit.language),
            "csrf_token": desk.forms.token(visit.form, visit.session),
            "now": desk.clock(),
            "base_url": desk.base_url,
            "preferences": account.preferences if account else {},
            "flashes": (),
        }
        template = self._environments[visit.language].get_template(name)
        return template.render({**common, **context})

    def load(self) -> None:
        """Have all templates compiled and all routes looked through: no visitor waits for it."""
        self._path_for("home")
        for environment in self._environments.values():
            for name in environment.list_templates():
                environment.get_template(name)

    def gettext(self, visit: Visit) -> Callable[[str], str]:
        """Translates what is no template's."""
        return translations(visit.language).gettext

    def _environment(self, language: str) -> Environment:
        environment = Environment(
            loader=PackageLoader("gptreview.web"),
            bytecode_cache=compiled(),
            autoescape=True,
            undefined=StrictUndefined,
            extensions=["jinja2.ext.i18n"],
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.install_gettext_translations(  # type: ignore[attr-defined]
            translations(language), newstyle=True
        )
        gettext = quick_gettext(translations(language).gettext)
        environment.globals.update({"gettext": gettext, "_": gettext})
        locale = _LOCALES[language]
        environment.filters.update(
            datetime=lambda when: shown_datetime(when, locale),
            date=lambda day: format_date(day, "medium", locale=locale),
            ago=lambda when, now: format_timedelta(when - now, add_direction=True, locale=locale),
            span=lambda span: format_timedelta(span, locale=locale),
        )
        environment.globals.update(
            path_for=self._path_for,
            icon=icon,
            stack=stack,
            static=lambda path: f"{self._path_for('static', path=path)}?v={_version(path)}",
            t=lambda wording: _worded(wording, language),
            said=lambda clause: said(clause, language),
        )
        return environment


def _worded(wording: Wording | str, language: str) -> str:
    return wording if isinstance(wording, str) else wording.of(language)


@cache
def _version(path: str) -> str:
    """Changes with the file, so that browsers may keep it for a year."""
    data = (files("gptreview.web") / "static" / path).read_bytes()
    return hashlib.sha256(data).hexdigest()[:12]


class Show:
    """Answers one request with a page.

    Args:
        request: The request.
        visit: What is known of it.
        desk: Of the application.
    """

    def __init__(self, request: Request, visit: Visiting, desk: AtDesk) -> None:
        self._request = request
        self._visit = visit
        self._desk = desk

    def __call__(self, name: str, /, *, status: int = 200, **context: Any) -> Response:
        """The page of a template.

        Args:
            name: Of the template, without its ending.
            status: Of the answer.
            context: What the template asks for.
        """
        return page(self._request, self._visit, self._desk, name, context, status=status)

    @property
    def language(self) -> str:
        """Of the page."""
        return self._visit.language

    @property
    def gettext(self) -> Callable[[str], str]:
        """Translates what is no template's."""
        pages: Pages = self._request.app.state.pages
        return pages.gettext(self._visit)

    def asked(self, name: str) -> str:
        """What the address of the request says under a name; empty where it does not."""
        return self._request.query_params.get(name, "")

    def next(self, route: str, *, flash: str = "", **parameters: Any) -> Response:
        """Go on to a page after a form was taken (303).

        Args:
            route: Name of its route.
            flash: What it says once, by its name in `flashes`.
            parameters: Of the route's path.
        """
        return self.go(self.path(route, **parameters), flash=flash)

    def path(self, route: str, **parameters: Any) -> str:
        """Path of a route."""
        return str(self._request.app.url_path_for(route, **parameters))

    def go(self, path: str, *, flash: str = "") -> Response:
        """The same, by a path of ours."""
        answer = RedirectResponse(path, status_code=303)
        if flash:
            set_cookie(answer, self._desk, self._desk.cookies.flash, flash, seconds=60)
        return answer


Showing = Annotated[Show, Depends()]
"""Answers with a page."""


def page(
    request: Request,
    visit: Visit,
    desk: Desk,
    name: str,
    context: Mapping[str, Any],
    *,
    status: int,
) -> Response:
    """A page as an answer, with the cookies that it needs."""
    pages: Pages = request.app.state.pages
    flash = request.cookies.get(desk.cookies.flash, "")
    gettext = pages.gettext(visit)
    context = {
        "nav": navigation(visit.identity, request.url.path, request.app.url_path_for, gettext),
        "here": _here(request),
        "flashes": flash_texts(flash, gettext),
        # Where the database did not answer, it is not asked once more.
        "unread": desk.rooms.notices.unread(visit.identity) if status < _FAILED else 0,
        **context,
    }
    answer = HTMLResponse(pages.text(f"{name}.html.jinja", visit, desk, context), status)
    answer.headers["Content-Language"] = tag(visit.language)
    answer.headers["Vary"] = "Cookie, Accept-Language"
    if flash:
        drop_cookie(answer, desk, desk.cookies.flash)
    if visit.is_new_form:
        set_cookie(answer, desk, desk.cookies.form, visit.form, seconds=_FORM_SECONDS)
    return answer


def _here(request: Request) -> str:
    """Where the switch of languages goes back to: this page, or the one with the form on it."""
    if is_safe(request.method):
        parts = request.url
    else:
        parts = URL(request.headers.get("referer", ""))
        if parts.netloc != request.url.netloc:
            return "/"
    return own_path(f"{parts.path}?{parts.query}" if parts.query else parts.path)


def set_cookie(answer: Response, desk: Desk, name: str, value: str, *, seconds: int) -> None:
    """Give the browser a cookie that no script reads and no other site's page sends."""
    answer.set_cookie(
        name,
        value,
        max_age=seconds,
        path="/",
        secure=desk.cookies.is_https,
        httponly=True,
        samesite="lax",
    )


def drop_cookie(answer: Response, desk: Desk, name: str) -> None:
    """Take a cookie back from the browser."""
    answer.delete_cookie(
        name, path="/", secure=desk.cookies.is_https, httponly=True, samesite="lax"
    )
