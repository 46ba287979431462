"""A registry with cases that tests of triage fill by hand, with people and a clock of its own."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from gptreview.model.account import Account, Identity, Role
from gptreview.model.gpt import Gpt
from gptreview.store import sightings
from gptreview.store.database import Database
from gptreview.store.events import verify
from gptreview.store.sightings import Sighting
from gptreview.store.tables.accounts import AccountRow
from gptreview.store.tables.cases import CaseRow
from gptreview.store.tables.events import EventRow
from gptreview.store.tables.registry import ListingRow

NOW = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
PARTS = {"severity": 6_000, "reach": 1_000, "reporters": 2_000, "accuracy": 2_000, "history": 0}
"""Of a case of which a test does not say any."""


class Casework:
    """Makes listings, accounts and cases, each in a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = NOW

    def clock(self) -> dt.datetime:
        """Stands still until a test sets it."""
        return self.now

    def account(self, name: str, role: Role = Role.REVIEWER) -> Identity:
        """Somebody who is signed in."""
        row = AccountRow(
            name=name,
            email=f"{name}@example.com",
            role=str(role),
            created_at=NOW,
            issuer=None,
            subject=None,
            locked_until=None,
            disabled_at=None,
        )
        with self.database.writing() as session:
            session.add(row)
        return Identity(role, Account(row.id, name, row.email, role, "en", NOW))

    def listing(self, gpt: Gpt, source: str = "compliance:ws-1") -> int:
        """A listing that has a content now; its number."""
        seen = [Sighting(gpt.id, gpt, gpt.content_digest())]
        with self.database.writing() as session:
            sightings.hold(session, source)
            known = sightings.known_listings(session, source, [gpt.id])
            sightings.record(
                session, source, seen, known, at=self.now, shown_name=lambda each: each.name
            )
            found = session.scalar(
                select(ListingRow.id).where(
                    ListingRow.source == source, ListingRow.external_id == gpt.id
                )
            )
        assert found is not None
        return found

    def case(self, listing: int, **columns: Any) -> int:
        """A case about the current version of a listing; its number."""
        with self.database.writing() as session:
            about = session.get_one(ListingRow, listing)
            fixed = {
                "number": about.number,
                "content_digest": about.content_digest,
                "state": "open",
                "is_waiting": columns.get("state", "open") != "decided",
                "rank": 0,
                "parts": PARTS,
                "categories": " fraud ",
                "language": "en",
                "opened_at": self.now,
                "due_at": self.now + dt.timedelta(hours=72),
            }
            row = CaseRow(listing_id=listing, **fixed | columns)
            session.add(row)
        return row.id

    def cases(self, *columns: Mapping[str, Any]) -> list[int]:
        """A case for each, about a listing of its own; their numbers."""
        numbers = range(1, len(columns) + 1)
        listings = [self.listing(Gpt(f"Listing {each}", id=f"g-{each}")) for each in numbers]
        return [self.case(one, **each) for one, each in zip(listings, columns, strict=True)]

    def steps(self) -> list[tuple[str, str, str, Mapping[str, Any]]]:
        """Actor, kind, subject and payload of events that accounts wrote; the chain holds."""
        with self.database.snapshot() as session:
            assert verify(session).broken is None
            rows = session.scalars(
                select(EventRow).where(EventRow.actor.like("account:%")).order_by(EventRow.seq)
            )
            return [(row.actor, row.kind, row.subject, json.loads(row.payload)) for row in rows]
