"""Letters go out by e-mail to those whose address is known."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from gptreview.delivery import mail
from gptreview.delivery.mail import MailOutageError, MailServer, UndeliverableError
from gptreview.errors import DependencyError, GptReviewError
from gptreview.model.notice import Notice
from gptreview.net.retry import RetryLimits, own_pause
from gptreview.store import notices
from gptreview.store.database import Database
from gptreview.store.notices import DueMail

_LEASE: Final = dt.timedelta(minutes=10)
"""Much longer than a server may take."""
_LONGEST: Final = dt.timedelta(hours=24)
"""From a letter's writing until it is given up; its reader still finds it in the web face."""
_PATIENCE: Final = RetryLimits(first_pause_seconds=60.0, max_pause_seconds=14_400.0)
"""Pauses double from a minute to four hours."""


@dataclass(frozen=True, slots=True)
class MailCounts:
    """What became of letters that were due."""

    sent: int = 0
    failed: int = 0
    """They are tried again."""
    given_up: int = 0


@dataclass(frozen=True, slots=True)
class SendMail:
    """Sends what is due; safe with several at once, for each letter is taken by one of them.

    What was sent when a machine died before it was noted is sent again once, under the same
    Message-ID.
    """

    database: Database
    clock: Callable[[], dt.datetime]
    server: MailServer
    installation: str
    """Tells our letters from those of others who send from the same domain."""
    chance: Callable[[], float]
    """From 0 up to 1."""

    def run(self, limit: int = 100) -> MailCounts:
        """Send what is due now; a server that cannot be reached is left alone until the next run.

        Args:
            limit: Letters at most.

        Raises:
            DependencyError: The database does not answer, or has no room.
        """
        with self.database.reading() as session:
            due = notices.due_mail(session, self.clock(), limit=limit)
        became: Counter[str] = Counter()
        for number in due:
            now = self.clock()
            with self.database.writing() as session:
                taken = notices.take_mail(session, number, now=now, until=now + _LEASE)
            if taken is None:
                continue
            error = self._error(taken)
            became[self._settled(taken, error)] += 1
            if isinstance(error, MailOutageError):
                break
        return MailCounts(**became)

    def _error(self, taken: DueMail) -> UndeliverableError | DependencyError | None:
        """Why a letter could not be sent; None where it was."""
        letter = taken.notice
        try:
            mail.send(
                self.server,
                mail.message(
                    self.server,
                    taken.address,
                    letter.subject,
                    letter.body,
                    id_=self._id(letter),
                    at=letter.made_at,
                ),
            )
        except (UndeliverableError, DependencyError) as error:
            return error
        return None

    def _id(self, letter: Notice) -> str:
        return f"notice-{letter.id}.{self.installation}"

    def _settled(self, taken: DueMail, error: UndeliverableError | DependencyError | None) -> str:
        now = self.clock()
        next_at = self._next(taken, error, now)
        with self.database.writing() as session:
            notices.settle_mail(
                session,
                taken,
                error=error.found if error else "",
                due_at=next_at,
                mailed_at=None if error else now,
            )
        if error is None:
            return "sent"
        return "failed" if next_at else "given_up"

    def _next(
        self, taken: DueMail, error: GptReviewError | None, now: dt.datetime
    ) -> dt.datetime | None:
        """When to try again; None where that is over, or the letter would be too old by then."""
        if not isinstance(error, DependencyError):
            return None
        pause = own_pause(taken.attempts, _PATIENCE, self.chance())
        next_at = now + dt.timedelta(seconds=pause)
        return next_at if next_at <= taken.notice.made_at + _LONGEST else None
