"""Accounts: who there is, what they may do, and links that let somebody in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from gptreview.errors import ConflictError, GptReviewError, InputError, NotFoundError
from gptreview.model.account import Account, Identity, Permission, Role
from gptreview.web.desk import AtDesk, Desk
from gptreview.web.forms import Form, Posted
from gptreview.web.guard import Asking, Needs
from gptreview.web.numbers import After, Number
from gptreview.web.pages import Show, Showing
from gptreview.web.wrong_fields import wrong_fields

router: Final = APIRouter(prefix="/administration/accounts", include_in_schema=False)
_ADMIN: Final = Depends(Needs(Role.ADMIN, Permission.CONFIGURE))
_PAGE: Final = 100


@router.get("", name="accounts", dependencies=[_ADMIN])
def accounts(
    request: Request, show: Showing, desk: AtDesk, asking: Asking, after: After = 0
) -> Response:
    """All of them, by number."""
    found = desk.rooms.access.accounts.page(asking, after=after, limit=_PAGE + 1)
    path = request.url.path
    return show(
        "administration/accounts",
        accounts=found[:_PAGE],
        next=f"{path}?after={found[_PAGE - 1].id}" if len(found) > _PAGE else "",
        first=path if after else "",
    )


@router.post("/invite", name="invite", dependencies=[_ADMIN])
def invite(form: Form, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """Make a link to a new account, and show it this once."""
    made = desk.rooms.access.invite.colleague(asking, _role(form))
    return show(
        "administration/link",
        status=201,
        url=f"{desk.base_url}{made.path}",
        link=made.link,
        account=None,
    )


@router.get("/{number}", name="account", dependencies=[_ADMIN])
def account(number: Number, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """One of them."""
    return _account(show, _found(desk, asking, number), {})


@router.post("/{number}/role", name="set_role", dependencies=[_ADMIN])
def set_role(number: Number, form: Form, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """Give them another role."""
    role = _role(form)
    try:
        desk.rooms.access.accounts.set_role(asking, number, role)
    except ConflictError as error:
        return _refused(show, desk, asking, number, error)
    return _changed(show, asking, number)


@router.get("/{number}/disable", name="ask_to_disable", dependencies=[_ADMIN])
def ask_to_disable(number: Number, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """Ask once more."""
    return show("administration/disable_account", account=_found(desk, asking, number))


@router.post("/{number}/disable", name="disable_account", dependencies=[_ADMIN])
def disable(number: Number, form: Form, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """Let them in no more."""
    del form
    try:
        desk.rooms.access.accounts.disable(asking, number)
    except ConflictError as error:
        return _refused(show, desk, asking, number, error)
    return _changed(show, asking, number)


@router.post("/{number}/enable", name="enable_account", dependencies=[_ADMIN])
def enable(number: Number, form: Form, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """Let them in again."""
    del form
    try:
        desk.rooms.access.accounts.enable(asking, number)
    except ConflictError as error:
        return _refused(show, desk, asking, number, error)
    return _changed(show, asking, number)


@router.post("/{number}/reset", name="reset_password", dependencies=[_ADMIN])
def reset(number: Number, form: Form, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """Make a link to a new password, and show it this once."""
    del form
    try:
        made = desk.rooms.access.invite.reset(asking, number)
    except ConflictError as error:
        return _refused(show, desk, asking, number, error)
    return show(
        "administration/link",
        status=201,
        url=f"{desk.base_url}{made.path}",
        link=made.link,
        account=_found(desk, asking, number),
    )


def _role(form: Posted) -> Role:
    text = form.text("role")
    if text not in frozenset(Role):
        raise InputError("no role", where="role", expected=", ".join(Role))
    return Role(text)


def _found(desk: Desk, asking: Identity, number: int) -> Account:
    for each in desk.rooms.access.accounts.page(asking, after=number - 1, limit=1):
        if each.id == number:
            return each
    raise NotFoundError("there is no such account", where=f"account:{number}")


def _account(
    show: Show, found: Account, errors: Mapping[str, str], *, status: int = 200
) -> Response:
    return show("administration/account", status=status, account=found, errors=errors)


def _refused(
    show: Show, desk: Desk, asking: Identity, number: int, error: GptReviewError
) -> Response:
    wrong = wrong_fields(error, (), "role", show.language)
    return _account(show, _found(desk, asking, number), wrong, status=error.http_status)


def _changed(show: Show, asking: Identity, number: int) -> Response:
    """Back to the account; who is no admin any more could not see it."""
    is_own = asking.account is not None and asking.account.id == number
    route, place = ("home", {}) if is_own else ("account", {"number": number})
    return show.next(route, flash="account-changed", **place)
