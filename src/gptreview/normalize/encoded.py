"""Runs of base64 and hexadecimal digits that hold readable text."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from gptreview.normalize.layer import Edit
from gptreview.normalize.signs import Signs

_HEX: Final = re.compile(r"[0-9A-Fa-f]{20,}")
_SPACED_HEX: Final = re.compile(
    r"(?<![0-9A-Za-z])(?:0x)?[0-9A-Fa-f]{2}"
    r"(?:(?:, ?|[ :-])(?:0x)?[0-9A-Fa-f]{2}){9,4000}(?![0-9A-Za-z])"
)
_NOT_DIGITS: Final = re.compile(r"0x|[^0-9A-Fa-f]+")
_PRINTED: Final = bytes([*b"\t\n\r", *range(0x20, 0x7F)])
_KINDS: Final = bytes.maketrans(
    bytes(range(256)),
    bytes(b"-p"[byte in _PRINTED] for byte in range(128))
    + b"c" * 64 + b"-" * 2 + b"2" * 30 + b"3" * 16 + b"4" * 5 + b"-" * 11,
)  # fmt: skip
"""Of each byte: printed by itself, first of 2, 3 or 4 bytes of UTF-8, or continuing these."""
_STANDARD: Final = bytes.maketrans(b"-_", b"+/")
_CHARACTER: Final = b"(?:p|2c|3cc|4ccc)"
_UTF8: Final = re.compile(b"3cc3cc3cc|" + _CHARACTER * 6)
"""Characters that other bytes hardly make by chance, in terms of `_KINDS`: so it is quick."""
_HEAD: Final = 36
"""Bytes at the start among which text must show."""
_WRONG: Final = 0.05
_ZEROS: Final = 0.4
"""Share of zero bytes in English text of two bytes a letter; half at most."""
_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]+")
_SIGNS: Final = re.compile(r"[^\w ]+")
_PRINTABLE: Final = 0.9
_WORDY: Final = 0.6
_COMMON_HAN: Final = re.compile(
    rb"(?:[\x09\x0a\x0d\x20-\x7e]|[\xb0-\xd7][\xa1-\xfe]|\xa3[\xa1-\xfe]|\xa1[\xa2-\xfe]){8,}+"
)
"""ASCII, the 3,755 most frequent characters and the punctuation of GB 2312, level 1."""
_EXACT_BYTES: Final = 30_000
"""Of longer runs the way back is kept in steps of 48 bytes rather than 3."""


_EXACT_RUNS: Final = 1_000
"""Of the runs after them only the whole is known."""


class Encoded(NamedTuple):
    """A run that decodes to text."""

    start: int
    end: int
    name: str
    """``base64`` or ``hex``."""
    edits: tuple[Edit, ...]
    """What its stretches say, counted from its start."""


def encoded_runs(text: str, signs: Signs) -> Iterator[Encoded]:
    """The runs that hold text: base64, then hexadecimal digits with something between them."""
    count = 0
    for lines in _wrapped(text, signs.coded_runs()):
        for run in _decoded(text, lines, exact=count < _EXACT_RUNS):
            count += 1
            yield run
    for match in _SPACED_HEX.finditer(text) if signs.hexadecimal else ():
        found = _hexadecimal(match.group())
        if found is not None:
            yield found._replace(start=match.start(), end=match.end())


def _wrapped(text: str, runs: Iterable[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Runs on consecutive lines together."""
    lines: list[tuple[int, int]] = []
    for start, end in runs:
        if lines and text[lines[-1][1] : start] not in ("\n", "\r\n"):
            yield lines
            lines = []
        lines.append((start, end))
    if lines:
        yield lines


