"""A listing, its builder and its reporters, for tests of who is told what of a case."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from gptreview.model.decision import Action, Decision, Ground, Scope
from gptreview.model.finding import Wording
from gptreview.model.gpt import Builder, Gpt
from gptreview.model.policy import Clause, Meaning
from gptreview.model.segment import Locator
from gptreview.model.verdict import JudgedFinding, Outcome
from gptreview.store import decisions, sightings, verdicts
from gptreview.store.decisions import MadeDecision
from gptreview.store.events import append
from gptreview.store.runs import begin_run
from gptreview.store.sightings import Sighting
from gptreview.store.tables.accounts import AccountRow, DomainRow
from gptreview.store.tables.cases import AppealRow, CaseRow, ReportRow
from gptreview.store.tables.events import EventRow
from gptreview.store.tables.notices import NoticeRow
from gptreview.store.tables.registry import ListingRow
from gptreview.store.verdicts import MadeVerdict, Standard
from tests.findings import FINDING
from tests.verdicts import verdict_by

if TYPE_CHECKING:
    from gptreview.store.database import Database

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
CLAUSE = Clause(
    "usage-policies/fraud",
    Wording("Fraud", "欺诈"),
    Wording("Do not deceive people for gain.", "不得为牟利而欺骗他人。"),
    dt.date(2026, 1, 1),
    "https://example.com/policies",
)
EVIDENCE = f"sha256:{'0' * 64}"


class Correspondence:
    """A case with a listing of the builder at example.com, written by hand."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = NOW
        self.gpt = Gpt(
            "Trips", instructions="Pay first.", builder=Builder("Example", "example.com")
        )
        self.digest = self.gpt.content_digest()
        self.listing = self._listing()
        self.reviewer = self.account("reviewer", role="reviewer")
        self.verdict = self._verdict()
        self.case = self._case()

    def clock(self) -> dt.datetime:
        """A second later each time."""
        self.now += dt.timedelta(seconds=1)
        return self.now

    def account(self, name: str, *, role: str = "builder", **changes: Any) -> int:
        """Somebody with an address of the same name."""
        values = {"email": f"{name}@example.com", "language": "en"} | changes
        row = AccountRow(name=name, role=role, created_at=self.now, **values)
        return self._add(row)

    def owner(self, name: str = "builder", domain: str = "example.com", **changes: Any) -> int:
        """An account that has proven a domain."""
        number = self.account(name, **changes)
        row = DomainRow(
            account_id=number,
            domain=domain,
            token=name,
            way="dns",
            added_at=self.now,
            verified_at=self.now,
            expires_at=NOW + dt.timedelta(days=36_500),  # whatever the real time is
        )
        self._add(row)
        return number

    def report(self, email: str = "reporter@example.com", **changes: Any) -> int:
        """A report that was filed, with its event."""
        text = hashlib.sha256(f"{email}{self.clock()}".encode()).hexdigest()
        values = {
            "category": "fraud",
            "language": "en",
            "name": "Robin Example",
            "description": "It asks for money.",
        } | changes
        row = ReportRow(
            receipt_hash=text,
            case_id=self.case,
            listing_id=self.listing,
            number=1,
            location="",
            text_digest=f"sha256:{text}",
            email=email,
            reporter=text,
            filed_at=self.now,
            **values,
        )
        number = self._add(row)
        self.log("report.filed", f"report:{number}", case=self.case)
        return number

    def decide(
        self, action: Action = Action.REMOVE, *, appeal: int | None = None, **changes: Any
    ) -> int:
        """A decision that was made, with its event."""
        decision = Decision(
            id=0,
            case=self.case,
            account=self.reviewer,
            action=action,
            clauses=(CLAUSE.id, "c/unknown"),
            facts="It asks for a payment up front.",
            reason_builder="Nobody may ask for that.",
            reason_reporter="You were right.",
            scope=Scope.LISTING,
            ground=Ground.TERMS,
            legal_ground="",
            made_at=self.clock(),
            ends_at=None,
            change_by=None,
            evidence=(EVIDENCE,),
            appeal=appeal,
        )
        wanted = MadeDecision(
            replace(decision, **changes), self.listing, self.digest, "", (), self.verdict, ""
        )
        with self.database.writing() as session:
            made = decisions.write(session, wanted)
        payload = {"case": self.case, "automated_detection": False, "reports": 1, "appeal": appeal}
        self.log("decision.made", f"decision:{made.id}", **payload)
        return made.id

    def appeal(self, decision: int, party: str, who: int) -> int:
        """An appeal that was filed, with its event."""
        row = AppealRow(
            case_id=self.case,
            decision_id=decision,
            party=party,
            who=who,
            reason="I do not agree.",
            filed_at=self.clock(),
        )
        number = self._add(row)
        self.log("appeal.filed", f"appeal:{number}", party=party)
        return number

    def answer(
        self, appeal: int, *, is_upheld: bool, answer: str, at: dt.datetime | None = None
    ) -> None:
        """An appeal that was decided, with its event; those of one answer at the same time."""
        with self.database.writing() as session:
            session.execute(
                update(AppealRow)
                .where(AppealRow.id == appeal)
                .values(is_upheld=is_upheld, answer=answer, decided_at=at or self.clock())
            )
        self.log(f"appeal.{'upheld' if is_upheld else 'overturned'}", f"appeal:{appeal}")

    def log(self, kind: str, subject: str, **payload: Any) -> None:
        """An event."""
        with self.database.writing() as session:
            append(
                session,
                at=self.clock(),
                actor="account:1",
                kind=kind,
                subject=subject,
                payload=payload,
            )

    def letters(self, *columns: str) -> list[tuple[Any, ...]]:
        """These columns of all letters, in the order in which they were written."""
        wanted = [getattr(NoticeRow, name) for name in columns]
        with self.database.reading() as session:
            return [tuple(row) for row in session.execute(select(*wanted).order_by(NoticeRow.id))]

    def logged(self, kind: str) -> list[tuple[str, Mapping[str, Any]]]:
        """Subject and payload of the events of a kind."""
        with self.database.reading() as session:
            rows = session.execute(
                select(EventRow.subject, EventRow.payload)
                .where(EventRow.kind == kind)
                .order_by(EventRow.seq)
            )
            return [(row.subject, json.loads(row.payload)) for row in rows]

    def change(self, table: type[Any], number: int, **values: Any) -> None:
        """Write other values into a row."""
        with self.database.writing() as session:
            session.execute(update(table).where(table.id == number).values(**values))

    def _add(self, row: Any) -> int:
        with self.database.writing() as session:
            session.add(row)
            session.flush()
            return int(row.id)

    def _listing(self) -> int:
        seen = [Sighting("trips", self.gpt, self.digest)]
        with self.database.writing() as session:
            sightings.hold(session, "list")
            known = sightings.known_listings(session, "list", ["trips"])
            sightings.record(session, "list", seen, known, at=NOW, shown_name=lambda gpt: gpt.name)
            return session.scalars(select(ListingRow.id)).one()

    def _verdict(self) -> int:
        standard = Standard("house", "1", EVIDENCE, "0" * 64, "sha256:s", "content")
        found = replace(
            FINDING,
            excerpt="Pay first.",
            before="Then: ",
            locator=Locator(3, 7),
            evidence_digest=EVIDENCE,
        )
        judged = JudgedFinding(found, Meaning.FAIL)
        made = verdict_by(standard, self.digest, self.digest, Outcome.FAIL, judged)
        with self.database.writing() as session:
            number = verdicts.standard_id(session, standard, now=NOW)
            run = begin_run(session, kind="review", owner="host/1/2", now=NOW)
            verdicts.write(session, [MadeVerdict(made)], standard=number, run=run, now=NOW)
        return 1

    def _case(self) -> int:
        row = CaseRow(
            listing_id=self.listing,
            number=1,
            content_digest=self.digest,
            state="open",
            is_waiting=True,
            rank=0,
            parts={},
            categories=" fraud ",
            language="en",
            opened_at=NOW,
            verdict_id=self.verdict,
        )
        return self._add(row)
