"""What leads and admins send and see of webhooks, waivers and the policy."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Self

from pydantic import Field

from gptreview.model.policy import Policy
from gptreview.model.registry_waivers import ShownWaiver, WaiverEffect
from gptreview.model.webhook import LONGEST_URL, WEBHOOK_KINDS, MadeWebhook, Webhook
from gptreview.web.api_models.shapes import Asked, Id, Shown, Text, Words

WebhookKind = Annotated[str, Field(max_length=50, json_schema_extra={"enum": list(WEBHOOK_KINDS)})]


class NewWebhook(Asked):
    """An address to be told of events."""

    url: Annotated[str, Field(min_length=1, max_length=LONGEST_URL)]
    kinds: Annotated[list[WebhookKind], Field(min_length=1, max_length=100)]


class WebhookRow(Shown):
    """An address that is told of events."""

    id: int
    url: Text
    kinds: tuple[str, ...]
    made_by: int
    made_at: dt.datetime
    disabled_at: dt.datetime | None


class NewSecret(WebhookRow):
    """A webhook with its secret, which is shown this once."""

    secret: str

    @classmethod
    def made(cls, made: MadeWebhook) -> Self:
        """The answer that shows a secret."""
        hook: Webhook = made.webhook
        return cls(**WebhookRow.of(hook).model_dump(), secret=made.secret)


class CallRow(Shown):
    """One message to a webhook."""

    id: int
    event: str
    kind: str
    document: dict[str, Any]
    made_at: dt.datetime
    due_at: dt.datetime | None
    attempts: int
    status: int | None
    error: Text
    delivered_at: dt.datetime | None


class Replay(Asked):
    """Calls to be sent once more: either by number or since a moment."""

    calls: Annotated[tuple[Id, ...], Field(max_length=1_000)] = ()
    since: dt.datetime | None = None


class NewWaiver(Asked):
    """A finding that somebody answers for."""

    listing: Id
    rule: Annotated[str, Field(min_length=1, max_length=200)]
    evidence: Annotated[str, Field(max_length=100)] = ""
    """Evidence digest; empty where the listing has one finding of that rule alone."""
    owner: Annotated[str, Field(min_length=1, max_length=200)]
    reason: Annotated[str, Field(min_length=1, max_length=1_000)]
    until: dt.date
    """The last day on which it holds, in UTC."""


class WaiverRow(Shown):
    """A waiver."""

    number: int
    rule: Text
    evidence: Text
    owner: Text
    reason: Text
    expires: dt.date
    made_at: dt.datetime
    revoked_at: dt.datetime | None
    state: str
    """``holds``, ``expired``, ``revoked``, or ``not counted``."""

    @classmethod
    def shown(cls, shown: ShownWaiver) -> Self:
        """The answer that shows a waiver."""
        kept, waiver = shown.kept, shown.kept.waiver
        return cls(
            number=kept.number,
            rule=waiver.rule_id,
            evidence=waiver.evidence_digest,
            owner=waiver.owner,
            reason=waiver.reason,
            expires=waiver.expires,
            made_at=kept.made_at,
            revoked_at=kept.revoked_at,
            state=shown.state,
        )


class WaiverDone(Shown):
    """What making or revoking a waiver did."""

    number: int
    rejudged: int
    """Verdicts that were judged again."""
    turned: int
    """Of those: so many have another outcome now."""
    elsewhere: int
    """Verdicts by other policies, which their next review judges."""

    @classmethod
    def shown(cls, effect: WaiverEffect) -> Self:
        """The answer that shows an effect."""
        return cls(
            number=effect.waiver.number,
            rejudged=effect.rejudged.verdicts,
            turned=sum(effect.rejudged.turned.values()),
            elsewhere=effect.elsewhere,
        )


class ClauseRow(Shown):
    """A sentence of the policy."""

    id: str
    title: Words
    text: Words
    date: dt.date
    source: str


class PolicyAnswer(Shown):
    """The policy of today."""

    name: str
    version: str
    digest: str
    clauses: tuple[ClauseRow, ...]

    @classmethod
    def shown(cls, policy: Policy) -> Self:
        """The answer that shows a policy."""
        return cls(
            name=policy.name,
            version=policy.version,
            digest=policy.digest,
            clauses=tuple(map(ClauseRow.of, policy.clauses.values())),
        )
