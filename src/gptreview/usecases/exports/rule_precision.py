"""How often people agreed with each rule."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from gptreview.model.account import Identity
from gptreview.model.case import ServiceLevels
from gptreview.model.decision import Action
from gptreview.model.transparency import RulePrecision
from gptreview.store.database import Database
from gptreview.store.event_pages import all_events
from gptreview.store.rule_evidence import RuleEvidence, rule_evidence
from gptreview.usecases.exports.case_log import KINDS, CaseLog, Counted, Happening
from gptreview.usecases.exports.exporter import Operator, exporter

_NO_RULE: Final = RuleEvidence(frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class RulePrecisions:
    """Counts, for each rule, how its findings fared with people."""

    database: Database

    def rules(
        self, since: dt.datetime, until: dt.datetime, *, who: Identity | Operator
    ) -> tuple[RulePrecision, ...]:
        """Every rule with a finding in a case that was decided in a time range, by name.

        Args:
            since: First moment of the decisions.
            until: The moment after the last one.
            who: Asks for it.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They may not.
        """
        exporter(who)
        with self.database.snapshot() as session:
            log = CaseLog(ServiceLevels())
            counted = [
                each for each in log.read(all_events(session, KINDS)) if since <= each.at < until
            ]
            return precisions(counted, rule_evidence(session, decisions_in(counted)))


def decisions_in(counted: Sequence[Counted]) -> list[int]:
    """Numbers of the decisions that were made, or that an appeal is about."""
    return sorted({each.decision for each in counted if each.decision})


def precisions(
    counted: Sequence[Counted], evidence: Mapping[int, RuleEvidence]
) -> tuple[RulePrecision, ...]:
    """How the rules fared, by name.

    Args:
        counted: What happened in a time range, in its order.
        evidence: The rules of each decision in it.
    """
    last: dict[int, Counted] = {}
    decided: defaultdict[str, set[int]] = defaultdict(set)
    fallen: defaultdict[str, set[int]] = defaultdict(set)
    for each in counted:
        rules = evidence.get(each.decision, _NO_RULE)
        if each.what is Happening.DECIDED:
            last[each.case] = each
            for rule in rules.found:
                decided[rule].add(each.case)
        elif each.what is Happening.OVERTURNED:
            for rule in rules.named:
                fallen[rule].add(each.case)
    borne_out: Counter[str] = Counter()
    for each in last.values():
        if Action(each.action).is_violation:
            borne_out.update(evidence.get(each.decision, _NO_RULE).named)
    return tuple(
        RulePrecision(rule, len(cases), borne_out[rule], len(fallen[rule] & cases))
        for rule, cases in sorted(decided.items())
    )
