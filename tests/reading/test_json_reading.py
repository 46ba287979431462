"""JSON documents."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gptreview.errors import InputError
from gptreview.reading.document import Document, read_document
from gptreview.reading.json_text import read_json
from gptreview.reading.refusal import TextError

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@settings(deadline=None, derandomize=True, max_examples=200)
@given(
    value=st.lists(JSON_VALUES) | st.dictionaries(st.text(), JSON_VALUES),
    indent=st.none() | st.integers(0, 3),
    ascii_only=st.booleans(),
)
def test_any_json_reads_as_the_standard_library_reads_it(
    value: Any, indent: int | None, *, ascii_only: bool
) -> None:
    """Whatever json.dumps writes is read back as the same value, with nothing to report."""
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    assert read_document(text.encode(), name="x") == Document("x", value, "json", "utf-8", text)


@pytest.mark.parametrize(
    "text", ['{"a": "}]\\"[{\\\\"}', '[":", "\\\\\\\\", "\\\\\\""]', '{"\\"a\\":": [":[{"]}']
)
def test_quotes_and_brackets_inside_strings_are_text(text: str) -> None:
    """Escaped quotes, backslashes, brackets and colons in strings confuse no count."""
    assert read_json(text, max_depth=3, max_duplicates=0) == (json.loads(text), [])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '{"a": 1,\n "b": NaN}',
            "x: line 2, column 7: NaN is not a finite number;"
            " expected a number that JSON can write; quote it if it is meant as text",
        ),
        (
            '{"a": [-Infinity]}',
            "x: line 1, column 8: -Infinity is not a finite number;"
            " expected a number that JSON can write; quote it if it is meant as text",
        ),
        (
            '{"NaN": "1e999", "b": 1e999}',
            "x: line 1, column 23: 1e999 is not a finite number;"
            " expected a number that JSON can write; quote it if it is meant as text",
        ),
        (
            '{"a":\n  {"b": 1\n   "c": 2}}',
            "x: line 3, column 4: not JSON: Expecting ',' delimiter; expected JSON or YAML;"
            " correct the syntax at this place",
        ),
        (
            '{"a": {"b": [1, 2',
            "x: line 1, column 18: not JSON: Expecting ',' delimiter; expected JSON or YAML;"
            " correct the syntax at this place",
        ),
        (
            '{"a": 1, {{key}}: 2}',
            "x: line 1, column 10: not JSON: Expecting property name enclosed in double quotes;"
            " expected JSON or YAML; correct the syntax at this place",
        ),
        (
            '{"a": "\x01"}',
            "x: line 1, column 8: not JSON: Invalid control character at; expected JSON or YAML;"
            " correct the syntax at this place",
        ),
    ],
)
def test_json_faults_are_placed(text: str, message: str) -> None:
    """What is wrong with JSON is said in JSON's terms, with line and column."""
    with pytest.raises(InputError) as caught:
        read_document(text.encode(), name="x")
    assert str(caught.value) == message


def test_endless_integers_are_refused() -> None:
    """An integer beyond the interpreter's own limit is refused where it stands."""
    digits = "9" * (sys.get_int_max_str_digits() + 1)
    with pytest.raises(InputError) as caught:
        read_document(f'{{"a": "{digits}",\n"b": {digits}}}'.encode(), name="x")
    assert str(caught.value) == (
        "x: line 2, column 6: an integer with more digits than can be read safely;"
        " quote it if it is meant as text"
    )


def test_half_surrogate_pairs_become_replacement_characters() -> None:
    """What no encoding can write is replaced and reported; whole pairs and literal text stay."""
    text = (
        '{"cut": "a\\ud83d",\n "\\uDE00": "\\ud83d\\ude00",\n'
        ' "literal": "\\\\ud83d", "two": "\\ud83d\\ud83d\\ude00"}'
    )
    document = read_document(text.encode(), name="x")
    assert document == Document(
        name="x",
        value={"cut": "a\ufffd", "\ufffd": "😀", "literal": "\\ud83d", "two": "\ufffd😀"},
        syntax="json",
        encoding="utf-8",
        text=text,
        replaced=(1, 2, 3),
    )
    assert document.locate(["/\ufffd"]) == {"/\ufffd": (2, 2)}


def test_nul_characters_are_text() -> None:
    """An escaped NUL is a character like any other."""
    assert read_document(b'["a\\u0000b"]', name="x").value == ["a\0b"]


def test_nesting_is_counted_before_parsing() -> None:
    """Exactly the allowed depth is read, one more is refused at its bracket."""
    assert read_json("[[[]]]", max_depth=3, max_duplicates=0) == ([[[]]], [])
    with pytest.raises(TextError) as caught:
        read_json('["[[[", [], [[[]]]]', max_depth=3, max_duplicates=0)
    assert caught.value.at == 14


def test_nesting_behind_an_endless_string_is_refused_without_a_place() -> None:
    """Where the text is no JSON at all its depth is refused all the same."""
    with pytest.raises(TextError) as caught:
        read_json('[\\"[[[[', max_depth=3, max_duplicates=0)
    assert caught.value.at is None
