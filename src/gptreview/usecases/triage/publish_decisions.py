"""What people decided, or uploaded, is brought to the public as soon as the event log has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from gptreview.model.publication import PublicationCounts
from gptreview.store import cursors, rulings
from gptreview.store.cursors import LoggedEvent
from gptreview.store.database import Database
from gptreview.usecases.publish_verdicts import PublishVerdicts

CURSOR: Final = "publication"
_DECIDED: Final = ("decision.made", "decision.ended")
_UPLOADED: Final = "version.uploaded"
"""By a builder, and reviewed at once: who was shown the version before sees this one."""
_TOGETHER: Final = 200


@dataclass(frozen=True, slots=True)
class PublishDecisions:
    """Publishes listings whose decisions changed, and new versions of what the public knows.

    Publishing one again changes nothing.
    """

    database: Database
    publishers: Sequence[PublishVerdicts]
    """One for each audience."""

    def run(self) -> PublicationCounts:
        """Deal with all decisions and uploads since the last time.

        Raises:
            DependencyError: The database does not answer, or has no room; what was dealt with
                stays so.
        """
        counts, is_end = PublicationCounts(), False
        while not is_end:
            with self.database.reading() as session:
                after = cursors.position(session, CURSOR)
                portion = cursors.events_after(
                    session, after, (*_DECIDED, _UPLOADED), limit=_TOGETHER
                )
            counts += self._publish(portion.events)
            if portion.last > after:
                with self.database.writing() as session:
                    if cursors.take(session, CURSOR) < portion.last:
                        cursors.advance(session, CURSOR, portion.last)
            is_end = portion.is_end
        return counts

    def _publish(self, events: Sequence[LoggedEvent]) -> PublicationCounts:
        counts = PublicationCounts()
        listings = self._listings([each for each in events if each.kind != _UPLOADED])
        uploaded = {each.payload["listing"] for each in events if each.kind == _UPLOADED}
        for publisher in self.publishers:
            if listings is None:
                counts += publisher.run()
                continue
            for listing in listings:
                counts += publisher.only(listing)
            for listing in sorted(uploaded.difference(listings)):
                counts += publisher.only(listing, again=True)
        return counts

    def _listings(self, events: Sequence[LoggedEvent]) -> Sequence[int] | None:
        """Those that decisions cover or have covered; None for all that there are."""
        listings: dict[int, None] = {}
        with self.database.reading() as session:
            for event in events:
                listings[event.payload["listing"]] = None
                for builder in rulings.builders_of(session, event.payload["case"]):
                    of_builder = rulings.listings_of(session, builder)
                    if of_builder is None:
                        return None
                    listings.update(dict.fromkeys(of_builder))
        return list(listings)
