"""What was not read, in the languages of the reviewers."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from gptreview.model.finding import Wording
from gptreview.model.place_wording import place_wording
from gptreview.model.segment import Unread
from gptreview.model.unread_clauses import CLAUSES

UNREAD_KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "unread": "未取得",
        "unavailable": "无法读取",
        "empty": "没有内容",
        "encrypted": "已加密",
        "damaged": "已损坏",
        "crashed": "读取中断",
        "too-large": "超过上限",
        "too-deep": "嵌套过深",
        "too-slow": "读取超时",
        "unknown-type": "类型不支持",
        "encoding": "编码不明",
        "unknown-letters": "字符含义不明",
        "unfolded": "伪装未还原",
        "xml-entities": "含 XML 实体",
        "image": "图片",
        "macro": "宏",
        "embedded": "内嵌文件",
        "unsafe-name": "文件名不安全",
        "link": "链接",
        "mcp-server": "MCP 服务器",
        "not-openapi": "无法解析为 OpenAPI 文档",
    }
)
"""Chinese, by the code of an `Unread`: for a reason that has no clause of its own."""

_LONGEST: Final = 1_000
"""Code points of a reason that is compared with the clauses: a stranger's names may be in it."""


def unread_wording(unread: Unread) -> Wording:
    """Why it was not read; in Chinese its kind and the English clause where that is unknown."""
    chinese = _chinese(unread.reason)
    if not chinese:
        kind = UNREAD_KINDS.get(unread.code, UNREAD_KINDS["unread"])
        chinese = f"{kind}（{unread.reason}）" if unread.reason else kind
    return Wording(unread.reason, chinese)


def unread_place(unread: Unread) -> Wording:
    """What was not read: ``knowledge:a.pdf, page 3``."""
    if not unread.place:
        return Wording(unread.field, unread.field)
    place = place_wording(unread.place)
    return Wording(f"{unread.field}, {place.en}", f"{unread.field}（{place.zh}）")


def unread_line(unread: Unread) -> Wording:
    """What was not read and why: ``knowledge:a.pdf, page 3: encrypted PDF``."""
    where, why = unread_place(unread), unread_wording(unread)
    return Wording(f"{where.en}: {why.en}", f"{where.zh}：{why.zh}")


def failure_wording(failure: str) -> Wording:
    """Why a scanner could not finish: ``instructions: more than 10,000 matches``."""
    for colon in re.finditer(": ", failure[:_LONGEST]):
        chinese = _chinese(failure[colon.end() :])
        if chinese:
            return Wording(failure, f"{failure[: colon.start()]}：{chinese}")
    return Wording(failure, _chinese(failure) or failure)


def _chinese(clause: str) -> str:
    """Empty where no clause of the table fits."""
    if len(clause) > _LONGEST:
        return ""
    for pattern, chinese in _patterns():
        found = pattern.fullmatch(clause)
        if found:
            # A clause may hold another: the budget that ended the reading of an archive.
            return chinese.format(*(_chinese(part) or part for part in found.groups()))
    return ""


@functools.cache
def _patterns() -> Sequence[tuple[re.Pattern[str], str]]:
    return [
        (re.compile(re.escape(english).replace(r"\{\}", "(.*)"), re.DOTALL), chinese)
        for english, chinese in CLAUSES.items()
    ]
