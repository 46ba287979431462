"""Findings, coverage and a policy in; a verdict that can be defended out."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from operator import attrgetter
from typing import Final

from gptreview.decide.field_order import field_order
from gptreview.decide.reasons import reasons_for
from gptreview.decide.waivers import waiver_for
from gptreview.model.finding import Finding
from gptreview.model.policy import Clause, Meaning, Policy, Profile
from gptreview.model.segment import Unread
from gptreview.model.verdict import (
    Coverage,
    DataFlow,
    JudgedFinding,
    Outcome,
    ScannerRun,
    Verdict,
)

_REST: Final = attrgetter(
    *("evidence_digest", "scanner", "excerpt", "decoded", "disguises", "category", "clause"),
    *("title", "before", "after", "locator.place", "locator.line", "locator.column"),
    *("message.en", "message.zh", "fix.en", "fix.zh"),
)
"""What else tells two findings apart: an order for every pair, or one verdict had several forms."""

_WORST_FIRST: Final = (Meaning.FAIL, Meaning.REVIEW, Meaning.NOTE)


def decide(
    *,
    listing_id: str,
    content_digest: str,
    findings: Sequence[Finding],
    coverage: Coverage,
    scanners: Sequence[ScannerRun],
    policy: Policy,
    profile: Profile,
    ruleset_digest: str,
    today: dt.date,
    baseline: Collection[str] = frozenset(),
    data_flows: Sequence[DataFlow] = (),
    improve_models: bool | None = None,
) -> Verdict:
    """Judge one listing; the order of the findings, unread parts and scanners does not matter.

    Args:
        listing_id: What the listing is called.
        content_digest: Of the listing as it was read.
        findings: What the scanners found; what stands in it twice counts once.
        coverage: What was read, and what was not.
        scanners: Who looked, and who could not finish.
        policy: What it is judged by; it also holds the waivers, which content never can.
        profile: The audience; it only names what the findings were made for.
        ruleset_digest: Of the rules that the findings come from.
        today: The day on which waivers must hold.
        baseline: Evidence digests of findings that are no news.
        data_flows: What the listing's actions hand to whom, in document order.
        improve_models: Whether chats may be used to improve models, where the listing says.
    """
    told = (_judge(each, policy, today, baseline) for each in dict.fromkeys(findings))
    judged = tuple(sorted(told, key=_worst_first))
    coverage = dataclasses.replace(coverage, unread=tuple(sorted(coverage.unread, key=_by_place)))
    runs = tuple(sorted(scanners, key=attrgetter("name", "version", "failure")))
    outcome = _outcome(judged, coverage, runs)
    return Verdict(
        listing_id=listing_id,
        outcome=outcome,
        findings=judged,
        coverage=coverage,
        reasons=reasons_for(outcome, judged, coverage, runs, policy, today),
        scanners=runs,
        content_digest=content_digest,
        policy_name=policy.name,
        policy_version=policy.version,
        policy_digest=policy.digest,
        ruleset_digest=ruleset_digest,
        profile=profile,
        clauses=_named(judged, policy),
        data_flows=tuple(data_flows),
        improve_models=improve_models,
    )


def _named(judged: Iterable[JudgedFinding], policy: Policy) -> dict[str, Clause]:
    """The clauses that the findings name, as far as the policy has them."""
    named = {each.finding.clause for each in judged}
    return {id: policy.clauses[id] for id in sorted(named & policy.clauses.keys())}


def _judge(
    finding: Finding, policy: Policy, today: dt.date, baseline: Collection[str]
) -> JudgedFinding:
    """What the policy makes of it; without a clause to hold it against, a person must say."""
    meaning = Meaning.REVIEW
    if finding.clause in policy.clauses:
        meaning = policy.meanings[finding.category][finding.severity][finding.confidence]
    return JudgedFinding(
        finding=finding,
        meaning=meaning,
        waiver=waiver_for(finding, policy, today),
        known=finding.evidence_digest in baseline,
    )


def _outcome(
    judged: Iterable[JudgedFinding], coverage: Coverage, scanners: Sequence[ScannerRun]
) -> Outcome:
    counting = {each.meaning for each in judged if each.counts}
    if Meaning.FAIL in counting:
        return Outcome.FAIL
    blind = not coverage.complete or not scanners or any(run.failure for run in scanners)
    return Outcome.REVIEW if counting or blind else Outcome.PASS


def _worst_first(each: JudgedFinding) -> tuple[object, ...]:
    """What counts before what does not; then worst, then where a reader meets it first."""
    finding = each.finding
    return (
        not each.counts,
        _WORST_FIRST.index(each.meaning),
        -finding.severity.rank,
        -finding.confidence.rank,
        field_order(finding.field),
        finding.start,
        finding.rule_id,
        finding.end,
        _REST(finding),
    )


def _by_place(unread: Unread) -> tuple[object, ...]:
    return (field_order(unread.field), unread.place, unread.code, unread.reason)
