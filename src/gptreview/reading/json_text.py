"""JSON read at the speed of the standard library, and walked again only where that is needed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import accumulate
from typing import Any, NoReturn

from gptreview.reading.builder import Builder, Handler
from gptreview.reading.locator import Locator
from gptreview.reading.refusal import TextError, too_deep
from gptreview.reading.scalars import finite, not_finite, too_many_digits

_TOKEN = re.compile(
    r'"([^"\\]*+(?:\\.?+[^"\\]*+)*+)"?+(\s*+:)?+|([\[\]{}])|([^\s,:"\[\]{}]++)', re.DOTALL
)
"""Group that matched last: 1 a string, 2 a key, 3 a bracket, 4 a number or literal. A string
without its end takes all the rest, so that no text is scanned twice."""
_KEY, _BRACKET, _NUMBER = 2, 3, 4
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_ESCAPE = re.compile(
    r"\\(?:(u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)
_NOT_STRUCTURE = bytes(set(range(256)) - set(b'"[]{}:'))
_SKIPPER = json.JSONDecoder(parse_int=len, parse_float=len)
_STEP = {**dict.fromkeys(b"[{", 1), **dict.fromkeys(b"]}", -1)}


class _Members:
    """Counts the members of every object that the parser finishes."""

    __slots__ = ("count",)

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, made: dict[str, Any]) -> dict[str, Any]:
        self.count += len(made)
        return made


def read_json(
    text: str, *, max_depth: int, max_duplicates: int, max_containers: int | None = None
) -> tuple[Any, list[tuple[str, int, bool]]]:
    """The value, and its duplicate keys as pointer, index and whether both were merged.

    Args:
        text: The JSON text.
        max_depth: Lists and objects inside one another.
        max_duplicates: Keys that stand more than once in their object.
        max_containers: Lists and objects in all, each of which takes up to 200 bytes of memory;
            None for any number.

    Raises:
        TextError: It is not JSON (``syntax``), or JSON that cannot be read safely.
    """
    structure = _structure(text)
    if _depth(structure) > max_depth:
        raise too_deep(_first_beyond(text, max_depth), max_depth)
    if max_containers is not None and _containers(structure) > max_containers:
        raise TextError(
            f"more than {max_containers:,} lists and objects", None, next_step="split the document"
        )
    members = _Members()
    try:
        value = _loads(text, members)
    except json.JSONDecodeError as error:
        raise TextError(
            f"not JSON: {error.msg}",
            error.pos,
            expected="JSON or YAML",
            next_step="correct the syntax at this place",
            syntax=True,
        ) from error
    except (TextError, ValueError) as error:
        raise _blame(text) from error
    if members.count == structure.count(b":"):
        return value, []
    builder = Builder(max_duplicates)
    walk_json(text, builder, value=_loads)
    return builder.result, builder.duplicates


def _structure(text: str) -> bytes:
    """The brackets and colons of a JSON text that stand outside its strings.

    It is exact up to the first syntax error, so a parser that is let loose afterwards meets
    nothing else. Byte operations, because a parser's hook for every object takes as long as
    the parsing.
    """
    data = text.encode()
    if b"\\" in data:
        data = data.replace(b"\\\\", b"").replace(b'\\"', b"")
    # Two quotes in a row end nothing and begin nothing, whichever string each belongs to.
    quoted = data.translate(None, _NOT_STRUCTURE).replace(b'""', b"")
    return b"".join(quoted.split(b'"')[::2])


def _depth(structure: bytes) -> int:
    """How many containers stand inside one another at the deepest place."""
    brackets = structure.translate(None, b":")
    return max(accumulate(map(_STEP.__getitem__, brackets)), default=0)


def _containers(structure: bytes) -> int:
    return structure.count(b"[") + structure.count(b"{")


def replace_lone_surrogates(text: str) -> tuple[str, list[int]]:
    r"""The text with ``\ufffd`` for every escape of half a surrogate pair, and their indices.

    No encoding can write them (RFC 8259 section 8.2); the length stays the same.
    """
    if not _SURROGATE.search(text):
        return text, []
    replaced: list[int] = []

    def whole(match: re.Match[str]) -> str:
        if match[2] is None:
            return match[0]
        replaced.append(match.start())
        return "\\ufffd"

    return _ESCAPE.sub(whole, text), replaced


def walk_json(text: str, handler: Handler, *, value: Callable[[str], Any]) -> None:
    """Walk a text that is known to be JSON; scalars are read by ``value``."""
    for match in _TOKEN.finditer(text):
        kind = match.lastindex
        if kind == _KEY:
            handler.key(_key(match[1]), match.start())
        elif kind == _BRACKET:
            bracket = match[0]
            if bracket in "{[":
                handler.open({} if bracket == "{" else [], match.start())
            else:
                handler.close()
        else:
            handler.value(value(match[0]), match.start())


def locate_json(text: str, locator: Locator) -> None:
    """Walk a text that is known to be JSON for a locator, in no value that holds nothing for it.

    The parser skips those: it builds and drops a value sooner than its tokens can be told apart.
    """
    at = 0
    while match := _TOKEN.search(text, at):
        start, at = match.span()
        kind = match.lastindex
        if kind == _KEY:
            locator.key(_key(match[1]), start)
        elif kind != _BRACKET:
            locator.value(None, start)
        elif match[0] in "}]":
            locator.close()
        elif locator.enters:
            locator.open({} if match[0] == "{" else [], start)
        else:
            locator.value(None, start)
            _, at = _SKIPPER.raw_decode(text, start)


def _key(written: str) -> str:
    return str(json.loads(f'"{written}"')) if "\\" in written else written


def _loads(text: str, object_hook: _Members | None = None) -> Any:
    return json.loads(text, object_hook=object_hook, parse_float=finite, parse_constant=_constant)


def _constant(name: str) -> NoReturn:
    raise not_finite(name)


def _first_beyond(text: str, max_depth: int) -> int | None:
    """The index of the first bracket that goes too deep."""
    level = 0
    for match in _TOKEN.finditer(text):
        if match.lastindex == _BRACKET:
            level += 1 if match[0] in "[{" else -1
            if level > max_depth:
                return match.start()
    return None


def _blame(text: str) -> TextError:
    """Which number could not be read, and where it stands: what comes before it is sound."""
    numbers = (match for match in _TOKEN.finditer(text) if match.lastindex == _NUMBER)
    return next(fault for match in numbers if (fault := _fault(match[0], match.start())))


def _fault(number: str, at: int) -> TextError | None:
    try:
        _loads(number)
    except TextError as error:
        error.at = at
        return error
    except ValueError:
        return too_many_digits(at)
    return None
