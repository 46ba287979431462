"""YAML documents."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from gptreview.errors import InputError
from gptreview.reading import yaml_events
from gptreview.reading.document import read_document

PRINTABLE = st.text(st.sampled_from("aZ0 -:#'\"\\\n\t{}[],&*!|>%@`~?é東"), max_size=20)
PRINTABLE_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | PRINTABLE,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(PRINTABLE, inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


def read(text: str) -> Any:
    """The value alone."""
    return read_document(text.encode(), name="x").value


def refusal(text: str) -> str:
    """The message that a text is refused with."""
    with pytest.raises(InputError) as caught:
        read_document(text.encode(), name="x")
    return str(caught.value)


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def _loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both of PyYAML's parsers; the one in C is not on every machine."""
    monkeypatch.setattr(yaml_events, "LOADER", getattr(yaml, request.param))


@pytest.mark.usefixtures("_loader")
def test_scalars_follow_the_core_schema() -> None:
    """Only what YAML 1.2 calls null, bool, int or float is one; YAML 1.1's extras are text."""
    assert read(
        """
nulls: [null, Null, NULL, ~, ]
empty:
bools: [true, True, TRUE, false, False, FALSE]
ints: [0, -12, +7, 012, 0o17, 0xFf]
floats: [1.0, -.5, 1., 1e3, 1E-2, +1.5e+3]
words: [yes, No, on, off, y, n, tRue, nullish]
others: [12:30, 2024-01-31, 1_000, 0b1, 3.0.0, '1', "true", 1e, ., -, +, 0x, .infinity, Nan]
"""
    ) == {
        "nulls": [None, None, None, None],
        "empty": None,
        "bools": [True, True, True, False, False, False],
        "ints": [0, -12, 7, 12, 15, 255],
        "floats": [1.0, -0.5, 1.0, 1000.0, 0.01, 1500.0],
        "words": ["yes", "No", "on", "off", "y", "n", "tRue", "nullish"],
        "others": [
            "12:30", "2024-01-31", "1_000", "0b1", "3.0.0", "1", "true", "1e", ".", "-", "+", "0x",
            ".infinity", "Nan",
        ],
    }  # fmt: skip


@pytest.mark.usefixtures("_loader")
def test_keys_become_text() -> None:
    """Keys are what JSON would have: numbers as written, booleans and null in JSON's words."""
    text = """
200: a
012: b
1.10: c
True: d
~: e
on: f
2024-01-31: g
"False": h
!!int 7: i
? |
  block
: j
"""
    assert read(text) == {
        "200": "a",
        "012": "b",
        "1.10": "c",
        "true": "d",
        "null": "e",
        "on": "f",
        "2024-01-31": "g",
        "False": "h",
        "7": "i",
        "block\n": "j",
    }


@pytest.mark.usefixtures("_loader")
def test_tags_of_the_core_schema_are_honoured() -> None:
    """A core tag decides the type; types that JSON lacks stay as they are written."""
    assert read(
        """
a: !!str 12
b: !!int "12"
c: !!float 3
d: !!bool "true"
e: !!null ""
f: ! 12
g: !!timestamp 2024-01-31
h: !!binary aGk=
i: !!map {x: !!seq [1]}
j: !!set {x, y}
k: !!omap [x: 1]
"""
    ) == {
        "a": "12",
        "b": 12,
        "c": 3.0,
        "d": True,
        "e": None,
        "f": "12",
        "g": "2024-01-31",
        "h": "aGk=",
        "i": {"x": [1]},
        "j": {"x": None, "y": None},
        "k": [{"x": 1}],
    }


@pytest.mark.parametrize("text", ["a: {0} x", "a: {0} [x]", "a: {0} {{x: y}}", "{0} a: b"])
@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system", "!include", "!!float/x"])
def test_other_tags_are_refused(text: str, tag: str) -> None:
    """A tag that would construct or include something is refused, never guessed at."""
    shown = tag if len(tag) <= 40 else tag[:37] + "..."
    assert f": the tag {shown}; expected the tags of YAML's core schema only" in refusal(
        text.format(tag)
    )


def test_text_that_does_not_fit_its_tag_is_refused() -> None:
    """A core tag on a text of another type is a contradiction."""
    assert (
        refusal("a: !!int twelve") == "x: line 1, column 4: twelve is tagged !!int and is not one"
    )
    long = "a" * 50
    assert refusal(f"a: !!bool {long}") == (
        f"x: line 1, column 4: {'a' * 37}... is tagged !!bool and is not one"
    )


