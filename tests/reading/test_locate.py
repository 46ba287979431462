"""Where the places that pointers name stand in the text."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gptreview.convert.targets.yaml_text import dump_yaml
from gptreview.reading.document import read_document
from gptreview.reading.pointer import join, resolve

KEYS = st.text(st.sampled_from('ab/~" \\é😀\n:1'), max_size=5)
TREES = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=15,
)


def pointers(value: Any, pointer: str = "") -> list[str]:
    """Every place in a value."""
    found = [pointer]
    if isinstance(value, dict):
        for key, item in value.items():
            found += pointers(item, join(pointer, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            found += pointers(item, join(pointer, index))
    return found


def rest(text: str, line: int, column: int) -> str:
    """The text from one place on."""
    lines = text.split("\n")
    return "\n".join([lines[line - 1][column - 1 :], *lines[line:]])


@settings(deadline=None, derandomize=True, max_examples=100)
@given(value=TREES, indent=st.none() | st.integers(0, 2), ascii_only=st.booleans())
def test_json_places_begin_with_their_key_or_item(
    value: Any, indent: int | None, *, ascii_only: bool
) -> None:
    """At an entry's place stands its key, at an item's place the item itself."""
    text = json.dumps([value], indent=indent, ensure_ascii=ascii_only)
    document = read_document(text.encode(), name="x")
    for pointer, (line, column) in document.locate(pointers([value])).items():
        here, _ = json.JSONDecoder().raw_decode(rest(text, line, column))
        parent, _, token = pointer.rpartition("/")
        if pointer and isinstance(resolve(document.value, parent), dict):
            assert join("", here) == f"/{token}"
        else:
            assert here == resolve(document.value, pointer)


@settings(deadline=None, derandomize=True, max_examples=100)
@given(TREES)
def test_yaml_places_begin_with_their_key_or_item(value: Any) -> None:
    """The same holds for YAML; a mapping inside a list begins with its first key."""
    text = dump_yaml([value])
    document = read_document(text.encode(), name="x")
    for pointer, (line, column) in document.locate(pointers([value])).items():
        parent, _, token = pointer.rpartition("/")
        if pointer and isinstance(resolve(document.value, parent), dict):
            here = read_document(rest(text, line, column).split("\n")[0].encode(), name="x").value
            found = next(iter(here)) if isinstance(here, dict) else here
            assert join("", found) == f"/{token}"
        else:
            item = resolve(document.value, pointer)
            if not isinstance(item, dict | list) and "\n" not in str(item):
                here = rest(text, line, column).split("\n")[0]
                assert read_document(here.encode(), name="x").value == item


@pytest.mark.parametrize(
    "text",
    [
        '{"paths": {\n "/a": {"get": {"tags": ["x",\n  "y"]}}},\n"info": {}}',
        'paths: {\n "/a": {"get": {"tags": ["x",\n  y]}}}\ninfo: {}',
    ],
)
def test_missing_places_get_their_nearest_ancestor(text: str) -> None:
    """A pointer that names nothing stands where the nearest thing above it stands."""
    document = read_document(text.encode(), name="x")
    assert document.locate(
        ["", "/paths/~1a/get/tags/1", "/paths/~1a/get/tags/7", "/paths/~1b/put/x", "/info/title"]
    ) == {
        "": (1, 1),
        "/paths/~1a/get/tags/1": (3, 3),
        "/paths/~1a/get/tags/7": (2, 17),
        "/paths/~1b/put/x": (1, 2) if document.syntax == "json" else (1, 1),
        "/info/title": (4, 1),
    }


@pytest.mark.parametrize("text", ['{"a": {"x": 1},\n"a": {"y": 2}}', "a: {x: 1}\na: {y: 2}"])
def test_duplicate_keys_stand_where_the_last_one_does(text: str) -> None:
    """A repeated key is found at its last place, what was merged into it where it was written."""
    places = read_document(text.encode(), name="x").locate(["/a", "/a/x", "/a/y"])
    assert {pointer: line for pointer, (line, _) in places.items()} == {
        "/a": 2,
        "/a/x": 1,
        "/a/y": 2,
    }


def test_what_aliases_and_merge_keys_bring_stands_with_them() -> None:
    """A place inside an alias is the alias; what << brings stands at the mapping's own place."""
    document = read_document(
        b"base: &b {x: {y: 1}}\nalias: *b\nlist:\n  - 1\n  - *b\nmerged:\n  <<: *b\n", name="x"
    )
    assert document.locate(["/alias/x/y", "/list/1/x", "/merged/x"]) == {
        "/alias/x/y": (2, 1),
        "/list/1/x": (5, 5),
        "/merged/x": (6, 1),
    }


@pytest.mark.parametrize(
    ("text", "place"), [("", (1, 1)), ("\n\t", (1, 1)), ("\n text", (2, 2)), ("# note", (1, 1))]
)
def test_documents_without_structure_have_one_place(text: str, place: tuple[int, int]) -> None:
    """Whatever is asked of a scalar or of an empty file is its beginning."""
    assert read_document(text.encode(), name="x").locate(["", "/a/b"]) == {"": place, "/a/b": place}


@pytest.mark.parametrize(
    "text",
    [
        '{"a": [[1], {"b": 2}, "]"], "b": [[5], {"b": 6}, 3,\n{"c": "}", "b": 4}]}',
        'a: [[1], {b: 2}, "]"]\nb: [[5], {b: 6}, 3,\n{"c": "}", "b": 4}]',
    ],
)
def test_lists_that_nobody_asked_for_are_passed_over(text: str) -> None:
    """What stands in other branches, lists and mappings alike, moves no place."""
    document = read_document(text.encode(), name="x")
    line = text.count("\n") + 1
    assert document.locate(["/b/3/b"]) == {"/b/3/b": (line, 12)}


def test_nothing_asked_is_nothing_answered() -> None:
    """Without pointers there is no pass over the text."""
    assert read_document(b"{}", name="x").locate([]) == {}


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "text", ['{"a": "\u2028",|"b":|[|1, {"c": 2}]}', "a: 1 # \u2028|b:|- 1|- c: 2"]
)
def test_lines_end_as_editors_see_them(text: str, newline: str) -> None:
    """Unix, Windows and old Mac line ends count once each; U+2028 does not count."""
    document = read_document(text.replace("|", newline).encode(), name="x")
    expected = (4, 5) if document.syntax == "json" else (4, 3)
    assert document.locate(["/b/1/c"])["/b/1/c"] == expected
