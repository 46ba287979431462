"""Cases that tests of exports write by hand: rows, and the events that go with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select

from gptreview.model.account import Account, Identity, Role
from gptreview.store import detection, events
from gptreview.store.events import Event
from gptreview.store.tables.accounts import AccountRow
from gptreview.store.tables.cases import AppealRow, CaseRow, DecisionRow, ReportRow
from gptreview.store.tables.notices import NoticeRow
from gptreview.store.tables.registry import ListingRow
from gptreview.store.tables.verdicts import VerdictRow
from tests.publishing import Newsroom

MONDAY: Final = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
"""Of ISO week 10."""
LEAD: Final = Identity(Role.LEAD, Account(2, "lee", "", Role.LEAD, "en", MONDAY))
REVIEWER: Final = Identity(Role.REVIEWER, Account(1, "rio", "", Role.REVIEWER, "en", MONDAY))


def at(hours: float) -> dt.datetime:
    """So many hours after that Monday morning."""
    return MONDAY + dt.timedelta(hours=hours)


@dataclass
class Casebook:
    """Writes what others would have written."""

    newsroom: Newsroom

    def __post_init__(self) -> None:
        with self.newsroom.database.writing() as session:
            for name, role in (("rio", "reviewer"), ("lee", "lead")):
                session.add(AccountRow(name=name, email="", role=role, created_at=MONDAY))
                session.flush()

    def listing(self, word: str) -> None:
        """A listing of the word, whose first version was seen on that Monday."""
        self.newsroom.have(**{word: word})

    def log(self, kind: str, subject: str, when: dt.datetime, actor: str, **payload: Any) -> None:
        """One event."""
        with self.newsroom.database.writing() as session:
            events.append_all(session, [Event(when, actor, kind, subject, payload)])

    def judged(self, word: str, outcome: str, *meanings: str, when: dt.datetime) -> None:
        """A verdict on a content and its event."""
        self.newsroom.judge(word, outcome, *meanings)
        with self.newsroom.database.reading() as session:
            verdict = session.scalars(select(VerdictRow).order_by(VerdictRow.id.desc())).first()
            assert verdict is not None
            subject = f"content:{verdict.content_digest}"
            payload = {"verdict": verdict.id, "outcome": outcome, "set_aside": False}
        self.log("verdict.made", subject, when, "review", **payload)

    def case(self, word: str, when: dt.datetime, **changes: Any) -> int:
        """An open case on the current version of a listing, and its event."""
        with self.newsroom.database.writing() as session:
            listing = session.scalars(select(ListingRow).filter_by(external_id=word)).one()
            row = CaseRow(
                **{
                    "listing_id": listing.id,
                    "number": listing.number,
                    "content_digest": listing.content_digest,
                    "state": "open",
                    "is_waiting": True,
                    "rank": 0,
                    "parts": {},
                    "categories": " fraud ",
                    "language": "en",
                    "opened_at": when,
                }
                | changes
            )
            session.add(row)
            session.flush()
            case = row.id
            payload = {"case": case, "listing": listing.id, "language": row.language}
        self.log("case.opened", f"case:{case}", when, "public", **payload)
        return case

    def report(self, case: int, when: dt.datetime, category: str = "fraud", **changes: Any) -> int:
        """A report on a case, and its event."""
        with self.newsroom.database.writing() as session:
            found = session.get_one(CaseRow, case)
            count = len(session.scalars(select(ReportRow.id)).all())
            row = ReportRow(
                **{
                    "receipt_hash": f"{count:064}",
                    "case_id": case,
                    "listing_id": found.listing_id,
                    "number": found.number,
                    "category": category,
                    "description": "It asks for gift cards.",
                    "location": "the second sentence",
                    "text_digest": f"sha256:{count:064}",
                    "language": "en",
                    "name": "Robin Example",
                    "email": "robin@example.com",
                    "reporter": f"{count:064}",
                    "filed_at": when,
                }
                | changes
            )
            session.add(row)
            session.flush()
            report, language = row.id, row.language
        payload = {"case": case, "category": category, "language": language}
        self.log("report.filed", f"report:{report}", when, "public", **payload)
        return report

    def claim(self, case: int, when: dt.datetime, account: int = 1) -> None:
        """A claim's event."""
        self.log("case.claimed", f"case:{case}", when, f"account:{account}", case=case)

    def decide(
        self,
        case: int,
        when: dt.datetime,
        action: str = "remove",
        *,
        evidence: Sequence[str] = (),
        account: int = 1,
        categories: Sequence[str] = ("fraud",),
        appeal: int | None = None,
        logged: bool = True,
        texts: dict[str, Any] | None = None,
        **changes: Any,
    ) -> int:
        """A decision, and its event."""
        clauses = ["usage-policies/fraud"]
        with self.newsroom.database.writing() as session:
            found = session.get_one(CaseRow, case)
            verdict = session.scalars(
                select(VerdictRow.id).filter_by(content_digest=found.content_digest)
            ).first()
            count = len(session.scalars(select(DecisionRow.id)).all())
            document = {
                "clauses": clauses,
                "facts": "It promises 40% a month.",
                "reason_builder": "Nobody can promise that.",
                "reason_reporter": "It was taken down.",
                "legal_ground": "",
                "evidence": list(evidence),
                "note": "for us alone",
                "verdict": verdict,
            }
            row = DecisionRow(
                **{
                    "puid": f"puid-{count + 1}",
                    "case_id": case,
                    "listing_id": found.listing_id,
                    "content_digest": found.content_digest,
                    "account_id": account,
                    "appeal_id": appeal,
                    "action": action,
                    "scope": "version",
                    "ground": "terms",
                    "document": document | (texts or {}),
                    "made_at": when,
                }
                | changes
            )
            session.add(row)
            session.flush()
            found.decision_id = decision = row.id
            is_detected = detection.is_detected(session, case, found.content_digest)
        if logged:
            payload = {
                "case": case,
                "action": action,
                "clauses": clauses,
                "categories": list(categories),
                "automated_detection": is_detected,
                "appeal": appeal,
            }
            actor = f"account:{account}"
            self.log("decision.made", f"decision:{decision}", when, actor, **payload)
        return decision

    def repeat(self, decision: int, times: int) -> None:
        """Further decisions like one, each a minute later, and their events."""
        with self.newsroom.database.writing() as session:
            one = session.get_one(DecisionRow, decision)
            kept = {each.key: getattr(one, each.key) for each in DecisionRow.__table__.columns}
            rows = []
            for number in range(1, times + 1):
                when = one.made_at + dt.timedelta(minutes=number)
                changes = {"puid": f"again-{number}", "made_at": when, "replaced_at": when}
                rows.append(DecisionRow(**{**kept, "id": None, **changes}))
            session.add_all(rows)
            session.flush()
            payload = {"case": one.case_id, "action": one.action, "appeal": None}
            events.append_all(
                session,
                [
                    Event(
                        each.made_at, "account:1", "decision.made", f"decision:{each.id}", payload
                    )
                    for each in rows
                ],
            )

    def appeal(self, case: int, decision: int, when: dt.datetime, party: str = "builder") -> int:
        """An appeal that was filed, and its event."""
        with self.newsroom.database.writing() as session:
            row = AppealRow(
                case_id=case,
                decision_id=decision,
                party=party,
                who=1,
                reason="It is a lesson about fraud.",
                filed_at=when,
            )
            session.add(row)
            session.flush()
            appeal = row.id
        payload = {"case": case, "decision": decision, "party": party}
        self.log("appeal.filed", f"appeal:{appeal}", when, "public", **payload)
        return appeal

    def answer(self, appeal: int, when: dt.datetime, *, upheld: bool, account: int = 2) -> None:
        """What became of an appeal, and its event."""
        with self.newsroom.database.writing() as session:
            row = session.get_one(AppealRow, appeal)
            row.decided_at, row.decided_by, row.is_upheld = when, account, upheld
            row.answer = "We looked again."
            payload = {"case": row.case_id, "decision": row.decision_id, "party": row.party}
        kind = "appeal.upheld" if upheld else "appeal.overturned"
        self.log(kind, f"appeal:{appeal}", when, f"account:{account}", **payload)

    def notice(self, case: int, report: int, when: dt.datetime) -> None:
        """A letter to a reporter."""
        with self.newsroom.database.writing() as session:
            session.add(
                NoticeRow(
                    case_id=case,
                    kind="reporter-outcome",
                    event="decision:1",
                    recipient=f"report:{report}",
                    report_id=report,
                    language="en",
                    subject="Your report",
                    body="It was taken down.\nThank you.",
                    made_at=when,
                )
            )
