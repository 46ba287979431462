"""Numbers written in characters, circles or keys so that nobody searches for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from gptreview.normalize.layer import Edit
from gptreview.normalize.matches import each, matched

_OTHERS: Final = "〇一二三四五六七八九零壹贰叁肆伍陆柒捌玖⓪①②③④⑤⑥⑦⑧⑨⓿❶❷❸❹❺❻❼❽❾幺"
_VALUES: Final = str.maketrans(_OTHERS, "01234567890123456789012345678901234567891")
_DIGIT: Final = f"[0-9{_OTHERS}](?:\ufe0f?\u20e3)?"
_NUMBER: Final = re.compile(
    f"{_DIGIT}(?P<gap>[ ·.-]?){_DIGIT}(?:(?P=gap){_DIGIT}){{5}}(?:(?P=gap){_DIGIT})*+"
)
"""Seven digits, the shortest telephone numbers in use, or more."""
ODD: Final = re.compile(f"[{_OTHERS}\u20e3]")
_NO_DIGIT: Final = re.compile("[^0-9]+")
_COUNTED: Final = "0123456789"


def number_edits(text: str) -> Iterator[Edit]:
    """Long numbers in plain digits."""
    return matched(text, _NUMBER, _plain, each(_NUMBER, _digits), "evasion")


def _digits(match: re.Match[str]) -> str:
    return _NO_DIGIT.sub("", match[0].translate(_VALUES))


def _plain(match: re.Match[str]) -> Iterator[Edit]:
    digits = _digits(match)
    if ODD.search(match[0]) and digits not in _COUNTED:
        yield Edit(*match.span(), digits, "evasion")
