"""Whose a listing is, where no domain says it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Depends
from starlette.responses import Response

from gptreview.errors import ConflictError, InputError, NotFoundError
from gptreview.model.account import Identity, Permission, Role
from gptreview.model.digits import number_up_to
from gptreview.web.desk import AtDesk, Desk
from gptreview.web.forms import Form
from gptreview.web.guard import Asking, Needs
from gptreview.web.numbers import LARGEST, Number
from gptreview.web.pages import Show, Showing
from gptreview.web.wrong_fields import wrong_fields

router: Final = APIRouter(prefix="/administration/owners", include_in_schema=False)
_LEAD: Final = Depends(Needs(Role.LEAD, Permission.CONFIGURE))


@router.get("", name="owners", dependencies=[_LEAD])
def look_up(show: Showing, listing: str = "") -> Response:
    """Ask which listing."""
    if not listing:
        return show("administration/owners", values={"listing": ""}, errors={})
    if number := number_up_to(listing, LARGEST):
        return show.next("owners_of", number=number)
    errors = {"listing": show.gettext("The number of a listing has digits alone.")}
    return show("administration/owners", status=422, values={"listing": listing}, errors=errors)


@router.get("/{number}", name="owners_of", dependencies=[_LEAD])
def owners_of(number: Number, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """The owners that leads have made, and a form for another one."""
    return _owners(show, desk, asking, number, "", {})


@router.post("/{number}", name="give_listing", dependencies=[_LEAD])
def give(number: Number, form: Form, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """Make an account an owner."""
    owners, name = desk.rooms.builders.owners, form.text("account")
    try:
        owners.give(number, owners.named(name, asking).id, asking)
    except (InputError, ConflictError, NotFoundError) as error:
        wrong = wrong_fields(error, ("account",), "account", show.language)
        return _owners(show, desk, asking, number, name, wrong, status=error.http_status)
    return show.next("owners_of", flash="owner-set", number=number)


@router.get("/{number}/{account}/remove", name="remove_owner", dependencies=[_LEAD])
def ask_to_take(
    number: Number, account: Number, show: Showing, desk: AtDesk, asking: Asking
) -> Response:
    """Ask once more."""
    for each in desk.rooms.builders.owners.owners(number, asking):
        if each.id == account:
            return show("administration/remove_owner", number=number, account=each)
    raise NotFoundError("no lead has made it the owner", where=f"account {account}")


@router.post("/{number}/{account}/remove", name="take_listing", dependencies=[_LEAD])
def take(
    number: Number, account: Number, form: Form, show: Showing, desk: AtDesk, asking: Asking
) -> Response:
    """Undo that an account is an owner."""
    del form
    desk.rooms.builders.owners.take(number, account, asking)
    return show.next("owners_of", flash="removed", number=number)


def _owners(
    show: Show,
    desk: Desk,
    asking: Identity,
    number: int,
    name: str,
    errors: Mapping[str, str],
    *,
    status: int = 200,
) -> Response:
    owners = desk.rooms.builders.owners.owners(number, asking)
    return show(
        "administration/owners_of",
        status=status,
        number=number,
        listing=desk.rooms.registry.history(f"number:{number}").listing,
        owners=owners,
        values={"account": name},
        errors=errors,
    )
