"""Which rules a decision was made on: those that found something, and those that it names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gptreview.model.decision import Action
from gptreview.store.bulk import batches
from gptreview.store.tables.cases import DecisionRow
from gptreview.store.tables.verdicts import FindingRow


@dataclass(frozen=True, slots=True)
class RuleEvidence:
    """The rules that one decision was made on."""

    found: frozenset[str]
    """Ids of those that have a finding in the verdict."""
    named: frozenset[str]
    """Ids of those whose finding the decision names.

    A violation that names no finding names its clauses' own: evidence is for whoever decides to
    tick, and who confirms a rule without doing so does not speak against it.
    """


def rule_evidence(session: Session, decisions: Iterable[int]) -> dict[int, RuleEvidence]:
    """The rules of decisions, by their numbers; one without a verdict has none."""
    found: dict[int, RuleEvidence] = {}
    for batch in batches(decisions):
        rows = session.execute(
            select(DecisionRow.id, DecisionRow.action, DecisionRow.document).where(
                DecisionRow.id.in_(batch)
            )
        ).all()
        rules = _rules(session, {each.document.get("verdict") for each in rows} - {None})
        for row in rows:
            of_verdict = rules[row.document.get("verdict", 0)]
            found[row.id] = RuleEvidence(
                frozenset(each.rule for each in of_verdict),
                frozenset(_named(of_verdict, Action(row.action), row.document)),
            )
    return found


@dataclass(frozen=True, slots=True)
class _Found:
    rule: str
    digest: str
    clause: str


def _named(found: Iterable[_Found], action: Action, document: Mapping[str, Any]) -> Iterator[str]:
    ticked, clauses = document.get("evidence", ()), document.get("clauses", ())
    for each in found:
        is_of_clause = not ticked and action.is_violation and each.clause in clauses
        if each.digest in ticked or is_of_clause:
            yield each.rule


def _rules(session: Session, verdicts: Iterable[int]) -> defaultdict[int, set[_Found]]:
    rules: defaultdict[int, set[_Found]] = defaultdict(set)
    rows = session.execute(
        select(
            FindingRow.verdict_id,
            FindingRow.rule_id,
            FindingRow.evidence_digest,
            FindingRow.document["clause"].as_string(),
        ).where(FindingRow.verdict_id.in_(sorted(verdicts)))
    )
    for verdict, rule, digest, clause in rows:
        rules[verdict].add(_Found(rule, digest, clause or ""))
    return rules
