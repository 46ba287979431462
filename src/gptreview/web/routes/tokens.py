"""Tokens by which programs act in one's name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Depends
from starlette.responses import Response

from gptreview.errors import InputError
from gptreview.model.access import MadeToken, permissions_of
from gptreview.model.account import Identity, Permission, Role
from gptreview.web.desk import AtDesk, Desk
from gptreview.web.field_errors import field_errors
from gptreview.web.field_errors import marked as _
from gptreview.web.forms import Form
from gptreview.web.guard import Asking, Needs
from gptreview.web.numbers import Number
from gptreview.web.pages import Show, Showing

router: Final = APIRouter(include_in_schema=False)
_OWN: Final = Depends(Needs(Role.BUILDER))
_DAYS: Final = 90
"""That a token works for where nobody says it."""
_WRONG: Final[Mapping[str, str]] = {
    "name": _("Write 1 to 80 characters in one line."),
    "permissions": _("Choose at least one."),
    "days": _("Write 1 to 365."),
}


@router.get("/profile/tokens", name="tokens", dependencies=[_OWN])
def tokens(show: Showing, asking: Asking, desk: AtDesk) -> Response:
    """One's own tokens, and the form of a new one."""
    return _page(show, asking, desk)


@router.post("/profile/tokens", name="make_token", dependencies=[_OWN])
def make(form: Form, show: Showing, asking: Asking, desk: AtDesk) -> Response:
    """Make a token, and show its secret in this one answer: it goes into no cookie."""
    name, given, days = form.text("name"), form.texts("permissions"), form.text("days")
    try:
        wanted = [Permission(each) for each in given if each in frozenset(Permission)]
        made = desk.rooms.access.tokens.make(asking, name, wanted, days=form.number("days") or 0)
    except InputError as error:
        wrong = field_errors(error, _WRONG, show.gettext)
        values = {"name": name, "days": days, "permissions": given}
        return _page(show, asking, desk, values=values, wrong=wrong, status=422)
    return _page(show, asking, desk, made=made, status=201)


@router.post("/profile/tokens/{number}/revoke", name="revoke_token", dependencies=[_OWN])
def revoke(number: Number, form: Form, show: Showing, asking: Asking, desk: AtDesk) -> Response:
    """End a token at once."""
    del form
    desk.rooms.access.tokens.revoke(asking, number)
    return show.next("tokens", flash="revoked")


def _page(
    show: Show,
    asking: Identity,
    desk: Desk,
    *,
    made: MadeToken | None = None,
    values: Mapping[str, object] | None = None,
    wrong: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    allowed = permissions_of(asking.role)
    return show(
        "account/tokens",
        status=status,
        tokens=desk.rooms.access.tokens.page(asking),
        allowed=[each for each in Permission if each in allowed],
        made=made,
        values={"name": "", "days": str(_DAYS), "permissions": (), **(values or {})},
        errors=wrong or {},
    )
