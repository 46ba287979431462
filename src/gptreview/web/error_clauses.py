"""The clauses in which use-cases say what is wrong, in Chinese, as far as pages show them.

Errors are written in English, for programs, logs and the command line; a form that knows its fields
says what they have to be (`field_errors`), and all other pages translate the error's own clauses.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Final

from markupsafe import Markup, escape

from gptreview.model.unread_clauses import CLAUSES as UNREAD_CLAUSES
from gptreview.web.case_clauses import CASE_CLAUSES
from gptreview.web.entry_clauses import ENTRY_CLAUSES
from gptreview.web.house_clauses import HOUSE_CLAUSES
from gptreview.web.sent_clauses import SENT_CLAUSES

_LONGEST: Final = 1_000
"""Code points of a clause that is compared: a stranger's names may be in it."""
_BARE: Final = 10
"""Letters of its own below which a clause fits anything: "from here to there" is no "{} to {}"."""
_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "open": "待处理",
        "escalated": "已移交",
        "decided": "已决定",
        "appealed": "申诉中",
        "reporter": "举报人",
        "builder": "构建者",
        "reviewer": "审核员",
        "lead": "负责人",
        "admin": "管理员",
        "claim": "认领",
        "release": "释放",
        "escalate": "移交负责人",
        "decide": "决定",
        "appeal": "申诉",
        "uphold": "维持原决定",
        "overturn": "变更原决定",
        "no_violation": "未违规",
        "label": "添加标签",
        "age_restrict": "年龄限制",
        "limit": "限制传播",
        "require_change": "要求修改",
        "remove": "下架",
        "suspend_builder": "停用构建者",
        "version": "版本",
        "listing": "GPT",
        "terms": "政策",
        "illegal": "法律",
        "somebody": "他人",
    }
)
"""What stands in the place of ``{}`` and is no name or figure."""

CLAUSES: Final[Mapping[str, str]] = MappingProxyType(
    {**CASE_CLAUSES, **ENTRY_CLAUSES, **HOUSE_CLAUSES, **UNREAD_CLAUSES, **SENT_CLAUSES}
)
"""By the English clause, ``{}`` where it has a figure or a name; the Chinese one numbers them from
0. Of two that fit, the one with more words of its own counts."""


def said(clause: str, language: str) -> Markup:
    """A clause of an error as a page says it: what has no words in Chinese is marked as English."""
    if language == "en":
        return escape(clause)
    chinese = worded(clause)
    if chinese or not re.search("[A-Za-z]", clause):
        return escape(chinese or clause)
    return Markup('<span lang="en">{}</span>').format(clause)


def worded(clause: str) -> str:
    """A clause, or several with semicolons, in Chinese; empty where one has no words."""
    parts = [_chinese(part) for part in clause.split("; ")]
    return "；".join(parts) if all(parts) else _chinese(clause)


def _chinese(clause: str) -> str:
    if len(clause) > _LONGEST:
        return ""
    for pattern, chinese in _patterns():
        found = pattern.fullmatch(clause)
        if found:
            return chinese.format(*map(_value, found.groups()))
    return ""


def _value(text: str) -> str:
    """A name or figure; or one clause inside of another, as the cause of a failure."""
    return _WORDS.get(text) or _chinese(text) or text


@cache
def _patterns() -> Sequence[tuple[re.Pattern[str], str]]:
    return [
        (re.compile(re.escape(english).replace(r"\{\}", _blank(english)), re.DOTALL), chinese)
        for english, chinese in sorted(CLAUSES.items(), key=_own_words, reverse=True)
    ]


def _blank(english: str) -> str:
    """What may stand for ``{}``: figures alone where the clause says little else."""
    is_bare = english.startswith("{}") and len(english.replace("{}", "")) < _BARE
    return r"(\S*\d\S*)" if is_bare else "(.+?)"


def _own_words(pair: tuple[str, str]) -> int:
    """Letters of a clause that are its own: "no report with this receipt" is no "no report {}"."""
    return len(pair[0].replace("{}", ""))
