"""Which language a page is in: chosen by hand, else the account's, else the browser's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

LANGUAGES: Final = ("en", "zh")
"""What the interface speaks, the source language first."""
NAMES: Final = (("en", "English"), ("zh", "简体中文"))
COOKIE: Final = "gptreview_language"
_MOST_RANGES: Final = 20
"""Language ranges of a header that are looked at; browsers send some five."""


def tag(language: str) -> str:
    """As HTML and HTTP name it (BCP 47)."""
    return "zh-Hans" if language == "zh" else language


def negotiated(chosen: str, own: str, header: str) -> str:
    """The first of these that the interface speaks; English where none is.

    Args:
        chosen: By the switch; empty where it was not used.
        own: Of the account; empty for nobody.
        header: ``Accept-Language`` (RFC 9110, section 12.5.4).
    """
    for language in (chosen, own, *_by_weight(header)):
        if language in LANGUAGES:
            return language
    return LANGUAGES[0]


def _by_weight(header: str) -> Iterable[str]:
    weighed = []
    for place, part in enumerate(header.split(",")[:_MOST_RANGES]):
        name, _, parameter = part.partition(";")
        weight = _weight(parameter)
        if weight > 0:
            weighed.append((-weight, place, name.strip().partition("-")[0].lower()))
    return [name for _, _, name in sorted(weighed)]


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if not name:
        return 1.0
    try:
        weight = float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0
