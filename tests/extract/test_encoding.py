from __future__ import annotations

import random

import pytest

from gptreview.extract.encoding import Encoding, find_encoding

CHINESE = "我们公司正在招聘兼职人员，每天工作两小时，收入日结。请添加微信联系客服领取任务。"
TRADITIONAL = "我們公司正在招聘兼職人員，每天工作兩小時，收入日結。請加入聯絡客服領取任務。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("", "utf-8"),
        ("Bush hid the facts", "utf-8"),
        ("naïve café, 你好", "utf-8"),
        (CHINESE, "utf-8"),
        (CHINESE, "gb18030"),
        (TRADITIONAL, "gb18030"),
        ("你好", "gb18030"),
        ("plain English, then " * 900 + CHINESE, "gb18030"),
        (TRADITIONAL, "big5"),
        (CHINESE, "utf-16-le"),
        (CHINESE, "utf-16-be"),
        (CHINESE + "\n" + CHINESE, "utf-16-le"),
        ("Pay now: " + CHINESE, "utf-16-be"),
        ("hi", "utf-16-le"),
        ("Under no circumstances…\n" * 9, "utf-16-be"),
        (CHINESE, "utf-32-be"),
        ("hello", "utf-32-le"),
        ("café au lait, Müller, naïve, DÉJÀ VU", "cp1252"),
        ("“Smart” quotes \u2013 it’s €5", "cp1252"),
        ("Müller", "cp1252"),
        ("p\xffa\xffy n\xffow", "cp1252"),
    ],
)
def test_encoding_is_found_without_a_mark(text: str, encoding: str) -> None:
    """The bytes of a text tell its encoding."""
    assert find_encoding(text.encode(encoding)) == Encoding(encoding)


@pytest.mark.parametrize(
    ("codec", "name", "mark_bytes"),
    [
        ("utf-8-sig", "utf-8", 3),
        ("utf-16", "utf-16-le", 2),
        ("utf-32", "utf-32-le", 4),
    ],
)
def test_mark_decides(codec: str, name: str, mark_bytes: int) -> None:
    """A byte-order mark tells the encoding and is no text."""
    assert find_encoding("pay".encode(codec)) == Encoding(name, mark_bytes)


def test_mark_of_utf_16_before_a_nul_is_not_one_of_utf_32() -> None:
    """Bytes that do not divide by four are UTF-16 even where a NUL follows the mark."""
    assert find_encoding("\ufeff\0a".encode("utf-16-le")) == Encoding("utf-16-le", 2)


@pytest.mark.parametrize(
    "data",
    [
        bytes(5_000),
        random.Random(1).randbytes(50_000),  # noqa: S311 - the same bytes each time
        b"\xff" * 50_000,
        b"pay\0now " * 10,
    ],
)
def test_no_text_is_guessed(data: bytes) -> None:
    """Bytes that read as a text in none of the encodings are no text."""
    assert find_encoding(data) is None


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("联通".encode("gb18030"), "gb18030"),
        ("\u043f\u0440\u0438\u0432\u0435\u0442, ".encode("cp1251") * 9, "gb18030"),
        (CHINESE.encode() * 3 + CHINESE.encode("gb18030"), "utf-8"),
        ("こんにちは世界、今日はいい天気です".encode("shift_jis"), "gb18030"),
    ],
)
def test_doubt_is_told(data: bytes, name: str) -> None:
    """Where no reading is likely, or two are alike, the best one is taken and doubted."""
    assert find_encoding(data) == Encoding(name, doubt=True)


def test_broken_bytes_far_behind_are_judged_where_they_stand() -> None:
    """A long sound text with an odd byte at its end is UTF-8, whatever its sample begins with."""
    assert find_encoding(("é" + "你好" * 900_000).encode() + b"\xff") == Encoding("utf-8")
