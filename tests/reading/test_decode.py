"""Bytes to text."""

from __future__ import annotations

import codecs

import pytest

from gptreview.errors import InputError
from gptreview.reading.decode import decode
from gptreview.reading.document import read_document

TEXT = '{"city": "Zürich 東京 😀"}'


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8-sig"),
        (codecs.BOM_UTF8 * 2 + TEXT.encode(), "utf-8-sig"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_every_encoding_gives_the_same_text(data: bytes, encoding: str) -> None:
    """Byte-order marks or NUL bytes tell the encoding, and no mark stays in the text."""
    assert decode(data, name="spec.json") == (TEXT, encoding)


@pytest.mark.parametrize(("data", "encoding"), [(b"", "utf-8"), (b"1", "utf-8"), (b"\0", "utf-8")])
def test_short_files_are_utf8(data: bytes, encoding: str) -> None:
    """Too few bytes for evidence are read as UTF-8."""
    assert decode(data, name="spec.json") == (data.decode(), encoding)


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-le", "utf-32-be"])
def test_utf32_is_refused_by_name(encoding: str) -> None:
    """UTF-32 is recognised, not read as UTF-16 with gaps."""
    with pytest.raises(InputError) as caught:
        decode(TEXT.encode(encoding), name="spec.json")
    assert str(caught.value) == (
        "spec.json: text in UTF-32; expected UTF-8, or UTF-16 with or without a byte-order mark;"
        " save the file again as UTF-8"
    )


def test_other_bytes_are_refused_with_their_offset() -> None:
    """A Latin-1 file is refused where it stops being UTF-8, by line and byte offset."""
    with pytest.raises(InputError) as caught:
        read_document("openapi: 3.0.0\ntitle: Caf\xe9\n".encode("latin-1"), name="spec.yaml")
    assert str(caught.value) == (
        "spec.yaml: line 2: byte 0xe9 at offset 25 is not utf-8 (invalid continuation byte);"
        " expected UTF-8, or UTF-16 with or without a byte-order mark;"
        " save the file again as UTF-8"
    )


def test_half_a_utf16_character_is_refused() -> None:
    """A UTF-16 file cut in the middle of a character is refused, not repaired."""
    with pytest.raises(InputError, match=r"at offset 4 is not utf-16-le \(truncated data\)"):
        decode(b"{\0}\0 ", name="spec.json")
