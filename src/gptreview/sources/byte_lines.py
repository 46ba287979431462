r"""Lines of a stream, one at a time: neither the stream nor a line that is too long is held."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from gptreview.errors import InputError

_CHUNK = 65_536
_EVIDENCE = 4
_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def read_lines(stream: BinaryIO, *, name: str, max_bytes: int) -> Iterator[bytes | None]:
    r"""Every line without its ``\n``, in UTF-8; None for one of more than ``max_bytes``.

    A stream in UTF-16 is turned into UTF-8 on the way, a mark at its start being left out; any
    other encoding stays as it is, for the reader of a line to judge.

    Raises:
        InputError: The stream cannot be read on, or is not the UTF-16 that it began as.
    """
    try:
        yield from _lines(_as_utf8(_chunks(stream)), max_bytes)
    except OSError as error:
        raise InputError(
            f"it cannot be read ({error.strerror})", where=name, next_step="check the file"
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(
            f"it begins as {error.encoding} and does not go on so ({error.reason})",
            where=name,
            expected="UTF-8",
            next_step="save the file again as UTF-8",
        ) from error


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    # What a pipe has is taken at once; read() would wait until a whole chunk is there.
    read = getattr(stream, "read1", stream.read)
    while chunk := read(_CHUNK):
        yield chunk


def _as_utf8(chunks: Iterator[bytes]) -> Iterator[bytes]:
    start = b""
    while len(start) < _EVIDENCE and (chunk := next(chunks, b"")):
        start += chunk
    encoding = _utf16(start)
    if not encoding:
        yield from chain([start], chunks)
        return
    decoder = codecs.getincrementaldecoder(encoding)()
    yield decoder.decode(start).removeprefix("\ufeff").encode()
    for chunk in chunks:
        yield decoder.decode(chunk).encode()
    decoder.decode(b"", final=True)


def _utf16(start: bytes) -> str:
    """The encoding's name where it is UTF-16: a mark says so, or a NUL beside the first bracket.

    JSON begins with an ASCII character (RFC 4627, section 3).
    """
    if start.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return ""
    zeros = tuple(byte == 0 for byte in start[:_EVIDENCE])
    if zeros == (False, True, False, True):
        return "utf-16-le"
    if zeros == (True, False, True, False):
        return "utf-16-be"
    return _MARKS.get(start[:2], "")


def _lines(chunks: Iterator[bytes], max_bytes: int) -> Iterator[bytes | None]:
    held = bytearray()
    too_long = False
    for chunk in chunks:
        *ended, rest = chunk.split(b"\n")
        for part in ended:
            too_long = too_long or len(held) + len(part) > max_bytes
            yield None if too_long else bytes(held + part)
            held.clear()
            too_long = False
        too_long = too_long or len(held) + len(rest) > max_bytes
        if too_long:
            held.clear()
        else:
            held += rest
    if held or too_long:
        yield None if too_long else bytes(held)
