"""Figures as a person and as a program read them."""

from __future__ import annotations

import json

from gptreview.model.measurement import Measurement, Table
from gptreview.render.measurement_text import measurement_text, measurements_json

FIGURES = Measurement(
    8,
    "spans",
    (
        Table(
            "Spans", ("entity", "gold", "recall"), (("E-MAIL", 1200, 0.995), ("AD\x1b", 0, None))
        ),
        Table("Alarms", ("set", "texts"), ()),
    ),
)


def test_tables_are_aligned_and_shares_are_percent() -> None:
    """Names stand left and numbers right; a figure that does not exist is a dash."""
    assert measurement_text(FIGURES, color=False) == (
        "Yardstick 8: spans\n"
        "\n"
        "Spans:\n"
        "  entity   gold  recall\n"
        "  E-MAIL  1,200   99.5%\n"
        "  AD\\x1b      0       -\n"
        "\n"
        "Alarms: nothing\n"
        "\n"
    )


def test_colours_mark_the_titles() -> None:
    """The yardstick is bold and the heads of columns are dim."""
    text = measurement_text(FIGURES, color=True)
    assert text.startswith("\x1b[1mYardstick 8: spans\x1b[0m\n")
    assert "\x1b[2m  entity   gold  recall\x1b[0m\n" in text


def test_json_keeps_the_figures_as_they_are() -> None:
    """A share is a number, and nothing is null."""
    text = measurements_json([FIGURES])
    assert json.loads(text) == {
        "schema": "gptreview/bench/v1",
        "yardsticks": [
            {
                "number": 8,
                "title": "spans",
                "tables": [
                    {
                        "title": "Spans",
                        "columns": ["entity", "gold", "recall"],
                        "rows": [["E-MAIL", 1200, 0.995], ["AD\x1b", 0, None]],
                    },
                    {"title": "Alarms", "columns": ["set", "texts"], "rows": []},
                ],
            }
        ],
    }
    assert text.endswith("}\n")
