"""Many patterns in one pass, and the places that they match."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gptreview.errors import InputError
from gptreview.scan.automaton import Automaton, Ends
from gptreview.scan.databases import Source, expression_database
from gptreview.scan.disk_cache import DiskCache
from gptreview.scan.patterns import Ending, Pattern, PatternDatabase, Span
from gptreview.scan.scanned_text import ScanLimitError

_PATTERNS = [
    Pattern(r"\bfoo\b"),
    Pattern("保证(?:收益|回报)"),
    Pattern("é+x"),
    Pattern(r"\d{3}-\d{2}", caseless=False),
    Pattern("K[a-z]+", caseless=False),
]


def test_endings_count_code_points() -> None:
    """Each place where a pattern ends is told in code points, sorted by place."""
    assert PatternDatabase(_PATTERNS).endings("好foo 保证收益 123-45") == [
        Ending(0, 4),
        Ending(1, 9),
        Ending(3, 16),
    ]


def test_spans_begin_where_the_match_does() -> None:
    """Spans have their beginning, too, in code points, whatever stands before them."""
    text = "😀 ÉÉx, 我们保证回报 foo Kab"
    spans = PatternDatabase(_PATTERNS).spans(text)
    assert [(span.pattern, text[span.start : span.end]) for span in spans] == [
        (2, "ÉÉx"),
        (1, "保证回报"),
        (0, "foo"),
        (4, "Kab"),
    ]


def test_a_span_is_as_long_as_the_expression_lets_it() -> None:
    """A pattern that may end in several places has one span, and the next begins after it."""
    assert PatternDatabase([Pattern(r"a\d+")]).spans("a123 a4a5") == [
        Span(0, 0, 4),
        Span(0, 5, 7),
        Span(0, 7, 9),
    ]


def test_a_match_of_any_length_ends_somewhere() -> None:
    """A match of more than 1,000 code points has its ending, and no span."""
    database = PatternDatabase([Pattern("(?:ab){600}")])
    text = "ab" * 600
    assert (database.endings(text), database.spans(text)) == ([Ending(0, 1_200)], [])


def test_case_is_kept_where_it_matters() -> None:
    """A pattern that is not caseless takes its own case only."""
    database = PatternDatabase([Pattern("Key"), Pattern("Key", caseless=False)])
    assert database.endings("key Key") == [Ending(0, 3), Ending(0, 7), Ending(1, 7)]


def test_no_patterns_find_nothing() -> None:
    """A database without patterns is no error."""
    assert PatternDatabase([]).endings("anything") == []


def test_a_lone_surrogate_is_one_character() -> None:
    """Half a surrogate pair counts as one code point and hides nothing."""
    assert PatternDatabase([Pattern("foo")]).endings("\ud800foo") == [Ending(0, 4)]


def test_a_bad_pattern_is_told_when_it_is_first_used() -> None:
    """What the engines do not share is refused with its place."""
    with pytest.raises(InputError, match="which the engines do not share, at character 1"):
        PatternDatabase([Pattern("(?=a)bc")]).endings("abc")


def test_what_hyperscan_refuses_is_bad_input() -> None:
    """An expression that got past the reader is told as a pattern that does not compile."""
    with pytest.raises(InputError, match="1 patterns do not compile"):
        expression_database([Source("a*")], None)


def test_too_many_matches_are_a_limit() -> None:
    """A text of nothing but matches is given up."""
    with pytest.raises(ScanLimitError, match="more than 200,000 matches"):
        PatternDatabase([Pattern("aa")]).endings("a" * 200_100)


def test_too_much_work_is_a_limit() -> None:
    """A text that asks for more confirmation than any real one is given up."""
    text = "ab" + "a" * 150_000
    with pytest.raises(ScanLimitError, match="bytes to look at twice"):
        PatternDatabase([Pattern("a")]).spans(text)


def test_threads_share_a_database() -> None:
    """Several threads scan at the same time, each in its own scratch space."""
    database = PatternDatabase([Pattern("foo")])
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.append(len(database.endings("foo " * 1_000))))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1_000] * 4


def test_a_database_is_made_once() -> None:
    """The maker of an automaton's database is called by the first scan, and never again."""
    made: list[int] = []

    def make() -> object:
        made.append(1)
        return expression_database([Source("foo")], None)

    automaton = Automaton(make)
    assert made == []
    assert [automaton.ends(b"foo"), automaton.ends(b"a foo")] == [Ends({0: [3]}), Ends({0: [5]})]
    assert made == [1]


def test_compiled_patterns_are_kept(tmp_path: Path) -> None:
    """The second database of the same patterns comes from the disk, and finds the same."""
    first = PatternDatabase(_PATTERNS, tmp_path / "cache").endings("foo")
    (kept,) = (tmp_path / "cache").iterdir()
    before = kept.stat().st_mtime_ns
    assert PatternDatabase(_PATTERNS, tmp_path / "cache").endings("foo") == first
    assert kept.stat().st_mtime_ns == before


def test_other_patterns_are_kept_apart(tmp_path: Path) -> None:
    """Another pattern, or another flag, has another digest and another file."""
    databases = [
        PatternDatabase([pattern], tmp_path)
        for pattern in (Pattern("foo"), Pattern("foo", caseless=False), Pattern("bar"))
    ]
    for database in databases:
        database.endings("x")
    assert len({database.digest for database in databases}) == 3
    assert len(list(tmp_path.iterdir())) == 3


def test_a_kept_database_of_another_machine_is_made_anew(tmp_path: Path) -> None:
    """What Hyperscan does not load, though it is undamaged, is compiled again."""
    cache = DiskCache(tmp_path)
    PatternDatabase([Pattern("foo")], tmp_path).endings("foo")
    (kept,) = tmp_path.iterdir()
    cache.write(kept.name, b"made elsewhere")
    assert PatternDatabase([Pattern("foo")], tmp_path).endings("foo") == [Ending(0, 3)]
    assert cache.read(kept.name) != b"made elsewhere"


@given(st.text(alphabet="ab1 好É\n", max_size=60))
def test_spans_agree_with_a_backtracking_engine(text: str) -> None:
    """Both engines together find what Python's own would, on any text of those letters."""
    expressions = ["a+b", "好[ab]", r"b 1|1\n", "é好?a"]
    spans = _DATABASE.spans(text)
    expected = [
        (found.start(), found.end(), index)
        for index, expression in enumerate(expressions)
        for found in re.finditer(expression, text, re.IGNORECASE)
    ]
    assert [(span.start, span.end, span.pattern) for span in spans] == sorted(expected)


_DATABASE = PatternDatabase([Pattern(each) for each in ("a+b", "好[ab]", r"b 1|1\n", "é好?a")])
