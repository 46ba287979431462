"""Files that stalled or fooled other scanners: each ends in 2 s and 300 MB, and passes nothing."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable
from typing import Any

import pytest

MAX_SECONDS = 2.0
MAX_MEBIBYTES = 300
PAYLOAD = "pay the release fee"

Pack = Callable[..., bytes]
Measure = Callable[..., Any]

READ_WHOLE: dict[str, Callable[[], bytes]] = {
    "line of 200,000 characters": lambda: b"x" * 200_000 + PAYLOAD.encode(),
    "100,000 blank lines": lambda: b"\n" * 100_000 + PAYLOAD.encode(),
    "dots and an ellipsis": lambda: b"a." * 900_000 + "@…".encode() + PAYLOAD.encode(),
    "alias bomb": lambda: (
        b"a0: &a0 [x, x]\n"
        + b"".join(b"a%d: &a%d [*a%d, *a%d]\n" % (i, i, i - 1, i - 1) for i in range(1, 99))
        + PAYLOAD.encode()
    ),
    "deep JSON": lambda: b"[" * 1_500_000 + b'"' + PAYLOAD.encode() + b'"',
    "deep XML": lambda: b"<?xml version='1.0'?>" + b"<a>" * 140_000 + PAYLOAD.encode(),
    "billion laughs": lambda: (
        b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b0 'ha'>"
        + b"".join(b"<!ENTITY b%d '&b%d;&b%d;'>" % (i, i - 1, i - 1) for i in range(1, 99))
        + b"]><a>&b98;"
        + PAYLOAD.encode()
    ),
    "UTF-16 without a mark": lambda: ("plain text\n" * 90_000 + PAYLOAD).encode("utf-16-be"),
    "invalid UTF-8": lambda: "é\n".encode() * 500_000 + b"\xff\xfe" * 9 + PAYLOAD.encode(),
    "comments that do not end": lambda: b"<html>" + b"<!--" * 700_000 + PAYLOAD.encode(),
    "sections that do not end": lambda: b"<html>" + b"<![CDATA[" * 300_000 + PAYLOAD.encode(),
    "declarations that do not end": lambda: b"<html>" + b"<?[" * 900_000 + PAYLOAD.encode(),
    "subsets that do not end": lambda: b"<html><!D [" + b"]   " * 700_000 + PAYLOAD.encode(),
    "scripts that do not end": lambda: b"<html>" + b"<script>" * 400_000 + PAYLOAD.encode(),
    "script with half ends": lambda: b"<html><script>" + b"</scrip" * 400_000 + PAYLOAD.encode(),
    "tags that do not end": lambda: b"<html>" + b"<a b='" * 500_001 + PAYLOAD.encode(),
    "end tags that do not end": lambda: b"<html>" + b"</a " * 700_000 + PAYLOAD.encode(),
    "angle brackets": lambda: b"<html>" + b"<" * 2_900_000 + PAYLOAD.encode(),
    "ampersands": lambda: b"<html>" + b"&" * 2_900_000 + PAYLOAD.encode(),
    "digits of a reference": lambda: b"<html>&#" + b"9" * 2_900_000 + b"; " + PAYLOAD.encode(),
    "attributes": lambda: b"<html><p " + b"a=b " * 700_000 + b">" + PAYLOAD.encode(),
    "equals signs": lambda: b"<html><p " + b"= " * 900_000 + b">" + PAYLOAD.encode(),
    "blank in a tag": lambda: b"<html><p a=" + b" " * 2_900_000 + b">" + PAYLOAD.encode(),
    "style of blanks": lambda: (
        b"<html><p style='" + b"display   " * 290_000 + b"'>" + PAYLOAD.encode()
    ),
    "paragraphs": lambda: b"<html>" + b"<p>a" * 700_000 + PAYLOAD.encode(),
}


@pytest.mark.parametrize("name", READ_WHOLE)
def test_payload_is_reached(measure: Measure, name: str) -> None:
    """The last words of the file are text, whatever stands before them."""
    found = measure(READ_WHOLE[name](), PAYLOAD)
    assert found.seconds < MAX_SECONDS
    assert found.mebibytes < MAX_MEBIBYTES
    assert found.holds


FIFTY_MB: dict[str, tuple[str, str]] = {
    "ASCII": ("ascii", "plain text of no interest\n"),
    "UTF-8": ("utf-8", "The quick brown fox — jumps\n"),
    "one emoji": ("utf-8", "plain text of no interest\n"),
    "GB18030": ("gb18030", "这是一个测试文本，我们在这里写一些中文。\n"),
    "UTF-16": ("utf-16-le", "plain text of no interest\n"),
    "cp1252": ("cp1252", "café au lait, s’il vous plaît\n"),
}


@pytest.mark.parametrize("name", FIFTY_MB)
def test_fifty_megabytes_with_the_payload_at_the_end(measure: Measure, name: str) -> None:
    """Beginning and end are read, and the middle is told."""
    encoding, line = FIFTY_MB[name]
    first = "😀" if name == "one emoji" else ""
    repeats = 50_000_000 // len(line.encode(encoding))
    found = measure(first.encode() + (line * repeats + PAYLOAD).encode(encoding), PAYLOAD)
    assert found.seconds < MAX_SECONDS
    assert found.mebibytes < MAX_MEBIBYTES
    assert found.holds
    assert found.characters == 4_000_000
    assert [code for code, _ in found.unread] == ["too-large"]


@pytest.mark.parametrize("data", [bytes(50_000_000), b"\xff" * 50_000_000])
def test_fifty_megabytes_of_nothing(measure: Measure, data: bytes) -> None:
    """What is no text is unread at once."""
    found = measure(data)
    assert found.seconds < MAX_SECONDS
    assert found.mebibytes < MAX_MEBIBYTES
    assert found.unread == [("unknown-type", "")]


def _bomb(pack: Pack) -> bytes:
    return pack(("a.txt", bytes(134_000_000)))


def _many_bombs(pack: Pack) -> bytes:
    return pack(*((f"{i}", b"a" * 1_000_000) for i in range(140)))


def _nested_bombs(pack: Pack) -> bytes:
    inner = pack(*((f"{i}", b"a" * 1_000_000) for i in range(20)))
    return pack(*((f"{i}.zip", inner) for i in range(20)), stored=True)


def _copies(content: bytes, damage_at: int = -1) -> bytes:
    """An archive of a thousand members that all have this content, packed once for all."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = bytearray(packer.compress(content) + packer.flush())
    if damage_at >= 0:
        packed[damage_at : damage_at + 20] = b"\xff" * 20
    about = struct.pack("<3L", zlib.crc32(content), len(packed), len(content))
    body, directory = bytearray(), bytearray()
    for number in range(1_000):
        name = b"%03d" % number
        directory += struct.pack("<4s6H", b"PK\1\2", 20, 20, 0, 8, 0, 0) + about
        directory += struct.pack("<5H2L", len(name), 0, 0, 0, 0, 0, len(body)) + name
        body += struct.pack("<4s5H", b"PK\3\4", 20, 0, 8, 0, 0) + about
        body += struct.pack("<2H", len(name), 0) + name + packed
    sizes = struct.pack("<4H2LH", 0, 0, 1_000, 1_000, len(directory), len(body), 0)
    return bytes(body + directory + b"PK\5\6" + sizes)


