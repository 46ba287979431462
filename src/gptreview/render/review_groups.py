"""Findings put together as people read them: by field, then by place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from gptreview.model.policy import Meaning
from gptreview.model.review_summary import ReviewSummary
from gptreview.model.verdict import JudgedFinding, Verdict


@dataclass(frozen=True, slots=True)
class Span:
    """Everything that was found on one and the same span of a text."""

    findings: tuple[JudgedFinding, ...]
    """One a rule, the worst first; never empty."""
    more: int = 0
    """Further places of the same field where the same rules found something; they are not shown."""

    @property
    def worst(self) -> JudgedFinding:
        """The finding that decides how the place is shown."""
        return self.findings[0]


def undecided(verdict: Verdict) -> list[JudgedFinding]:
    """The findings that nobody has set aside, in the verdict's order."""
    return [each for each in verdict.findings if each.waiver is None and not each.known]


def set_aside(verdict: Verdict) -> list[JudgedFinding]:
    """The findings that a waiver or the baseline answers for, in the verdict's order."""
    return [each for each in verdict.findings if each.waiver is not None or each.known]


def gravest(summary: ReviewSummary) -> str:
    """``fail``, ``error``, ``review`` or ``pass``: the first that any listing has."""
    if summary.failed:
        return "fail"
    if summary.unparsed or summary.unreachable:
        return "error"
    return "review" if summary.review else "pass"


def standing(judged: JudgedFinding) -> str:
    """``fail``, ``review`` or ``note``, unless it is set aside: ``waived``, ``known``."""
    if judged.waiver is not None:
        return "waived"
    return "known" if judged.known else str(judged.meaning)


def meaning_rank(meaning: Meaning) -> int:
    """0 for a note to 2 for a failure."""
    return list(Meaning).index(meaning)


def spans(findings: Iterable[JudgedFinding]) -> list[Span]:
    """One entry a place, in the order of their first findings."""
    places: dict[tuple[str, int, int], dict[str, JudgedFinding]] = {}
    for each in findings:
        finding = each.finding
        rules = places.setdefault((finding.field, finding.start, finding.end), {})
        rules.setdefault(finding.rule_id, each)
    return [Span(tuple(sorted(rules.values(), key=_worst_first))) for rules in places.values()]


def by_field(findings: Iterable[JudgedFinding], most: int | None) -> list[tuple[str, list[Span]]]:
    """The places of each field from its start to its end, the field with the worst one first.

    Args:
        findings: In the verdict's order.
        most: How many places of the same rules to keep in one field; None keeps all.
    """
    fields: dict[str, list[Span]] = {}
    for span in spans(findings):
        fields.setdefault(span.worst.finding.field, []).append(span)
    return [(field, shorten(sorted(found, key=_by_start), most)) for field, found in fields.items()]


def shorten(found: list[Span], most: int | None) -> list[Span]:
    """The first places of the same rules, the last of them with the number of the others."""
    if most is None:
        return found
    total = Counter(map(_rules, found))
    seen: Counter[tuple[str, ...]] = Counter()
    kept: list[Span] = []
    for span in found:
        rules = _rules(span)
        seen[rules] += 1
        if seen[rules] < most:
            kept.append(span)
        elif seen[rules] == most:
            kept.append(replace(span, more=total[rules] - most))
    return kept


def _rules(span: Span) -> tuple[str, ...]:
    return (span.worst.finding.field, *(each.finding.rule_id for each in span.findings))


def _worst_first(each: JudgedFinding) -> tuple[int, int, int, str]:
    finding = each.finding
    return (
        -meaning_rank(each.meaning),
        -finding.severity.rank,
        -finding.confidence.rank,
        finding.rule_id,
    )


def _by_start(span: Span) -> tuple[int, int]:
    return span.worst.finding.start, span.worst.finding.end
