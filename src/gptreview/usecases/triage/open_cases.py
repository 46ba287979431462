"""What a verdict leaves to a person becomes a case, whether anybody reported it or not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from gptreview.decide.priority import priority
from gptreview.model.case import CaseState, ServiceLevels
from gptreview.store import case_opening, cases
from gptreview.store.case_opening import NewCase, Version
from gptreview.store.database import Database
from gptreview.store.events import append_all

_ACTOR: Final = "triage"
_LISTINGS: Final = 500
"""That are looked at, and whose cases are written, together."""


@dataclass(frozen=True, slots=True)
class OpenedCases:
    """What became of some listings."""

    opened: int
    next: int | None
    """After which listing the next portion begins; None where there are no more."""


@dataclass(frozen=True, slots=True)
class OpenCases:
    """Opens a case for each current version that a person must decide on; once for each."""

    database: Database
    clock: Callable[[], dt.datetime]
    profile: str = "content"
    """The audience whose verdicts count."""
    levels: ServiceLevels = field(default_factory=ServiceLevels)
    size: int = _LISTINGS
    """Listings of a portion."""

    def run(self) -> int:
        """Go through the whole registry; how many cases were opened.

        Raises:
            DependencyError: The database does not answer, or has no room; portions that were
                written stay.
        """
        opened, after = 0, 0
        while True:
            portion = self.portion(after)
            opened += portion.opened
            if portion.next is None:
                return opened
            after = portion.next

    def portion(self, after: int) -> OpenedCases:
        """Look at the next listings; a version that ever had a case gets no other one.

        Args:
            after: Number of the listing before the first one; 0 begins.

        Raises:
            DependencyError: The database does not answer, or has no room; nothing was written.
        """
        now = self.clock()
        with self.database.reading() as session:
            wanted, last = case_opening.undecided_versions(
                session, self.profile, after=after, limit=self.size
            )
            facts = case_opening.facts(session, wanted, now=now) if wanted else {}
        new = []
        for each in wanted:
            of_it, categories = facts[each.listing]
            due_at = self.levels.due(now, CaseState.OPEN, is_urgent=False)
            new.append(NewCase(each, categories, priority(of_it), due_at, is_urgent=False))
        return OpenedCases(self._open(new, wanted, now) if new else 0, last)

    def _open(self, new: Sequence[NewCase], wanted: Sequence[Version], now: dt.datetime) -> int:
        verdicts = {each.listing: each.verdict for each in wanted}
        with self.database.writing() as session:
            opened = case_opening.open_all(session, new, at=now)
            told = [
                cases.event(
                    each,
                    "case.opened",
                    _ACTOR,
                    now,
                    by="verdict",
                    verdict=verdicts[each.listing],
                    urgent=False,
                    language=each.language,
                    due_at=each.due_at.isoformat() if each.due_at else None,
                )
                for each in opened
            ]
            append_all(session, told)
        return len(opened)
