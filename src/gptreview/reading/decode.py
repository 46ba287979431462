"""Which encoding the bytes are in, judged by evidence and never by guessing."""

from __future__ import annotations

import codecs

from gptreview.errors import InputError

_MARKS = (
    (codecs.BOM_UTF32_LE, ""),  # before UTF-16 LE, whose mark it begins with
    (codecs.BOM_UTF32_BE, ""),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_EXPECTED = "UTF-8, or UTF-16 with or without a byte-order mark"
_NEXT = "save the file again as UTF-8"


def decode(data: bytes, *, name: str) -> tuple[str, str]:
    """The text without byte-order marks, and the name of its encoding.

    A byte-order mark decides; without one, NUL bytes around the first character do, as in
    RFC 4627 section 3 (the first character of JSON and of YAML is ASCII in practice); without
    those it is UTF-8 (RFC 8259 section 8.1, YAML 1.2.2 section 5.2).

    Raises:
        InputError: The bytes are in none of these encodings.
    """
    encoding = _encoding(data)
    if not encoding:
        raise InputError("text in UTF-32", where=name, expected=_EXPECTED, next_step=_NEXT)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"byte 0x{data[error.start]:02x} at offset {error.start} is not {encoding}"
            f" ({error.reason})",
            where=f"{name}: line {line}",
            expected=_EXPECTED,
            next_step=_NEXT,
        ) from error
    return text.lstrip("\ufeff"), encoding


def _encoding(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    zeros = tuple(byte == 0 for byte in data[:4])
    if zeros in ((False, True, True, True), (True, True, True, False)):
        return ""
    if zeros[:2] == (False, True):
        return "utf-16-le"
    if zeros[:2] == (True, False):
        return "utf-16-be"
    return "utf-8"
