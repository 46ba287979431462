"""When somebody's word sets a finding aside, and when it does not."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable

import pytest

from gptreview.model.finding import Confidence, Finding, Severity, Wording
from gptreview.model.policy import Policy, Waiver
from gptreview.model.verdict import Outcome, Verdict

RULE = "fraud-advance-fee"
HELD = f"sha256:{'0' * 64}"
OTHER = f"sha256:{'f' * 64}"
TODAY = dt.date(2026, 11, 22)  # the day of `judge`
YESTERDAY = TODAY - dt.timedelta(days=1)
FAILS = Wording("1 finding that the policy fails (fraud)", "1 处发现违反政策（欺诈）")
PASSES = Wording(
    "everything was read, and nothing counts against it", "全部内容已读取，未发现不利之处"
)
ASIDE = Wording("1 finding set aside by a waiver", "1 处发现已获豁免，不计入结果")
EXPIRED = Wording(
    f"the waiver of {RULE} by %s expired on 2026-11-21", f"%s 对 {RULE} 的豁免已于 2026-11-21 到期"
)
STRANGER = Wording(
    f"the waiver of {RULE} by Bo Ito does not count: may_waive does not name its owner",
    f"Bo Ito 对 {RULE} 的豁免无效：may_waive 未列出此人",
)


def _by(owner: str, wording: Wording) -> Wording:
    return Wording(wording.en % owner, wording.zh % owner)


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
            (FAILS, _by("Ann Lee", EXPIRED)),
            id="expired",
        ),
        pytest.param(
            [(RULE, HELD, "Bo Ito", TODAY)],
            ["Ann Lee"],
            (FAILS, STRANGER),
            id="stranger",
        ),
        pytest.param(
            [(RULE, HELD, "Bo Ito", YESTERDAY)],
            ["Ann Lee"],
            (FAILS, _by("Bo Ito", EXPIRED), STRANGER),
            id="expired-stranger",
        ),
        pytest.param(
            [(RULE, OTHER, "Ann Lee", TODAY), (RULE, OTHER, "Bo Ito", TODAY)],
            [],
            (
                FAILS,
                Wording(
                    f"a waiver of {RULE} covers other evidence than what was found here",
                    f"对 {RULE} 的豁免针对的是其他证据，不含此处发现",
                ),
            ),
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
    reasons: tuple[Wording, ...],
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


@pytest.mark.parametrize(
    ("digests", "told"), [((HELD,), False), ((HELD, f"sha256:{'e' * 64}"), True)]
)
def test_a_waiver_that_fits_is_not_told_beside_another_finding(
    judge: Callable[..., Verdict],
    make_finding: Callable[..., Finding],
    default_policy: Policy,
    digests: tuple[str, ...],
    told: bool,  # noqa: FBT001 - a table's column
) -> None:
    """Of two findings of a rule one is waived: its waiver did its work, and nothing is off."""
    waivers = tuple(Waiver(RULE, digest, "Ann Lee", "why", TODAY) for digest in digests)
    policy = dataclasses.replace(default_policy, waivers=waivers)
    verdict = judge(make_finding(), make_finding(start=20, evidence_digest=OTHER), policy=policy)
    other = "covers other evidence than what was found here"
    assert [other in reason.en for reason in verdict.reasons].count(True) == told
    assert [each.waiver is None for each in verdict.findings] == [True, False]
