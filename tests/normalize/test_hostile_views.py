"""Texts made to stall a reader or to fill its memory."""

# ruff: noqa: RUF001, E501 - look-alikes and lists of them are what this is about

from __future__ import annotations

import base64
import hashlib
import time
import tracemalloc
from collections.abc import Callable

import pytest

from gptreview.model.view import View
from gptreview.normalize import confusables, invisible, leet, letters, matches
from gptreview.normalize import views as views_module
from gptreview.normalize.views import views

SIZE = 100_000
FLOODS = (
    (matches, "_SINGLE_EDITS"),
    (letters, "_SINGLE_EDITS"),
    (invisible, "_MAX_EDITS"),
    (leet, "_MAX_TOKENS"),
    (confusables, "_MAX_WORDS"),
    (views_module, "_SINGLE_RUNS"),
)
"""Where single places are counted, 20,000 or more of them by default."""
FULL_SIZE = 4_000_000
"""What extraction hands over at most."""


def timed(text: str) -> tuple[tuple[View, ...], float]:
    """The readings and the seconds of processor time that they took."""
    begin = time.process_time()
    found = views(text)
    return found, time.process_time() - begin


@pytest.mark.parametrize(
    "unit",
    [
        "a\u200b", "a\u0336", "e\u0301", "a\U000e0061", "می\u200c", "aｂ", "ﬁ", "⼀", "\u1100\u1161",
        "V信", "讠正", "保*证", "保🔥", "dian fu 的", "一三八零零一三八零零零 ", "對",
        "%41x", "&#112;", r"\x41 ", r"\u4fdd", "%ff", "&", "\\", "a<b ", "a</b>b",
        "a4a ", "p4ssw0rd ", "a1", "a@", "$a", "\u0430b ", "мама ", "a b c d  ", "保 证 收 益  ", "1 ",
        "_a", "-", "A", "70 61 79 ", "706179", "abcdefghijklmnoP ", "ab\n", "x" * 99_999 + "\n",
    ],
)  # fmt: skip
def test_a_flood_takes_time_in_proportion_to_its_length(unit: str) -> None:
    """100,000 characters of any one trick take a fraction of a second, with few pieces; the ceiling allows for busy machines."""
    found, seconds = timed(unit * (SIZE // len(unit)))
    assert seconds < 4.0
    assert sum(len(view.pieces or ()) for view in found) < 60_000


@pytest.mark.parametrize(
    "make",
    [
        lambda size: "\u200b" * size,
        lambda size: "a" + "\u0301" * (size - 1),
        lambda size: base64.b64encode(b"pay me now, my friend. " * (size // 30)).decode(),
        lambda size: base64.b64encode(hashlib.shake_128(b"noise").digest(size * 3 // 4)).decode(),
        lambda size: "a " * (size // 2),
        lambda size: "a." * (size // 2) + "@",
        lambda size: ("x" * 199_999 + "\n") * (size // 200_000),
    ],
    ids=["zero-width", "marks", "base64", "noise", "spaced", "dots", "lines"],
)
def test_the_largest_text_is_read_in_seconds(make: Callable[[int], str]) -> None:
    """4,000,000 characters take less than 1.5 seconds on an idle core; the ceiling allows for busy ones."""
    _, seconds = timed(make(FULL_SIZE))
    assert seconds < 6.0


def test_memory_stays_within_bounds() -> None:
    """200,000 disguised characters take less than 30 MB beside the text."""
    text = "a\u200b" * 100_000
    tracemalloc.start()
    try:
        views(text)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 30_000_000


@pytest.mark.parametrize(
    ("flood", "tail", "said"),
    [
        ("a\u200b ", "pass\u200bword", "password"),
        ("a\u0336 ", "p\u0336ay", "pay"),
        ("aｂ ", "pａy", "pay"),
        ("V信 ", "加威信", "加微信"),
        ("V信 ", "保·证·收·益", "保证收益"),
        ("讠正 ", "亻叚证", "假证"),
        ("a b c d  ", "g u a r a n t e e d", "guaranteed"),
        ("p4ssw0rd ", "m0n3y", "money"),
        ("\u0430b ", "m\u043eney", "money"),
        ("%41x ", "%70ay", "pay"),
        ("&#112; ", "&#112;ay", "pay"),
        (r"\x41 ", r"\x70ay", "pay"),
        ("保🔥证🔥收 ", "保🔥证🔥收", "保证收"),
        ("保*证 ", "保*证", "保证"),
        ("wei xin的 ", "dian fu", "垫付"),
        ("一三八零零一三 ", "一三八零零一四", "1380014"),
        ("\u1112\u1161\u11ab ", "\u1112\u1161\u11ab", "한"),
        ("a<b>b ", "pa<b>y", "pay"),
        (base64.b64encode(b"pay me now friend").decode() + " ",
         base64.b64encode(b"the very last one").decode(), "the very last one"),
    ],
)  # fmt: skip
def test_what_stands_behind_a_flood_is_read_all_the_same(
    flood: str, tail: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A flood makes the way back coarser, but hides nothing that follows it."""
    for module, limit in FLOODS:
        monkeypatch.setattr(module, limit, 50)
    text = f"{flood * 400}\n{'All is well. ' * 200}\nthen {tail}"
    found = [view for view in views(text)[1:] if said in view.text[-60:]]
    assert found
    view = found[-1]
    start = view.text.rindex(said)
    begin, end = view.written(start, start + len(said))
    assert begin <= text.rindex(tail) + len(tail)
    assert end > text.rindex(tail)