@pytest.mark.usefixtures("_loader")
def test_anchors_are_copied() -> None:
    """An alias stands for an equal value of its own; a later anchor of the same name replaces."""
    value = read(
        """
base: &a {list: [1, text], none: null}
copy: *a
again: &a [x]
last: *a
scalar: &s 5
five: *s
&k key: *k
*k : as a key
*s : number as a key
flag: &t true
? *t
: bool as a key
"""
    )
    assert value == {
        "base": {"list": [1, "text"], "none": None},
        "copy": {"list": [1, "text"], "none": None},
        "again": ["x"],
        "last": ["x"],
        "scalar": 5,
        "five": 5,
        "key": "as a key",
        "5": "number as a key",
        "flag": True,
        "true": "bool as a key",
    }
    assert value["base"]["list"] is not value["copy"]["list"]


@pytest.mark.usefixtures("_loader")
def test_merge_keys_bring_what_the_mapping_does_not_say() -> None:
    """Own keys win over merged ones, earlier mappings over later, and a quoted << is a key."""
    text = """
one: &one {a: 1, b: 1}
two: &two {b: 2, c: 2}
single: {b: own, <<: *one}
several: {<<: [*one, *two], d: own}
inline: {<<: {x: 1}, y: 2}
list: {<<: [{x: 1}, {y: 2}]}
twice:
  <<: *one
  <<: *two
tagged: {!!merge <<: *one}
quoted: {"<<": *one}
"""
    value = read(text)
    assert value == {
        "one": {"a": 1, "b": 1},
        "two": {"b": 2, "c": 2},
        "single": {"a": 1, "b": "own"},
        "several": {"a": 1, "b": 1, "c": 2, "d": "own"},
        "inline": {"x": 1, "y": 2},
        "list": {"x": 1, "y": 2},
        "twice": {"b": 2, "c": 2, "a": 1},
        "tagged": {"a": 1, "b": 1},
        "quoted": {"<<": {"a": 1, "b": 1}},
    }
    assert list(value["several"]) == ["a", "b", "c", "d"]
    assert yaml.safe_load(text.replace("!!merge ", "")) == value


@pytest.mark.parametrize("value", ["5", "[5]", "*text", "", "[{a: 1}, x]"])
def test_merge_keys_of_anything_else_are_refused(value: str) -> None:
    """A merge key must bring mappings."""
    assert refusal(f"a: &text b\nc:\n  <<: {value}\n") == (
        "x: line 3, column 3: the merge key << does not bring a mapping;"
        " expected an alias of a mapping, or a list of such aliases;"
        " quote it as '<<' if it is meant as an ordinary key"
    )


@pytest.mark.usefixtures("_loader")
@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "a: 1\nb:\n\t- x",
            "x: line 3, column 1: not YAML: found character ",
        ),
        ("a: b\n c: d: e", "x: line 2, column 3: not YAML: mapping values are not allowed"),
        ("a: [1, 2", "x: line 1, column 9: not YAML: "),
        ("a: 'x", "x: line 1, column 6: not YAML: found unexpected end of stream"),
        ("a: *b", "x: line 1, column 4: the alias *b has no anchor; expected &b before it;"),
        ("a: x\x07", "x: line 1, column 5: the character U+0007; expected printable characters;"),
        ("a: x\x80", "x: line 1, column 5: the character U+0080; expected printable characters;"),
        ("? [a]\n: b", "x: line 1, column 3: a mapping or list is used as a key;"),
        ("? {a: b}\n: c", "x: line 1, column 3: a mapping or list is used as a key;"),
        ("a: &a [x]\n*a : b", "x: line 2, column 1: a mapping or list is used as a key;"),
        ("a: .inf", "x: line 1, column 4: .inf is not a finite number;"),
        ("a: -.INF", "x: line 1, column 4: -.INF is not a finite number;"),
        ("a: .nan", "x: line 1, column 4: .nan is not a finite number;"),
        ("a: 1e999", "x: line 1, column 4: 1e999 is not a finite number;"),
        ("é😀: ~\r\nb: ]", "x: line 2, column 4: not YAML: "),
    ],
)
def test_yaml_faults_are_placed(text: str, message: str) -> None:
    """What is wrong with YAML is said with line and column, counted from 1."""
    assert refusal(text).startswith(message)


