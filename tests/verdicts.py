"""A verdict by some standard, for tests of registries."""

from __future__ import annotations

from gptreview.model.policy import Profile
from gptreview.model.verdict import Coverage, JudgedFinding, Outcome, Verdict
from gptreview.store.verdicts import Standard


def verdict_by(
    standard: Standard, listing: str, content: str, outcome: Outcome, *findings: JudgedFinding
) -> Verdict:
    """The verdict on a content, by its digest."""
    return Verdict(
        listing_id=listing,
        outcome=outcome,
        findings=findings,
        coverage=Coverage(1, 1),
        reasons=(),
        scanners=(),
        content_digest=content,
        policy_name=standard.policy_name,
        policy_version=standard.policy_version,
        policy_digest=standard.policy_digest,
        ruleset_digest=standard.ruleset_digest,
        profile=Profile(standard.profile),
    )
