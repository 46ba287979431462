"""A text is shown with masks over what is personal, and marks where something was found."""

from __future__ import annotations

from dataclasses import replace

from gptreview.model.case_page import Highlight, Run, ShownText
from gptreview.model.finding import Finding
from gptreview.model.segment import FieldKind, Segment
from gptreview.usecases.triage.masked_text import MaskedText, masked_text
from tests.casework import NumberScanner
from tests.findings import FINDING

TEXT = "Call 5550100 or 5550101 now"


def _masked(text: str, most: int = 1_000, start: int = 0) -> MaskedText:
    segment = Segment("instructions", FieldKind.INSTRUCTIONS, text, start)
    return masked_text(segment, [NumberScanner()], most)


def _finding(start: int, end: int, field: str = "instructions") -> Finding:
    return replace(FINDING, field=field, start=start, end=end)


def test_marks_move_with_the_masks() -> None:
    """One that cuts a masked value covers all of its mask."""
    findings = [(0, _finding(0, 4)), (1, _finding(8, 20)), (2, _finding(24, 27))]
    shown = _masked(TEXT).shown(findings, masked=True)
    assert shown == ShownText(
        field="instructions",
        text="Call [number] or [number] now",
        highlights=(Highlight(0, 4, 0), Highlight(5, 25, 1), Highlight(26, 29, 2)),
        is_masked=True,
        characters=27,
        is_cut=False,
    )
    assert list(shown.runs()) == [
        Run("Call", (0,)),
        Run(" ", ()),
        Run("[number] or [number]", (1,)),
        Run(" ", ()),
        Run("now", (2,)),
    ]


def test_text_as_written_has_marks_as_found() -> None:
    """Whoever unmasks it sees what the rule saw."""
    shown = _masked(TEXT).shown([(3, _finding(8, 20))], masked=False)
    assert (shown.text, shown.highlights, shown.is_masked) == (TEXT, (Highlight(8, 20, 3),), False)


def test_runs_tell_all_findings_on_a_piece() -> None:
    """Findings may overlap, and stand twice on the same place."""
    findings = [(0, _finding(0, 6)), (1, _finding(4, 9)), (2, _finding(4, 9)), (3, _finding(5, 6))]
    shown = _masked("abcdefghij").shown(findings, masked=True)
    assert list(shown.runs()) == [
        Run("abcd", (0,)),
        Run("e", (0, 1, 2)),
        Run("f", (0, 1, 2, 3)),
        Run("ghi", (1, 2)),
        Run("j", ()),
    ]
    assert "".join(each.text for each in shown.runs()) == shown.text


def test_findings_elsewhere_are_passed_over() -> None:
    """Of another field, of no place, before the text or behind what is shown of it."""
    findings = [
        (0, _finding(0, 2, "name")),
        (1, _finding(3, 3)),
        (2, _finding(1, 2)),
        (3, _finding(104, 120)),
        (4, _finding(200, 201)),
    ]
    shown = _masked("abcdefgh", most=6, start=100).shown(findings, masked=True)
    assert (shown.text, shown.characters, shown.is_cut) == ("abcdef", 8, True)
    assert shown.highlights == (Highlight(4, 6, 3),)


def test_value_at_the_end_of_what_is_shown_is_masked_whole() -> None:
    """A part of it would give the value away."""
    shown = _masked("Call 5550100 now", most=9).shown((), masked=True)
    assert (shown.text, shown.is_cut) == ("Call [number]", True)
    assert _masked(TEXT, most=0).shown((), masked=True).text == ""


def test_text_that_nobody_could_look_through_is_hidden() -> None:
    """And is still there for whoever may see it as written."""
    text = _masked("give up: 5550100")
    assert text.shown([(0, _finding(0, 4))], masked=True) == ShownText(
        "instructions", "[masked]", (), is_masked=True, characters=16, is_cut=False
    )
    assert text.shown([(0, _finding(0, 4))], masked=False).text == "give up: 5550100"
