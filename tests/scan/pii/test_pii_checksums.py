"""Check digits against the examples of their standards."""

from __future__ import annotations

import pytest

from gptreview.scan.pii.checksums import (
    luhn,
    mod_97,
    old_resident_id,
    resident_id,
    social_credit_code,
)


@pytest.mark.parametrize(
    ("number", "right"),
    [("4111111111111111", True), ("378282246310005", True), ("4111111111111112", False)],
)
def test_luhn(number: str, right: bool) -> None:  # noqa: FBT001 - a table's column
    """Test cards of the schemes pass; with another last digit they don't."""
    assert luhn(number) is right


@pytest.mark.parametrize(
    ("iban", "right"),
    [("GB82WEST12345698765432", True), ("GB83WEST12345698765432", False)],
)
def test_mod_97(iban: str, right: bool) -> None:  # noqa: FBT001 - a table's column
    """The registry's example passes; with another check digit it doesn't."""
    assert mod_97(iban) is right


@pytest.mark.parametrize(
    ("number", "right"),
    [
        ("11010519491231002X", True),  # GB 11643-1999, annex A
        ("11010519491231002x", True),
        ("440524188001010014", True),
        ("110105194912310021", False),  # check character
        ("110105194913310020", False),  # month 13
        ("990105194912310020", False),  # no such province
        ("110005194912310020", False),  # no such city
        ("110105179912310020", False),  # born in 1799
    ],
)
def test_resident_id(number: str, right: bool) -> None:  # noqa: FBT001 - a table's column
    """The standard's examples pass; a wrong check, date or region doesn't."""
    assert resident_id(number) is right


def test_old_resident_id() -> None:
    """Fifteen digits need a region and a date of the last century."""
    assert old_resident_id("110105491231002")
    assert not old_resident_id("110105491331002")


@pytest.mark.parametrize(
    ("code", "right"),
    [
        ("91350100M000100Y43", True),  # GB 32100-2015's example
        ("91350100M000100Y44", False),
        ("91350100I000100Y43", False),  # I is not in the alphabet
    ],
)
def test_social_credit_code(code: str, right: bool) -> None:  # noqa: FBT001 - a table's column
    """The published example passes; another check character or alphabet doesn't."""
    assert social_credit_code(code) is right
