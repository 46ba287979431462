"""What was not read, in Chinese; the code is searched for every code and clause that it emits."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Final

import pytest

from gptreview.model.finding import Wording
from gptreview.model.segment import Unread
from gptreview.model.unread_clauses import CLAUSES
from gptreview.model.unread_wording import (
    UNREAD_KINDS,
    failure_wording,
    unread_line,
    unread_place,
    unread_wording,
)

_EMITTERS: Final = MappingProxyType(
    {
        # Name of what is called, and which arguments are the reason and the code.
        "Gap": (1, 0),
        "MarkupError": (1, 0),
        "MemberError": (0, 1),
        "skip": (0, 2),
        "Unread": (1, 3),
        "_RefusedError": (0, None),
    }
)
_BY_KEYWORD: Final = frozenset({*_EMITTERS, "KnowledgeFile", "GptAction", "Content"})
_SHARED: Final = frozenset({"{}; there is no OCR inside documents"})
"""Clauses that begin with one of several words; the table has each of them in full."""


def _trees(root: Path, *rooms: str) -> Iterator[ast.AST]:
    for room in rooms:
        for path in sorted((root / "src/gptreview" / room).rglob("*.py")):
            yield ast.parse(path.read_text(encoding="utf-8"))


def _template(node: ast.AST | None) -> str | None:
    """A string's text, ``{}`` where a value is put in; None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_template(part) or "{}" for part in node.values)
    return None


def _argument(call: ast.Call, at: int | None) -> ast.AST | None:
    return call.args[at] if at is not None and at < len(call.args) else None


def _calls(tree: ast.AST) -> Iterator[tuple[str | None, str | None]]:
    """Reason and code of each call that tells of something unread."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        name = function.attr if isinstance(function, ast.Attribute) else ast.unparse(function)
        if name in _BY_KEYWORD:
            given = {word.arg: word.value for word in node.keywords}
            at_reason, at_code = _EMITTERS.get(name, (None, None))
            reason = _argument(node, at_reason) or given.get("reason") or given.get("unread")
            yield _template(reason), _template(_argument(node, at_code) or given.get("code"))


def _pairs(tree: ast.AST) -> Iterator[tuple[str | None, str | None]]:
    """Pairs of reason and code, reasons that are given a name, and tables by code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple) and len(node.elts) == 2:
            reason, code = map(_template, node.elts)
            if reason and code and " " in reason and " " not in code:
                yield reason, code
        if isinstance(node, ast.Assign | ast.AnnAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if ast.unparse(target) in ("reason", "_DIED"):
                yield _template(node.value), None
            if ast.unparse(target) == "_WORDINGS" and isinstance(node.value, ast.Dict):
                for key, value in zip(node.value.keys, node.value.values, strict=True):
                    yield _template(value), _template(key)


def _emitted(root: Path) -> tuple[set[str], set[str]]:
    reasons, codes = set(), set()
    for tree in _trees(root, "extract", "usecases", "sources"):
        for reason, code in (*_calls(tree), *_pairs(tree)):
            reasons |= {reason} if reason else set()
            codes |= {code} if code else set()
    return reasons - _SHARED, codes


def test_every_code_has_a_chinese_kind(repository_root: Path) -> None:
    """No reader of files can emit a code that a Chinese report has no word for, or the reverse."""
    _, codes = _emitted(repository_root)
    assert codes | {"unread"} == set(UNREAD_KINDS)


def test_every_clause_has_a_chinese_one(repository_root: Path) -> None:
    """Each clause that stands in the code is told in Chinese, its figures with it."""
    reasons, _ = _emitted(repository_root)
    assert len(reasons) > 50
    untold = {
        reason
        for reason in reasons
        if reason.replace("{}", "7") in unread_wording(Unread("a", reason.replace("{}", "7"))).zh
    }
    assert untold == set()


def test_chinese_clauses_keep_every_figure() -> None:
    """A Chinese clause has the figures of the English one, but for the ending of a plural."""
    for english, chinese in CLAUSES.items():
        figures = range(re.sub(r"(?<=\w)\{\}", "", english).count("{}"))
        assert sorted(re.findall(r"\{\d\}", chinese)) == [f"{{{each}}}" for each in figures]


@pytest.mark.parametrize(
    ("unread", "chinese"),
    [
        (Unread("a", "a PDF that needs a password", code="encrypted"), "PDF 需要密码"),
        (Unread("a", "over the budget of 2,000 pages"), "超过 2,000 页的上限"),
        (Unread("a", "3 macro projects", code="macro"), "宏项目 3 个"),
        (
            Unread("a", "over the budget of 9 members; unread members: 4"),
            "超过 9 个文件的上限；另有 4 个文件未读取",
        ),
        (
            Unread("action:0", "a list, where a mapping is needed", code="not-openapi"),
            "无法解析为 OpenAPI 文档（a list, where a mapping is needed）",
        ),
        (Unread("a", "", code="macro"), "宏"),
        (Unread("a", "quite new", code="brand-new"), "未取得（quite new）"),
        (Unread("a", "not a text: " + "x" * 1_000), f"未取得（not a text: {'x' * 1_000}）"),
    ],
)
def test_reasons_are_told_in_chinese(unread: Unread, chinese: str) -> None:
    """A known clause is told as a sentence, any other by its kind with the English words."""
    assert unread_wording(unread) == Wording(unread.reason, chinese)


def test_line_says_what_and_why() -> None:
    """The part, its place and the reason are one line in either language."""
    assert unread_line(Unread("knowledge:a.pdf", "pages that cannot be read", "page 3")) == Wording(
        "knowledge:a.pdf, page 3: pages that cannot be read",
        "knowledge:a.pdf（第 3 页）：页面无法读取",
    )


def test_place_stands_behind_the_field() -> None:
    """The field stays as it is, and the place is in the reader's language."""
    assert unread_place(Unread("name", "x")) == Wording("name", "name")
    assert unread_place(Unread("knowledge:a.pdf", "x", "page 3")) == Wording(
        "knowledge:a.pdf, page 3", "knowledge:a.pdf（第 3 页）"
    )


@pytest.mark.parametrize(
    ("failure", "chinese"),
    [
        ("instructions: more than 9 matches", "instructions：匹配超过 9 处"),
        ("knowledge:a: b.txt: more than 9 places of x", "knowledge:a: b.txt：规则 x 命中超过 9 处"),
        ("more than 9 values", "数据项超过 9 个"),
        ("name: KeyError", "name: KeyError"),
        (
            "name: a, the model of the extra b, does not work (E): install it anew or uninstall it",
            "name：可选组件 b 的模型 a 无法使用（E），请重新安装或将其卸载",
        ),
    ],
)
def test_failures_are_told_in_chinese(failure: str, chinese: str) -> None:
    """Why a scanner gave up is told after its field; the name of a bug stays as it is."""
    assert failure_wording(failure) == Wording(failure, chinese)
