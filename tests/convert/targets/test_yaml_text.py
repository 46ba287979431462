"""JSON values as YAML text."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gptreview.convert.targets.yaml_text import dump_yaml
from gptreview.reading.document import read_document

TRICKY = st.text(
    st.sampled_from(" \t\n\r\x00\x7f\x85\xa0\u2028\ufeff#:-?[]{},&*!|>'\"%@`~=<0.1eyN/\\é東😀")
)
TEXT = st.text() | TRICKY | st.sampled_from(
    ["", "~", "=", "<<", "---", "...", "- a", "? a", "0x1F", "0o17", "017", "1_000", "12:30:45",
     "1e3", "1.5e+3", ".inf", "-.INF", ".nan", "2020-01-01", "2001-12-14t21:59:43.10-05:00", "+1",
     "y", "N", "Yes", "nO", "ON", "off", "TRUE", "False", "Null", "null ", "a: b", "a:", "a #b",
     "a#b", "a:b", "|", "> ", "%TAG", "@", "`", "\n", "\n\n", " \n", "a\n\n\n", "\n a", "\ta\n b"]
)  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


def strict(value: Any) -> Any:
    """A form in which 1, 1.0, True and "1" differ."""
    if isinstance(value, dict):
        return {key: strict(item) for key, item in value.items()}
    if isinstance(value, list):
        return [strict(item) for item in value]
    return (type(value), repr(value))


@settings(deadline=None, derandomize=True, max_examples=200)
@example({"k" * 1001: {"k" * 2000: ["a\n" * 3]}, "x" * 1200: "y\n"})
@given(VALUES)
def test_every_reader_reads_the_same_value(value: Any) -> None:
    """PyYAML (YAML 1.1, in C and in Python) and our own reader (1.2) read back what was given."""
    text = dump_yaml(value)
    ours = read_document(text.encode(), name="x")
    assert strict(ours.value) == strict(value)
    assert ours.duplicates == ()
    assert strict(yaml.safe_load(text)) == strict(value)
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    assert strict(yaml.load(text, Loader=loader)) == strict(value)  # noqa: S506 - a safe loader


@settings(deadline=None, derandomize=True, max_examples=100)
@given(VALUES)
def test_output_is_stable(value: Any) -> None:
    """Reading the output and writing it again changes no byte, key order included."""
    text = dump_yaml(value)
    assert dump_yaml(read_document(text.encode(), name="x").value) == text


def test_the_style_is_readable() -> None:
    """Blocks, plain text where it is safe, literal blocks for lines, quotes where needed."""
    value = {
        "openapi": "3.1.0",
        "info": {"title": "Wetter für alle 🌦", "version": "1.0", "x-empty": {}, "x-none": None},
        "paths": {
            "/forecast/{day}": {
                "get": {
                    "operationId": "getForecast",
                    "description": "Returns the forecast.\n\n  Indented.\nLast line.\n",
                    "summary": "No line feed\nat the end",
                    "x-openai-isConsequential": False,
                    "parameters": [
                        {"name": "day", "in": "path", "schema": {"$ref": "#/components/schemas/D"}},
                        {"name": "limit", "schema": {"enum": [1, 2.5, "on", "a: b", [], [[3]]]}},
                    ],
                    "responses": {"200": {"content": {"*/*": {}}}},
                }
            }
        },
        "x-notes": ["first\nsecond", " leading\n", "many\n\n", "tab\there", "bell\x07\nline"],
    }
    assert dump_yaml(value) == (
        """\
openapi: "3.1.0"
info:
  title: Wetter für alle 🌦
  version: "1.0"
  x-empty: {}
  x-none: null
paths:
  /forecast/{day}:
    get:
      operationId: getForecast
      description: |
        Returns the forecast.

          Indented.
        Last line.
      summary: |-
        No line feed
        at the end
      x-openai-isConsequential: false
      parameters:
        - name: day
          in: path
          schema:
            $ref: "#/components/schemas/D"
        - name: limit
          schema:
            enum:
              - 1
              - 2.5
              - "on"
              - "a: b"
              - []
              - - - 3
      responses:
        "200":
          content:
            "*/*": {}
x-notes:
  - |-
    first
    second
  - |2
     leading
  - |+
    many

  - "tab\\there"
  - "bell\\u0007\\nline"
"""
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null\n"),
        (True, "true\n"),
        (0, "0\n"),
        (-0.0, "-0.0\n"),
        (1e22, "1.0e+22\n"),
        (1.5e-7, "1.5e-07\n"),
        ("", '""\n'),
        ("text", "text\n"),
        ("two\nlines", '"two\\nlines"\n'),
        ({}, "{}\n"),
        ([], "[]\n"),
        ((1, MappingProxyType({"a": ()})), "- 1\n- a: []\n"),
        ("\u202egpj.exe", '"\\u202egpj.exe"\n'),
        ("a\U000e0041", '"a\\U000e0041"\n'),
        ("cut \ud83d", '"cut \ufffd"\n'),
    ],
)
def test_roots_and_odd_values(value: Any, text: str) -> None:
    """Any JSON value may be the root; what cannot be seen is escaped."""
    assert dump_yaml(value) == text


def test_long_keys_are_marked() -> None:
    """A key too long for the short form is written in the long one."""
    key = "k" * 1001
    assert dump_yaml({key: 1, "a": [{key: {"b": "c\n"}}]}) == (
        f"? {key}\n: 1\na:\n  - ? {key}\n    :\n      b: |\n        c\n"
    )


def test_enumeration_members_are_written_as_their_text() -> None:
    """A StrEnum's member is its value, as a key and as a value."""

    class Kind(StrEnum):
        ONE = "one"

    assert dump_yaml({Kind.ONE: Kind.ONE}) == "one: one\n"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), [float("-inf")]])
def test_numbers_that_json_lacks_are_a_bug(value: Any) -> None:
    """A number that is not finite never gets here from a document."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        dump_yaml(value)


@pytest.mark.parametrize("value", [{1: 2}, b"bytes", [{"a": {1, 2}}], object()])
def test_other_types_are_a_bug(value: Any) -> None:
    """What JSON has no type for is not written in some form of ours."""
    with pytest.raises(TypeError):
        dump_yaml(value)
