"""Characters written by their numbers: HTML entities, percent-encoding, backslash escapes."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from gptreview.normalize.layer import Edit
from gptreview.normalize.matches import each, matched

_ESCAPE: Final = re.compile(
    r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});"
    r"|%[0-9A-Fa-f]{2}(?:%[0-9A-Fa-f]{2})*+"
    r"|\\(?:x[0-9A-Fa-f]{2}(?:\\x[0-9A-Fa-f]{2})*+|u[0-9A-Fa-f]{4}(?:\\u[0-9A-Fa-f]{4})*+"
    r"|u\{[0-9A-Fa-f]{1,6}\}|U[0-9A-Fa-f]{8})"
)
"""Each branch begins with its sign, which is what makes the search quick."""
_LONG_RUN: Final = 1_000
_STEP: Final = 64
_LAST_CODE_POINT: Final = 0x10FFFF


def escape_edits(text: str) -> Iterator[Edit]:
    """What stands there once the numbers are read."""
    return matched(text, _ESCAPE, _read, each(_ESCAPE, _quick), "escape")


def _read(match: re.Match[str]) -> Iterator[Edit]:
    at = match.start()
    for start, end, said, disguise in _edits(match[0]):
        yield Edit(at + start, at + end, said, disguise)


def _quick(match: re.Match[str]) -> str:
    return _said(match[0])


@lru_cache(maxsize=65_536)
def _said(run: str) -> str:
    parts: list[str] = []
    at = 0
    for start, end, said, _ in _edits(run):
        parts += run[at:start], said
        at = end
    return "".join([*parts, run[at:]])


def _edits(run: str) -> Iterator[Edit]:
    """What the stretches of a run say, counted from its start."""
    if run[0] == "&":
        said = html.unescape(run)
        hidden = run.startswith("&#") and said.isalnum()
        if said != run:
            yield Edit(0, len(run), said, "entity" if hidden else "")
    elif run.startswith(("\\u{", "\\U")):
        code = int(run.strip("\\uU{}"), 16)
        if code <= _LAST_CODE_POINT and not _is_surrogate(chr(code)):
            yield Edit(0, len(run), chr(code), "escape")
    elif run.startswith("\\u"):
        said = bytes.fromhex(run.replace("\\u", "")).decode("utf-16-be", "surrogatepass")
        yield from _characters(0, said, [12 if char > "\uffff" else 6 for char in said], "escape")
    else:
        yield from _bytes(run, "percent" if run[0] == "%" else "escape")


def _bytes(run: str, disguise: str) -> Iterator[Edit]:
    letters = 3 if disguise == "percent" else 4
    data = bytes.fromhex(run.replace("%", "").replace("\\x", ""))
    said = data.decode("utf-8", "surrogateescape")
    if disguise == "percent" and not any(char.isascii() and char.isalnum() for char in said):
        disguise = ""  # a URL may hold a space or Chinese characters in no other way
    widths = [letters * len(char.encode("utf-8", "surrogateescape")) for char in said]
    yield from _characters(0, said, widths, disguise)


def _characters(start: int, said: str, widths: list[int], disguise: str) -> Iterator[Edit]:
    """One edit a character, or for a few together in a long run; no bytes that are no text."""
    step = 1 if len(said) <= _LONG_RUN else _STEP
    for index in range(0, len(said), step):
        chunk = said[index : index + step]
        end = start + sum(widths[index : index + step])
        if not any(map(_is_surrogate, chunk)):
            yield Edit(start, end, chunk, disguise)
        elif step > 1:
            yield from _characters(start, chunk, widths[index : index + step], disguise)
        start = end


def _is_surrogate(char: str) -> bool:
    return "\ud800" <= char <= "\udfff"
