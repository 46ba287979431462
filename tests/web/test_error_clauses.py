"""What use-cases say is wrong, as pages say it."""

from __future__ import annotations

import pytest

from gptreview.errors import InputError
from gptreview.web.error_clauses import CLAUSES, said
from gptreview.web.wrong_fields import wrong_fields


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("mika has claimed it", "mika 已认领"),
        (
            "the case has moved on: it is escalated and claimed by mika",
            "案件已有变化：状态为“已移交”，由 mika 认领",
        ),
        (
            "sign-in: more than 10 in 15 minutes",
            "操作过于频繁：15 分钟内超过 10 次",
        ),
        (
            "DNS: 2 TXT records, none of them gptreview=…; file: status 404 at https://shop.example",
            "DNS：有 2 条 TXT 记录，均不是 gptreview=…；文件：https://shop.example 返回状态码 404",
        ),
        ("no report 7", "没有举报 7"),
        ("no report with this receipt", "没有与此回执码对应的举报"),
        ("more than 5,242,880 bytes", "超过 5,242,880 字节"),
        ("2026-01-01 to 2026-03-31", "2026-01-01 至 2026-03-31"),
        ("scope listing to one", None),
        ("2026-12-31", "2026-12-31"),
        ("", ""),
        ("<b>what nobody has put into words</b>", None),
        ("mika has claimed it; and something else", None),
        ("x" * 2_000, None),
    ],
    ids=[
        "name",
        "state",
        "span",
        "several",
        "number",
        "closer",
        "bytes",
        "range",
        "words-and-no-figures",
        "figures",
        "nothing",
        "unknown",
        "partly",
        "long",
    ],
)
def test_clauses_are_said_in_chinese(clause: str, expected: str | None) -> None:
    """A known clause is in Chinese with its names; any other one is English, marked as such."""
    escaped = clause.replace("<", "&lt;").replace(">", "&gt;")
    marked = f'<span lang="en">{escaped}</span>'
    assert str(said(clause, "zh")) == (marked if expected is None else expected)


def test_english_pages_say_it_as_it_is() -> None:
    """In English a clause is only escaped."""
    assert str(said("a <b>", "en")) == "a &lt;b&gt;"


@pytest.mark.parametrize(("english", "chinese"), CLAUSES.items(), ids=str)
def test_every_clause_can_be_filled(english: str, chinese: str) -> None:
    """What stands for a figure or name in Chinese is there in English, and no clause is empty."""
    number = english.count("{}")
    assert chinese.format(*(f"[{place}]" for place in range(number)))
    assert english.strip("{}")


@pytest.mark.parametrize(
    ("where", "language", "expected"),
    [
        ("--rule", "en", {"rule": "no permission; expected: at least one; try again"}),
        ("--rule", "zh", {"rule": "未选择权限；应为：至少一项；请重试"}),
        ("elsewhere", "zh", {"owner": "elsewhere：未选择权限；应为：至少一项；请重试"}),
    ],
    ids=["english", "chinese", "no-field"],
)
def test_errors_stand_at_their_field(where: str, language: str, expected: dict[str, str]) -> None:
    """An error of a use-case stands at the field that it names, else at the first, in words."""
    error = InputError("no permission", where=where, expected="at least one", next_step="try again")
    assert wrong_fields(error, ("rule", "owner"), "owner", language) == expected
