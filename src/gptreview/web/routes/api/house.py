"""Operations by which the house is kept: webhooks, waivers, the policy."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final

from fastapi import Query

from gptreview.model.account import Permission, Role
from gptreview.usecases.keep_waivers import WantedWaiver
from gptreview.web.api_models.house import (
    CallRow,
    NewSecret,
    NewWaiver,
    NewWebhook,
    PolicyAnswer,
    Replay,
    WaiverDone,
    WaiverRow,
    WebhookRow,
)
from gptreview.web.api_models.own import Marked
from gptreview.web.api_models.shapes import LARGEST
from gptreview.web.desk import AtDesk
from gptreview.web.guard import Asking
from gptreview.web.routes.api.operations import ApiRouter, Number, also, needs

webhooks: Final = ApiRouter("webhooks", "/webhooks")
policy: Final = ApiRouter("policy")
_ADMIN: Final = needs(Role.ADMIN, Permission.CONFIGURE)
_LEAD: Final = needs(Role.LEAD, Permission.CONFIGURE)


@webhooks.get("", dependencies=_ADMIN, summary="List the webhooks")
def list_webhooks(asking: Asking, desk: AtDesk) -> list[WebhookRow]:
    """By number, those that are disabled too."""
    return [WebhookRow.of(each) for each in desk.rooms.webhooks.everybody(asking)]


@webhooks.post(
    "", dependencies=_ADMIN, status_code=201, summary="Add a webhook", responses=also(409)
)
def add_webhook(body: NewWebhook, asking: Asking, desk: AtDesk) -> NewSecret:
    """It is told from now on; its secret signs what it is told."""
    return NewSecret.made(desk.rooms.webhooks.add(body.url, body.kinds, asking))


@webhooks.delete("/{number}", dependencies=_ADMIN, status_code=204, summary="Disable a webhook")
def disable_webhook(number: Number, asking: Asking, desk: AtDesk) -> None:
    """It is told nothing more."""
    desk.rooms.webhooks.disable(number, asking)


@webhooks.post("/{number}/secret", dependencies=_ADMIN, summary="Give a webhook another secret")
def rotate_secret(number: Number, asking: Asking, desk: AtDesk) -> NewSecret:
    """It signs from the next call on."""
    return NewSecret.made(desk.rooms.webhooks.rotate(number, asking))


@webhooks.get("/{number}/calls", dependencies=_ADMIN, summary="List the calls of a webhook")
def list_calls(
    number: Number,
    asking: Asking,
    desk: AtDesk,
    before: Annotated[int | None, Query(ge=1, le=LARGEST)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> list[CallRow]:
    """The newest first; send the last number as ``before`` for the next page."""
    found = desk.rooms.webhooks.calls(number, asking, before=before, limit=limit)
    return [CallRow.of(each) for each in found]


@webhooks.post(
    "/{number}/replay", dependencies=_ADMIN, status_code=202, summary="Send calls once more"
)
def replay_calls(number: Number, body: Replay, asking: Asking, desk: AtDesk) -> Marked:
    """Under the ids that they had; how many there are."""
    since = body.since
    if since is not None and since.tzinfo is None:
        since = since.replace(tzinfo=dt.UTC)
    again = desk.rooms.webhooks.replay(number, asking, calls=body.calls, since=since)
    return Marked.so_many(again)


@policy.get("/policies", dependencies=_LEAD, summary="Read the policy of today")
def read_policy(desk: AtDesk) -> PolicyAnswer:
    """With its clauses, which decisions name."""
    return PolicyAnswer.shown(desk.rooms.policy)


@policy.get("/waivers", dependencies=_LEAD, summary="List the waivers")
def list_waivers(
    desk: AtDesk,
    *,
    everything: Annotated[
        bool, Query(description="Whether revoked and expired ones are among them")
    ] = False,
) -> list[WaiverRow]:
    """In the order in which they were made."""
    return [WaiverRow.shown(each) for each in desk.rooms.waivers.list(everything=everything)]


@policy.post(
    "/waivers",
    dependencies=_LEAD,
    status_code=201,
    summary="Waive a finding",
    responses=also(404, 409),
)
def add_waiver(body: NewWaiver, asking: Asking, desk: AtDesk) -> WaiverDone:
    """Verdicts are judged again at once."""
    wanted = WantedWaiver(
        f"number:{body.listing}", body.rule, body.evidence, body.owner, body.reason, body.until
    )
    return WaiverDone.shown(desk.rooms.waivers.waive(wanted, actor=asking.actor))


@policy.delete(
    "/waivers/{number}", dependencies=_LEAD, summary="Revoke a waiver", responses=also(409)
)
def revoke_waiver(number: Number, asking: Asking, desk: AtDesk) -> WaiverDone:
    """Verdicts are judged again at once."""
    return WaiverDone.shown(desk.rooms.waivers.unwaive(number, actor=asking.actor))
