"""Numbers that strangers write."""

from __future__ import annotations

import pytest

from gptreview.model.digits import number_up_to


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param("0", 0, id="zero"),
        pytest.param("000", 0, id="zeros"),
        pytest.param("0" * 5_000 + "12", 12, id="zeros-before"),
        pytest.param("999", 999, id="largest"),
        pytest.param("1000", None, id="too-large"),
        pytest.param("9" * 5_000, None, id="more-than-python-reads"),
        pytest.param("", None, id="nothing"),
        pytest.param("-1", None, id="sign"),
        pytest.param("1.0", None, id="point"),
        pytest.param("१", None, id="other-digits"),
        pytest.param("²", None, id="no-digit"),
    ],
)
def test_only_plain_digits_are_numbers(text: str, number: int | None) -> None:
    """Whatever comes, nothing is raised."""
    assert number_up_to(text, 999) == number
