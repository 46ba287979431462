"""When a language model is asked for names, how much it is given, and what happens if it breaks."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import version

import pytest

from gptreview.scan.pii.entity import Entity
from gptreview.scan.pii.name_models import installed_name_models
from gptreview.scan.pii.ner import Extra, NameModel, Tagger
from gptreview.scan.pii.page import Page
from gptreview.scan.scanner import MissingPartError

_EXTRA = Extra("ner-xx", "pytest", "no-such-runtime")
_NAME = re.compile(r"[A-Z][a-z]+ [A-Z][a-z]+")


class _Reader:
    """Calls every capitalised word pair a name, and remembers what it was given."""

    def __init__(self) -> None:
        self.given: list[str] = []
        self.loads = 0

    def load(self) -> Tagger:
        self.loads += 1
        return self._tag

    def _tag(self, text: str) -> Iterator[tuple[int, int]]:
        self.given.append(text)
        for match in re.finditer(r"[A-Z][a-z0-9]+ [A-Z][a-z0-9]+", text):
            yield match.span()


@pytest.fixture
def reader() -> _Reader:
    """Has read nothing yet."""
    return _Reader()


def _model(reader: _Reader, most: int = 1_000) -> NameModel:
    return NameModel(_EXTRA, reader.load, prose=_NAME, name=_NAME, most=most)


def _found(model: NameModel, page: Page, start: int, end: int) -> list[str]:
    spans = list(model(page, start, end))
    assert {span.entity for span in spans} <= {Entity.PERSON}
    return [page.text[span.start : span.end] for span in spans]


def test_model_is_loaded_once_and_by_the_first_name(reader: _Reader) -> None:
    """Nothing is loaded to make the finder, nor for a window without a capitalised pair."""
    model = _model(reader)
    assert _found(model, Page("nobody at all 5550100"), 0, 21) == []
    assert reader.loads == 0
    page = Page("ask Jane Doe 5550100")
    assert _found(model, page, 0, 20) == ["Jane Doe"]
    assert _found(model, page, 4, 20) == ["Jane Doe"]
    assert reader.loads == 1


def test_only_names_that_reach_into_the_window_are_told(reader: _Reader) -> None:
    """The model sees more of the line, at most 64 characters each side, and tells none of it."""
    text = "above\n" + "Jane Doe and John Roe or Mary Major, " + "x" * 80 + "\nRichard Miles"
    start = text.index("John")
    assert _found(_model(reader), Page(text), start + 2, start + 6) == ["John Roe"]
    assert reader.given == [text[6 : start + 6 + 64]]


def test_context_ends_with_the_line(reader: _Reader) -> None:
    """What stands on the next line is another's."""
    assert _found(_model(reader), Page("Jane Doe\nJohn Roe"), 0, 4) == ["Jane Doe"]
    assert reader.given == ["Jane Doe"]


def test_model_reads_small_pieces(reader: _Reader) -> None:
    """A long window is cut, and places still count from the text's beginning."""
    text = "Jane Doe " + "x" * 600 + " John Roe"
    page = Page(text)
    assert _found(_model(reader), page, 0, len(text)) == ["Jane Doe", "John Roe"]
    assert reader.given == [text[:512], text[512:]]


def test_tables_are_not_prose(reader: _Reader) -> None:
    """The patterns read the cells of a table; the model is not asked."""
    table = Page("name,phone\nJane Doe,202-555-0143\n")
    assert _found(_model(reader), table, 0, len(table.text)) == []
    assert reader.given == []


def test_model_is_given_so_much_of_a_text_and_no_more(reader: _Reader) -> None:
    """The characters are counted by text, so another text begins anew."""
    model = _model(reader, most=9)
    line = "Jane Doe\n"
    page, other = Page(line * 4), Page(line * 4)
    told = [_found(model, page, 9 * at, 9 * at + 8) for at in range(4)]
    assert told == [["Jane Doe"], ["Jane Doe"], [], []]
    assert _found(model, other, 0, 8) == ["Jane Doe"]


def test_what_is_no_name_is_dropped(reader: _Reader) -> None:
    """The model's word is not enough: digits are no part of a name."""
    assert _found(_model(reader), Page("Jane Doe, Suite 5 and Gate B12 Wing9"), 0, 36) == [
        "Jane Doe"
    ]


def _broken() -> Tagger:
    raise OSError("no such file: /secret")


def _failing() -> Tagger:
    def tag(text: str) -> Iterator[tuple[int, int]]:
        raise ValueError(text)

    return tag


@pytest.mark.parametrize(("load", "why"), [(_broken, "OSError"), (_failing, "ValueError")])
def test_broken_model_is_told(load: Callable[[], Tagger], why: str) -> None:
    """The extra is named, and nothing that the exception may quote."""
    model = NameModel(_EXTRA, load, prose=_NAME, name=_NAME)
    with pytest.raises(MissingPartError) as caught:
        _found(model, Page("Jane Doe"), 0, 8)
    assert str(caught.value) == (
        f"pytest, the model of the extra ner-xx, does not work ({why}):"
        " install it anew or uninstall it"
    )


def test_version_names_model_and_runtime(reader: _Reader) -> None:
    """A runtime that is gone is said to be missing."""
    assert _model(reader).version == f"pytest-{version('pytest')}+no-such-runtime-missing"


def test_without_extras_there_are_no_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing changes where nothing is installed."""
    monkeypatch.setattr(sys, "path", [])
    assert installed_name_models() == ()
