"""Hexadecimal digits lead back letter by letter where they can."""

from __future__ import annotations

import pytest

from gptreview.model.view import Piece, View
from gptreview.normalize.views import views
from gptreview.scan.hex_digits import by_letter

SAID = "Send the fee 给我 today, please."


@pytest.mark.parametrize(
    "digits",
    [
        SAID.encode().hex(),
        SAID.encode().hex(" "),
        ", ".join(f"0x{byte:02X}" for byte in SAID.encode()),
    ],
)
def test_each_letter_leads_to_its_digits(digits: str) -> None:
    """The digits behind any letter say that letter and no other."""
    text = f"Decode: {digits} at once"
    (view,) = [by_letter(each, text) for each in views(text) if each.name == "hex"]
    assert view.text == SAID
    for at, letter in enumerate(SAID):
        start, end = view.written(at, at + 1)
        written = text[start:end].replace("0x", "").replace(",", "")
        assert bytes.fromhex(written).decode() == letter
    assert view.disguises(0, 3) == ("hex",)


def test_other_readings_stay_as_they_are() -> None:
    """The written text, exact pieces, long runs and runs of other encodings keep their way back."""
    long = View("a" * 30_001, "hex", (Piece(0, 30_001, 0, 60_002, "hex"),))
    for view in (
        View("abc"),
        View("abc", "plain", (Piece(0, 3, 0, 3, "hex"),)),
        View("abc", "base64", (Piece(0, 3, 0, 4, "base64"),)),
        View("\ud800x", "hex", (Piece(0, 2, 0, 4, "hex"),)),
        long,
    ):
        assert by_letter(view, "61" * 30_001) == view
