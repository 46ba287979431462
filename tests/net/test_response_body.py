"""Bodies decode inside their budget."""

from __future__ import annotations

import gzip
import itertools
import time
import tracemalloc
import zlib
from collections.abc import Iterable

import pytest

from gptreview.errors import InputError
from gptreview.net.body import read_body

BOMB = gzip.compress(bytes(50_000_000))
DAMAGED = "the body is damaged; expected one complete gzip stream"
TOO_LARGE = "the body is too large; expected at most 1,000 bytes"


def _read(chunks: Iterable[bytes], encoding: str = "gzip", declared: str = "") -> bytes:
    return read_body(chunks, encoding=encoding, declared=declared, max_bytes=1000)


def _split(data: bytes, size: int) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]


@pytest.mark.parametrize("encoding", ["", "identity", " Identity "])
def test_a_plain_body_is_its_bytes(encoding: str) -> None:
    """Nothing is decoded where nothing was encoded."""
    assert _read([b"a", b"", b"b"], encoding) == b"ab"


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "GZIP"])
@pytest.mark.parametrize("size", [1, 7, 1000])
def test_a_gzip_body_decodes_however_it_is_cut(encoding: str, size: int) -> None:
    """Chunk borders mean nothing; a body of exactly the limit passes."""
    assert _read(_split(gzip.compress(b"x" * 1000), size), encoding) == b"x" * 1000


def test_a_gzip_bomb_costs_no_more_than_the_limit() -> None:
    """50 MB of zeros in 50 KB are refused without ever being held."""
    tracemalloc.start()
    began = time.perf_counter()
    with pytest.raises(InputError) as caught:
        _read([BOMB])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert str(caught.value) == TOO_LARGE
    assert peak < 1_000_000
    assert time.perf_counter() - began < 0.5


def test_a_plain_body_without_end_is_cut() -> None:
    """Reading stops at the limit, not at the end."""
    with pytest.raises(InputError) as caught:
        _read(itertools.repeat(b"x" * 100), "")
    assert str(caught.value) == TOO_LARGE


@pytest.mark.parametrize("declared", ["1001", "9" * 30, "9" * 5000])
def test_a_length_beyond_the_limit_is_refused_unread(declared: str) -> None:
    """An announced excess is believed."""
    with pytest.raises(InputError) as caught:
        _read(iter(()), "", declared)
    assert str(caught.value) == TOO_LARGE


@pytest.mark.parametrize("declared", ["", "0", "1000", "-1", "many", "²"])
def test_a_length_within_the_limit_is_not_believed(declared: str) -> None:
    """The bytes are counted whatever the header says."""
    with pytest.raises(InputError) as caught:
        _read([b"x" * 1001], "", declared)
    assert str(caught.value) == TOO_LARGE


@pytest.mark.parametrize(
    "chunks",
    [
        [],
        [gzip.compress(b"text")[:-1]],
        [gzip.compress(b"text")[:-8] + bytes(8)],
        [gzip.compress(b"text") + b"more"],
        [gzip.compress(b"text"), b"more"],
        [gzip.compress(b"text") + gzip.compress(b"more")],
        [b"text"],
        [zlib.compress(b"text")],
    ],
    ids=["empty", "cut", "checksum", "tail", "late tail", "two members", "plain", "zlib"],
)
def test_a_damaged_gzip_body_is_refused(chunks: list[bytes]) -> None:
    """Half a document, or two, never passes for one."""
    with pytest.raises(InputError) as caught:
        _read(chunks)
    assert str(caught.value) == DAMAGED


@pytest.mark.parametrize("encoding", ["br", "zstd", "deflate", "gzip, gzip", "compress"])
def test_an_encoding_nobody_asked_for_is_refused(encoding: str) -> None:
    """Layers of compression multiply; none but a single gzip is undone."""
    with pytest.raises(InputError) as caught:
        _read([BOMB], encoding)
    assert str(caught.value) == ("a body in an unknown Content-Encoding; expected identity or gzip")
