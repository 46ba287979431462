"""What stands on pages a hundred times over: made in Python, where a macro would take its time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

from babel.dates import format_datetime
from markupsafe import Markup, escape

from gptreview.model.priority import PARTS

_WIDTH: Final = 100
"""Units of a whole bar."""


@cache
def icon(name: str) -> Markup:
    """A drawing by its name in icons.html.jinja; screen readers pass it over."""
    return Markup(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="#i-{}"/></svg>'
    ).format(name)


@lru_cache(maxsize=4_096)
def shown_datetime(when: dt.datetime, locale: str) -> str:
    """A moment in UTC, as the language writes it."""
    return f"{format_datetime(when.astimezone(dt.UTC), 'medium', locale=locale)} UTC"


@dataclass(frozen=True, slots=True)
class Stack:
    """The parts of a priority, ready to be drawn on top of each other."""

    points: str
    """Their sum, with one decimal."""
    parts: list[tuple[str, str]]
    """Name and points of each."""
    bars: list[tuple[str, str, str]]
    """Name, left edge and width of each that is more than nothing."""


def stack(parts: Mapping[str, int]) -> Stack:
    """The parts in the order in which they are shown.

    Args:
        parts: Thousandths of a point by name.
    """
    total = sum(parts.values())
    scale = _WIDTH / max(total, 1)
    shown = []
    bars = []
    at = 0.0
    for name in PARTS:
        if name not in parts:
            continue
        points = parts[name]
        shown.append((name, f"{points / 1000:.1f}"))
        if points > 0:
            bars.append((name, f"{at:.2f}", f"{points * scale:.2f}"))
            at += points * scale
    return Stack(f"{total / 1000:.1f}", shown, bars)


def quick_gettext(gettext: Callable[[str], str]) -> Callable[..., Markup]:
    """Jinja's newstyle gettext without its context, which is copied for every word of a loop.

    Args:
        gettext: Translates a text of ours.
    """

    @lru_cache(maxsize=4_096)  # the texts of all templates
    def fixed(text: str) -> Markup:
        return Markup(gettext(text)) % {}  # noqa: S704 - a text of ours

    def translated(text: str, /, **variables: Any) -> Markup:
        if not variables:
            return fixed(text)
        safe = {name: _safe(value) for name, value in variables.items()}
        return Markup(gettext(text) % safe)  # noqa: S704 - the variables are escaped

    return translated


def _safe(value: Any) -> Any:
    """A number as it is, which a text may have its own way of writing; all else escaped."""
    return value if isinstance(value, int | float) else escape(value)
