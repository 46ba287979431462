"""Places inside a file, in the languages of the reviewers."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from gptreview.model.finding import Wording
from gptreview.model.segment import Locator

_NUMBERED: Final[Mapping[str, str]] = MappingProxyType(
    {
        r"after what was read": "已读取部分之后",
        r"page (\d+)": "第 {0} 页",
        r"pages (\d+(?:, \d+)*)": "第 {0} 页",
        r"pages (\d+(?:, \d+)*) and (\d+) more": "第 {0} 页及另外 {1} 页",
        r"slide (\d+)": "第 {0} 张幻灯片",
        r"paragraph (\d+)": "第 {0} 段",
        r"table (\d+)": "第 {0} 个表格",
        r"row (\d+)": "第 {0} 行",
        r"cell ([A-Z]+\d+)": "单元格 {0}",
        r"text box (\d+)": "第 {0} 个文本框",
        r"attachment (\d+)": "第 {0} 个附件",
        r"footnote (\d+)": "脚注 {0}",
        r"endnote (\d+)": "尾注 {0}",
        r"comment ([A-Z]*\d+)": "批注 {0}",
        r"characters ([\d,]+) to ([\d,]+)": "第 {0} 至 {1} 个字符",
        r"(\d+) parts": "{0} 个组成部分",
        r"(\d+) slides or sheets": "{0} 张幻灯片或工作表",
        # Neither of them a file of an archive: "part two", "sheet music.pdf".
        r"part (\S*[/\[]\S*)": "组成部分 {0}",
        r"sheet ((?!.*\.\w{1,5}$).*)": "工作表 {0}",
    }
)
_NAMED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "alt text": "替代文字",
        "annotation": "注释",
        "archive comment": "压缩包注释",
        "before its changes": "修订之前",
        "bookmarks": "书签",
        "comment": "批注",
        "comments": "批注",
        "connection": "数据连接",
        "drawn text": "图形文字",
        "endnote": "尾注",
        "endnotes": "尾注",
        "footer": "页脚",
        "footnote": "脚注",
        "footnotes": "脚注",
        "form": "表单",
        "form field": "表单字段",
        "header": "页眉",
        "link": "链接",
        "links": "链接",
        "notes": "备注",
        "prompt": "提示语",
        "properties": "文档属性",
        "script": "脚本",
        "shared strings": "共享字符串",
        "text in the image": "图中文字",
        "tooltip": "悬停提示",
        "with its hidden text": "含隐藏文字",
        "workbook": "工作簿",
    }
)
_LONGEST: Final = 1_000
"""Code points of a place that is looked at: a stranger's names may be in it."""
_FROM: Final = re.compile(r"from (.*) on", re.DOTALL)


def place_wording(place: str) -> Wording:
    """A place as `Mark` and `Unread` name it; names of files stay as they are."""
    if len(place) > _LONGEST:
        return Wording(place, place)
    found = _FROM.fullmatch(place)
    if found:
        first = _path(found[1])
        blanks = ("" if first[:1] == "第" else " ", " " if first[-1:].isascii() else "")
        return Wording(place, f"从{blanks[0]}{first}{blanks[1]}起")
    return Wording(place, _path(place))


def locator_wording(locator: Locator) -> Wording:
    """A spot that a person can find: ``sheet Staff, cell B12, 1:4``."""
    if not locator.place:
        return Wording(str(locator), str(locator))
    place = place_wording(locator.place).zh
    return Wording(str(locator), f"{place}，{locator.line}:{locator.column}")


def _path(place: str) -> str:
    return " > ".join(map(_step, place.split(" > ")))


def _step(step: str) -> str:
    """One step of the way, from its end on, since the name of a sheet may hold commas."""
    if step in _NAMED:
        return f"{_NAMED[step]}（{step}）"  # a file of an archive may have this name, too
    parts = step.split(", ")
    told: list[str] = []
    while parts and (last := _NAMED.get(parts[-1]) or _numbered(parts[-1])):
        told.insert(0, last)
        parts.pop()
    if parts:
        first = _numbered(", ".join(parts))
        if not first:
            return step
        told.insert(0, first)
    return "，".join(told)


def _numbered(words: str) -> str:
    """Empty where the words are none of ours."""
    for pattern, chinese in _patterns():
        found = pattern.fullmatch(words)
        if found:
            return chinese.format(*found.groups())
    return ""


@functools.cache
def _patterns() -> Sequence[tuple[re.Pattern[str], str]]:
    return [(re.compile(english), chinese) for english, chinese in _NUMBERED.items()]
