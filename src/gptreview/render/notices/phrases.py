"""Phrases that letters put together: what is done, for how long, where, and what can be done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from gptreview.model.decision import Action, Ground, Scope
from gptreview.model.finding import Wording
from gptreview.model.place_wording import locator_wording
from gptreview.model.policy import Clause
from gptreview.model.segment import Locator

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SCOPES: Final[Mapping[Scope, Wording]] = MappingProxyType(
    {
        Scope.VERSION: Wording("this version of the listing", "该 GPT 的这一版本"),
        Scope.LISTING: Wording("the listing, whatever its content", "该 GPT，不论其内容"),
        Scope.BUILDER: Wording("all of your listings", "您的所有 GPT"),
    }
)
OUTCOMES: Final[Mapping[Action, Wording]] = MappingProxyType(
    {
        Action.NO_VIOLATION: Wording(
            "we found no violation, and nothing is done about the listing",
            "未发现违规，不对该 GPT 采取措施",
        ),
        Action.LABEL: Wording("the listing was labelled", "已为该 GPT 添加标签"),
        Action.AGE_RESTRICT: Wording("the listing was restricted by age", "已对该 GPT 设年龄限制"),
        Action.LIMIT: Wording(
            "the listing is found by its link alone", "该 GPT 现在只能通过链接访问"
        ),
        Action.REQUIRE_CHANGE: Wording(
            "the builder has to change the listing", "已要求构建者修改该 GPT"
        ),
        Action.REMOVE: Wording("the listing was removed", "该 GPT 已下架"),
        Action.SUSPEND_BUILDER: Wording(
            "all listings of the builder were removed", "该构建者的所有 GPT 已下架"
        ),
    }
)
REDRESS: Final = Wording(
    "You may also turn to a certified out-of-court dispute settlement body, or to a court.",
    "您也可以向经认证的庭外争议解决机构申请解决，或向法院起诉。",
)
"""DSA articles 17(3)(f) and 21(1)."""
ANSWERED: Final[Mapping[bool, Wording]] = MappingProxyType(
    {
        True: Wording("the decision stands", "维持原决定"),
        False: Wording("the decision was changed", "原决定已变更"),
    }
)
READ_BELOW: Final = Wording("The reasons are those of the decision below.", "理由见下方的决定。")


@dataclass(frozen=True, slots=True)
class Passage:
    """What was found at one place."""

    field: str
    """As a finding names it: ``instructions``."""
    locator: Locator
    excerpt: str
    """Masked."""
    before: str
    after: str
    decoded: str
    """What a disguised text says; empty where it is written openly."""
    message: Wording
    fix: Wording


def day(moment: dt.date, language: str) -> str:
    """A day, in words; of a moment the day in UTC."""
    if language == "zh":
        return f"{moment.year}年{moment.month}月{moment.day}日"
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def scope(of: Scope, language: str) -> str:
    """What a decision covers."""
    return _SCOPES[of].of(language)


def duration(ends_at: dt.datetime | None, change_by: dt.date | None, language: str) -> str:
    """How long a decision holds, and by when something is to be changed."""
    is_zh = language == "zh"
    if ends_at is None:
        held = "直至另有决定" if is_zh else "until it is changed by another decision"
    else:
        end = day(ends_at, language)
        held = f"至 {end}（UTC）" if is_zh else f"until {end} (UTC)"
    if change_by is None:
        return held
    last = day(change_by, language)
    if is_zh:
        return f"{held}；须在 {last}（UTC）或之前修改"
    return f"{held}; change the listing on or before {last} (UTC)"


def passages(found: Sequence[Passage], language: str) -> str:
    """What was found, each at its place."""
    if not found:
        return (
            "该决定针对整个 GPT，而非其中某一处。"
            if language == "zh"
            else "It is about the listing as a whole rather than one passage of it."
        )
    return "\n\n".join(_passage(each, language) for each in found)


def fixes(found: Sequence[Passage], language: str) -> str:
    """How to put it right, each way once."""
    ways = list(dict.fromkeys(each.fix.of(language) for each in found))
    again = Wording(
        "Change what is described above, then submit the listing again.",
        "请修改上述内容，然后重新提交该 GPT。",
    ).of(language)
    return "\n".join([*(f"- {way}" for way in ways), again])


def ground(of: Ground, legal_ground: str, language: str) -> str:
    """The law, or that it is about the terms."""
    if of is Ground.ILLEGAL:
        named = legal_ground or "—"
        return f"内容违法：{named}" if language == "zh" else f"The content is illegal: {named}"
    return (
        "内容不符合以下使用条款："
        if language == "zh"
        else "The content is not compatible with these terms:"
    )


def policy(ids: Sequence[str], clauses: Mapping[str, Clause], language: str) -> str:
    """The text of each clause; its id where the policy has it no more."""
    return "\n".join(
        f"- {clauses[id_].title.of(language)}: {clauses[id_].text.of(language)} ({id_})"
        if id_ in clauses
        else f"- {id_}"
        for id_ in ids
    )


def means(*, is_detected: bool, language: str) -> str:
    """What programs had to do with a decision."""
    if is_detected:
        wording = Wording(
            "Our automated scan found the content; a person made the decision.",
            "内容由我们的自动扫描发现；决定由人工作出。",
        )
    else:
        wording = Wording(
            "An automated scan helped to look at the content; a person made the decision.",
            "自动扫描仅协助查看内容；决定由人工作出。",
        )
    return wording.of(language)


def source(*, reports: int, language: str) -> str:
    """Whether somebody had reported it; never who."""
    if reports:
        wording = Wording(
            "We looked at the listing because it was reported to us.",
            "我们因收到举报而审查该 GPT。",
        )
    else:
        wording = Wording(
            "We looked at the listing on our own initiative.", "我们主动审查了该 GPT。"
        )
    return wording.of(language)


def _passage(found: Passage, language: str) -> str:
    is_zh = language == "zh"
    place = locator_wording(found.locator).of(language)
    line = f"{found.field}{'，' if is_zh else ', '}{place}"
    shown = f"{found.before}[{found.excerpt}]{found.after}".strip()
    lines = [line, f"    {shown}"] if found.excerpt else [line]
    if found.decoded:
        lines.append(f"    {'实际内容：' if is_zh else 'It says: '}{found.decoded}")
    return "\n".join([*lines, found.message.of(language)])
