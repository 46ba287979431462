"""Response bodies, decoded inside a byte budget."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Iterator
from typing import Final

from gptreview.errors import InputError

_GZIP_FORMAT: Final = 31  # zlib's wbits: largest window, gzip wrapper required
_MAX_DIGITS: Final = 19  # of a Content-Length; 64 bits hold no more


def read_body(chunks: Iterable[bytes], *, encoding: str, declared: str, max_bytes: int) -> bytes:
    """The whole decoded body; never holds more than about twice max_bytes.

    Args:
        chunks: The body as received.
        encoding: The Content-Encoding header; empty where there is none.
        declared: The Content-Length header; believed only where it already says too much.
        max_bytes: Largest body, counted both as received and as decoded.

    Raises:
        InputError: Too large, damaged, or in an encoding that was not asked for.
    """
    if declared.isdecimal() and (len(declared) > _MAX_DIGITS or int(declared) > max_bytes):
        raise _too_large(max_bytes)
    decoded = _limited(chunks, max_bytes)
    match encoding.strip().lower():
        case "" | "identity":
            pass
        # identity was asked for, yet files stored in gzip form are sent so regardless
        case "gzip" | "x-gzip":
            decoded = _unzipped(decoded, max_bytes)
        case _:
            raise InputError("a body in an unknown Content-Encoding", expected="identity or gzip")
    body = io.BytesIO()  # a list of pieces would cost more than the pieces where they are tiny
    for piece in decoded:
        body.write(piece)
    return body.getvalue()


def _limited(chunks: Iterable[bytes], max_bytes: int) -> Iterator[bytes]:
    room = max_bytes
    for chunk in chunks:
        room -= len(chunk)
        if room < 0:
            raise _too_large(max_bytes)
        yield chunk


def _unzipped(chunks: Iterable[bytes], max_bytes: int) -> Iterator[bytes]:
    """Inflate one gzip member, asking zlib for one byte more than may come at most."""
    inflater = zlib.decompressobj(_GZIP_FORMAT)
    room = max_bytes
    for chunk in chunks:
        try:
            piece = inflater.decompress(chunk, room + 1)
        except zlib.error:
            raise _damaged() from None
        room -= len(piece)
        if room < 0:
            raise _too_large(max_bytes)
        if inflater.unused_data:
            raise _damaged()
        yield piece
    if not inflater.eof:
        raise _damaged()


def _too_large(max_bytes: int) -> InputError:
    return InputError("the body is too large", expected=f"at most {max_bytes:,} bytes")


def _damaged() -> InputError:
    return InputError("the body is damaged", expected="one complete gzip stream")
