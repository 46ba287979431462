"""What leads and admins send and see: accounts, the log, exports, webhooks, waivers."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StrictInt

from gptreview.model.access import MadeLink
from gptreview.model.account import Role
from gptreview.model.database import BreakKind
from gptreview.model.policy import Policy
from gptreview.model.registry_waivers import ShownWaiver, WaiverEffect
from gptreview.model.statement_of_reasons import StatementBatch
from gptreview.model.transparency import RulePrecision
from gptreview.model.webhook import WEBHOOK_KINDS, MadeWebhook, Webhook
from gptreview.web.api_models.shapes import LARGEST, Asked, Id, Shown, Text, Words

AccountRole = Literal[Role.BUILDER, Role.REVIEWER, Role.LEAD, Role.ADMIN]
"""What an account can have."""
WebhookKind = Annotated[str, Field(max_length=50, json_schema_extra={"enum": list(WEBHOOK_KINDS)})]


class User(Shown):
    """An account."""

    id: int
    name: Text
    email: Text
    role: Role
    language: str
    created_at: dt.datetime
    disabled_at: dt.datetime | None
    is_local: bool
    """Whether they have a password here."""


class RoleOf(Asked):
    """A role for an account."""

    role: AccountRole


class OneTimeLink(Shown):
    """A link that works once; it is shown this once."""

    url: str
    role: Role
    expires_at: dt.datetime

    @classmethod
    def made(cls, link: MadeLink, base_url: str) -> Self:
        """The answer that shows a link."""
        return cls(url=base_url + link.path, role=link.link.role, expires_at=link.link.expires_at)


class AuditStep(Shown):
    """One step of the event log."""

    seq: int
    at: dt.datetime
    actor: str
    actor_name: Text
    kind: str
    subject: str
    payload: dict[str, Any]
    hash: str


class AuditSteps(Shown):
    """Some of the steps, the newest first."""

    entries: tuple[AuditStep, ...]
    next: int | None
    """Send it as ``after`` for the next page, which there may be even after an empty one."""


class LogHead(Shown):
    """The last event."""

    seq: int
    hash: str


class LogBreak(Shown):
    """Where the log does not hold."""

    seq: int
    kind: BreakKind


class LogReport(Shown):
    """Whether the log holds."""

    events: int
    """So many hold, from the first one on."""
    head: LogHead
    broken: LogBreak | None


class StatementRange(Asked):
    """Days whose decisions are exported."""

    since: dt.date | None = None
    """First day, in UTC; null for a year before the last one."""
    until: dt.date | None = None
    """Last day, in UTC; null for today."""
    dry_run: bool = True
    """Whether to note nothing, so that the same decisions can be exported later."""


class Statements(Shown):
    """What goes into one request to the DSA transparency database."""

    number: int
    decisions: tuple[int, ...]
    statements: tuple[dict[str, Any], ...]
    """As its API takes them, 100 at most."""

    @classmethod
    def batch(cls, batch: StatementBatch) -> Self:
        """The answer that shows a batch."""
        return cls(number=batch.number, decisions=batch.decisions, statements=batch.statements)


class PrecisionRow(Shown):
    """How often people agreed with a rule."""

    rule: Text
    decided: int
    borne_out: int
    overturned: int
    precision: float | None
    interval: tuple[float, float] | None
    """Where the true rate is, in 95 of 100 cases."""

    @classmethod
    def shown(cls, row: RulePrecision) -> Self:
        """The answer that shows a rule."""
        return cls(
            rule=row.rule,
            decided=row.decided,
            borne_out=row.borne_out,
            overturned=row.overturned,
            precision=row.precision.rate,
            interval=row.precision.interval,
        )


class NewWebhook(Asked):
    """An address to be told of events."""

    url: Annotated[str, Field(min_length=1, max_length=2_000)]
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


class NewOwner(Asked):
    """An account that is to own a listing."""

    account: Annotated[StrictInt, Field(ge=1, le=LARGEST)]
