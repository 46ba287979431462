"""What a file turns out to be."""

from __future__ import annotations

from typing import Any

import pytest

from gptreview.errors import InputError
from gptreview.reading.document import (
    Document,
    ReadLimits,
    read_document,
    read_mapping,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        (" \n\t\n", None),
        ("# only a comment", None),
        ("---\n", None),
        ("just words", "just words"),
        ('"quoted"', "quoted"),
        ("12", 12),
        ("<< unfinished", "<< unfinished"),
        ("a < b", "a < b"),
    ],
)
def test_scalars_and_empty_files_are_documents(text: str, value: Any) -> None:
    """A file may hold one scalar or nothing; that is for the caller to judge."""
    assert read_document(text.encode(), name="x") == Document("x", value, "yaml", "utf-8", text)


@pytest.mark.parametrize("text", ['{"a": 1}', "a: 1", "\ufeff \n{'a': 1}"])
def test_mappings_are_mappings_in_either_syntax(text: str) -> None:
    """A manifest or spec is read from JSON, YAML and anything between."""
    assert read_mapping(text.encode(), name="x").value == {"a": 1}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "an empty document"),
        ("[1]", "a list"),
        ("- a", "a list"),
        ("openapi.json", "a single text"),
        ("3.0", "a single value"),
        ("true", "a single value"),
    ],
)
def test_other_roots_are_refused_where_a_mapping_must_be(text: str, found: str) -> None:
    """Whoever gives a link, an excerpt or an empty file is told what it is."""
    with pytest.raises(InputError) as caught:
        read_mapping(text.encode(), name="spec.yaml")
    assert str(caught.value) == (
        f"spec.yaml: {found}; expected a mapping (a JSON object) as the whole document;"
        " give the file itself, not an excerpt or a link to it"
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<!DOCTYPE html><html></html>", "line 1, column 1: this is an HTML page"),
        ("\ufeff\n  <html lang='en'>", "line 2, column 3: this is an HTML page"),
        ("<!-- saved --><body>", "line 1, column 1: this is an HTML page"),
        ("<pre>404</pre>", "line 1, column 1: this is an HTML page"),
        ('<?xml version="1.0"?><a/>', "line 1, column 1: this is an XML document"),
    ],
)
def test_pages_are_recognised(text: str, found: str) -> None:
    """A page saved in place of a document is called a page, not a syntax error."""
    with pytest.raises(InputError) as caught:
        read_document(text.encode(), name="spec.json")
    assert str(caught.value) == (
        f"spec.json: {found}; expected JSON or YAML;"
        " the URL answered with a page: save the raw document instead"
    )


def test_size_is_limited_before_anything_is_read() -> None:
    """A file over the limit is refused by its size alone."""
    assert read_document(b"a: 1", name="x", limits=ReadLimits(max_bytes=4)).value == {"a": 1}
    with pytest.raises(InputError) as caught:
        read_document(b"a: 12", name="x", limits=ReadLimits(max_bytes=4))
    assert str(caught.value) == (
        "x: 5 bytes; expected at most 4; split the document or remove what no operation needs"
    )


def test_the_text_stays_out_of_the_representation() -> None:
    """A document in a log or traceback does not bring its whole text along."""
    assert "# note" not in repr(read_document(b"a: 1 # note", name="x"))
