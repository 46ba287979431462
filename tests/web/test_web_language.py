"""The language of a page: by switch, by account, by browser."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gptreview.web.language import LANGUAGES, negotiated, tag


@pytest.mark.parametrize(
    ("chosen", "own", "header", "expected"),
    [
        ("zh", "en", "en", "zh"),
        ("", "zh", "en", "zh"),
        ("", "", "zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("", "", "fr, en;q=0.4, zh;q=0.7", "zh"),
        ("", "", "zh;q=0, en;q=0.1", "en"),
        ("", "", "zh;q=2, de", "en"),
        ("", "", "zh;q=much", "en"),
        ("", "", "ZH-hant", "zh"),
        ("", "", "en;level=1, zh", "en"),
        ("../..", "xx", "", "en"),
    ],
    ids=str,
)
def test_first_known_language_wins(chosen: str, own: str, header: str, expected: str) -> None:
    """The switch goes before the account, that before the browser's weights, and English last."""
    assert negotiated(chosen, own, header) == expected


@given(st.text(alphabet="zhen-;q=0.19, *", max_size=60))
def test_any_header_gives_a_known_language(header: str) -> None:
    """Whatever a browser sends, the answer is a language of the interface."""
    assert negotiated("", "", header) in LANGUAGES


def test_tags_are_those_of_the_web() -> None:
    """Simplified Chinese is named by its script, so that browsers choose the right glyphs."""
    assert [tag(each) for each in LANGUAGES] == ["en", "zh-Hans"]
