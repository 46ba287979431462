"""The entry to this room: bytes in, a document with its places out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from gptreview.errors import InputError
from gptreview.reading.decode import decode
from gptreview.reading.json_text import locate_json, read_json, replace_lone_surrogates
from gptreview.reading.locator import Locator
from gptreview.reading.refusal import TextError, line_and_column, lines_and_columns
from gptreview.reading.yaml_events import read_yaml, walk_yaml

_JSON = re.compile(r"\s*[\[{]")
_MARKUP = re.compile(
    r"\s*(?P<tag><)(?:!--|!doctype\b|(?P<xml>\?xml\b)|[a-z][^<>]*>)", re.IGNORECASE
)

Syntax = Literal["json", "yaml"]


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """How much a document may ask of the reader."""

    max_bytes: int = 33_554_432
    """Bytes, 32 MiB by default: the largest real API description seen has 29 MB."""
    max_depth: int = 200
    """Lists and mappings inside one another, 200 by default. Real ones reach 29. Every later
    walk may recurse three calls a level and still stay under the interpreter's 1,000."""
    max_aliases: int = 100_000
    """Values that the YAML aliases of one document may stand for altogether, each counted
    wherever it comes to stand, 100,000 by default; a text counts once more for every 100 code
    points. It bounds what a few bytes can grow to, about 10 MB, and real ones use a few dozen."""

    max_duplicates: int = 1_000
    """Repeated keys, 1,000 by default; the most seen in a real document is 12. It bounds the
    report, not the document."""


@dataclass(frozen=True, slots=True)
class DuplicateKey:
    """A key that stands twice in one mapping."""

    pointer: str
    """JSON pointer of the entry."""
    line: int
    """Line of the repetition, counted from 1."""
    merged: bool
    """Both values were mappings and were merged; else the last value stands."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says, and where it says it."""

    name: str
    """What the user calls it: a file name or URL."""
    value: Any
    """JSON's types only, no two places sharing a container; None where the file is empty."""
    syntax: Syntax
    encoding: str
    """Python's name for it: utf-8, utf-8-sig, utf-16-le or utf-16-be."""
    text: str = field(repr=False)
    """As it was read, without a byte-order mark."""
    duplicates: tuple[DuplicateKey, ...] = ()
    """In the order of the text."""
    replaced: tuple[int, ...] = ()
    """Lines where half a surrogate pair stood as an escape (JSON); U+FFFD stands for it now."""

    @property
    def repeated_keys(self) -> tuple[str, ...]:
        """Pointers of the keys that stand more than once, each told once, in order of the text.

        What stands twice only because the mapping around it does is left out.
        """
        pointers = dict.fromkeys(each.pointer for each in self.duplicates)
        return tuple(each for each in pointers if not any(at in pointers for at in _above(each)))

    def locate(self, pointers: Collection[str]) -> dict[str, tuple[int, int]]:
        """Line and column of each pointer's place, counted from 1, columns in code points.

        A mapping's entry stands where its key does (of a duplicate key, where the last one
        does), a list's item where it begins. What is not in the text, be it that it does not
        exist or that a YAML alias or merge key brought it, gets its nearest ancestor's place.
        One pass over the text, however many pointers.
        """
        if not pointers:
            return {}
        locator = Locator(pointers)
        if self.syntax == "json":
            locate_json(replace_lone_surrogates(self.text)[0], locator)
        else:
            # The text was read once within its limits; they need no second check.
            walk_yaml(self.text, locator, max_depth=len(self.text), max_aliases=len(self.text))
        indices = {pointer: locator.position(pointer) for pointer in pointers}
        places = lines_and_columns(self.text, indices.values())
        return {pointer: places[at] for pointer, at in indices.items()}


def read_document(data: bytes, *, name: str, limits: ReadLimits = ReadLimits()) -> Document:
    """Read JSON or YAML; the root may be anything, also a scalar or nothing at all.

    Raises:
        InputError: It is too big, in an unknown encoding, neither JSON nor YAML, or more than
            can be read safely.
    """
    if len(data) > limits.max_bytes:
        raise InputError(
            f"{len(data)} bytes",
            where=name,
            expected=f"at most {limits.max_bytes}",
            next_step="split the document or remove what no operation needs",
        )
    text, encoding = decode(data, name=name)
    try:
        reading = _parse(text, limits)
    except TextError as error:
        raise _input_error(error, text, name) from error
    indices = [*(at for _, at, _ in reading.repeated), *reading.replaced]
    lines = {at: line for at, (line, _) in lines_and_columns(text, indices).items()}
    return Document(
        name=name,
        value=reading.value,
        syntax=reading.syntax,
        encoding=encoding,
        text=text,
        duplicates=tuple(DuplicateKey(at, lines[i], merged) for at, i, merged in reading.repeated),
        replaced=tuple(dict.fromkeys(lines[index] for index in reading.replaced)),
    )


def read_mapping(data: bytes, *, name: str, limits: ReadLimits = ReadLimits()) -> Document:
    """Read JSON or YAML whose root is a mapping, as manifests and API descriptions are.

    Raises:
        InputError: As `read_document`, or the root is not a mapping.
    """
    document = read_document(data, name=name, limits=limits)
    if not isinstance(document.value, dict):
        raise InputError(
            _kind(document.value),
            where=name,
            expected="a mapping (a JSON object) as the whole document",
            next_step="give the file itself, not an excerpt or a link to it",
        )
    return document


def _above(pointer: str) -> Iterator[str]:
    """The pointers of what an entry stands in, the nearest first, without the root."""
    while pointer := pointer.rpartition("/")[0]:
        yield pointer


class _Reading(NamedTuple):
    """What a syntax's reader made of the text."""

    syntax: Syntax
    value: Any
    repeated: list[tuple[str, int, bool]]
    replaced: list[int]


def _parse(text: str, limits: ReadLimits) -> _Reading:
    _check_markup(text)
    if not _JSON.match(text):
        return _yaml(text, limits)
    try:
        return _json(text, limits)
    except TextError as not_json:
        if not not_json.syntax:
            raise
        try:
            return _yaml(text, limits)  # whose flow style looks like JSON but is laxer
        except TextError as error:
            raise (not_json if error.syntax else error) from error


def _json(text: str, limits: ReadLimits) -> _Reading:
    sound, replaced = replace_lone_surrogates(text)
    value, repeated = read_json(
        sound, max_depth=limits.max_depth, max_duplicates=limits.max_duplicates
    )
    return _Reading("json", value, repeated, replaced)


def _yaml(text: str, limits: ReadLimits) -> _Reading:
    value, repeated = read_yaml(
        text,
        max_depth=limits.max_depth,
        max_aliases=limits.max_aliases,
        max_duplicates=limits.max_duplicates,
    )
    return _Reading("yaml", value, repeated, [])


def _check_markup(text: str) -> None:
    markup = _MARKUP.match(text)
    if markup:
        raise TextError(
            "this is an XML document" if markup["xml"] else "this is an HTML page",
            markup.start("tag"),
            expected="JSON or YAML",
            next_step="the URL answered with a page: save the raw document instead",
        )


def _input_error(error: TextError, text: str, name: str) -> InputError:
    where = name
    if error.at is not None:
        line, column = line_and_column(text, error.at)
        where = f"{name}: line {line}, column {column}"
    return InputError(error.found, where=where, expected=error.expected, next_step=error.next_step)


def _kind(value: Any) -> str:
    if value is None:
        return "an empty document"
    if isinstance(value, list):
        return "a list"
    return "a single text" if isinstance(value, str) else "a single value"
