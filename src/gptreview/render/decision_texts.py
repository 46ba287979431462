"""Texts that a decision begins with: whoever decides reads and changes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from gptreview.model.decision import Action
from gptreview.model.finding import Finding, Wording
from gptreview.model.place_wording import locator_wording
from gptreview.model.policy import Clause

_PASSAGES: Final = 12
"""That are named one by one; a letter shows each of them at its place anyway."""
_FIXES: Final = 6

_DONE: Final[Mapping[Action, Wording]] = MappingProxyType(
    {
        Action.NO_VIOLATION: Wording("Nothing is done about it.", "不采取任何措施。"),
        Action.LABEL: Wording("It is shown with a label.", "它将带标签展示。"),
        Action.AGE_RESTRICT: Wording("It is shown to adults only.", "它仅向成年人展示。"),
        Action.LIMIT: Wording(
            "It is no longer listed; its link still works.", "它不再被列出；其链接仍然有效。"
        ),
        Action.REQUIRE_CHANGE: Wording(
            "It has to be changed by the day that is named.", "须在指定日期之前修改。"
        ),
        Action.REMOVE: Wording("It is no longer offered.", "它已下架。"),
        Action.SUSPEND_BUILDER: Wording(
            "None of the builder's listings is offered any longer.", "该构建者的所有 GPT 已下架。"
        ),
    }
)


@dataclass(frozen=True, slots=True)
class DecisionTexts:
    """What a decision says, as far as its action, clauses and findings tell it."""

    facts: str
    """Empty where only a person can say what they saw."""
    reason_builder: str
    reason_reporter: str


def decision_texts(
    action: Action, clauses: Sequence[Clause], findings: Sequence[Finding], language: str
) -> DecisionTexts:
    """The texts to begin with.

    They name places and never quote what stands there: it may be personal, and the letter shows
    it, masked.

    Args:
        action: What is done.
        clauses: What it is held against.
        findings: What bears it out.
        language: ``en`` or ``zh``.
    """
    titles = _listed([each.title.of(language) for each in clauses], language)
    if not action.is_violation:
        return _cleared(titles, language)
    done = _DONE[action].of(language)
    is_zh = language == "zh"
    terms = [each.text.of(language) for each in clauses if each.text.of(language)]
    fixes = list(dict.fromkeys(each.fix.of(language) for each in findings))[:_FIXES]
    against = f"该 GPT 违反：{titles}。" if is_zh else f"It goes against: {titles}."
    fix = ("如何改正：" if is_zh else "How to fix it:") if fixes else ""
    builder = [
        f"{against}{'' if is_zh else ' '}{done}",
        *terms,
        fix,
        *(f"- {way}" for way in fixes),
    ]
    reporter = (
        f"我们审查了您所举报的内容，认定其违反：{titles}。{done}"
        if is_zh
        else f"We looked at what you reported and found that it goes against: {titles}. {done}"
    )
    return DecisionTexts(_facts(findings, language), "\n".join(filter(None, builder)), reporter)


def _cleared(titles: str, language: str) -> DecisionTexts:
    if language == "zh":
        return DecisionTexts(
            f"我们按照以下条款审查了该版本的全部内容：{titles}。未发现违规。",
            f"我们按照以下条款审查了该版本：{titles}。未发现违规，您无须采取任何行动。",
            f"我们按照以下条款审查了您所举报的版本：{titles}。未发现违规。"
            "如果之后的版本有所不同，您可以再次举报。",
        )
    return DecisionTexts(
        f"All of this version was held against: {titles}. No violation was found.",
        f"This version was held against: {titles}. No violation was found, and there is nothing "
        "that you have to do.",
        f"The version that you reported was held against: {titles}. No violation was found. You "
        "can report it again if a later version is another matter.",
    )


def _facts(findings: Sequence[Finding], language: str) -> str:
    lines = [_place(each, language) for each in findings[:_PASSAGES]]
    more = len(findings) - len(lines)
    if more:
        lines.append(f"以及另外 {more} 处。" if language == "zh" else f"And {more} more passages.")
    return "\n".join(lines)


def _place(finding: Finding, language: str) -> str:
    where = locator_wording(finding.locator).of(language)
    message = finding.message.of(language)
    return (
        f"{finding.field}，{where}：{message}"
        if language == "zh"
        else f"{finding.field}, {where}: {message}"
    )


def _listed(titles: Iterable[str], language: str) -> str:
    return ("；" if language == "zh" else "; ").join(titles)
