"""JSON as it is written into bundles and reports."""

from __future__ import annotations

import json

from gptreview.render.json_text import pretty_json


def test_one_line_an_entry() -> None:
    """Fields and their entries have a line each, what is deeper stays on it, and text is kept."""
    value = {"a": 1, "list": [{"x": [1]}, 2], "map": {"é": None, "b": {}}, "none": [], "no": {}}
    text = pretty_json(value)
    assert text == (
        '{\n  "a": 1,\n  "list": [\n    {"x": [1]},\n    2\n  ],\n'
        '  "map": {\n    "é": null,\n    "b": {}\n  },\n  "none": [],\n  "no": {}\n}\n'
    )
    assert json.loads(text) == value
