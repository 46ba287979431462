"""Which policies made the verdicts, what the current one says, and what the next one would do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Depends
from starlette.responses import Response

from gptreview.errors import ConflictError, InputError
from gptreview.model.account import Permission, Role
from gptreview.model.simulation import MOVES, Simulation
from gptreview.web.desk import AtDesk
from gptreview.web.forms import Form
from gptreview.web.guard import Asking, Needs
from gptreview.web.pages import Show, Showing
from gptreview.web.uploads import uploaded
from gptreview.web.wrong_fields import wrong_fields

router: Final = APIRouter(prefix="/administration/policies", include_in_schema=False)
_LEAD: Final = Depends(Needs(Role.LEAD, Permission.CONFIGURE))
_REASONS: Final = 50
"""Reasons of flips that are shown, the most frequent first."""


@router.get("", name="policies", dependencies=[_LEAD])
def policies(show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """The current policy, and those that made verdicts."""
    return show(
        "administration/policies",
        policy=desk.rooms.policy,
        standards=desk.rooms.policies.standards.used(asking),
    )


@router.get("/simulator", name="simulator", dependencies=[_LEAD])
def simulator(show: Showing) -> Response:
    """The form for a candidate."""
    return _simulator(show, None, {})


@router.post("/simulator", name="simulate", dependencies=[_LEAD])
def simulate(form: Form, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """Hold the registry against a candidate; nothing is written."""
    try:
        data = uploaded(form, "policy", "a policy.yaml")
        found = desk.rooms.policies.simulate.run(data, asking)
    except (InputError, ConflictError) as error:
        wrong = wrong_fields(error, ("policy",), "policy", show.language)
        return _simulator(show, None, wrong, status=error.http_status)
    return _simulator(show, found, {})


def _simulator(
    show: Show, found: Simulation | None, errors: Mapping[str, str], *, status: int = 200
) -> Response:
    shifts = found.shifts if found else {}
    reasons = sorted(shifts.items(), key=lambda each: (-each[1], each[0]))[:_REASONS]
    return show(
        "administration/simulator",
        status=status,
        found=found,
        moves=[each for each in MOVES if found and found.moves.get(each)],
        reasons=reasons,
        errors=errors,
    )
