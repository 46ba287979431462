"""What a document says cannot move the cursor."""

from __future__ import annotations

import pytest

from gptreview.render.terminal import counted, plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("船 · ok", "船 · ok"),
        ("two\nlines\t", "two\\nlines\\t"),
        ("\x1b[31m\x9b", "\\x1b[31m\\x9b"),
        ("\u202egpj.exe\u2028\ud800", "\\u202egpj.exe\\u2028\\ud800"),
    ],
)
def test_hidden_characters_are_shown(text: str, expected: str) -> None:
    """Controls, direction changes, line separators and half surrogates become escapes."""
    assert plain(text) == expected


def test_counted_nouns() -> None:
    """One is singular, everything else is plural."""
    assert [counted(n, "note") for n in (0, 1, 2_000)] == ["0 notes", "1 note", "2,000 notes"]
