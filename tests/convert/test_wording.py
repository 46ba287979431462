"""Values in messages."""

from __future__ import annotations

import pytest

from gptreview.convert.wording import json_kind, quoted, shortened


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (None, "null"),
        (True, "a boolean"),
        (0, "a number"),
        (1.5, "a number"),
        ("", "text"),
        ([], "an array"),
        ({}, "an object"),
    ],
)
def test_values_have_the_names_of_json(value: object, kind: str) -> None:
    """Each JSON type is called what JSON calls it, with its article."""
    assert json_kind(value) == kind


@pytest.mark.parametrize(
    ("value", "quote"),
    [
        ("get", "'get'"),
        ("a\nb", "'a\\nb'"),
        ("x" * 80, f"'{'x' * 80}'"),
        ("x" * 81, f"'{'x' * 79}…'"),
        ({"a": "b"}, "an object"),
    ],
)
def test_quotes_are_short(value: object, quote: str) -> None:
    """A text is quoted up to a line's length, anything else by its kind."""
    assert quoted(value) == quote


def test_short_names_stay_as_they_are() -> None:
    """Only what is longer than a line is cut."""
    assert (shortened("x" * 80), shortened("x" * 81)) == ("x" * 80, "x" * 79 + "…")