def _decoded(text: str, lines: list[tuple[int, int]], *, exact: bool) -> Iterator[Encoded]:
    """What lines say together; else those of them say that say something alone.

    A line of any letters before or after encoded ones would otherwise hide them all.
    """
    whole = _read(text, lines, exact=exact)
    if whole is not None:
        yield whole
    elif len(lines) > 1:
        alone = [(line, _read(text, [line], exact=False)) for line in lines]
        for readable, group in groupby(alone, lambda each: each[1] is not None):
            if readable:
                together, singly = zip(*group, strict=True)
                joined = _read(text, list(together), exact=exact)
                yield from (found for found in (singly if joined is None else (joined,)) if found)


def _read(text: str, lines: list[tuple[int, int]], *, exact: bool) -> Encoded | None:
    start, end = _filled(text, lines[0][0], lines[-1][1])
    run = text[start:end]
    found = _hexadecimal(run) if _HEX.fullmatch(run) else None
    found = found or _base64(run, exact=exact)
    return None if found is None else found._replace(start=start + found.start, end=end)


def _filled(text: str, start: int, end: int) -> tuple[int, int]:
    return start, end + len(text[end : end + 2]) - len(text[end : end + 2].lstrip("="))


def _hexadecimal(run: str) -> Encoded | None:
    digits = _NOT_DIGITS.sub("", run)
    data = binascii.unhexlify(digits[: len(digits) // 2 * 2])
    text = _readable(data)
    return Encoded(0, len(run), "hex", (Edit(0, len(run), text, "hex"),)) if text else None


def _base64(run: str, *, exact: bool) -> Encoded | None:
    """Read the run; letters may have been put before it to spoil the groups of four."""
    wrapped = "\n" in run
    letters = run.rstrip("=").encode().translate(_STANDARD, b"\r\n")
    if letters.islower() or letters.isupper() or not letters.strip(b"+/"):
        return None  # names and rulers; six bits of a text never keep to one case
    for shift, data in enumerate(_shifted(letters)):
        text = _readable(data)
        if text:
            steps = _steps(data, text) if exact else [(0, text)]
            edits = tuple(
                _placed(run[shift:], steps) if wrapped else _in_line(len(run) - shift, steps)
            )
            return Encoded(shift, len(run), "base64", edits)
    return None


def _shifted(letters: bytes) -> Sequence[bytes]:
    """The bytes if one to three letters before them are left out; none where no text can be."""
    found = [binascii.a2b_base64(_whole_bytes(letters[shift:]) + b"==") for shift in range(4)]
    heads = b"\0".join([data[:_HEAD] for data in found]).translate(_KINDS)
    if _UTF8.search(heads) or any(b"\0" in data or _COMMON_HAN.match(data) for data in found):
        return found
    return ()


def _whole_bytes(letters: bytes) -> bytes:
    return letters[:-1] if len(letters) % 4 == 1 else letters


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
    text = _utf8(data) if _UTF8.search(data[:_HEAD].translate(_KINDS)) else ""
    if not text and b"\0" in data:
        text = _utf16(data)
    if not text and _COMMON_HAN.fullmatch(data):
        text = data.decode("gb18030", "replace")
    if not text or len(_UNPRINTABLE.sub("", text)) < _PRINTABLE * len(text):
        return ""
    return text if len(_SIGNS.sub("", text)) >= _WORDY * len(text) else ""


def _utf8(data: bytes) -> str:
    """UTF-8, with a few wrong bytes or a torn last character forgiven."""
    text = data[: len(data) - _torn(data)].decode("utf-8", "replace")
    return text if text.count("\ufffd") <= _WRONG * len(text) else ""


def _torn(data: bytes) -> int:
    """Bytes at the end that begin a character and do not finish it."""
    for count in range(1, min(3, len(data)) + 1):
        lead = data[-count]
        if lead >= 0xC0:
            return count if count < (2 + (lead >= 0xE0) + (lead >= 0xF0)) else 0
    return 0


def _utf16(data: bytes) -> str:
    if data[1::2].count(0) <= len(data) * _ZEROS:
        return ""
    return data[: len(data) // 2 * 2].decode("utf-16-le", "replace")
