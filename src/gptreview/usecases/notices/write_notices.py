"""People hear what became of a case: letters are written after the steps, by the event log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from gptreview.errors import ConflictError
from gptreview.model.account import Account
from gptreview.render.notices import reading_language, written
from gptreview.store import cursors, notices
from gptreview.store.database import Database
from gptreview.store.events import Event, append_all
from gptreview.store.recipients import Reporter
from gptreview.usecases.notices.compose import Composer
from gptreview.usecases.notices.tell import KINDS, Addressed, Teller

_CURSOR: Final = "notices"
_ACTOR: Final = "notices"
_EVENTS: Final = 20
"""That are dealt with in one transaction."""


@dataclass(frozen=True, slots=True)
class WriteNotices:
    """Writes the letters that events call for; nobody is told of the same twice."""

    database: Database
    clock: Callable[[], dt.datetime]
    owners_of: Callable[[int], Sequence[Account]]
    """Accounts whose listing it is, by the listing's number."""
    composer: Composer
    is_mailing: bool
    """Whether letters are also sent by e-mail, to those whose address is known."""
    size: int = _EVENTS
    """Events of a portion."""

    def run(self) -> int:
        """Go on to the end of the event log; how many letters were written.

        Raises:
            DependencyError: The database does not answer, or has no room; portions that were
                written stay.
        """
        made, is_end = 0, False
        while not is_end:
            more, is_end = self._portion()
            made += more
        return made

    def _portion(self) -> tuple[int, bool]:
        """Letters are written out before anybody else has to wait for the transaction."""
        with self.database.reading() as session:
            after = cursors.position(session, _CURSOR)
            portion = cursors.events_after(session, after, KINDS, limit=self.size)
        if portion.last == after:
            return 0, True
        now = self.clock()
        teller = Teller(self.database, self.owners_of, self.composer)
        rows: list[dict[str, Any]] = []
        refused: list[Event] = []
        for event in portion.events:
            for addressed in teller.letters(event):
                try:
                    rows.append(self._row(addressed, now))
                except ConflictError as error:
                    refused.append(_refused(addressed, error, now))
        with self.database.writing() as session:
            if cursors.take(session, _CURSOR) != after:
                return 0, False  # somebody else has written these
            made = notices.write(session, rows)
            cursors.advance(session, _CURSOR, portion.last)
            append_all(session, [*_made(made, now), *refused])
        return len(made), portion.is_end

    def _row(self, addressed: Addressed, now: dt.datetime) -> dict[str, Any]:
        to = addressed.to
        language = reading_language(to.language)
        letter = written(addressed.compose(language), language)
        return {
            "case_id": addressed.case,
            "kind": str(addressed.kind),
            "event": addressed.event,
            "recipient": addressed.recipient,
            "report_id": to.report if isinstance(to, Reporter) else None,
            "account_id": to.account if isinstance(to, Reporter) else to.id,
            "language": language,
            "subject": letter.subject,
            "body": letter.body,
            "made_at": now,
            "mail_due_at": now if self.is_mailing and to.email else None,
            "mail_attempts": 0,
            "mail_error": "",
        }


def _made(made: Sequence[tuple[int, str, int | None]], now: dt.datetime) -> Iterator[Event]:
    for number, kind, case in made:
        payload = {"notice": number, "kind": kind, "case": case}
        yield Event(now, _ACTOR, "notice.made", f"notice:{number}", payload)


def _refused(addressed: Addressed, error: ConflictError, now: dt.datetime) -> Event:
    """That somebody was not told, for a letter without all that it has to say is none."""
    payload = {"kind": addressed.kind, "case": addressed.case, "field": error.where}
    return Event(now, _ACTOR, "notice.refused", addressed.recipient, payload)
