"""Links that work once: to the first admin's account, to a colleague's, to a new password."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from gptreview.access.passwords import Passwords, require_strong
from gptreview.access.tokens import digest_of, fresh_secret, is_secret
from gptreview.errors import ConflictError, InputError, NotFoundError
from gptreview.model.access import Link, LinkKind, MadeLink, SignedIn
from gptreview.model.account import Account, Identity, Permission, Role
from gptreview.model.faults import Faults
from gptreview.store import accounts, events, invitations, sessions
from gptreview.store.accounts import NewAccount
from gptreview.store.database import Database
from gptreview.store.events import Event
from gptreview.store.invitations import NewLink
from gptreview.usecases.access.account_fields import account_name, email_address, language_code
from gptreview.usecases.access.steps import begin_session, step

if TYPE_CHECKING:
    from gptreview.store.transaction import Transaction

_FIRST_HOURS: Final = 1
_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class NewcomerDraft:
    """What somebody says of themselves who makes an account."""

    name: str
    password: str = field(repr=False)
    email: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Invite:
    """Makes links, and lets in who follows them."""

    database: Database
    clock: Callable[[], dt.datetime]
    passwords: Passwords

    def first_admin(self) -> MadeLink | None:
        """A link to the first admin's account, for an hour; None where there is an admin.

        It ends the link of an earlier start that nobody used.

        Raises:
            DependencyError: The database does not answer.
        """
        now = self.clock()
        until = now + dt.timedelta(hours=_FIRST_HOURS)
        with self.database.writing() as session:
            if accounts.has_admin(session):
                return None
            return _made(session, NewLink(LinkKind.FIRST_ADMIN, Role.ADMIN, until), now)

    def colleague(self, identity: Identity, role: Role) -> MadeLink:
        """A link to a new account with a role, for a week.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They are no admin.
            InputError: The role has no accounts.
            DependencyError: The database does not answer.
        """
        by = identity.require(Role.ADMIN, Permission.CONFIGURE)
        require_account_role(role)
        now = self.clock()
        until = now + dt.timedelta(days=_DAYS)
        new = NewLink(LinkKind.COLLEAGUE, role, until, made_by=by.id or None)
        with self.database.writing() as session:
            return _made(session, new, now)

    def reset(self, identity: Identity, number: int) -> MadeLink:
        """A link to a new password for an account, for a week; the old one works until then.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They are no admin.
            NotFoundError: There is no such account.
            ConflictError: It is disabled, or has no password here.
            DependencyError: The database does not answer.
        """
        by = identity.require(Role.ADMIN, Permission.CONFIGURE)
        now = self.clock()
        until = now + dt.timedelta(days=_DAYS)
        with self.database.writing() as session:
            account = accounts.find(session, number)
            if not account.is_local or account.disabled_at is not None:
                raise ConflictError(
                    "an account that is disabled"
                    if account.is_local
                    else "an account without a password here",
                    where=account.actor,
                    expected="a local account that is not disabled",
                )
            new = NewLink(LinkKind.RESET, account.role, until, account.id, by.id or None)
            made = _made(session, new, now)
            told = step(now, by.actor, "account.changed", account.id, fields=["reset-link"])
            events.append_all(session, [told])
        return made

    def look(self, secret: str) -> tuple[Link, Account | None]:
        """What a link is for, and whose password it sets; it is not used up by looking.

        Raises:
            NotFoundError: It works no more, or never did.
            DependencyError: The database does not answer.
        """
        with self.database.reading() as session:
            link = invitations.find(session, _digest(secret), now=self.clock())
            if link is None:
                raise _over()
            number = link.account_id
            return link, None if number is None else accounts.find(session, number)

    def accept(self, secret: str, draft: NewcomerDraft, *, replaces: str = "") -> SignedIn:
        """Make the account that a link is for, and sign in.

        Raises:
            NotFoundError: The link works no more, or is for a password.
            InputError: A field does not fit.
            ConflictError: The name is taken; the link still works.
            TooManyError: Too many are hashed at once.
            DependencyError: The database does not answer.
        """
        link, account = self.look(secret)
        if account is not None:
            raise _over()
        new = new_account(draft, link.role, self.passwords)
        now = self.clock()
        with self.database.writing() as session:
            used = invitations.use(session, _digest(secret), now=now)
            if used is None:
                raise _over()
            if used.kind is LinkKind.FIRST_ADMIN and accounts.has_admin(session):
                raise _over()
            return join(session, new, now=now, replaces=replaces, link=used.id)

    def accept_reset(self, secret: str, password: str, *, replaces: str = "") -> SignedIn:
        """Set the password that a link is for, end all sessions, and sign in.

        Raises:
            NotFoundError: The link works no more, or is for an account.
            InputError: The password is too weak.
            TooManyError: Too many are hashed at once.
            DependencyError: The database does not answer.
        """
        _, account = self.look(secret)
        if account is None:
            raise _over()
        require_strong(password, name=account.name)
        hashed = self.passwords.hash(password)
        now = self.clock()
        with self.database.writing() as session:
            if invitations.use(session, _digest(secret), now=now) is None:
                raise _over()
            changed = accounts.change(
                session, account.id, password=hashed, failures=0, locked_until=None
            )
            if changed.disabled_at is not None:
                raise _over()
            sessions.end_all(session, account.id)
            begun, told = begin_session(session, changed, now=now, replaces=replaces)
            set_anew = step(now, account.actor, "account.changed", account.id, fields=["password"])
            events.append_all(session, [set_anew, told])
            return begun


def new_account(draft: NewcomerDraft, role: Role, passwords: Passwords) -> NewAccount:
    """What an account is made of, its password hashed.

    Raises:
        InputError: Fields do not fit; ``where`` names the first one.
        TooManyError: Too many are hashed at once.
    """
    faults = Faults()
    name = faults.take("", account_name, draft.name)
    email = faults.take("", email_address, draft.email)
    language = faults.take("", language_code, draft.language)
    faults.take(None, require_strong, draft.password, name=name)
    faults.tell()
    return NewAccount(name, email, role, language, passwords.hash(draft.password))


def join(
    session: Transaction, new: NewAccount, *, now: dt.datetime, replaces: str, link: int | None
) -> SignedIn:
    """Make an account and its first session; the last step of a transaction.

    Raises:
        ConflictError: The name is taken.
    """
    account = accounts.require_free(accounts.add(session, new, at=now))
    begun, told = begin_session(session, account, now=now, replaces=replaces)
    events.append_all(session, [account_made(now, account, link=link), told])
    return begun


def account_made(now: dt.datetime, account: Account, *, link: int | None) -> Event:
    """The step in which an account was made."""
    payload = {"role": account.role.value, "local": account.is_local, "link": link}
    return step(now, account.actor, "account.made", account.id, **payload)


def require_account_role(role: Role) -> None:
    """Go on with a role that an account can have.

    Raises:
        InputError: Reporters have no accounts.
    """
    if role is Role.REPORTER:
        raise InputError(
            "reporters have no accounts",
            where="role",
            expected=", ".join(each for each in Role if each is not Role.REPORTER),
        )


def _made(session: Transaction, new: NewLink, now: dt.datetime) -> MadeLink:
    secret = fresh_secret()
    return MadeLink(secret, invitations.add(session, digest_of(secret), new, at=now))


def _digest(secret: str) -> str:
    if not is_secret(secret):
        raise _over()
    return digest_of(secret)


def _over() -> NotFoundError:
    return NotFoundError(
        "this link does not work, or works no more",
        next_step="ask who sent it for a new one; for the first admin's, start the program again",
    )
