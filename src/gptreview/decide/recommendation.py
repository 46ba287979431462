"""What usually is done about a case like this: shown to whoever decides, and never done by itself.

One table, read from its top; the first line that fits is what is recommended.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from gptreview.model.decision import Action
from gptreview.model.finding import Category, Severity, Wording
from gptreview.model.recommendation import Recommendation
from gptreview.model.report import ReportCategory

_SOME_STRIKES: Final = 3
"""Weight of one removal."""
_MANY_STRIKES: Final = 6
"""Of two removals, or of a removal and three changes that were required."""


@dataclass(frozen=True, slots=True)
class _Facts:
    severity: Severity | None
    strikes: int
    categories: frozenset[str]

    def is_at_least(self, severity: Severity, strikes: int = 0) -> bool:
        worst = self.severity
        return worst is not None and worst.rank >= severity.rank and self.strikes >= strikes


_LINES: Final[tuple[tuple[Callable[[_Facts], bool], Recommendation], ...]] = (
    (
        lambda facts: ReportCategory.CHILD_SAFETY in facts.categories,
        Recommendation(
            Action.REMOVE,
            Wording("Child safety: remove it, and escalate.", "涉及儿童安全：下架并上报。"),
            escalate=True,
        ),
    ),
    (
        lambda facts: facts.is_at_least(Severity.HIGH, _MANY_STRIKES),
        Recommendation(
            Action.SUSPEND_BUILDER,
            Wording(
                "Severe, by a builder with strikes of weight 6 or more; a lead decides.",
                "情节严重，且该构建者的违规记录权重达到 6 或以上；由主管决定。",
            ),
            escalate=True,
        ),
    ),
    (
        lambda facts: facts.is_at_least(Severity.CRITICAL),
        Recommendation(
            Action.REMOVE, Wording("The worst finding is critical.", "最严重的问题为“危急”。")
        ),
    ),
    (
        lambda facts: facts.is_at_least(Severity.HIGH, 1),
        Recommendation(
            Action.REMOVE,
            Wording(
                "The worst finding is high, and it is not the builder's first.",
                "最严重的问题为“高”，且构建者已有违规记录。",
            ),
        ),
    ),
    (
        lambda facts: facts.is_at_least(Severity.MEDIUM, _SOME_STRIKES),
        Recommendation(
            Action.REMOVE,
            Wording(
                "The builder has strikes of weight 3 or more.",
                "该构建者的违规记录权重达到 3 或以上。",
            ),
        ),
    ),
    (
        lambda facts: (
            facts.is_at_least(Severity.LOW)
            and not facts.is_at_least(Severity.HIGH)
            and facts.categories == {Category.ADULT}
        ),
        Recommendation(
            Action.AGE_RESTRICT,
            Wording("Adult content alone, and not severe.", "仅涉及成人内容，且情节不严重。"),
        ),
    ),
    (
        lambda facts: facts.is_at_least(Severity.MEDIUM),
        Recommendation(
            Action.REQUIRE_CHANGE,
            Wording("It can be fixed; a removal is the next step.", "可以修改；若不修改再下架。"),
        ),
    ),
    (
        lambda facts: facts.is_at_least(Severity.LOW),
        Recommendation(Action.LABEL, Wording("The worst finding is low.", "最严重的问题为“低”。")),
    ),
)
_NOTHING: Final = Recommendation(
    None,
    Wording(
        "Nothing was found by the rules: read it, and judge the reports.",
        "规则未发现问题：请阅读内容并判断举报。",
    ),
)


def recommend(
    severity: Severity | None, strikes: int, categories: Collection[str]
) -> Recommendation:
    """What is recommended.

    Args:
        severity: Of the worst finding that counts; None where none does.
        strikes: Weight of the builder's strikes that are in force.
        categories: Of reports and findings.
    """
    facts = _Facts(severity, strikes, frozenset(categories))
    return next((made for fits, made in _LINES if fits(facts)), _NOTHING)
