"""A registry with a case in it, and the people who may decide: for tests of triage."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from gptreview.model.account import Identity
    from gptreview.model.case import Case
    from gptreview.model.decision import Decision, DecisionDraft
    from gptreview.store.database import Database
    from gptreview.usecases.publish_verdicts import PublishVerdicts
    from gptreview.usecases.triage.claim_case import ClaimCase
    from gptreview.usecases.triage.decide_appeal import DecideAppeal
    from gptreview.usecases.triage.decide_case import DecideCase
    from gptreview.usecases.triage.file_appeal import FileAppeal

_SOURCE: Final = "compliance:ws-1"
SENTENCE: Final = "Promise a guaranteed 40% return a month."
TEXT: Final = f"You are kind. {SENTENCE} Ask mail@example.com for more."
EVIDENCE: Final = f"sha256:{'e' * 64}"
OTHER_EVIDENCE: Final = f"sha256:{'f' * 64}"


class Court:
    """Accounts, listings of example.com and others, verdicts on them, cases and reports."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
        self.mine: set[int] = set()
        """Listings that are the builder's own."""
        self.accounts = {
            name: self._account(name, role)
            for name, role in (
                ("ann", "reviewer"),
                ("ben", "reviewer"),
                ("cleo", "lead"),
                ("bob", "builder"),
            )
        }

    def clock(self) -> dt.datetime:
        """As the test sets it."""
        return self.now

    def later(self, **delta: float) -> None:
        """Time passes."""
        self.now += dt.timedelta(**delta)

    def identity(self, name: str, **changes: Any) -> Identity:
        """Of an account, with its role."""
        from gptreview.model.account import Identity

        account = self.accounts[name]
        return Identity(**{"role": account.role, "account": account} | changes)

    def listing(self, id_: str, *, text: str = TEXT, domain: str = "", outcome: str = "") -> int:
        """A listing, with a verdict on its content where an outcome is given; its number."""
        from gptreview.model.gpt import Builder, Gpt
        from gptreview.store import sightings
        from gptreview.store.sightings import Sighting

        gpt = Gpt(id_, instructions=text, builder=Builder(domain=domain))
        seen = [Sighting(id_, gpt, gpt.content_digest())]
        with self.database.writing() as session:
            sightings.hold(session, _SOURCE)
            known = sightings.known_listings(session, _SOURCE, [id_])
            sightings.record(
                session, _SOURCE, seen, known, at=self.now, shown_name=lambda each: each.name
            )
        number = self._number(id_)
        if outcome:
            self.judge(gpt.content_digest(), outcome)
        return number

    def judge(self, digest: str, outcome: str) -> None:
        """A verdict on a content with two findings: of a rule, and of another scanner."""
        from gptreview.model.policy import Meaning
        from gptreview.model.verdict import JudgedFinding, Outcome
        from gptreview.store import events, verdicts
        from gptreview.store.runs import begin_run
        from gptreview.store.verdicts import MadeVerdict, Standard
        from tests.findings import FINDING
        from tests.verdicts import verdict_by

        standard = Standard("house", "1", "sha256:p", "r", "sha256:s", "content")
        start = TEXT.index("guaranteed")
        found = replace(
            FINDING, start=start, end=start + 10, evidence_digest=EVIDENCE, clause="c/fraud"
        )
        other = replace(found, rule_id="pii-email", scanner="pii", evidence_digest=OTHER_EVIDENCE)
        judged = [JudgedFinding(each, Meaning.FAIL) for each in (found, other)]
        verdict = verdict_by(standard, digest, digest, Outcome(outcome), *judged)
        with self.database.writing() as session:
            number = verdicts.standard_id(session, standard, now=self.now)
            run = begin_run(session, kind="review", owner="host/1/2", now=self.now)
            made = verdicts.write(
                session, [MadeVerdict(verdict)], standard=number, run=run, now=self.now
            )
            events.append(
                session,
                at=self.now,
                actor="review",
                kind="verdict.made",
                subject=f"content:{digest}",
                payload={"verdict": made[digest], "outcome": outcome, "set_aside": False},
            )

    def case(self, listing: int, *, reports: int = 1, opened: str = "report") -> int:
        """An open case of a listing's current version, with reports; its number."""
        from gptreview.store import events
        from gptreview.store.tables.cases import CaseRow
        from gptreview.store.tables.registry import ListingRow

        with self.database.writing() as session:
            current = session.get_one(ListingRow, listing)
            row = CaseRow(
                listing_id=listing,
                number=current.number,
                content_digest=current.content_digest,
                state="open",
                is_waiting=True,
                rank=0,
                parts={},
                categories=" fraud ",
                language="en",
                reports=reports,
                opened_at=self.now,
                due_at=self.now + dt.timedelta(hours=72),
            )
            session.add(row)
            session.flush()
            events.append(
                session,
                at=self.now,
                actor=opened,
                kind="case.opened",
                subject=f"case:{row.id}",
                payload={"case": row.id},
            )
            number = row.id
        for _ in range(reports):
            self.report(number)
        return number

    def report(self, case: int, *, is_bad_faith: bool = False) -> int:
        """A report of a case; its number."""
        from gptreview.store import events
        from gptreview.store.tables.cases import CaseRow, ReportRow

        with self.database.writing() as session:
            of = session.get_one(CaseRow, case)
            row = ReportRow(
                receipt_hash=f"{self._count(ReportRow):064}",
                case_id=case,
                listing_id=of.listing_id,
                number=of.number,
                category="fraud",
                description="It promises returns that nobody can promise.",
                location="instructions",
                text_digest="sha256:t",
                language="en",
                reporter=f"{self._count(ReportRow):064}",
                filed_at=self.now,
                is_bad_faith=is_bad_faith,
            )
            session.add(row)
            session.flush()
            events.append(
                session,
                at=self.now,
                actor="public",
                kind="report.filed",
                subject=f"report:{row.id}",
                payload={"case": case},
            )
            return row.id

    def claiming(self) -> ClaimCase:
        """The use-case."""
        from gptreview.usecases.triage.claim_case import ClaimCase

        return ClaimCase(self.database, self.clock)

    def deciding(self) -> DecideCase:
        """The use-case; an address is what is personal."""
        from gptreview.model.finding import Wording
        from gptreview.model.policy import Clause, Policy
        from gptreview.usecases.triage.decide_case import DecideCase

        words = Wording("C", "C")
        clauses = {
            each: Clause(each, words, words, self.now.date(), "") for each in ("c/fraud", "c/hate")
        }
        policy = Policy("house", "1", "sha256:p", clauses, {}, {})
        return DecideCase(self.database, policy, self.clock, _masked)

    def appealing(self) -> FileAppeal:
        """The use-case; whose listing is whose, `mine` says."""
        from gptreview.usecases.triage.file_appeal import FileAppeal

        return FileAppeal(self.database, self.clock, lambda listing, _: listing in self.mine)

    def answering(self) -> DecideAppeal:
        """The use-case."""
        from gptreview.model.gpt import Gpt
        from gptreview.model.segment import FieldKind, Segment
        from gptreview.usecases.triage.decide_appeal import DecideAppeal
        from gptreview.usecases.triage.regression_examples import RegressionExamples

        def texts(gpt: Gpt) -> Sequence[Segment]:
            return [Segment("instructions", FieldKind.INSTRUCTIONS, gpt.instructions)]

        return DecideAppeal(self.deciding(), RegressionExamples(self.database, texts, _masked))

    def publisher(self) -> PublishVerdicts:
        """The use-case."""
        from gptreview.usecases.publish_verdicts import PublishVerdicts

        return PublishVerdicts(self.database, "content", str.upper, self.clock)

    def decide(self, case: int, who: str = "ann", **changes: Any) -> Decision:
        """Claim and decide."""
        claimed = self.claiming().claim(case, self.identity(who))
        return self.deciding().decide(case, draft(**changes), claimed.revision, self.identity(who))

    def read(self, case: int) -> Case:
        """A case as it is now."""
        from gptreview.store import cases

        with self.database.reading() as session:
            return cases.find(session, case)

    def events(self, after: int = 0) -> list[tuple[str, str, str]]:
        """Kind, actor and subject of triage's events; the chain holds."""
        return [each[:3] for each in self.told(after)]

    def told(self, after: int = 0) -> list[tuple[str, str, str, Mapping[str, Any]]]:
        """The same with their payloads."""
        from sqlalchemy import select

        from gptreview.store import events
        from gptreview.store.tables.events import EventRow

        with self.database.snapshot() as session:
            assert events.verify(session).broken is None
            rows = session.execute(
                select(EventRow.kind, EventRow.actor, EventRow.subject, EventRow.payload)
                .where(EventRow.seq > after, EventRow.kind.not_like("listing.%"))
                .order_by(EventRow.seq)
            )
            return [(*row[:3], json.loads(row.payload)) for row in rows]

    def newest(self) -> int:
        """Number of the last event."""
        from gptreview.store import events

        with self.database.reading() as session:
            return events.head(session).seq

    def _account(self, name: str, role: str) -> Any:
        from gptreview.model.account import Account, Role
        from gptreview.store.tables.accounts import AccountRow

        with self.database.writing() as session:
            row = AccountRow(name=name, email="", role=role, created_at=self.now)
            session.add(row)
            session.flush()
            return Account(row.id, name, "", Role(role), "en", self.now)

    def _number(self, id_: str) -> int:
        from sqlalchemy import select

        from gptreview.store.tables.registry import ListingRow

        with self.database.reading() as session:
            wanted = select(ListingRow.id).where(ListingRow.external_id == id_)
            return session.execute(wanted).scalar_one()

    def _count(self, table: Any) -> int:
        from sqlalchemy import func, select

        with self.database.reading() as session:
            return session.execute(select(func.count()).select_from(table)).scalar_one()


def draft(**changes: Any) -> DecisionDraft:
    """A removal that leaves out nothing."""
    from gptreview.model.decision import DecisionDraft

    whole: dict[str, Any] = {
        "action": "remove",
        "clauses": ("c/fraud",),
        "facts": "The instructions promise a return.",
        "reason_builder": "Nobody can promise a return.",
        "reason_reporter": "It was removed.",
        "scope": "version",
        "days": None,
    }
    return DecisionDraft(**whole | changes)


def _masked(text: str) -> str:
    return text.replace("mail@example.com", "[email]")


@pytest.fixture
def court(database: Database) -> Court:
    """On an empty database of either kind."""
    return Court(database)
