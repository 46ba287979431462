"""The rules behind a review's findings, as SARIF reporting descriptors."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType
from typing import Any, Final

from gptreview.model.finding import Category, Confidence, Finding, Severity
from gptreview.model.policy import Clause, Meaning
from gptreview.model.verdict import JudgedFinding, Reviewed
from gptreview.render.markdown import inline
from gptreview.render.review_groups import meaning_rank
from gptreview.render.review_labels import Labels

LEVELS: Final = MappingProxyType(
    {Meaning.FAIL: "error", Meaning.REVIEW: "warning", Meaning.NOTE: "note"}
)

# GitHub: over 9.0 is critical, 7.0 to 8.9 high, 4.0 to 6.9 medium, 0.1 to 3.9 low.
_SCORES: Final = MappingProxyType(
    {Severity.CRITICAL: "9.5", Severity.HIGH: "8.0", Severity.MEDIUM: "5.5", Severity.LOW: "2.0"}
)
_PRECISIONS: Final = MappingProxyType(
    {Confidence.HIGH: "high", Confidence.MEDIUM: "medium", Confidence.LOW: "low"}
)
UNREAD_RULE: Final = "coverage-unread"
"""Of results that stand for something unread: GitHub shows results alone."""
# GitHub reads security-severity of rules with the tag "security" only; the others keep levels.
_SECURITY: Final = frozenset({Category.FRAUD, Category.PII, Category.SECRETS, Category.INJECTION})


def sarif_rules(
    found: Iterable[tuple[Reviewed, JudgedFinding]], language: str
) -> list[dict[str, Any]]:
    """One descriptor a rule, sorted by id, as severe as its worst finding."""
    worst: dict[str, tuple[Reviewed, JudgedFinding]] = {}
    for entry in found:
        rule = entry[1].finding.rule_id
        if rule not in worst or _rank(entry[1]) > _rank(worst[rule][1]):
            worst[rule] = entry
    return [_rule(*worst[rule], Labels(language)) for rule in sorted(worst)]


def _rank(judged: JudgedFinding) -> tuple[int, int, int]:
    finding = judged.finding
    return meaning_rank(judged.meaning), finding.severity.rank, finding.confidence.rank


def _rule(each: Reviewed, judged: JudgedFinding, labels: Labels) -> dict[str, Any]:
    finding = judged.finding
    clause = each.verdict.clauses.get(finding.clause) if each.verdict else None
    rule: dict[str, Any] = {
        "id": finding.rule_id,
        "name": finding.title,
        "shortDescription": {"text": finding.title},
        "fullDescription": {"text": _general(finding, labels.language)},
        "help": _help(finding, clause, labels),
        "defaultConfiguration": {"level": LEVELS[judged.meaning]},
        "properties": {
            "tags": _tags(finding),
            "precision": _PRECISIONS[finding.confidence],
            "security-severity": _SCORES[finding.severity],
        },
    }
    if clause is not None and clause.source.startswith("https://"):
        rule["helpUri"] = clause.source
    return rule


def _tags(finding: Finding) -> list[str]:
    tags = ["gpt", str(finding.category)]
    return [*tags, "security"] if finding.category in _SECURITY else tags


def _help(finding: Finding, clause: Clause | None, labels: Labels) -> dict[str, str]:
    language = labels.language
    fix, named = finding.fix.of(language), finding.clause
    text = ""
    if clause is not None:
        named = f"{clause.title.of(language)} ({finding.clause}, {clause.date.isoformat()})"
        text = clause.text.of(language)
    message = _general(finding, language)
    return {
        "text": "\n".join(filter(None, (message, fix, named, text))),
        "markdown": "\n\n".join(
            filter(
                None,
                (
                    inline(message),
                    f"**{labels('fix')}**: {inline(fix)}",
                    f"**{labels('policy')}**: {inline(named)}",
                    f"> {inline(text)}" if text else "",
                ),
            )
        ),
    }


def _general(finding: Finding, language: str) -> str:
    """What is true of all findings of the rule, not of one listing."""
    return (finding.general or finding.message).of(language)


def unread_rule(labels: Labels) -> dict[str, Any]:
    """The descriptor for what nobody has read."""
    why = labels("unread.why")
    return {
        "id": UNREAD_RULE,
        "name": labels("unread.title"),
        "shortDescription": {"text": labels("unread.title")},
        "fullDescription": {"text": why},
        "help": {"text": why, "markdown": inline(why)},
        "defaultConfiguration": {"level": "warning"},
        "properties": {
            "tags": ["gpt", "coverage"],
            "precision": "very-high",
            "security-severity": _SCORES[Severity.MEDIUM],
        },
    }
