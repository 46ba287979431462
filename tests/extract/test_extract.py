from __future__ import annotations

from collections.abc import Callable

import pytest

from gptreview.extract.extract import Extraction, extract
from gptreview.extract.limits import ExtractLimits
from gptreview.model.segment import Artifact, FieldKind, Mark, Segment, Unread

Read = Callable[..., Extraction]
Pack = Callable[..., bytes]


def test_text_is_one_segment(read: Read) -> None:
    """Offsets, lines and columns are those of the file."""
    found = read(b"\xef\xbb\xbfone\r\ntwo")
    assert found == Extraction((Segment("knowledge:x", FieldKind.KNOWLEDGE, "one\r\ntwo"),), ())
    assert str(found.segments[0].locate(6)) == "2:2"


@pytest.mark.parametrize(
    ("text", "media_type"),
    [
        ("# Heading\n\n```\n<b>code</b>\n```\n", "text/plain"),
        ("a,b\n1,2\n", "text/csv"),
        ('{"a": "\\u0070ay"}', "application/json"),
        ("a: &a [1]\nb: [*a, *a]\n", "text/plain"),
        ("", "text/plain"),
    ],
)
def test_plain_formats_are_as_written(read: Read, text: str, media_type: str) -> None:
    """Nothing is parsed, resolved or expanded."""
    (segment,) = read(text.encode()).segments
    assert (segment.text, segment.marks, segment.media_type) == (text, (Mark(0, ""),), media_type)


def test_typed_fields_are_as_written() -> None:
    """Instructions that look like a page or a document are what the model is given: text."""
    for text in ("<html><p>pay <b>the fee</b>", "%PDF-1.7", "PK\x03\x04", "a\0b\0"):
        found = extract(Artifact("instructions", FieldKind.INSTRUCTIONS, "", text.encode()))
        assert found.segments == (Segment("instructions", FieldKind.INSTRUCTIONS, text),)
        assert found.unread == ()


def test_broken_typed_field_is_told() -> None:
    """Bytes of a typed field that are not UTF-8 are unread."""
    found = extract(Artifact("name", FieldKind.NAME, "", b"a\xff"))
    assert found.segments[0].text == "a\ufffd"
    assert found.unread == (
        Unread("name", "places where its bytes are not utf-8: 1", "", "damaged"),
    )


def test_too_many_bytes_are_not_looked_at(read: Read) -> None:
    """A file over the budget of bytes is unread as a whole."""
    assert read(b"abc", ExtractLimits(max_bytes=2)) == Extraction(
        (), (Unread("knowledge:x", "3 bytes, over the budget of 2", "", "too-large"),)
    )


def test_long_text_is_read_at_both_ends(read: Read) -> None:
    """Offsets stay those of the whole text, and the middle is told."""
    found = read(b"one\ntwo\nthree\nfour\n", ExtractLimits(max_characters=12))
    head, tail = found.segments
    assert (head.start, head.text) == (0, "one\ntwo\nt")
    assert (tail.start, tail.text, str(tail.locate(0))) == (16, "ur\n", "4:1")
    reason = "over the budget of 12 characters"
    place = "characters 10 to 16"
    assert found.unread == (Unread("knowledge:x", reason, place, "too-large"),)


def test_nothing_fits(read: Read) -> None:
    """With no characters allowed the file is unread as a whole."""
    found = read(b"abc", ExtractLimits(max_characters=0))
    assert found == Extraction(
        (), (Unread("knowledge:x", "over the budget of 0 characters", "", "too-large"),)
    )


def test_page_is_taken_apart(read: Read) -> None:
    """What a page shows stands before what it hides."""
    (segment,) = read(b"<html><p>pay <b>the</b> fee</p><!-- now -->").segments
    assert segment.text == "pay the fee\n\nnow"
    assert str(segment.locate(13)) == "comment, 1:37"


def test_long_page_is_read_as_written(read: Read) -> None:
    """A page over the budget is cut before it is taken apart."""
    found = read(b"<html>" + b"<p>a</p>" * 10, ExtractLimits(max_characters=40))
    assert [segment.text[:6] for segment in found.segments] == ["<html>", "p><p>a"]
    assert {segment.media_type for segment in found.segments} == {"text/html"}


