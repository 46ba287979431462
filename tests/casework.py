"""A registry with cases that tests of triage fill by hand, with people and a clock of its own."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from gptreview.model.account import Account, Identity, Role
from gptreview.model.finding import Card, Category, Confidence, Hit, Severity, Wording
from gptreview.model.gpt import Gpt
from gptreview.model.segment import Segment
from gptreview.model.verdict import JudgedFinding, Outcome
from gptreview.model.view import View
from gptreview.store import sightings, verdicts
from gptreview.store.database import Database
from gptreview.store.events import verify
from gptreview.store.runs import begin_run
from gptreview.store.sightings import Sighting
from gptreview.store.tables.accounts import AccountRow
from gptreview.store.tables.cases import CaseRow, ReportRow
from gptreview.store.tables.events import EventRow
from gptreview.store.tables.registry import ListingRow
from gptreview.store.tables.verdicts import VerdictRow
from gptreview.store.verdicts import MadeVerdict, Standard
from tests.verdicts import verdict_by

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

    def verdict(self, gpt: Gpt, *findings: JudgedFinding) -> int:
        """A failed verdict on a content by a standard that all of them share; its number."""
        standard = Standard("house", "1", "sha256:p", "sha256:r", "sha256:s", "content")
        digest = gpt.content_digest()
        made = verdict_by(standard, digest, digest, Outcome.FAIL, *findings)
        with self.database.writing() as session:
            number = verdicts.standard_id(session, standard, now=NOW)
            run = begin_run(session, kind="review", owner="host/1/2", now=NOW)
            verdicts.write(session, [MadeVerdict(made)], standard=number, run=run, now=NOW)
            found = session.scalar(select(VerdictRow.id).where(VerdictRow.content_digest == digest))
        assert found is not None
        return found

    def report(self, case: int, description: str = "It asks for money.", **columns: Any) -> int:
        """A report that a case has; its number."""
        with self.database.writing() as session:
            about = session.get_one(CaseRow, case)
            fixed = {
                "category": "fraud",
                "location": "instructions",
                "language": "en",
                "reporter": "r",
                "filed_at": self.now,
                "text_digest": description[:71],
                "receipt_hash": f"{case} {description}"[:64],
            }
            row = ReportRow(
                case_id=case,
                listing_id=about.listing_id,
                number=about.number,
                description=description,
                **fixed | columns,
            )
            session.add(row)
        return row.id

    def steps(self) -> list[tuple[str, str, str, Mapping[str, Any]]]:
        """Actor, kind, subject and payload of events that accounts wrote; the chain holds."""
        with self.database.snapshot() as session:
            assert verify(session).broken is None
            rows = session.scalars(
                select(EventRow).where(EventRow.actor.like("account:%")).order_by(EventRow.seq)
            )
            return [(row.actor, row.kind, row.subject, json.loads(row.payload)) for row in rows]


class NumberScanner:
    """Masks runs of seven digits and more; gives up on a text that says so."""

    name = "numbers"
    version = "1"

    def cards(self) -> Sequence[Card]:
        """One."""
        return (_NUMBER,)

    def scan(self, segment: Segment, views: Sequence[View]) -> Iterable[Hit]:
        """Each run."""
        assert views[0].text == segment.text
        if "give up" in segment.text:
            raise ValueError(segment.text)
        for found in re.finditer("[0-9]{7,}", segment.text):
            yield Hit(_NUMBER, found.start(), found.end(), masked="[number]")


_NUMBER = Card(
    "number",
    "A number",
    Category.PII,
    Severity.LOW,
    Confidence.HIGH,
    Wording("It may be a person's.", "可能是个人号码。"),
    Wording("Remove it.", "删除它。"),
    "c",
)