@pytest.mark.usefixtures("_loader")
@pytest.mark.parametrize("escape", ["\\ud800", "\\U00110000", "\\UFFFFFFFF"])
def test_escapes_of_no_character_are_refused(escape: str) -> None:
    """What could not be encoded again is never let in, neither as a key nor as a value."""
    assert refusal(f'a: "{escape}"').startswith("x: ")
    assert refusal(f'"{escape}": a').startswith("x: ")


def test_tabs_are_named() -> None:
    """Whoever indents with tabs is told so."""
    assert refusal("a:\n\tb: c") == (
        "x: line 2, column 1: not YAML: found character that cannot start any token"
        " while scanning for the next token; expected JSON or YAML; indent with spaces, not tabs"
    )


def test_endless_yaml_integers_are_refused() -> None:
    """An integer beyond the interpreter's own limit is refused where it stands."""
    digits = "9" * (sys.get_int_max_str_digits() + 1)
    assert refusal(f"a: {digits}").startswith("x: line 1, column 4: an integer with more digits")


@pytest.mark.usefixtures("_loader")
@pytest.mark.parametrize("text", ["a: 1\n---\n", "---\na: 1\n---\n---\n", "a: 1\n...\n# end\n"])
def test_empty_later_documents_are_ignored(text: str) -> None:
    """A stray separator at the end of the file is no second document."""
    assert read(text) == {"a": 1}


@pytest.mark.usefixtures("_loader")
@pytest.mark.parametrize("second", ["b: 2", "''", "[]", "text"])
def test_a_second_document_is_refused(second: str) -> None:
    """A stream of several documents is refused where the second one begins."""
    assert refusal(f"a: 1\n---\n{second}\n") == (
        "x: line 3, column 1: a second YAML document; expected one document in the file;"
        " save each document in a file of its own"
    )


def test_lax_json_is_read_as_yaml() -> None:
    """Trailing commas, comments, single quotes and bare keys pass: YAML's flow style has them."""
    document = read_document(b"{'a': [1, 2,], # note\n b: yes,}", name="x")
    assert (document.value, document.syntax) == ({"a": [1, 2], "b": "yes"}, "yaml")


def test_limits_hold_in_lax_json_too() -> None:
    """A flow text that is refused for its size, not its syntax, is refused for that reason."""
    assert refusal("{a: &a [*a]}").startswith(
        "x: line 1, column 9: the alias *a stands inside what it names;"
    )


@settings(deadline=None, derandomize=True, max_examples=100)
@given(PRINTABLE_VALUES)
def test_json_means_the_same_read_as_yaml(value: Any) -> None:
    """A JSON text is YAML of the same value (YAML 1.2.2, section 1.2)."""
    text = json.dumps(value, ensure_ascii=False)
    limits = {"max_depth": 200, "max_aliases": 0, "max_duplicates": 0}
    assert yaml_events.read_yaml(text, **limits) == (value, [])


@settings(deadline=None, derandomize=True, max_examples=100)
@given(value=PRINTABLE_VALUES, style=st.sampled_from(["'", '"']), flow=st.booleans())
def test_what_pyyaml_writes_is_read_as_it_was(value: Any, style: str, *, flow: bool) -> None:
    """PyYAML's own output, with every scalar quoted and tagged, reads back as the same value."""
    text = yaml.safe_dump(value, default_style=style, default_flow_style=flow, allow_unicode=True)
    assert read(text) == value


@pytest.mark.parametrize("text", ["0x" + "f" * 6_000, "9" * 6_000])
def test_a_number_too_long_to_be_shown_is_refused(text: str) -> None:
    """A number that Python could not write again never gets past the reader."""
    with pytest.raises(InputError, match="digits"):
        read_document(f"a: {text}".encode(), name="x.yaml")


def test_a_lower_limit_of_the_interpreter_counts_too() -> None:
    """Where Python was told to read fewer digits, a longer number is refused all the same."""
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(640)
    try:
        with pytest.raises(InputError, match="digits"):
            read_document(b"a: " + b"9" * 700, name="x.yaml")
    finally:
        sys.set_int_max_str_digits(before)
