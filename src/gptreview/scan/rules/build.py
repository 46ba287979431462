"""A rule out of the content of its file, once that is known to be sound."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gptreview.model.finding import Card, Category, Confidence, Severity, Wording
from gptreview.model.rule import Detect, Rule, RuleExamples, RuleStatus, Scope
from gptreview.model.segment import FieldKind


def build_rule(value: Mapping[str, Any]) -> Rule:
    """The rule that a file's content states; `shape_problems` has found nothing wrong with it."""
    card = Card(
        id=value["id"],
        title=value["title"],
        category=Category(value["category"]),
        severity=Severity(value["severity"]),
        confidence=Confidence(value["confidence"]),
        message=Wording(value["message"]["en"], value["message"]["zh"]),
        fix=Wording(value["fix"]["en"], value["fix"]["zh"]),
        clause=value["policy"],
    )
    return Rule(
        card=card,
        status=RuleStatus(value["status"]),
        languages=tuple(value["languages"]),
        applies_to=frozenset(FieldKind(each) for each in value["applies_to"]),
        detect=_detect(value["detect"]),
        false_positives=tuple(value.get("falsepositives", ())),
        references=tuple(value.get("references", ())),
        examples=RuleExamples(tuple(value["tests"]["match"]), tuple(value["tests"]["no_match"])),
    )


def _detect(value: Mapping[str, Any]) -> Detect:
    within = value.get("within", Scope.SENTENCE.value)
    return Detect(
        all=tuple(value.get("all", ())),
        any=tuple(value.get("any", ())),
        unless=tuple(value.get("unless", ())),
        within=within if isinstance(within, int) else Scope(within),
    )
