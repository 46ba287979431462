"""Characters written by their numbers: HTML entities, percent-encoding, backslash escapes."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

from gptreview.normalize.layer import Edit
from gptreview.normalize.matches import matched

_ESCAPE: Final = re.compile(
    r"(?P<entity>&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)"
    r"|(?P<percent>(?:%[0-9A-Fa-f]{2})++)"
    r"|(?P<bytes>(?:\\x[0-9A-Fa-f]{2})++)"
    r"|(?P<units>(?:\\u[0-9A-Fa-f]{4})++)"
    r"|(?P<point>\\u\{[0-9A-Fa-f]{1,6}\}|\\U[0-9A-Fa-f]{8})"
)
_LONG_RUN: Final = 1_000
_STEP: Final = 64
_LAST_CODE_POINT: Final = 0x10FFFF


def escape_edits(text: str) -> Iterator[Edit]:
    """What stands there once the numbers are read."""
    return matched(text, _ESCAPE, _read)


def _read(match: re.Match[str]) -> Iterator[Edit]:
    kind = match.lastgroup
    run = match.group()
    start = match.start()
    if kind == "entity":
        said = html.unescape(run)
        named = not run.startswith("&#") or not said.isalnum()
        if said != run:
            yield Edit(start, match.end(), said, "" if named else "entity")
    elif kind == "point":
        code = int(run.strip("\\uU{}"), 16)
        if code <= _LAST_CODE_POINT and not _is_surrogate(chr(code)):
            yield Edit(start, match.end(), chr(code), "escape")
    elif kind == "units":
        units = bytes.fromhex(run.replace("\\u", ""))
        said = units.decode("utf-16-be", "surrogatepass")
        yield from _characters(
            start, said, [6 * (1 + (char > "\uffff")) for char in said], "escape"
        )
    else:
        yield from _bytes(start, run, "percent" if kind == "percent" else "escape")


def _bytes(start: int, run: str, disguise: str) -> Iterator[Edit]:
    letters = 3 if disguise == "percent" else 4
    data = bytes.fromhex(run.replace("%", "").replace("\\x", ""))
    said = data.decode("utf-8", "surrogateescape")
    if disguise == "percent" and not any(char.isascii() and char.isalnum() for char in said):
        disguise = ""  # a URL may hold a space or Chinese characters in no other way
    widths = [letters * len(char.encode("utf-8", "surrogateescape")) for char in said]
    yield from _characters(start, said, widths, disguise)


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
