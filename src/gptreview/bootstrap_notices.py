"""Wiring of notices, mail and webhooks."""

from __future__ import annotations

import datetime as dt
import functools
import random
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from gptreview.delivery.mail import MailServer
    from gptreview.delivery.webhook import CallAnswer
    from gptreview.model.account import Account
    from gptreview.model.policy import Clause
    from gptreview.net.post import Poster
    from gptreview.settings import Settings
    from gptreview.store.database import Database
    from gptreview.usecases.notices.keep_webhooks import KeepWebhooks
    from gptreview.usecases.notices.queue_calls import QueueCalls
    from gptreview.usecases.notices.read_notices import ReadNotices
    from gptreview.usecases.notices.send_calls import SendCalls
    from gptreview.usecases.notices.send_mail import SendMail
    from gptreview.usecases.notices.write_notices import WriteNotices
    from gptreview.usecases.triage.decide_case import DecideCase
    from gptreview.usecases.triage.preview_notices import PreviewNotices


def write_notices(
    settings: Settings, database: Database, policy: Path | None = None
) -> WriteNotices:
    """The use-case that writes letters.

    Args:
        settings: Say where the web face is, and whether there is mail.
        database: With its tables.
        policy: Whose clauses letters quote; None is the built-in one.
    """
    from gptreview.bootstrap import policy_at
    from gptreview.render.notices.ways import Ways
    from gptreview.usecases.notices.compose import Composer
    from gptreview.usecases.notices.write_notices import WriteNotices

    @functools.cache
    def clauses() -> Mapping[str, Clause]:
        return policy_at(policy, settings).clauses

    composer = Composer(Ways(settings.base_url.rstrip("/")), clauses)
    return WriteNotices(
        database, _clock, _owners_on(database), composer, is_mailing=bool(settings.smtp_host)
    )


def preview_notices(settings: Settings, database: Database, deciding: DecideCase) -> PreviewNotices:
    """The use-case that shows letters before anything is sent.

    Args:
        settings: Say where the web face is.
        database: With its tables.
        deciding: Holds decisions against its policy, whose clauses letters quote.
    """
    from gptreview.render.notices.ways import Ways
    from gptreview.usecases.notices.compose import Composer
    from gptreview.usecases.triage.preview_notices import PreviewNotices

    composer = Composer(Ways(settings.base_url.rstrip("/")), lambda: deciding.policy.clauses)
    return PreviewNotices(deciding, composer, _owners_on(database))


def _owners_on(database: Database) -> Callable[[int], Sequence[Account]]:
    """Accounts whose listing it is, by the listing's number."""
    from gptreview.store import recipients

    def owners_of(listing: int) -> Sequence[Account]:
        with database.reading() as session:
            return recipients.owners_of(session, listing, now=_clock())

    return owners_of


def read_notices(database: Database) -> ReadNotices:
    """The use-case behind everybody's letters."""
    from gptreview.usecases.notices.read_notices import ReadNotices

    return ReadNotices(database, _clock)


def send_mail(settings: Settings, database: Database) -> SendMail | None:
    """The use-case that sends letters; None where no server is set.

    Raises:
        InputError: Mail would be sent in the clear, or there is no address that it is from.
        DependencyError: The database does not answer.
    """
    import hashlib

    from gptreview.store.secrets import secret
    from gptreview.usecases.notices.send_mail import SendMail

    server = mail_server(settings)
    if server is None:
        return None
    with database.writing() as session:
        installation = hashlib.sha256(secret(session, "mail")).hexdigest()[:16]
    return SendMail(database, _clock, server, installation, random.random)


def mail_server(settings: Settings) -> MailServer | None:
    """Who takes our mail; None where no server is set.

    Raises:
        InputError: Mail would be sent in the clear, or there is no address that it is from.
    """
    from gptreview.delivery.mail import MailServer, MailTls, require_server

    if not settings.smtp_host:
        return None
    return require_server(
        MailServer(
            host=settings.smtp_host,
            port=settings.smtp_port,
            sender=settings.smtp_from,
            tls=MailTls(settings.smtp_tls),
            user=settings.smtp_user,
            password=settings.smtp_password.get_secret_value(),
        )
    )


def keep_webhooks(settings: Settings, database: Database) -> KeepWebhooks:
    """The use-case by which admins name webhooks."""
    from gptreview.usecases.notices.keep_webhooks import KeepWebhooks

    return KeepWebhooks(database, _clock, webhook_poster(settings).require)


def queue_calls(database: Database) -> QueueCalls:
    """The use-case that puts events on their way to webhooks."""
    from gptreview.usecases.notices.queue_calls import QueueCalls

    return QueueCalls(database, _clock)


def send_calls(settings: Settings, database: Database) -> SendCalls:
    """The use-case that sends what is on its way to webhooks."""
    from gptreview.delivery.webhook import call_webhook
    from gptreview.usecases.notices.send_calls import SendCalls

    poster = webhook_poster(settings)

    def send(url: str, body: bytes, headers: Mapping[str, str], now: dt.datetime) -> CallAnswer:
        return call_webhook(poster, url, body, headers, now)

    return SendCalls(database, _clock, send, random.random)


def webhook_poster(settings: Settings) -> Poster:
    """Sends calls: ten seconds each, and of the answer nothing but its head is read."""
    from gptreview.net.post import Poster, PostLimits

    return Poster(PostLimits(max_bytes=0, is_loopback_allowed=settings.webhook_allow_loopback))


def chores(settings: Settings, database: Database) -> Sequence[tuple[str, Callable[[], object]]]:
    """What ``gptreview serve`` does again and again beside the requests, by name, in its order.

    Raises:
        InputError: Mail would be sent in the clear, or there is no address that it is from.
        DependencyError: The database does not answer.
    """
    mail = send_mail(settings, database)
    return (
        ("notices", write_notices(settings, database).run),
        ("webhooks", queue_calls(database).run),
        *((("mail", mail.run),) if mail else ()),
        ("calls", send_calls(settings, database).run),
    )


def _clock() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
