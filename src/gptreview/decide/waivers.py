"""Which findings somebody answers for, and why a waiver that seems to fit does not count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias

from gptreview.model.finding import Finding, Wording
from gptreview.model.policy import Policy, Waiver
from gptreview.model.verdict import JudgedFinding

Evidence: TypeAlias = tuple[str, str]
"""Rule and evidence digest: what a waiver is bound to."""


def waiver_for(finding: Finding, policy: Policy, today: dt.date) -> Waiver | None:
    """The first waiver of the policy that covers this evidence today; nothing else can."""
    for waiver in _of_evidence(finding, policy):
        if _holds(waiver, policy, today):
            return waiver
    return None


def waivers_in_force(
    policy: Policy, waivers: Iterable[Waiver], today: dt.date
) -> dict[Evidence, Waiver]:
    """The waiver that covers each evidence today.

    Args:
        policy: Its own waivers come first; it says whose count.
        waivers: Further ones, in their order.
        today: The day on which they must hold.
    """
    found: dict[Evidence, Waiver] = {}
    for waiver in (*policy.waivers, *waivers):
        if _holds(waiver, policy, today):
            found.setdefault(_evidence(waiver), waiver)
    return found


def with_waivers(
    policy: Policy, waivers: Mapping[Evidence, Waiver], findings: Iterable[Finding]
) -> Policy:
    """The policy with those further waivers that these findings have.

    The others would say of each finding of their rule that they cover something else: of a
    policy's few waivers that is worth knowing, of a registry's many it is not.
    """
    if not waivers:
        return policy
    found = {(each.rule_id, each.evidence_digest) for each in findings}
    joining = [waivers[each] for each in sorted(found & waivers.keys())]
    own = set(policy.waivers)
    joining = [each for each in joining if each not in own]
    return replace(policy, waivers=(*policy.waivers, *joining)) if joining else policy


def may_waive(owner: str, policy: Policy) -> bool:
    """Whether this owner's waivers count."""
    owners = {each.strip().casefold() for each in policy.may_waive}
    return not owners or owner.strip().casefold() in owners


def idle_waivers(
    judged: Iterable[JudgedFinding], policy: Policy, today: dt.date
) -> Iterator[Wording]:
    """Why a finding counts although the policy waives its rule: a sentence for each waiver."""
    judged = tuple(judged)
    seen = {(each.finding.rule_id, each.finding.evidence_digest) for each in judged}
    idle = {each.rule_id for each in policy.waivers if _evidence(each) not in seen}
    told: dict[Wording, None] = {}
    for each in judged:
        if each.counts:
            told.update(dict.fromkeys(_idle(each.finding, policy, today, idle)))
    yield from told


def _idle(
    finding: Finding, policy: Policy, today: dt.date, idle: Collection[str]
) -> Iterator[Wording]:
    """Args as above, and the rules of waivers that fit nothing that was found."""
    matching = list(_of_evidence(finding, policy))
    for waiver in matching:
        name = f"the waiver of {waiver.rule_id} by {waiver.owner}"
        zh = f"{waiver.owner} 对 {waiver.rule_id} 的豁免"
        if waiver.expires < today:
            day = waiver.expires.isoformat()
            yield Wording(f"{name} expired on {day}", f"{zh}已于 {day} 到期")
        if not may_waive(waiver.owner, policy):
            yield Wording(
                f"{name} does not count: may_waive does not name its owner",
                f"{zh}无效：may_waive 未列出此人",
            )
    if not matching and finding.rule_id in idle:
        yield Wording(
            f"a waiver of {finding.rule_id} covers other evidence than what was found here",
            f"对 {finding.rule_id} 的豁免针对的是其他证据，不含此处发现",
        )


def _of_evidence(finding: Finding, policy: Policy) -> Iterator[Waiver]:
    for waiver in policy.waivers:
        if _evidence(waiver) == (finding.rule_id, finding.evidence_digest):
            yield waiver


def _evidence(waiver: Waiver) -> Evidence:
    return waiver.rule_id, waiver.evidence_digest


def _holds(waiver: Waiver, policy: Policy, today: dt.date) -> bool:
    return waiver.expires >= today and may_waive(waiver.owner, policy)
