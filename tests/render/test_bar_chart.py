"""A chart of a few bars that any page can show."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from gptreview.render.bar_chart import Bar, bar_chart


def test_bars_are_as_long_as_their_values() -> None:
    """The longest fills the room, one of thousands is still seen, none is none."""
    bars = [Bar("passed", 4000, "#0f0"), Bar("failed", 1, "#f00"), Bar("to review", 0, "#ff0")]
    chart = bar_chart("Outcomes", bars)
    assert re.findall(r'height="22" fill="(#...)"', chart) == ["#0f0", "#f00", "#ff0"]
    assert re.findall(r'width="(\d+)" height="22"', chart) == ["400", "2", "0"]
    assert re.findall(r">([^<>]+)</text>", chart) == [
        "Outcomes",
        "passed",
        "4,000",
        "failed",
        "1",
        "to review",
        "0",
    ]


def test_chart_is_xml_whatever_its_labels_are() -> None:
    """Labels are escaped, and a chart without bars is one."""
    chart = ET.fromstring(bar_chart("<a> & b", [Bar("<b>", 1, "#000")]))  # noqa: S314 - our own
    assert [each.text for each in chart.iter("{http://www.w3.org/2000/svg}title")] == ["<a> & b"]
    assert ET.fromstring(bar_chart("none", [])).get("height") == "44"  # noqa: S314 - our own
