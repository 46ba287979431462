"""An installation with accounts, whose clock stands still until a test moves it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, text

from gptreview.access.passwords import Cost, Passwords
from gptreview.model.access import SignedIn
from gptreview.model.account import OPERATOR, Identity, Role
from gptreview.store.database import Database
from gptreview.store.tables.events import EventRow
from gptreview.usecases.access.invite import Invite, NewcomerDraft
from gptreview.usecases.access.keep_accounts import KeepAccounts
from gptreview.usecases.access.keep_tokens import KeepTokens
from gptreview.usecases.access.profile import KeepProfile
from gptreview.usecases.access.sessions import Sessions
from gptreview.usecases.access.sign_in import SignIn

PASSWORD = "four plain words together"  # noqa: S105 - opens nothing
CHEAP = Cost(passes=1, memory=8, lanes=1)
"""The least that Argon2 takes: tests are about what is done with it."""
NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
VISITOR = Identity(address="0" * 64)
"""Nobody, from somewhere."""
OPERATING = Identity(OPERATOR.role, OPERATOR)


class CountedPasswords(Passwords):
    """The real ones, which note each time that a password is looked at."""

    def __init__(self, cost: Cost = CHEAP) -> None:
        super().__init__(cost)
        self.kept: list[bool] = []

    def verify(self, kept: str, password: str) -> bool:
        """As the real ones do; notes whether something was kept."""
        self.kept.append(bool(kept))
        return super().verify(kept, password)


@dataclass
class Entrance:
    """All use-cases of coming in, on one database."""

    database: Database
    now: dt.datetime = NOON
    passwords: CountedPasswords = field(default_factory=CountedPasswords)

    def clock(self) -> dt.datetime:
        """The time that a test has set."""
        return self.now

    def wait(self, **time: float) -> None:
        """Move the clock on."""
        self.now += dt.timedelta(**time)

    @property
    def invite(self) -> Invite:
        """Links."""
        return Invite(self.database, self.clock, self.passwords)

    @property
    def sign_in(self) -> SignIn:
        """Names and passwords."""
        return SignIn(self.database, self.clock, self.passwords)

    @property
    def sessions(self) -> Sessions:
        """Who is signed in."""
        return Sessions(self.database, self.clock)

    @property
    def tokens(self) -> KeepTokens:
        """Programs."""
        return KeepTokens(self.database, self.clock)

    @property
    def profile(self) -> KeepProfile:
        """What people set for themselves."""
        return KeepProfile(self.database, self.clock)

    def accounts(self, *, is_sign_up_allowed: bool = False) -> KeepAccounts:
        """Accounts."""
        return KeepAccounts(self.database, self.clock, self.passwords, is_sign_up_allowed)

    def join(self, name: str, role: Role = Role.BUILDER) -> SignedIn:
        """Somebody with a role, who has just followed a link."""
        secret = self.invite.colleague(OPERATING, role).secret
        return self.invite.accept(secret, NewcomerDraft(name, PASSWORD))

    def steps(self) -> list[tuple[str, str, str, str]]:
        """All that the log has: actor, kind, subject and payload."""
        columns = (EventRow.actor, EventRow.kind, EventRow.subject, EventRow.payload)
        with self.database.reading() as session:
            return [tuple(row) for row in session.execute(select(*columns).order_by(EventRow.seq))]

    def kinds(self) -> list[str]:
        """The kinds of all steps."""
        return [kind for _, kind, _, _ in self.steps()]

    def ask(self, statement: str) -> list[Any]:
        """Rows of a statement."""
        with self.database.reading() as session:
            return list(session.execute(text(statement)))


def as_identity(signed_in: SignedIn) -> Identity:
    """Somebody as a request of theirs knows them."""
    account = signed_in.account
    return Identity(account.role, account)
