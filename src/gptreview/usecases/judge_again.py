"""A verdict from the findings of another one, without a look at the content."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from gptreview.decide.decision import decide
from gptreview.decide.waivers import Evidence, with_waivers
from gptreview.model.policy import Policy, Waiver
from gptreview.model.verdict import Verdict


def judged_again(
    verdict: Verdict, policy: Policy, today: dt.date, waivers: Mapping[Evidence, Waiver]
) -> Verdict:
    """What a policy makes of the findings and the coverage of a verdict.

    Args:
        verdict: As rules and scanners made it.
        policy: By which to judge.
        today: The day on which waivers must hold.
        waivers: Those that join the policy's own.
    """
    findings = [each.finding for each in verdict.findings]
    return decide(
        listing_id=verdict.listing_id,
        content_digest=verdict.content_digest,
        findings=findings,
        coverage=verdict.coverage,
        scanners=verdict.scanners,
        policy=with_waivers(policy, waivers, findings),
        profile=verdict.profile,
        ruleset_digest=verdict.ruleset_digest,
        today=today,
        data_flows=verdict.data_flows,
        improve_models=verdict.improve_models,
    )


def as_waived(
    verdict: Verdict, policy: Policy, today: dt.date, waivers: Mapping[Evidence, Waiver]
) -> Verdict:
    """The verdict with further waivers; the same one where it has no finding that they cover."""
    findings = (each.finding for each in verdict.findings)
    if with_waivers(policy, waivers, findings) is policy:
        return verdict
    return judged_again(verdict, policy, today, waivers)
