"""Why an outcome is what it is, in sentences, the strongest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from gptreview.decide.waivers import idle_waivers
from gptreview.model.policy import Meaning, Policy
from gptreview.model.segment import Unread
from gptreview.model.verdict import Coverage, JudgedFinding, Outcome, ScannerRun

_MAX_UNREAD: Final = 10
"""Sentences on unread parts; the coverage names all of them."""


def reasons_for(
    outcome: Outcome,
    judged: Sequence[JudgedFinding],
    coverage: Coverage,
    scanners: Sequence[ScannerRun],
    policy: Policy,
    today: dt.date,
) -> tuple[str, ...]:
    """One sentence for each reason; what was set aside comes last."""
    counting = [each for each in judged if each.counts]
    failing = [each for each in counting if each.meaning is Meaning.FAIL]
    doubtful = [each for each in counting if each.meaning is Meaning.REVIEW]
    return (
        *_findings(failing, "that the policy fails"),
        *_unread(coverage.unread),
        *_scanners(scanners),
        *_findings(doubtful, "that a person must judge"),
        *_without_clause(counting, policy),
        *idle_waivers(judged, policy, today),
        *(["everything was read, and nothing counts against it"] * (outcome is Outcome.PASS)),
        *_set_aside(judged),
    )


def _findings(judged: Sequence[JudgedFinding], what: str) -> Iterator[str]:
    if judged:
        categories = sorted({each.finding.category.value for each in judged})
        yield f"{_count(len(judged), 'finding')} {what} ({', '.join(categories)})"


def _unread(parts: Sequence[Unread]) -> Iterator[str]:
    for part in parts[:_MAX_UNREAD]:
        where = f"{part.field}, {part.place}," if part.place else part.field
        yield f"{where} was not read: {part.reason}"
    if len(parts) > _MAX_UNREAD:
        more = len(parts) - _MAX_UNREAD
        yield f"{_count(more, 'more part')} {'was' if more == 1 else 'were'} not read"


def _scanners(scanners: Sequence[ScannerRun]) -> Iterator[str]:
    if not scanners:
        yield "no scanner looked at it"
    for run in scanners:
        if run.failure:
            yield f"scanner {run.name} could not finish: {run.failure}"


def _without_clause(judged: Sequence[JudgedFinding], policy: Policy) -> Iterator[str]:
    for clause in sorted({each.finding.clause for each in judged} - policy.clauses.keys()):
        rules = {each.finding.rule_id for each in judged if each.finding.clause == clause}
        yield f"the policy has no clause {clause}, which {', '.join(sorted(rules))} names"


def _set_aside(judged: Sequence[JudgedFinding]) -> Iterator[str]:
    """Only what would have counted: a note is no news, waived or not."""
    heavy = [each for each in judged if each.meaning is not Meaning.NOTE]
    waived = sum(each.waiver is not None for each in heavy)
    known = sum(each.waiver is None and each.known for each in heavy)
    if waived:
        yield f"{_count(waived, 'finding')} set aside by a waiver"
    if known:
        yield f"{_count(known, 'finding')} set aside by the baseline"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
