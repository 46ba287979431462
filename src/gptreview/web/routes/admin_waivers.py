"""Findings that somebody answers for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Depends
from starlette.responses import Response

from gptreview.errors import ConflictError, InputError, NotFoundError
from gptreview.model.account import Permission, Role
from gptreview.model.registry_waivers import ShownWaiver
from gptreview.usecases.keep_waivers import WantedWaiver
from gptreview.web.desk import AtDesk, Desk
from gptreview.web.forms import Form
from gptreview.web.guard import Asking, Needs
from gptreview.web.numbers import Number
from gptreview.web.pages import Show, Showing
from gptreview.web.wrong_fields import wrong_fields

router: Final = APIRouter(prefix="/administration/waivers", include_in_schema=False)
_LEAD: Final = Depends(Needs(Role.LEAD, Permission.CONFIGURE))
_FIELDS: Final = ("listing", "rule", "evidence", "owner", "reason", "until")
_LONGEST: Final = 500
"""Characters of a listing's id."""


@router.get("", name="waivers", dependencies=[_LEAD])
def waivers(show: Showing, desk: AtDesk, everything: str = "") -> Response:
    """Those that hold; on demand those that do no longer."""
    found = desk.rooms.waivers.list(everything=bool(everything))
    return show("administration/waivers", waivers=found[::-1], everything=bool(everything))


@router.get("/new", name="new_waiver", dependencies=[_LEAD])
def ask(
    show: Showing, desk: AtDesk, listing: str = "", rule: str = "", evidence: str = ""
) -> Response:
    """The form, filled in as far as a link says."""
    return _form(show, desk, {"listing": listing, "rule": rule, "evidence": evidence}, {})


@router.post("/new", name="make_waiver", dependencies=[_LEAD])
def make(form: Form, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """Keep a waiver, and show what that did."""
    values = {each: form.text(each).strip() for each in _FIELDS}
    try:
        effect = desk.rooms.waivers.waive(_wanted(values), actor=asking.actor)
    except (InputError, ConflictError, NotFoundError) as error:
        # What is wrong with a finding names its listing's number, anything else what was entered.
        first = "rule" if error.where.startswith("listing ") else "listing"
        wrong = wrong_fields(error, _FIELDS, first, show.language)
        return _form(show, desk, values, wrong, status=error.http_status)
    return show("administration/waiver_effect", status=201, effect=effect, is_made=True)


@router.get("/{number}/revoke", name="ask_to_revoke", dependencies=[_LEAD])
def ask_to_revoke(number: Number, show: Showing, desk: AtDesk) -> Response:
    """Ask once more."""
    return show("administration/revoke_waiver", waiver=_found(desk, number).kept)


@router.post("/{number}/revoke", name="revoke_waiver", dependencies=[_LEAD])
def revoke(number: Number, form: Form, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """Let it hold no longer, and show what that did."""
    del form
    effect = desk.rooms.waivers.unwaive(number, actor=asking.actor)
    return show("administration/waiver_effect", effect=effect, is_made=False)


def _wanted(values: Mapping[str, str]) -> WantedWaiver:
    try:
        until = dt.date.fromisoformat(values["until"])
    except ValueError as error:
        raise InputError("no day", where="until", expected="a day like 2026-12-31") from error
    number = values["listing"]
    if len(number) > _LONGEST:
        raise InputError(f"{len(number):,} characters", where="listing", expected="a number or id")
    name = f"number:{number}" if number.isascii() and number.isdigit() else number
    return WantedWaiver(
        name, values["rule"], values["evidence"], values["owner"], values["reason"], until
    )


def _found(desk: Desk, number: int) -> ShownWaiver:
    for each in desk.rooms.waivers.list(everything=True):
        if each.kept.number == number:
            return each
    raise NotFoundError("there is no such waiver", where=f"waiver:{number}")


def _form(
    show: Show,
    desk: Desk,
    values: Mapping[str, str],
    errors: Mapping[str, str],
    *,
    status: int = 200,
) -> Response:
    return show(
        "administration/new_waiver",
        status=status,
        values=values,
        errors=errors,
        owners=sorted(desk.rooms.policy.may_waive),
        today=desk.clock().astimezone(dt.UTC).date(),
    )
