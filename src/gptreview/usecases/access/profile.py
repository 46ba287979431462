"""What somebody sets for themselves: language, address for notices, how pages look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Final

from gptreview.errors import InputError
from gptreview.model.access import Preferences, Profile
from gptreview.model.account import Identity, Role
from gptreview.store import accounts, events
from gptreview.store.database import Database
from gptreview.usecases.access.account_fields import email_address, language_code
from gptreview.usecases.access.steps import step

_BREAKS: Final = range(10, 241)
"""Minutes between breaks, where there are any."""


@dataclass(frozen=True, slots=True)
class ProfileChange:
    """What is to be set; None leaves it as it is."""

    language: str | None = None
    email: str | None = None
    preferences: Preferences | None = None


@dataclass(frozen=True, slots=True)
class KeepProfile:
    """Reads and sets one's own profile."""

    database: Database
    clock: Callable[[], dt.datetime]

    def read(self, identity: Identity) -> Profile:
        """One's own profile.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: A token asks.
            DependencyError: The database does not answer.
        """
        account = identity.require(Role.BUILDER)
        with self.database.reading() as session:
            kept = accounts.find(session, account.id)
        return Profile(kept, Preferences(**kept.preferences))

    def change(self, identity: Identity, wanted: ProfileChange) -> Profile:
        """Set what is to be set.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: A token asks.
            InputError: A field does not fit.
            DependencyError: The database does not answer.
        """
        account = identity.require(Role.BUILDER)
        values: dict[str, Any] = {}
        if wanted.language is not None:
            values["language"] = language_code(wanted.language)
        if wanted.email is not None:
            values["email"] = email_address(wanted.email)
        if wanted.preferences is not None:
            _require_sound(wanted.preferences)
            values["preferences"] = asdict(wanted.preferences)
        if values:
            now = self.clock()
            with self.database.writing() as session:
                accounts.change(session, account.id, **values)
                told = step(
                    now, account.actor, "account.changed", account.id, fields=sorted(values)
                )
                events.append_all(session, [told])
        return self.read(identity)


def _require_sound(preferences: Preferences) -> None:
    if preferences.break_minutes and preferences.break_minutes not in _BREAKS:
        raise InputError(
            f"{preferences.break_minutes} minutes",
            where="break_minutes",
            expected=f"{_BREAKS[0]} to {_BREAKS[-1]} minutes, or 0 for no breaks",
        )