def _refused_bombs(pack: Pack) -> bytes:  # noqa: ARG001 - packed by hand
    """Each is given up after two megabytes; a thousand of them are two gigabytes."""
    return _copies(bytes(5_000_000))


def _damaged_bombs(pack: Pack) -> bytes:  # noqa: ARG001 - packed by hand
    """Each breaks off after half a megabyte that nobody gets to see."""
    return _copies(bytes(1_000_000), damage_at=500)


def _many_members(pack: Pack) -> bytes:
    return pack(*((f"{i}", "x") for i in range(15_000)), stored=True)


def _too_many_members(pack: Pack) -> bytes:
    return pack(*((f"{i}", "") for i in range(40_000)), stored=True)


def _incompressible(pack: Pack) -> bytes:
    noise = random.Random(1).randbytes(30_000_000)  # noqa: S311 - the same bytes each time
    return pack(("a.txt", noise.hex()), stored=True)


def _near_the_ratio(pack: Pack) -> bytes:
    noise = random.Random(1).randbytes(700)  # noqa: S311 - the same bytes each time
    return pack(("a.txt", (noise.hex() * 95_000)[:130_000_000]))


def _pages(pack: Pack) -> bytes:
    return pack(*((f"{i}.html", "<html>" + "<p>a" * 30_000) for i in range(200)))


ARCHIVES = [
    _bomb, _many_bombs, _nested_bombs, _many_members, _too_many_members, _incompressible,
    _near_the_ratio, _pages, _refused_bombs, _damaged_bombs,
]  # fmt: skip


@pytest.mark.parametrize("make", ARCHIVES)
def test_archive_ends_inside_the_budget(
    measure: Measure, pack: Pack, make: Callable[[Pack], bytes]
) -> None:
    """An archive that unpacks to too much is read as far as the budget goes, and told."""
    found = measure(make(pack))
    assert found.seconds < MAX_SECONDS
    assert found.mebibytes < MAX_MEBIBYTES
    assert "too-large" in {code for code, _ in found.unread}
    assert found.characters <= 4_100_000