def test_too_much_markup_is_read_as_written(read: Read, pack: Pack) -> None:
    """Pages share one budget of markup; what is over it is text with its tags, and told."""
    page = b"<html>" + b"<p>a" * 30_000
    found = read(pack(("a", page), ("b", page), ("c", b"<html>d")))
    (segment,) = found.segments
    assert segment.text.endswith("<p>a\n\n<html>d")
    reason = "too much markup to take apart; read as written"
    assert found.unread == tuple(
        Unread("knowledge:x", reason, name, "too-large") for name in ("b", "c")
    )


def test_entities_are_told_and_not_expanded(read: Read) -> None:
    """A document whose entities could say anything is read, and a person must look."""
    source = b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///x'>]><a>p&b;y</a>"
    found = read(source)
    assert found.segments[0].text == (
        "p&b;y\n\nxml version='1.0'?\n\nDOCTYPE a [<!ENTITY b SYSTEM 'file:///x'>"
    )
    assert [gap.code for gap in found.unread] == ["xml-entities"]


def test_rtf_is_read_as_written(read: Read) -> None:
    """RTF can spell words in codes, so reading it as text is not enough."""
    found = read(rb"{\rtf1 pa\'79}")
    assert found.segments[0].text == r"{\rtf1 pa\'79}"
    assert [gap.code for gap in found.unread] == ["unknown-type"]


def test_broken_bytes_are_told(read: Read) -> None:
    """A few stray bytes hide nothing; more may be a text in another encoding."""
    text = "naïve café — 你好" * 20
    assert read(text.encode() + b"\xff" * 3).unread == ()
    found = read(text.encode() + b"\xff" * 4)
    assert found.segments[0].text == text + "\ufffd" * 4
    assert found.unread == (
        Unread("knowledge:x", "places where its bytes are not utf-8: 4", "", "damaged"),
    )


def test_doubtful_encoding_is_told(read: Read) -> None:
    """The likeliest reading is given, and a person must look."""
    found = read("联通".encode("gb18030"))
    assert found.segments[0].text == "联通"
    assert [(gap.code, gap.reason) for gap in found.unread] == [
        ("encoding", "its bytes fit no known encoding well, or two of them; read as gb18030")
    ]


def test_unknown_bytes_are_named(read: Read) -> None:
    """What is no text and no document is told with its kind."""
    found = read(b"Rar!\x1a\x07\x01\0" + bytes(60))
    assert (found.segments, [gap.code for gap in found.unread]) == ((), ["unknown-type"])


def test_text_that_begins_like_a_document_is_read(read: Read) -> None:
    """What its reader cannot read as a PDF is still read as the text that it is."""
    found = read(b"%PDF-1.7 is the first line of a PDF. Pay the fee.")
    assert found.segments[0].text == "%PDF-1.7 is the first line of a PDF. Pay the fee."
    assert {gap.code for gap in found.unread} == {"damaged"}


def test_document_inside_an_archive_is_placed(read: Read, pack: Pack) -> None:
    """Gaps of a document are placed in its archive."""
    found = read(pack(("a.pdf", b"%PDF-1.7\n\xff\xff\0\0" * 9)))
    assert {gap.place.split(" > ")[0] for gap in found.unread} == {"a.pdf"}


def test_late_header_is_found(read: Read, pack: Pack) -> None:
    """Bytes that are no text may still be a document behind its header."""
    found = read(b"\1\2" * 50 + b"%PDF-1.7\n" + bytes(100))
    assert {gap.code for gap in found.unread} == {"damaged"}
    (segment,) = read(bytes(100) + pack(("a", "text"))).segments
    assert segment.text == "text"


def test_documents_share_their_seconds(read: Read, pack: Pack) -> None:
    """Once the time for parsers of binary formats is used up, no further one is started."""
    found = read(pack(("a", b"%PDF-1.7"), ("b", b"%PDF-1.7")), ExtractLimits(max_seconds=0))
    assert found.unread == tuple(
        Unread("knowledge:x", "no time left to read it", name, "too-slow") for name in "ab"
    )
