"""Words in a sentence."""

from __future__ import annotations

import pytest

from gptreview.reading.problem import listed


@pytest.mark.parametrize(
    ("words", "sentence"), [([], ""), (["a"], "a"), (["a", "b"], "a or b"), ("abc", "a, b or c")]
)
def test_words_are_listed(words: list[str], sentence: str) -> None:
    """With a comma but before the last, which has a word of its own."""
    assert listed(words) == sentence
    assert listed(words, "and") == sentence.replace(" or ", " and ")
