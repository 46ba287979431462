"""What is recommended follows one table."""

from __future__ import annotations

import pytest

from gptreview.decide.recommendation import recommend
from gptreview.model.decision import Action
from gptreview.model.finding import Severity


@pytest.mark.parametrize(
    ("severity", "strikes", "categories", "action", "escalate"),
    [
        (None, 0, ["fraud"], None, False),
        (None, 9, ["child_safety", "adult"], Action.REMOVE, True),
        (Severity.LOW, 9, ["fraud"], Action.LABEL, False),
        (Severity.LOW, 0, ["adult"], Action.AGE_RESTRICT, False),
        (Severity.MEDIUM, 0, ["adult"], Action.AGE_RESTRICT, False),
        (Severity.MEDIUM, 0, ["adult", "fraud"], Action.REQUIRE_CHANGE, False),
        (Severity.MEDIUM, 3, ["adult"], Action.REMOVE, False),
        (Severity.HIGH, 0, ["adult"], Action.REQUIRE_CHANGE, False),
        (Severity.HIGH, 1, ["fraud"], Action.REMOVE, False),
        (Severity.HIGH, 6, ["fraud"], Action.SUSPEND_BUILDER, True),
        (Severity.CRITICAL, 0, ["fraud"], Action.REMOVE, False),
        (Severity.CRITICAL, 6, ["fraud"], Action.SUSPEND_BUILDER, True),
    ],
    ids=[
        "nothing found",
        "child safety",
        "low",
        "low and adult",
        "medium and adult",
        "medium and more",
        "medium with strikes",
        "high",
        "high again",
        "high with many",
        "critical",
        "critical with many",
    ],
)
def test_recommendation(
    severity: Severity | None,
    strikes: int,
    categories: list[str],
    action: Action | None,
    escalate: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """By the worst finding, the builder's strikes and what it is about, with a reason."""
    made = recommend(severity, strikes, categories)
    assert (made.action, made.escalate) == (action, escalate)
    assert made.reason.en
    assert made.reason.zh
