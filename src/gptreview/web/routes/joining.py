"""Making an account: by a link that works once, or where builders may make their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Path
from starlette.responses import Response

from gptreview.errors import ConflictError, InputError, NotFoundError
from gptreview.model.access import INVITATION_PATH, LinkKind, SignedIn
from gptreview.model.account import MIN_PASSWORD, Role
from gptreview.usecases.access.invite import NewcomerDraft
from gptreview.web.desk import AtDesk, Desk
from gptreview.web.entrance import come_in
from gptreview.web.field_errors import field_errors
from gptreview.web.field_errors import marked as _
from gptreview.web.forms import Form, Posted
from gptreview.web.pages import Show, Showing
from gptreview.web.visit import Visiting

router: Final = APIRouter(include_in_schema=False)
_KINDS: Final = {
    LinkKind.FIRST_ADMIN: "first_admin",
    LinkKind.COLLEAGUE: "invitation",
    LinkKind.RESET: "reset",
}
PASSWORD_WRONG: Final = _(
    "Take 15 to 256 characters that are hard to guess: four or more words that have nothing to do "
    "with one another, and no name."
)
_WRONG: Final[Mapping[str, str]] = {
    "name": _(
        "Take 3 to 40 letters a to z, digits, dots, hyphens and underscores; some names are "
        "reserved."
    ),
    "email": _("Write an address like name@example.com, or none."),
    "password": PASSWORD_WRONG,
}
_TAKEN: Final = _("Somebody has this name already.")
_NO_VALUES: Final[Mapping[str, str]] = {}
Secret = Annotated[str, Path(max_length=200)]
"""Of a link that works once."""


@router.get(f"{INVITATION_PATH}{{secret}}", name="accept_invitation")
def ask(secret: Secret, show: Showing, desk: AtDesk) -> Response:
    """The form behind a link; it is not used up by looking."""
    return _behind_link(show, desk, secret, _NO_VALUES, _NO_VALUES)


@router.post(f"{INVITATION_PATH}{{secret}}", name="use_invitation")
def accept(secret: Secret, form: Form, show: Showing, visit: Visiting, desk: AtDesk) -> Response:
    """Make the account, or set the password, and sign in."""
    invite = desk.rooms.access.invite

    def begin() -> SignedIn:
        if invite.look(secret)[1] is not None:
            return invite.accept_reset(secret, form.text("password"), replaces=visit.session)
        return invite.accept(secret, _draft(form, visit.language), replaces=visit.session)

    def again(wrong: Mapping[str, str], status: int) -> Response:
        return _behind_link(show, desk, secret, _values(form), wrong, status=status)

    return _join(show, desk, begin, again)


@router.get("/sign-up", name="sign_up")
def ask_builder(show: Showing, desk: AtDesk) -> Response:
    """The form of a builder's own account."""
    if not desk.rooms.access.accounts.is_sign_up_allowed:
        raise NotFoundError("accounts are made by invitation here")
    return _sign_up(show, _NO_VALUES, _NO_VALUES)


@router.post("/sign-up", name="make_account")
def sign_up(form: Form, show: Showing, visit: Visiting, desk: AtDesk) -> Response:
    """Make a builder's account, and sign in."""

    def begin() -> SignedIn:
        draft = _draft(form, visit.language)
        return desk.rooms.access.accounts.sign_up(visit.identity, draft, replaces=visit.session)

    def again(wrong: Mapping[str, str], status: int) -> Response:
        return _sign_up(show, _values(form), wrong, status=status)

    return _join(show, desk, begin, again)


def _join(
    show: Show,
    desk: Desk,
    begin: Callable[[], SignedIn],
    again: Callable[[Mapping[str, str], int], Response],
) -> Response:
    """Sign somebody in, or show the form again."""
    try:
        begun = begin()
    except InputError as error:
        return again(field_errors(error, _WRONG, show.gettext), error.http_status)
    except ConflictError as error:
        return again({"name": show.gettext(_TAKEN)}, error.http_status)
    return come_in(show.next("home", flash="joined"), desk, begun)


def _draft(form: Posted, language: str) -> NewcomerDraft:
    return NewcomerDraft(form.text("name"), form.text("password"), form.text("email"), language)


def _values(form: Posted) -> Mapping[str, str]:
    return {"name": form.text("name"), "email": form.text("email")}


def _behind_link(
    show: Show,
    desk: Desk,
    secret: str,
    values: Mapping[str, str],
    wrong: Mapping[str, str],
    *,
    status: int = 200,
) -> Response:
    link, account = desk.rooms.access.invite.look(secret)
    return show(
        "account/first_admin",
        status=status,
        kind=_KINDS[link.kind],
        role=link.role,
        name=account.name if account else "",
        min_password=MIN_PASSWORD,
        action=show.path("use_invitation", secret=secret),
        values=values,
        errors=wrong,
    )


def _sign_up(
    show: Show, values: Mapping[str, str], wrong: Mapping[str, str], *, status: int = 200
) -> Response:
    return show(
        "account/first_admin",
        status=status,
        kind="sign_up",
        role=Role.BUILDER,
        name="",
        min_password=MIN_PASSWORD,
        action=show.path("make_account"),
        values=values,
        errors=wrong,
    )
