"""Regression examples: what overturned decisions teach the rules that were wrong, or silent."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from gptreview.model.decision import Decision
from gptreview.model.finding import Finding
from gptreview.model.regression import ExampleKind, RegressionExample, TaughtExample
from gptreview.store.bulk import insert_fresh
from gptreview.store.events import Event
from gptreview.store.tables.cases import RegressionRow
from gptreview.store.tables.verdicts import FindingRow
from gptreview.store.verdict_documents import storable, to_finding


def findings(session: Session, verdict: int, evidence: Sequence[str]) -> list[Finding]:
    """The findings of a verdict that have these evidence digests, each digest once."""
    rows = session.scalars(
        select(FindingRow.document)
        .where(FindingRow.verdict_id == verdict, FindingRow.evidence_digest.in_(evidence))
        .order_by(FindingRow.number)
    )
    found: dict[str, Finding] = {}
    for finding in map(to_finding, rows):
        found.setdefault(finding.evidence_digest, finding)
    return list(found.values())


def add(
    session: Session, taught: Sequence[TaughtExample], decision: Decision, *, actor: str
) -> list[Event]:
    """Keep examples that are not there yet; the events of those that were kept.

    Args:
        session: In a transaction.
        taught: The examples.
        decision: That overturned another one.
        actor: Who decided.
    """
    rows = [
        {
            "rule_id": each.rule_id,
            "kind": str(each.kind),
            "text": storable(each.text),
            "language": each.language,
            "evidence_digest": each.evidence_digest,
            "decision_id": decision.id,
            "made_at": decision.made_at,
        }
        for each in taught
    ]
    fresh = insert_fresh(session, RegressionRow, rows, "id", "rule_id", "kind", "evidence_digest")
    return [
        Event(
            decision.made_at,
            actor,
            "example.made",
            f"decision:{decision.id}",
            {
                "case": decision.case,
                "decision": decision.id,
                "example": id_,
                "rule_id": rule,
                "kind": kind,
                "evidence_digest": evidence,
            },
        )
        for id_, rule, kind, evidence in sorted(fresh, key=lambda row: row[0])
    ]


def kept(session: Session) -> list[RegressionExample]:
    """The examples by rule, in the order in which they were made.

    Where one piece of evidence was judged both ways in turn, only the last one counts.
    """
    rows = session.scalars(select(RegressionRow).order_by(RegressionRow.made_at, RegressionRow.id))
    newest: dict[tuple[str, str], RegressionExample] = {}
    for row in rows:
        key = row.rule_id, row.evidence_digest
        newest.pop(key, None)
        newest[key] = RegressionExample(
            TaughtExample(
                row.rule_id, ExampleKind(row.kind), row.text, row.language, row.evidence_digest
            ),
            row.decision_id,
            row.made_at,
        )
    return sorted(newest.values(), key=lambda each: each.taught.rule_id)
