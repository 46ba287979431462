"""What stands on pages a hundred times over."""

from __future__ import annotations

import datetime as dt

import pytest
from markupsafe import Markup

from gptreview.web.fragments import Stack, icon, quick_gettext, shown_datetime, stack


def test_icon_is_drawn_from_the_sprite() -> None:
    """Screen readers pass it over, and its name cannot be markup."""
    drawn = '<svg class="icon" aria-hidden="true" focusable="false"><use href="#i-{}"/></svg>'
    assert str(icon("bolt")) == drawn.format("bolt")
    assert str(icon('">')) == drawn.format("&#34;&gt;")


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (
            {"age": 2_500, "severity": 7_500, "history": 0},
            Stack(
                "10.0",
                [("severity", "7.5"), ("history", "0.0"), ("age", "2.5")],
                [("severity", "0.00", "75.00"), ("age", "75.00", "25.00")],
            ),
        ),
        ({"severity": 0}, Stack("0.0", [("severity", "0.0")], [])),
        ({}, Stack("0.0", [], [])),
    ],
    ids=["several", "nothing", "none"],
)
def test_parts_are_laid_side_by_side(parts: dict[str, int], expected: Stack) -> None:
    """In the order in which they are shown; those that are nothing have no bar."""
    assert stack(parts) == expected


def test_moments_are_told_in_utc() -> None:
    """Wherever they come from."""
    tokyo = dt.timezone(dt.timedelta(hours=9))
    shown = shown_datetime(dt.datetime(2026, 3, 10, 9, 30, tzinfo=tokyo), "en_GB")
    assert shown == "10 Mar 2026, 00:30:00 UTC"


def test_variables_of_texts_are_escaped() -> None:
    """What is markup already stays, numbers are written as the text says, and ``%%`` is a sign."""
    translated = quick_gettext({"%(n)03d %(a)s %(b)s": "%(b)s %(a)s %(n)03d"}.__getitem__)
    made = translated("%(n)03d %(a)s %(b)s", n=7, a="<i>", b=Markup("<b>"))
    assert made == Markup("<b> &lt;i&gt; 007")
    assert quick_gettext(str)("100 %%") == Markup("100 %")
