"""Which programs are told of events: admins name them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from gptreview.errors import ConflictError, InputError, NotFoundError
from gptreview.model.account import Account, Identity, Permission, Role
from gptreview.model.webhook import LONGEST_URL, WEBHOOK_KINDS, Call, MadeWebhook, Webhook
from gptreview.signatures.webhook import new_secret
from gptreview.store import events, webhooks
from gptreview.store.database import Database

_MOST: Final = 20
"""Webhooks that are active at once."""
_PAGE: Final = 50
_BOTH: Final = dt.timedelta(hours=24)
"""For which a secret that was replaced signs too: receivers are changed one after the other."""
_REPLAYED: Final = 1_000
"""Calls that may be named at once."""


@dataclass(frozen=True, slots=True)
class KeepWebhooks:
    """Keeps webhooks; each method is for admins, or for their tokens that may configure."""

    database: Database
    clock: Callable[[], dt.datetime]
    require_url: Callable[[str], object]
    """An `InputError` where an address may not be asked; see `net.post.Poster.require`."""

    def add(self, url: str, kinds: Sequence[str], identity: Identity) -> MadeWebhook:
        """Tell an address of some kinds of events from now on.

        Args:
            url: https, without a name or password in it.
            kinds: Of `WEBHOOK_KINDS`, at least one.
            identity: Who asks.

        Returns:
            It with its secret, which nobody is shown again.

        Raises:
            InputError: The address or a kind cannot be used.
            ConflictError: It is told already, or there are too many.
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: Somebody is who may not.
        """
        account = _admin(identity)
        if len(url) > LONGEST_URL:
            raise InputError(
                f"{len(url):,} characters",
                where="url",
                expected=f"at most {LONGEST_URL:,} characters",
            )
        try:
            self.require_url(url)
        except InputError as error:
            raise InputError(
                error.found,
                where="url",
                expected=error.expected or "an https address",
                next_step=error.next_step,
            ) from error
        wanted = _kinds(kinds)
        now, secret = self.clock(), new_secret()
        with self.database.writing() as session:
            _require_room(url, webhooks.everybody(session))
            made = webhooks.add(session, url, wanted, secret, account=account.id, at=now)
            self._log(session, identity, "webhook.made", made.id, {"kinds": wanted})
        return MadeWebhook(made, secret)

    def everybody(self, identity: Identity) -> Sequence[Webhook]:
        """All webhooks by number, those that are disabled too.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: Somebody is who may not.
        """
        _admin(identity)
        with self.database.reading() as session:
            return webhooks.everybody(session)

    def disable(self, number: int, identity: Identity) -> None:
        """Send a webhook nothing more, not even what is on its way.

        Raises:
            NotFoundError: There is none with this number, or it is disabled.
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: Somebody is who may not.
        """
        _admin(identity)
        with self.database.writing() as session:
            if not webhooks.disable(session, number, at=self.clock()):
                raise NotFoundError(f"no active webhook {number}", next_step="list the webhooks")
            self._log(session, identity, "webhook.disabled", number, {"status": None})

    def rotate(self, number: int, identity: Identity) -> MadeWebhook:
        """Give a webhook another secret, which signs from the next call on.

        The one before signs too for 24 hours: a call then has both signatures.

        Raises:
            NotFoundError: There is none with this number, or it is disabled.
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: Somebody is who may not.
        """
        _admin(identity)
        secret = new_secret()
        with self.database.writing() as session:
            found = webhooks.find(session, number)
            webhooks.change_secret(session, number, secret, until=self.clock() + _BOTH)
            payload = {"kinds": found.kinds, "rotated": True}
            self._log(session, identity, "webhook.made", number, payload)
        return MadeWebhook(found, secret)

    def calls(
        self, number: int, identity: Identity, *, before: int | None = None, limit: int = _PAGE
    ) -> Sequence[Call]:
        """Calls of a webhook, the newest first.

        Args:
            number: Of the webhook.
            identity: Who asks.
            before: Number of the last call of the page before; None for the first page.
            limit: How many at most.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: Somebody is who may not.
        """
        _admin(identity)
        with self.database.reading() as session:
            return webhooks.calls(session, number, before=before, limit=limit)

    def replay(
        self,
        number: int,
        identity: Identity,
        *,
        calls: Sequence[int] = (),
        since: dt.datetime | None = None,
    ) -> int:
        """Send calls once more, delivered or not, under the ids that they had.

        Args:
            number: Of the webhook.
            identity: Who asks.
            calls: Numbers of calls.
            since: Instead of numbers: those that were made since this moment.

        Returns:
            How many there are.

        Raises:
            InputError: Both or neither of them is given, or there are too many.
            NotFoundError: There is no such active webhook.
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: Somebody is who may not.
        """
        _admin(identity)
        if bool(calls) == (since is not None):
            raise InputError("not clear which calls", expected="either numbers or a moment")
        if len(calls) > _REPLAYED:
            raise InputError(f"{len(calls):,} calls", expected=f"at most {_REPLAYED:,}")
        now = self.clock()
        with self.database.writing() as session:
            webhooks.find(session, number)
            if since is not None:
                found = webhooks.replay_since(session, number, since, at=now)
            else:
                found = webhooks.replay(session, number, calls, at=now)
            payload = {"calls": found, "since": since.isoformat() if since else None}
            self._log(session, identity, "webhook.replayed", number, payload)
        return found

    def _log(
        self, session: Any, identity: Identity, kind: str, number: int, payload: Mapping[str, Any]
    ) -> None:
        events.append(
            session,
            at=self.clock(),
            actor=identity.actor,
            kind=kind,
            subject=f"webhook:{number}",
            payload=payload,
        )


def _admin(identity: Identity) -> Account:
    return identity.require(Role.ADMIN, Permission.CONFIGURE)


def _kinds(kinds: Sequence[str]) -> list[str]:
    unknown = sorted(set(kinds) - set(WEBHOOK_KINDS))
    if unknown or not kinds:
        raise InputError(
            f"no kind {unknown[0][:100]!a}" if unknown else "no kinds",
            where="kinds",
            expected=", ".join(WEBHOOK_KINDS),
        )
    return sorted(set(kinds))


def _require_room(url: str, there: Sequence[Webhook]) -> None:
    active = [each for each in there if each.disabled_at is None]
    for each in active:
        if each.url == url:
            raise ConflictError(
                f"webhook {each.id} has this address",
                where="url",
                next_step="disable it, then add it with all kinds",
            )
    if len(active) >= _MOST:
        raise ConflictError(f"{_MOST} webhooks are active", next_step="disable one")
