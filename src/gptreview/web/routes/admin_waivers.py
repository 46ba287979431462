"""Findings that somebody answers for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Depends
from starlette.responses import Response

from gptreview.errors import ConflictError, InputError, NotFoundError
from gptreview.model.account import Permission, Role
from gptreview.model.faults import Faults
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
        effect = desk.rooms.waivers.waive(_wanted(desk, values), actor=asking.actor)
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


def _wanted(desk: Desk, values: Mapping[str, str]) -> WantedWaiver:
    faults = Faults()
    name = faults.take("", _listing, values["listing"])
    until = faults.take(dt.date.max, _day, values["until"])
    wanted = WantedWaiver(
        name, values["rule"], values["evidence"], values["owner"], values["reason"], until
    )
    faults.take(None, desk.rooms.waivers.require_sound, wanted)
    faults.tell()
    return wanted


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise InputError("no day", where="until", expected="a day like 2026-12-31") from error


def _listing(name: str) -> str:
    if not 1 <= len(name) <= _LONGEST:
        raise InputError(f"{len(name):,} characters", where="listing", expected="a number or id")
    return f"number:{name}" if name.isascii() and name.isdigit() else name


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
