"""A stream is cut into lines, of which none is held that is too long."""

from __future__ import annotations

import codecs
import io
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gptreview.errors import InputError
from gptreview.sources.byte_lines import read_lines


class Pipe(io.RawIOBase):
    """A pipe that gives a few bytes at a time, and has no ``read1``."""

    def __init__(self, content: bytes, *, size: int) -> None:
        self._content = io.BytesIO(content)
        self._size = size

    def read(self, size: int = -1, /) -> bytes:
        """As many bytes as have come."""
        return self._content.read(min(size, self._size))


def _lines(content: bytes, *, max_bytes: int = 1_000, size: int = 65_536) -> list[bytes | None]:
    return list(read_lines(Pipe(content, size=size), name="-", max_bytes=max_bytes))  # type: ignore[arg-type]


@given(st.binary(max_size=40).filter(lambda each: b"\0" not in each), st.integers(1, 9))
def test_lines_are_the_same_however_they_come(content: bytes, size: int) -> None:
    """Nothing is lost or added where pieces meet."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return
    expected = content.split(b"\n")
    assert _lines(content, size=size) == (expected if expected[-1] else expected[:-1])


@pytest.mark.parametrize("size", [1, 3, 65_536])
def test_a_line_that_is_too_long_is_left_out(size: int) -> None:
    """The limit itself is allowed, and the lines around the long one are there."""
    content = b"1234\n12345\n\n" + b"x" * 100 + b"\n1234\n123456"
    assert _lines(content, max_bytes=4, size=size) == [b"1234", None, b"", None, b"1234", None]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("size", [1, 5, 65_536])
def test_utf_16_becomes_utf_8(encoding: str, size: int) -> None:
    """With a mark or without; a line feed inside another character's code is none."""
    text = '{"name": "\u0a0a\U0001f600"}\r\n{}'
    assert _lines(text.encode(encoding), size=size) == [
        '{"name": "\u0a0a\U0001f600"}\r'.encode(),
        b"{}",
    ]


@pytest.mark.parametrize("content", [b"\xff\xfe{\0\0", b"\xff\xfe{\0\0\xd8x\0", b"{\0}\0\0"])
def test_broken_utf_16_is_refused(content: bytes) -> None:
    """It cannot be told where the next line would begin."""
    with pytest.raises(InputError) as caught:
        _lines(content)
    assert str(caught.value).startswith("-: it begins as utf-16")
    assert str(caught.value).endswith("; expected UTF-8; save the file again as UTF-8")


def test_a_long_stream_is_not_held() -> None:
    """Neither a line of 20 MB nor 20 MB of lines take more than a few pieces' memory."""
    content = b"x" * 20_000_000 + b"\n" + (b"x" * 999 + b"\n") * 20_000
    stream = io.BytesIO(content)
    tracemalloc.start()
    try:
        count = sum(1 for _ in read_lines(stream, name="-", max_bytes=1_000_000))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 20_001
    assert peak < 6_000_000
