"""Progress is told on a terminal only, and never between the lines of a result."""

from __future__ import annotations

import io
import re
import sys

import pytest

from gptreview.cli.review_progress import with_progress
from gptreview.model.verdict import Reviewed

REVIEWS = [Reviewed("a", name="City\x1b[2J guide"), Reviewed("b", name="旅行" * 30)]


class _Terminal(io.StringIO):
    """Says that it is one."""

    def isatty(self) -> bool:
        """Always."""
        return True


@pytest.fixture(autouse=True)
def _terminal_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that can move its cursor, whatever these tests run in."""
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")


def _unknown() -> None:
    """No total."""


def test_terminal_is_told_how_many_and_which(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reviews come through unchanged; names are cut, and move no cursor."""
    screen = _Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    assert list(with_progress(REVIEWS, total=_unknown, streams=True)) == REVIEWS
    shown = screen.getvalue()
    assert "2 reviewed" in shown
    assert "旅行" * 6 in shown
    assert "旅行" * 7 not in shown
    assert "\x1b[2J" not in shown


def test_known_total_makes_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the number of listings is known, a bar says how many are left, and how long."""
    screen = _Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    assert list(with_progress(REVIEWS, total=lambda: 1_002, streams=True)) == REVIEWS
    shown = re.sub(r"\x1b\[\d+m", "", screen.getvalue())
    assert re.search(r"2 of 1,002, [-\d]:[-\d]{2}:[-\d]{2} left 旅行", shown)
    assert "\u2501" in screen.getvalue()


def test_other_streams_are_told_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """A log stays free of it, and the reviews are the very same iterable."""
    assert with_progress(REVIEWS, total=_unknown, streams=False) is REVIEWS
    assert capsys.readouterr() == ("", "")


def test_lines_on_the_same_terminal_are_progress_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where JSON lines scroll by, a moving line would tear them."""
    monkeypatch.setattr(sys, "stderr", _Terminal())
    monkeypatch.setattr(sys, "stdout", _Terminal())
    assert with_progress(REVIEWS, total=_unknown, streams=True) is REVIEWS
    assert with_progress(REVIEWS, total=_unknown, streams=False) is not REVIEWS
