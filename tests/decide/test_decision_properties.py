"""What holds of every verdict, whatever was found."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gptreview.model.finding import Category, Confidence, Finding, Severity
from gptreview.model.policy import Policy, Waiver
from gptreview.model.segment import Unread
from gptreview.model.verdict import Coverage, Outcome, ScannerRun, Verdict

DIGESTS = [f"sha256:{digit * 64}" for digit in "012"]
BADNESS = [Outcome.PASS, Outcome.REVIEW, Outcome.FAIL]

differences = st.fixed_dictionaries(
    {
        "rule_id": st.sampled_from(["fraud-a", "pii-b"]),
        "category": st.sampled_from(Category),
        "severity": st.sampled_from(Severity),
        "confidence": st.sampled_from(Confidence),
        "field": st.sampled_from(["name", "instructions", "knowledge:a", "action:2", "action:10"]),
        "start": st.integers(0, 3),
        "end": st.integers(3, 5),
        "clause": st.sampled_from(["usage-policies/fraud", "privacy/personal-data", "gone/x"]),
        "evidence_digest": st.sampled_from(DIGESTS),
        "excerpt": st.sampled_from(["a", "b"]),
    }
)
unread_parts = st.builds(
    Unread, st.sampled_from(["name", "action:2"]), st.sampled_from(["why", "because"])
)
runs = st.builds(
    ScannerRun, st.sampled_from(["pii", "rules"]), st.just("1"), st.sampled_from(["", "down"])
)
waivers = st.builds(
    Waiver,
    st.sampled_from(["fraud-a", "pii-b"]),
    st.sampled_from(DIGESTS),
    st.sampled_from(["owner", "stranger"]),
    st.just("reason"),
    st.sampled_from([dt.date(2026, 11, 21), dt.date(2026, 11, 22)]),
)


@given(
    st.lists(differences, max_size=6),
    differences,
    st.lists(waivers, max_size=3),
    st.sets(st.sampled_from(DIGESTS), max_size=2),
    st.booleans(),
)
def test_one_finding_more_never_improves_an_outcome(
    judge: Callable[..., Verdict],
    make_finding: Callable[..., Finding],
    default_policy: Policy,
    many: list[dict[str, Any]],
    one: dict[str, Any],
    waived: list[Waiver],
    baseline: set[str],
    blind: bool,  # noqa: FBT001 - drawn by place
) -> None:
    """Whatever is waived, known or unread, more evidence leaves an outcome or worsens it."""
    findings = [make_finding(**each) for each in many]
    facts = {
        "policy": dataclasses.replace(
            default_policy, waivers=tuple(waived), may_waive=frozenset({"owner"})
        ),
        "baseline": baseline,
        "coverage": Coverage(1, 1, (Unread("name", "why"),) if blind else ()),
    }
    before = judge(*findings, **facts)
    after = judge(*findings, make_finding(**one), **facts)
    assert BADNESS.index(after.outcome) >= BADNESS.index(before.outcome)
    assert (after.outcome is Outcome.PASS) <= after.coverage.complete


@given(
    st.lists(differences, max_size=8),
    st.lists(unread_parts, max_size=4),
    st.lists(runs, max_size=4),
    st.randoms(use_true_random=False),
)
def test_order_of_inputs_does_not_matter(
    judge: Callable[..., Verdict],
    make_finding: Callable[..., Finding],
    many: list[dict[str, Any]],
    unread: list[Unread],
    scanners: list[ScannerRun],
    random: Any,
) -> None:
    """The same findings, unread parts and scanners in another order give an equal verdict."""
    findings = [make_finding(**each) for each in many]
    before = judge(*findings, coverage=Coverage(1, 1, tuple(unread)), scanners=scanners)
    for each in (findings, unread, scanners):
        random.shuffle(each)
    after = judge(*findings, coverage=Coverage(1, 1, tuple(unread)), scanners=scanners)
    assert after == before
    assert repr(after) == repr(before)
