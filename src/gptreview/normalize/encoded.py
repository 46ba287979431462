"""Runs of base64 and hexadecimal digits that hold readable text."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from gptreview.normalize.layer import Edit

_BASE64: Final = re.compile(
    r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{16,}(?:\r?\n[A-Za-z0-9+/_-]{16,}){0,100000}={0,2}"
)
_HEX: Final = re.compile(r"[0-9A-Fa-f]{20,}")
_SPACED_HEX: Final = re.compile(
    r"(?<![0-9A-Za-z])(?:0x)?[0-9A-Fa-f]{2}"
    r"(?:(?:, ?|[ :-])(?:0x)?[0-9A-Fa-f]{2}){9,4000}(?![0-9A-Za-z])"
)
_NOT_DIGITS: Final = re.compile(r"0x|[^0-9A-Fa-f]+")
_STANDARD: Final = bytes.maketrans(b"-_", b"+/")
_TORN: Final = 3
"""Bytes of a last character that was cut in two."""
_PRINTABLE: Final = 0.9
_WORDY: Final = 0.6
_COMMON_HAN: Final = re.compile(
    rb"(?:[\x09\x0a\x0d\x20-\x7e]|[\xb0-\xd7][\xa1-\xfe]|\xa3[\xa1-\xfe]|\xa1[\xa2-\xfe]){8,}+"
)
"""ASCII, the 3,755 most frequent characters and the punctuation of GB 2312, level 1."""
_EXACT_BYTES: Final = 30_000
"""Of longer runs the way back is kept in steps of 48 bytes rather than 3."""


class Encoded(NamedTuple):
    """A run that decodes to text."""

    start: int
    end: int
    name: str
    """``base64`` or ``hex``."""
    edits: tuple[Edit, ...]
    """What its stretches say, counted from its start."""


def encoded_runs(text: str) -> Iterator[Encoded]:
    """The runs that hold text: base64, then hexadecimal digits with something between them."""
    for match in _BASE64.finditer(text):
        run = match.group()
        found = _hexadecimal(run) if _HEX.fullmatch(run) else None
        found = found or _base64(run)
        if found is not None:
            yield found._replace(start=match.start() + found.start, end=match.end())
    for match in _SPACED_HEX.finditer(text):
        found = _hexadecimal(match.group())
        if found is not None:
            yield found._replace(start=match.start(), end=match.end())


def _hexadecimal(run: str) -> Encoded | None:
    digits = _NOT_DIGITS.sub("", run)
    data = binascii.unhexlify(digits[: len(digits) // 2 * 2])
    text = _readable(data)
    return Encoded(0, len(run), "hex", (Edit(0, len(run), text, "hex"),)) if text else None


def _base64(run: str) -> Encoded | None:
    """Read the run; letters may have been put before it to spoil the groups of four."""
    wrapped = "\n" in run
    letters = run.rstrip("=").encode().translate(_STANDARD, b"\r\n")
    for shift in range(4):
        group = letters[shift:]
        group = group[:-1] if len(group) % 4 == 1 else group
        data = binascii.a2b_base64(group + b"==")
        text = _readable(data)
        if text:
            steps = _steps(data, text)
            edits = tuple(
                _placed(run[shift:], steps) if wrapped else _in_line(len(run) - shift, steps)
            )
            return Encoded(shift, len(run), "base64", edits)
    return None


def _steps(data: bytes, text: str) -> list[tuple[int, str]]:
    """Stretches of the text and the number of letters, from the start, that hold them."""
    encoded = text.encode()
    if not data.startswith(encoded):  # another encoding than UTF-8
        return [(0, text)]
    width = 3 if len(encoded) <= _EXACT_BYTES else 48
    steps = []
    start = 0
    while start < len(encoded):
        end = start + width
        while end < len(encoded) and encoded[end] & 0xC0 == 0x80:
            end += 3
        steps.append((start // 3 * 4, encoded[start:end].decode()))
        start = end
    return steps


def _in_line(length: int, steps: list[tuple[int, str]]) -> Iterator[Edit]:
    for index, (start, said) in enumerate(steps):
        end = steps[index + 1][0] if index + 1 < len(steps) else length
        yield Edit(start, end, said, "base64")


def _placed(run: str, steps: list[tuple[int, str]]) -> Iterator[Edit]:
    places = [at for at, letter in enumerate(run) if letter not in "\r\n"]
    for index, (start, said) in enumerate(steps):
        end = places[steps[index + 1][0]] if index + 1 < len(steps) else len(run)
        yield Edit(places[start], end, said, "base64")


def _readable(data: bytes) -> str:
    """The text that the bytes are; empty where they are none."""
    text = _utf8(data)
    if not text and data[1::2].count(0) > len(data) * 0.4:
        text = data[: len(data) // 2 * 2].decode("utf-16-le", "replace")
    if not text and _COMMON_HAN.fullmatch(data):
        text = data.decode("gb18030", "replace")
    if not text:
        return ""
    printable = (
        sum(map(str.isprintable, text)) + text.count("\n") + text.count("\t") + text.count("\r")
    )
    wordy = sum(map(str.isalnum, text)) + text.count(" ")
    return text if printable >= _PRINTABLE * len(text) and wordy >= _WORDY * len(text) else ""


def _utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(data) - _TORN or not error.start:
            return ""
        return data[: error.start].decode("utf-8")
