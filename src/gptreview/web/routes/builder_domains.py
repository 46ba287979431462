"""Domains that builders prove to be theirs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Depends
from starlette.responses import Response

from gptreview.errors import ConflictError, DependencyError, InputError, NotFoundError
from gptreview.model.account import Identity, Permission, Role
from gptreview.model.own_listing import BuilderDomain
from gptreview.web.desk import AtDesk, Desk
from gptreview.web.forms import Form
from gptreview.web.guard import Asking, Needs
from gptreview.web.numbers import Number
from gptreview.web.pages import Show, Showing
from gptreview.web.wrong_fields import wrong_fields

router: Final = APIRouter(include_in_schema=False)
_OWN: Final = Depends(Needs(Role.BUILDER, Permission.OWN_LISTINGS))


@router.get("/domains", name="domains", dependencies=[_OWN])
def domains(show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """All of one's own, and a form for another one."""
    return _domains(show, desk, asking, "", {})


@router.post("/domains", name="add_domain", dependencies=[_OWN])
def add(form: Form, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """Take a name, and show what proves it."""
    name = form.text("domain")
    try:
        added = desk.rooms.builders.domains.add(name, asking)
    except (InputError, ConflictError) as error:
        wrong = wrong_fields(error, ("domain",), "domain", show.language)
        return _domains(show, desk, asking, name, wrong, status=error.http_status)
    return show.next("domain", number=added.id)


@router.get("/domains/{number}", name="domain", dependencies=[_OWN])
def domain(number: Number, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """What to publish, and where."""
    return show("builder/domain", domain=_own(desk, asking, number), problem="")


@router.post("/domains/{number}/check", name="check_domain", dependencies=[_OWN])
def check(number: Number, form: Form, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """Look for the proof now."""
    del form
    try:
        desk.rooms.builders.domains.check(number, asking)
    except (InputError, DependencyError) as error:
        # Which servers there are is no fault of ours: it is told where one can try again.
        found = _own(desk, asking, number)
        return show("builder/domain", status=error.http_status, domain=found, problem=error.found)
    return show.next("domain", flash="domain-proven", number=number)


@router.get("/domains/{number}/remove", name="remove_domain", dependencies=[_OWN])
def ask_to_remove(number: Number, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """Ask once more."""
    return show("builder/remove_domain", domain=_own(desk, asking, number))


@router.post("/domains/{number}/remove", name="drop_domain", dependencies=[_OWN])
def remove(number: Number, form: Form, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """Forget it."""
    del form
    desk.rooms.builders.domains.remove(number, asking)
    return show.next("domains", flash="removed")


def _own(desk: Desk, asking: Identity, number: int) -> BuilderDomain:
    for each in desk.rooms.builders.domains.list(asking):
        if each.id == number:
            return each
    raise NotFoundError("you have no such domain", where=f"domain {number}")


def _domains(
    show: Show,
    desk: Desk,
    asking: Identity,
    name: str,
    errors: Mapping[str, str],
    *,
    status: int = 200,
) -> Response:
    return show(
        "builder/domains",
        status=status,
        domains=desk.rooms.builders.domains.list(asking),
        values={"domain": name},
        errors=errors,
    )
