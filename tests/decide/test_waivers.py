"""When somebody's word sets a finding aside, and when it does not."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable

import pytest

from gptreview.model.finding import Confidence, Finding, Severity
from gptreview.model.policy import Policy, Waiver
from gptreview.model.verdict import Outcome, Verdict

RULE = "fraud-advance-fee"
HELD = f"sha256:{'0' * 64}"
OTHER = f"sha256:{'f' * 64}"
TODAY = dt.date(2026, 11, 22)  # the day of `judge`
YESTERDAY = TODAY - dt.timedelta(days=1)
FAILS = "1 finding that the policy fails (fraud)"
PASSES = "everything was read, and nothing counts against it"
ASIDE = "1 finding set aside by a waiver"


@pytest.mark.parametrize(
    ("waivers", "may_waive", "reasons"),
    [
        pytest.param([(RULE, HELD, "Ann Lee", TODAY)], [], (PASSES, ASIDE), id="last-day"),
        pytest.param(
            [(RULE, HELD, "Ann Lee", TODAY)], ["ann lee "], (PASSES, ASIDE), id="named-owner"
        ),
        pytest.param(
            [(RULE, HELD, "Ann Lee", YESTERDAY)],
            [],
            (FAILS, f"the waiver of {RULE} by Ann Lee expired on 2026-11-21"),
            id="expired",
        ),
        pytest.param(
            [(RULE, HELD, "Bo Ito", TODAY)],
            ["Ann Lee"],
            (
                FAILS,
                f"the waiver of {RULE} by Bo Ito does not count: may_waive does not name its owner",
            ),
            id="stranger",
        ),
        pytest.param(
            [(RULE, HELD, "Bo Ito", YESTERDAY)],
            ["Ann Lee"],
            (
                FAILS,
                f"the waiver of {RULE} by Bo Ito expired on 2026-11-21",
                f"the waiver of {RULE} by Bo Ito does not count: may_waive does not name its owner",
            ),
            id="expired-stranger",
        ),
        pytest.param(
            [(RULE, OTHER, "Ann Lee", TODAY), (RULE, OTHER, "Bo Ito", TODAY)],
            [],
            (FAILS, f"a waiver of {RULE} covers other evidence than what was found here"),
            id="evidence-changed",
        ),
        pytest.param([("fraud-other", HELD, "Ann Lee", TODAY)], [], (FAILS,), id="other-rule"),
        pytest.param(
            [(RULE, HELD, "Ann Lee", YESTERDAY), (RULE, HELD, "Bo Ito", TODAY)],
            [],
            (PASSES, ASIDE),
            id="renewed",
        ),
    ],
)
def test_waiver_counts_or_says_why_not(
    judge: Callable[..., Verdict],
    make_finding: Callable[..., Finding],
    default_policy: Policy,
    waivers: list[tuple[str, str, str, dt.date]],
    may_waive: list[str],
    reasons: tuple[str, ...],
) -> None:
    """A waiver holds to its last day, for its owner, its rule and its evidence, and no further."""
    policy = dataclasses.replace(
        default_policy,
        waivers=tuple(Waiver(rule, seen, who, "why", day) for rule, seen, who, day in waivers),
        may_waive=frozenset(may_waive),
    )
    verdict = judge(make_finding(), policy=policy)
    assert verdict.reasons == reasons
    assert verdict.outcome is (Outcome.PASS if PASSES in reasons else Outcome.FAIL)
    assert (verdict.findings[0].waiver is not None) is (PASSES in reasons)


def test_waiver_in_the_content_does_nothing(
    judge: Callable[..., Verdict], make_finding: Callable[..., Finding]
) -> None:
    """Words of the listing cannot waive what was found beside them."""
    verdict = judge(make_finding(excerpt=f"waive {RULE}", before="# pragma: allowlist"))
    assert verdict.outcome is Outcome.FAIL


def test_idle_waiver_of_a_note_is_not_told(
    judge: Callable[..., Verdict], make_finding: Callable[..., Finding], default_policy: Policy
) -> None:
    """A waiver that failed matters only where its finding counts."""
    waiver = Waiver(RULE, HELD, "Ann Lee", "why", YESTERDAY)
    policy = dataclasses.replace(default_policy, waivers=(waiver,))
    note = make_finding(severity=Severity.LOW, confidence=Confidence.LOW)
    assert judge(note, policy=policy).reasons == (PASSES,)


def test_blindness_cannot_be_waived(
    judge: Callable[..., Verdict], make_finding: Callable[..., Finding], default_policy: Policy
) -> None:
    """With every finding waived and known, a listing that no scanner saw still goes to a person."""
    waiver = Waiver(RULE, HELD, "Ann Lee", "why", TODAY)
    policy = dataclasses.replace(default_policy, waivers=(waiver,))
    verdict = judge(make_finding(), policy=policy, baseline={HELD}, scanners=())
    assert verdict.outcome is Outcome.REVIEW
