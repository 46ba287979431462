"""A registry whose listings depend on servers of this machine."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select, update

from gptreview.errors import DependencyError
from gptreview.model.gpt import Builder, Gpt, GptAction
from gptreview.model.watches import DriftCounts, ListedWatch
from gptreview.net.deadline import Deadline
from gptreview.net.resolver import resolve
from gptreview.reading.document import ReadLimits
from gptreview.store import events, sightings, snapshots, watches
from gptreview.store.database import Database
from gptreview.store.sightings import Sighting
from gptreview.store.tables.events import EventRow
from gptreview.store.tables.registry import ListingRow, VersionRow
from gptreview.store.tables.watches import WatchRow
from gptreview.usecases.check_drift import CheckDrift
from gptreview.usecases.watch_looks import Looker
from gptreview.usecases.watch_portion import DriftOptions
from tests.loopback import Site, World

START = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
RECORD = "openai-domain-verification=dv-0123456789"
HOST = "api.example.com"


def spec(host: str = HOST, **changes: Any) -> dict[str, Any]:
    """A specification with one server."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Trains", "version": "1"},
        "servers": [{"url": f"https://{host}"}],
        "paths": {},
        **changes,
    }


@dataclass
class DriftWorld:
    """Listings, the servers that they depend on, and a clock that the test sets."""

    database: Database
    world: World
    now: dt.datetime = START
    records: dict[str, Sequence[str]] = field(default_factory=dict)
    """TXT records by domain; for others no name server answers."""
    timeout_seconds: float = 5.0
    source: str = "gpts"
    stopped: bool = False
    ports: set[int] = field(default_factory=lambda: {443})
    """Those of servers that are down included."""

    def __post_init__(self) -> None:
        self.site: Site = self.world.site(HOST, "example.com", "other.example.com")
        self.site.answers["/spec"] = Site.json(spec())
        self.site.answers["/privacy"] = Site.message("200 OK", body=b"We keep nothing.")

    def gpt(self, identifier: str = "g-1", **changes: Any) -> Gpt:
        """A listing with one action that was imported from the site."""
        action = GptAction(
            json.dumps(spec()),
            privacy_policy_url=self.site.url("/privacy"),
            schema_url=self.site.url("/spec?key=hush"),
        )
        self.site.answers.setdefault("/spec?key=hush", self.site.answers["/spec"])
        gpt = Gpt("Trains", identifier, "Books trains.", f"Book {identifier}.", actions=(action,))
        return replace(gpt, **changes)

    def plain(self, identifier: str = "g-1", **changes: Any) -> Gpt:
        """A listing whose only dependency is what is given of its action."""
        return self.gpt(identifier, actions=(GptAction("", unread="none", **changes),))

    def built(self, **changes: Any) -> Gpt:
        """A listing without actions, of a builder who has proved a domain."""
        return self.gpt(actions=(), builder=Builder("Example Ltd", "example.com", "dns"), **changes)

    def sync(self, *gpts: Gpt) -> None:
        """What a sync writes of these listings."""
        with self.database.writing() as session:
            sightings.hold(session, self.source)
            ids = [each.id for each in gpts]
            known = sightings.known_listings(session, self.source, ids)
            found = [Sighting(each.id, each, each.content_digest()) for each in gpts]
            sightings.record(
                session, self.source, found, known, at=self.now, shown_name=lambda gpt: gpt.name
            )

    def use_case(self, **options: Any) -> CheckDrift:
        """A worker."""
        self.ports |= {site.port for site in self.world.sites}
        fetcher = self.world.fetcher(
            timeout_seconds=self.timeout_seconds, other_ports=sorted(self.ports)
        )
        guard = self.world.guard

        def addresses(host: str) -> Sequence[str]:
            return guard.check(host, resolve(self.world.names, host, 443, Deadline.after(5)))

        looker = Looker(fetcher.ask, addresses, self.txt_records, 5.0, ReadLimits())
        return CheckDrift(
            self.database,
            looker,
            DriftOptions(**options),
            "host/1/2",
            lambda: self.now,
            lambda: self.stopped,
        )

    def txt_records(self, domain: str, deadline: Deadline) -> Sequence[str]:
        """The records of a domain."""
        assert deadline.remaining() > 0
        if domain not in self.records:
            raise DependencyError(f"no name server answered for {domain}")
        return self.records[domain]

    def run(self, later: dt.timedelta = dt.timedelta(), **options: Any) -> DriftCounts:
        """Look at all that is due so much later."""
        self.now += later
        return self.use_case(**options).run().counts

    def down(self, *paths: str) -> None:
        """These paths are not found any more."""
        for path in paths:
            self.site.answers[path] = Site.message("404 Not Found")

    def serve(self, value: Any, path: str = "/spec?key=hush") -> None:
        """The specification is another one."""
        self.site.answers[path] = Site.json(value)

    def watches(self) -> dict[str, ListedWatch]:
        """By kind and target, the target without host and port."""
        with self.database.reading() as session:
            found = watches.listed(session, listing=None, limit=1_000)
        at = self.site.url("").removesuffix("/")
        return {f"{each.kind} {each.target.replace(at, '')}": each for each in found}

    def states(self) -> dict[str, str]:
        """State of each watch."""
        return {name: str(each.state) for name, each in self.watches().items()}

    def current(self, listing: int = 1) -> Gpt:
        """The content of a listing's current version."""
        with self.database.reading() as session:
            digest = session.scalars(
                select(ListingRow.content_digest).where(ListingRow.id == listing)
            ).one()
            return snapshots.read(session, digest)

    def versions(self, listing: int = 1) -> list[str]:
        """The digests of all its contents."""
        with self.database.reading() as session:
            rows = session.execute(
                select(VersionRow.number, VersionRow.content_digest)
                .where(VersionRow.listing_id == listing)
                .order_by(VersionRow.number)
            ).all()
        assert [number for number, _ in rows] == list(range(1, len(rows) + 1))
        return [digest for _, digest in rows]

    def drifted(self) -> list[dict[str, Any]]:
        """Payloads of the events of drift; the chain holds."""
        with self.database.reading() as session:
            assert events.verify(session).broken is None
            rows = session.scalars(
                select(EventRow).where(EventRow.kind == "listing.drifted").order_by(EventRow.seq)
            )
            return [{"subject": row.subject, **json.loads(row.payload)} for row in rows]

    def set(self, kinds: Iterable[str], **values: Any) -> None:
        """Change columns of some watches."""
        with self.database.writing() as session:
            session.execute(update(WatchRow).where(WatchRow.kind.in_(list(kinds))).values(**values))
