"""Programs that are told of events: admins name them, and see how calls fared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from gptreview.errors import ConflictError, InputError, NotFoundError
from gptreview.model.account import Identity, Permission, Role
from gptreview.model.webhook import WEBHOOK_KINDS, Webhook
from gptreview.web.desk import AtDesk, Desk
from gptreview.web.forms import Form
from gptreview.web.guard import Asking, Needs
from gptreview.web.numbers import After, Number
from gptreview.web.pages import Show, Showing
from gptreview.web.wrong_fields import wrong_fields

router: Final = APIRouter(prefix="/administration/webhooks", include_in_schema=False)
_ADMIN: Final = Depends(Needs(Role.ADMIN, Permission.CONFIGURE))
_PAGE: Final = 50
_DIGITS: Final = 15


@router.get("", name="webhooks", dependencies=[_ADMIN])
def webhooks(show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """All of them, and a form for another one."""
    return _webhooks(show, desk, asking, "", (), {})


@router.post("", name="add_webhook", dependencies=[_ADMIN])
def add(form: Form, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """Tell another address, and show its secret this once."""
    url, kinds = form.text("url").strip(), form.texts("kinds")
    try:
        made = desk.rooms.webhooks.add(url, kinds, asking)
    except (InputError, ConflictError) as error:
        wrong = wrong_fields(error, ("url", "kinds"), "url", show.language)
        return _webhooks(show, desk, asking, url, kinds, wrong, status=error.http_status)
    return show("administration/webhook_secret", status=201, made=made)


@router.get("/{number}", name="webhook", dependencies=[_ADMIN])
def webhook(
    number: Number,
    request: Request,
    show: Showing,
    desk: AtDesk,
    asking: Asking,
    before: After = 0,
) -> Response:
    """One of them with its calls, the newest first."""
    found, path = _found(desk, asking, number), request.url.path
    calls = desk.rooms.webhooks.calls(number, asking, before=before or None, limit=_PAGE + 1)
    return show(
        "administration/webhook",
        webhook=found,
        calls=calls[:_PAGE],
        next=f"{path}?before={calls[_PAGE - 1].id}" if len(calls) > _PAGE else "",
        first=path if before else "",
    )


@router.post("/{number}/replay", name="replay_calls", dependencies=[_ADMIN])
def replay(number: Number, form: Form, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """Send the chosen calls once more."""
    chosen = form.texts("call")
    if any(not (each.isascii() and each.isdigit() and len(each) <= _DIGITS) for each in chosen):
        raise InputError("no number of a call", where="call", expected="digits")
    if not chosen:
        raise InputError("no calls", where="call", expected="at least one that is ticked")
    desk.rooms.webhooks.replay(number, asking, calls=[int(each) for each in chosen])
    return show.next("webhook", flash="replayed", number=number)


@router.get("/{number}/rotate", name="ask_to_rotate", dependencies=[_ADMIN])
def ask_to_rotate(number: Number, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """Ask once more."""
    return show("administration/rotate_webhook", webhook=_found(desk, asking, number))


@router.post("/{number}/rotate", name="rotate_webhook", dependencies=[_ADMIN])
def rotate(number: Number, form: Form, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """Give it another secret, and show that this once."""
    del form
    made = desk.rooms.webhooks.rotate(number, asking)
    return show("administration/webhook_secret", status=201, made=made)


@router.get("/{number}/disable", name="ask_to_stop", dependencies=[_ADMIN])
def ask_to_disable(number: Number, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """Ask once more."""
    return show("administration/disable_webhook", webhook=_found(desk, asking, number))


@router.post("/{number}/disable", name="disable_webhook", dependencies=[_ADMIN])
def disable(number: Number, form: Form, show: Showing, desk: AtDesk, asking: Asking) -> Response:
    """Send it nothing more."""
    del form
    desk.rooms.webhooks.disable(number, asking)
    return show.next("webhooks", flash="webhook-disabled")


def _found(desk: Desk, asking: Identity, number: int) -> Webhook:
    for each in desk.rooms.webhooks.everybody(asking):
        if each.id == number:
            return each
    raise NotFoundError("there is no such webhook", where=f"webhook:{number}")


def _webhooks(
    show: Show,
    desk: Desk,
    asking: Identity,
    url: str,
    kinds: Sequence[str],
    errors: Mapping[str, str],
    *,
    status: int = 200,
) -> Response:
    return show(
        "administration/webhooks",
        status=status,
        webhooks=desk.rooms.webhooks.everybody(asking)[::-1],
        kinds=tuple(WEBHOOK_KINDS),
        values={"url": url, "kinds": kinds},
        errors=errors,
    )
