"""Coming in with name and password, and going out."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from fastapi import APIRouter
from starlette.responses import Response

from gptreview.errors import TooManyError, UnauthorizedError
from gptreview.web.desk import AtDesk, Desk
from gptreview.web.entrance import come_in, go_out
from gptreview.web.forms import Form
from gptreview.web.pages import Show, Showing
from gptreview.web.paths import own_path
from gptreview.web.visit import Visiting

router: Final = APIRouter(include_in_schema=False)


@router.get("/sign-in", name="sign_in")
def ask(show: Showing, visit: Visiting, desk: AtDesk, next: str = "") -> Response:
    """The form; whoever is signed in already goes on."""
    onward = own_path(next)
    if visit.identity.account is not None:
        return show.go(onward)
    return _form(show, desk, onward)


@router.post("/sign-in", name="begin_session")
def sign_in(form: Form, show: Showing, visit: Visiting, desk: AtDesk) -> Response:
    """Begin a session, and go on to where somebody wanted to be."""
    onward, name = own_path(form.text("next")), form.text("name")
    try:
        begun = desk.rooms.access.sign_in.sign_in(
            name, form.text("password"), visit.identity, replaces=visit.session
        )
    except UnauthorizedError:
        wrong = show.gettext(
            "Name and password do not fit, or are not taken for now. After ten wrong ones wait 15 "
            "minutes."
        )
        return _form(show, desk, onward, name=name, wrong=wrong, status=422)
    except TooManyError as error:
        wrong = show.gettext("That was tried too often. Wait a few minutes.")
        answer = _form(show, desk, onward, name=name, wrong=wrong, status=error.http_status)
        answer.headers["Retry-After"] = str(error.retry_after)
        return answer
    return come_in(show.go(onward), desk, begun)


@router.post("/sign-out", name="sign_out")
def sign_out(form: Form, show: Showing, visit: Visiting, desk: AtDesk) -> Response:
    """End the session, if there is one."""
    del form
    if visit.session:
        desk.rooms.access.sessions.sign_out(visit.session)
    return go_out(show.next("home", flash="signed-out"), desk)


def _form(
    show: Show, desk: Desk, onward: str, *, name: str = "", wrong: str = "", status: int = 200
) -> Response:
    access = desk.rooms.access
    return show(
        "account/sign_in",
        status=status,
        values={"name": name},
        errors={"password": wrong} if wrong else {},
        next=onward,
        oidc=urlsplit(desk.rooms.settings.oidc_issuer).hostname or "" if access.oidc else "",
        may_sign_up=access.accounts.is_sign_up_allowed,
    )
