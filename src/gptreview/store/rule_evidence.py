"""Which rules a decision was made on: those that found something, and those that it names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gptreview.store.bulk import batches
from gptreview.store.tables.cases import DecisionRow
from gptreview.store.tables.verdicts import FindingRow


@dataclass(frozen=True, slots=True)
class RuleEvidence:
    """The rules that one decision was made on."""

    found: frozenset[str]
    """Ids of those that have a finding in the verdict."""
    named: frozenset[str]
    """Ids of those whose finding the decision names."""


def rule_evidence(session: Session, decisions: Iterable[int]) -> dict[int, RuleEvidence]:
    """The rules of decisions, by their numbers; one without a verdict has none."""
    found: dict[int, RuleEvidence] = {}
    for batch in batches(decisions):
        rows = session.execute(
            select(DecisionRow.id, DecisionRow.document).where(DecisionRow.id.in_(batch))
        )
        documents = {number: document for number, document in rows}  # noqa: C416 - of rows
        verdicts = {each.get("verdict") for each in documents.values()} - {None}
        rules = _rules(session, verdicts)
        for number, document in documents.items():
            of_verdict = rules[document.get("verdict", 0)]
            named = set(document.get("evidence", ()))
            found[number] = RuleEvidence(
                frozenset(rule for rule, _ in of_verdict),
                frozenset(rule for rule, digest in of_verdict if digest in named),
            )
    return found


def _rules(session: Session, verdicts: Iterable[int]) -> defaultdict[int, set[tuple[str, str]]]:
    rules: defaultdict[int, set[tuple[str, str]]] = defaultdict(set)
    rows = session.execute(
        select(FindingRow.verdict_id, FindingRow.rule_id, FindingRow.evidence_digest).where(
            FindingRow.verdict_id.in_(sorted(verdicts))
        )
    )
    for verdict, rule, digest in rows:
        rules[verdict].add((rule, digest))
    return rules
