"""Keys that stand twice."""

from __future__ import annotations

import pytest

from gptreview.errors import InputError
from gptreview.reading.document import (
    Document,
    DuplicateKey,
    ReadLimits,
    read_document,
)

JSON = """{
  "paths": {"/a": {"get": 1, "put": 2}},
  "info": 1,
  "paths": {"/b": 3, "/a": {"get": 4, "x": [{"k": 1, "k": 2}]}},
  "info": {"title": "t"},
  "info": {"version": "v"},
  "paths": [1]
}"""
YAML = """paths: {/a: {get: 1, put: 2}}
info: 1

paths: {/b: 3, "/a": {get: 4, x: [{k: 1, k: 2}]}}
info: {title: t}
info: {version: v}
paths: [1]
"""
VALUE = {"paths": [1], "info": {"title": "t", "version": "v"}}
DUPLICATES = (
    DuplicateKey("/paths", 4, merged=True),
    DuplicateKey("/paths/~1a", 4, merged=True),
    DuplicateKey("/paths/~1a/get", 4, merged=False),
    DuplicateKey("/paths/~1a/x/0/k", 4, merged=False),
    DuplicateKey("/info", 5, merged=False),
    DuplicateKey("/info", 6, merged=True),
    DuplicateKey("/paths", 7, merged=False),
)


@pytest.mark.parametrize(("text", "syntax"), [(JSON, "json"), (YAML, "yaml")])
def test_every_duplicate_is_reported(text: str, syntax: str) -> None:
    """Mappings under one key become one mapping, else the last value stands; all are reported."""
    document = read_document(text.encode(), name="x")
    assert document == Document("x", VALUE, document.syntax, "utf-8", text, DUPLICATES)
    assert document.syntax == syntax


def test_nothing_of_merged_mappings_is_lost() -> None:
    """Both halves of a repeated mapping are there, in the order of the text."""
    document = read_document(b'{"a": {"x": {"p": 1}}, "a": {"y": 2, "x": {"q": 3}}}', name="x")
    assert document.value == {"a": {"x": {"p": 1, "q": 3}, "y": 2}}


def test_equal_keys_of_different_types_are_duplicates() -> None:
    """200 and "200" are the same key once they are JSON."""
    assert read_document(b'200: a\n"200": b\n', name="x").duplicates == (
        DuplicateKey("/200", 2, merged=False),
    )


def test_aliases_merge_like_mappings_written_out() -> None:
    """What an alias brings under a repeated key is merged, and its conflicts are reported too."""
    document = read_document(
        b"""base: &b {get: 1, new: 2, deep: {x: 1}}
a: {get: 0, deep: {y: 2}}
a: *b
b: *b
b: {get: 3}
c: *b
c: text
""",
        name="x",
    )
    assert document.value == {
        "base": {"get": 1, "new": 2, "deep": {"x": 1}},
        "a": {"get": 1, "deep": {"y": 2, "x": 1}, "new": 2},
        "b": {"get": 3, "new": 2, "deep": {"x": 1}},
        "c": "text",
    }
    assert document.duplicates == (
        DuplicateKey("/a", 3, merged=True),
        DuplicateKey("/a/get", 3, merged=False),
        DuplicateKey("/a/deep", 3, merged=True),
        DuplicateKey("/b", 5, merged=True),
        DuplicateKey("/b/get", 5, merged=False),
        DuplicateKey("/c", 7, merged=False),
    )


def test_merge_keys_are_no_duplicates() -> None:
    """A key that overrides what a merge key brings is meant, and below << a pointer says so."""
    text = "a: &a {x: 1}\nb: {<<: *a, x: 2}\nc: {<<: {x: 1, x: 2}}\n"
    assert read_document(text.encode(), name="x").duplicates == (
        DuplicateKey("/c/<</x", 3, merged=False),
    )


@pytest.mark.parametrize("text", ['{"a": 1, "a": 2,\n"a": 3}', "a: 1\na: 2\na: 3"])
def test_endless_duplicates_are_refused(text: str) -> None:
    """A document that repeats itself without end is refused rather than reported at length."""
    with pytest.raises(InputError, match="more than 1 repeated keys; expected each key once"):
        read_document(text.encode(), name="x", limits=ReadLimits(max_duplicates=1))


@pytest.mark.parametrize("syntax", ["json", "yaml"])
def test_a_repeated_mapping_is_told_once(syntax: str) -> None:
    """Its keys repeat with it; a key that repeats by itself is told, thrice or twice, once."""
    first, second = '{"x": {"y": 1, "z": 2}, "y": 1}', '{"x": {"y": 3}, "y": 4}'
    value = f'{{"a": {first}, "a": {second}, "b": {{"c": 1, "c": 2}}, "a": 5}}'
    text = value if syntax == "json" else value.replace('"', "'")
    document = read_document(text.encode(), name="x")
    assert len(document.duplicates) == 6
    assert document.repeated_keys == ("/a", "/b/c")
