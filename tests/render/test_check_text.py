"""The text says everything once, and its last line agrees with the exit status."""

from __future__ import annotations

import pytest

from gptreview.model.check import CheckedAction, CheckSummary, summarize
from gptreview.render.check_text import check_text

_EXPECTED = """\
my actions/a.yaml:3:3: note[text.plugin] a “plugin”
    at:      /info/description
    also:    12:7
    fix:     Do this.
    source:  https://example.org/rules#limits (reported)

my actions/a.yaml:5:1: warning[server.several] Multiple
    at:      /servers
    fix:     Do this.
    source:  https://example.org/rules#limits (reported)

my actions/a.yaml:9:2: error[document.too_large] hide\\x1b[2J\\u202eme
    at:      the document itself
    fix:     Do this.
    source:  https://example.org/rules#limits (reported)

/srv/b.yaml: cannot be checked: line 2, column 1: a tab
    expected: spaces
    next:    indent

c.yaml: cannot be checked: it is empty

Failed: 1 error, 1 warning, 2 notes in 2 files; 2 files could not be checked; \
2 of 3 operations usable in the GPT builder
"""


def test_the_whole_text(checked_actions: tuple[CheckedAction, ...]) -> None:
    """Findings by file, repeated notes together, control characters made visible."""
    summary = summarize(checked_actions, strict=False)
    assert check_text(checked_actions, summary, color=False) == _EXPECTED


def test_colors_only_wrap_the_text(checked_actions: tuple[CheckedAction, ...]) -> None:
    """With colours the text is the same between the escape sequences."""
    summary = summarize(checked_actions, strict=False)
    text = check_text(checked_actions, summary, color=True)
    assert "\x1b[31;1merror[document.too_large]\x1b[0m" in text
    for code in ("0", "1", "2", "31;1", "33;1", "36;1"):
        text = text.replace(f"\x1b[{code}m", "")
    assert text == _EXPECTED


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        (
            CheckSummary(1, 0, 0, 0, 0, 1, 1, strict=True),
            "Passed: 0 errors in 1 file; 1 of 1 operation usable in the GPT builder\n",
        ),
        (
            CheckSummary(2, 0, 0, 3, 0, 1_200, 0, strict=True),
            "Failed: 0 errors, 3 warnings in 2 files; "
            "0 of 1,200 operations usable in the GPT builder (--strict: warnings count)\n",
        ),
        (
            CheckSummary(1, 0, 0, 1, 0, 1, 1, strict=False),
            "Passed: 0 errors, 1 warning in 1 file; 1 of 1 operation usable in the GPT builder\n",
        ),
    ],
)
def test_the_last_line_agrees_with_the_exit_status(summary: CheckSummary, expected: str) -> None:
    """Passed where the status is 0, Failed where it is not."""
    assert check_text([], summary, color=False) == expected
    assert expected.startswith("Passed" if summary.exit_status == 0 else "Failed")


def test_a_note_in_many_places_stays_short(checked_actions: tuple[CheckedAction, ...]) -> None:
    """Ten further places are listed, the others counted."""
    note = checked_actions[0].findings[0]
    action = CheckedAction("a", (note,) * 12)
    text = check_text([action], summarize([action], strict=False), color=False)
    also = ", ".join(["3:3"] * 10)
    assert f"    also:    {also}, and 1 more (--format json lists them)\n" in text
