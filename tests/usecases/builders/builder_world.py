"""Builders, leads and listings that name a builder, for tests of what is whose."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gptreview.model.account import Account, Identity
    from gptreview.model.gpt import Gpt
    from gptreview.store.database import Database
    from gptreview.usecases.builders.own_listings import OwnListings

SOURCE = "compliance:ws-1"


class BuilderWorld:
    """A registry that is filled by hand, with a clock that a test turns."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)

    def clock(self) -> dt.datetime:
        """Stands still."""
        return self.now

    def somebody(self, name: str, role: str = "builder") -> Identity:
        """An account that is signed in."""
        from gptreview.model.account import Account, Identity, Role
        from gptreview.store.tables.accounts import AccountRow

        with self.database.writing() as session:
            row = AccountRow(
                name=name,
                email=f"{name}@example.com",
                role=role,
                locked_until=None,
                created_at=self.now,
                disabled_at=None,
            )
            session.add(row)
            session.flush()
            number = row.id
        account = Account(number, name, f"{name}@example.com", Role(role), "en", self.now)
        return Identity(Role(role), account)

    def disabled(self, account: Account) -> Account:
        """The account once an admin has disabled it."""
        from gptreview.store.tables.accounts import AccountRow

        with self.database.writing() as session:
            session.get_one(AccountRow, account.id).disabled_at = self.now
        return replace(account, disabled_at=self.now)

    def prove(self, identity: Identity, domain: str, days: int = 180) -> None:
        """The account has proven a domain, for so many days from now."""
        from gptreview.store import domains

        assert identity.account is not None
        with self.database.writing() as session:
            made = domains.add(
                session, identity.account.id, domain, f"token-{domain}", at=self.now, most=99
            )
            until = self.now + dt.timedelta(days=days)
            domains.prove(session, made.id, "dns", at=self.now, until=until)

    def have(self, **gpts: Gpt) -> None:
        """The source has these listings, by id, and their traits are known."""
        from gptreview.model.builder_key import builder_key
        from gptreview.store import sightings
        from gptreview.store.bulk import insert_missing
        from gptreview.store.sightings import Sighting
        from gptreview.store.tables.cases import TraitRow

        seen = [Sighting(id_, gpt, gpt.content_digest()) for id_, gpt in gpts.items()]
        with self.database.writing() as session:
            sightings.hold(session, SOURCE)
            known = sightings.known_listings(session, SOURCE, list(gpts))
            sightings.record(
                session, SOURCE, seen, known, at=self.now, shown_name=lambda gpt: gpt.name
            )
            rows = [
                {
                    "content_digest": each.digest,
                    "kind": "builder",
                    "value": builder_key(each.gpt.builder),
                    "shown": "",
                }
                for each in seen
            ]
            insert_missing(session, TraitRow, rows)

    def own_listings(self) -> OwnListings:
        """The use-case, which masks an id by writing it large."""
        from gptreview.usecases.builders.own_listings import OwnListings

        return OwnListings(self.database, self.clock, str.upper)

    def events(self, *kinds: str) -> list[tuple[str, str, str, Mapping[str, Any]]]:
        """Kind, actor, subject and payload of these; the chain holds."""
        from sqlalchemy import select

        from gptreview.store import events
        from gptreview.store.tables.events import EventRow

        with self.database.snapshot() as session:
            assert events.verify(session).broken is None
            rows = session.scalars(
                select(EventRow).where(EventRow.kind.in_(kinds)).order_by(EventRow.seq)
            )
            return [(row.kind, row.actor, row.subject, json.loads(row.payload)) for row in rows]


def by(domain: str, name: str = "", builder: str = "") -> Gpt:
    """A GPT that names a builder's domain."""
    from gptreview.model.gpt import Builder, Gpt

    return Gpt(name or f"of {domain}", builder=Builder(builder, domain))
