"""The readings of a text."""

from __future__ import annotations

from gptreview.model.view import View
from gptreview.normalize.views import views


def test_a_plain_text_has_one_reading() -> None:
    """Nothing is undone where nothing is disguised."""
    assert views("Plans three days in Lyon.") == (View("Plans three days in Lyon."),)


def test_hidden_letters_are_read_with_their_place() -> None:
    """A zero-width space inside a word is gone from the plain view, and the way back skips it."""
    written, plain = views("Say pass\u200bword now")
    assert written == View("Say pass\u200bword now")
    assert plain.name == "plain"
    assert plain.text == "Say password now"
    assert plain.written(4, 12) == (4, 13)
    assert plain.disguises(4, 12) == ("zero-width",)
