"""Sentences, lines and paragraphs around a place."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gptreview.model.rule import Scope
from gptreview.scan.rules.units import MAX_SENTENCE, Unit, sentence, unit_finder

_SENTENCES = [
    # English
    "One ends here.| Another begins.| Is it?| Yes!",
    "Ask Dr. Lee, e.g. by mail at 3.5 o'clock, or see example.com/a.b?c=d.| It goes on...| later.",
    'He said "stop."| Then left.',
    "We met J. Smith of Acme Inc. today.| Fine.",
    "In the U.S. it is 5 p.m. now.| Good",
    "(Is it so?)| Yes.",
    "Wait… and go on.| Wait…| Then.",
    "What?!| No.",
    # wrapped lines, lists, headings, tables
    "A sentence that a\nnarrow window wraps\ngoes on.| Next",
    "Do this:\n|- send the code\n|- wait\n|* rest",
    "Steps\n|1.| One.|\n|2) Two\n|3、三\n|(a) letter",
    "# Heading\n|Text below it\ngoes on",
    "First part\n|\nsecond part",
    "Windows lines\r\n|\r\nsecond",
    "Name\tCity\n|Ann\tLyon\n|Bob\tParis",
    "一、第一条\n|二、第二条",
    # Chinese
    "第一句。|第二句！|第三句？|第四；|完",
    "他说：“好。”|然后走了。",
    "等等……|好",
    "English.|中文。|Mixed text",
]


def _cut(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without the marks, and the sentences between them."""
    ends = list(accumulate(map(len, marked.split("|"))))
    return marked.replace("|", ""), list(zip([0, *ends], ends, strict=False))


@pytest.mark.parametrize("marked", _SENTENCES)
def test_sentences_end_where_a_reader_would_end_them(marked: str) -> None:
    """Every character belongs to the sentence that the marks show, wherever one starts looking."""
    text, spans = _cut(marked)
    found = {sentence(text, at)[:2] for at in range(len(text))}
    assert sorted(found) == spans


def test_rows_of_a_drawn_table_are_sentences() -> None:
    """A row that begins with a bar ends with its line."""
    text = "| a | b |\n| c | d |\nafter"
    assert sentence(text, 3)[:2] == (0, 10)
    assert sentence(text, 12)[:2] == (10, 20)


def test_a_sentence_without_end_is_cut_around_the_place() -> None:
    """At most 1,000 code points are one sentence; neighbouring cuts overlap."""
    text = "word " * 1_000
    first = sentence(text, 0)
    assert first == Unit(0, 1_000, 750)
    middle = sentence(text, 2_500)
    assert middle == Unit(2_250, 3_250, 3_000)
    assert sentence(text, len(text) - 1)[:2] == (len(text) - 1_000, len(text))


def test_a_sentence_just_too_long_is_cut_inside_its_ends() -> None:
    """A sentence of 1,300 code points is looked at in two stretches."""
    text = "x. " + "a" * 1_300 + ". y"
    unit = sentence(text, 1_000)
    assert unit.end - unit.start == MAX_SENTENCE
    assert unit.start >= 2
    assert unit.end <= 1_305


def test_an_end_too_far_away_is_none() -> None:
    """A sentence end just beyond 1,000 code points is not waited for."""
    assert sentence("a" * 1_010 + ". b", 0) == Unit(0, 1_000, 750)


def test_a_line_may_be_of_any_length() -> None:
    """A line reaches from one line end to the next."""
    text = "one\n" + "a" * 5_000 + "\nthree"
    find = unit_finder(text, Scope.LINE)
    assert [find(0), find(10), find(len(text) - 1)] == [
        Unit(0, 3, 4),
        Unit(4, 5_004, 5_005),
        Unit(5_005, 5_010, 5_011),
    ]


def test_paragraphs_are_parted_by_empty_lines() -> None:
    """White space alone makes no line; a paragraph holds its own line ends."""
    text = "one\ntwo\n \t\nthree\n\nfour"
    find = unit_finder(text, Scope.PARAGRAPH)
    found = [find(text.index(word)) for word in ("two", "three", "four")]
    assert [text[unit.start : unit.end].strip() for unit in found] == [
        "one\ntwo",
        "three",
        "four",
    ]


def test_a_segment_is_the_whole_text() -> None:
    """Everything stands together."""
    assert unit_finder("a. b\n\nc", Scope.SEGMENT)(3) == Unit(0, 7, 7)


def test_a_number_reaches_both_ways() -> None:
    """So many code points before and after the place's character."""
    find = unit_finder("x" * 100, 10)
    assert [find(0), find(50), find(99)] == [Unit(0, 11, 1), Unit(41, 61, 51), Unit(90, 100, 100)]


@given(st.text(alphabet="aB.!?。…\n\r\t -#|1)、“\"'", max_size=80))
def test_every_character_is_in_its_sentence(text: str) -> None:
    """Whatever the text, a sentence holds its place, and its settled part is not empty."""
    for at in range(len(text)):
        unit = sentence(text, at)
        assert 0 <= unit.start <= at < unit.end <= len(text)
        assert at < unit.settled
