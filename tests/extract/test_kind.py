from __future__ import annotations

import pytest

from gptreview.extract.kind import (
    archive_kind,
    container_kind,
    describe,
    image_kind,
    late_container_kind,
    text_type,
)

COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\xef\xbb\xbf\r\n%PDF-1.7\n", "pdf"),
        (b"PK\x03\x04rest", "zip"),
        (b"PK\x05\x06rest", "zip"),
        (b"PKs are player killers", ""),
        (b"On %PDF-1.7 headers", ""),
        (b"", ""),
    ],
)
def test_container_is_told_by_its_first_bytes(data: bytes, kind: str) -> None:
    """Only a signature at the beginning makes a document of what may be a text."""
    assert container_kind(data) == kind


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\0\1\2%PDF-1.4", "pdf"),
        (b"MZ\0\0" + b"PK\x05\x06" + bytes(18), "zip"),
        (bytes(2_000) + b"%PDF-1.4", ""),
    ],
)
def test_header_may_come_late_where_there_is_no_text(data: bytes, kind: str) -> None:
    """A self-extracting archive and a PDF behind a few odd bytes are found."""
    assert late_container_kind(data) == kind


@pytest.mark.parametrize(
    ("names", "mimetype", "kind"),
    [
        (["mimetype", "a.opf"], b"application/epub+zip\n", "epub"),
        (["[Content_Types].xml", "word/document.xml"], b"", "docx"),
        (["[Content_Types].xml", "xl/workbook.xml"], b"", "xlsx"),
        (["[Content_Types].xml", "ppt/presentation.xml"], b"", "pptx"),
        (["[Content_Types].xml", "word/a.xml", "xl/b.xml"], b"", "zip"),
        (["[Content_Types].xml"], b"", "zip"),
        (["word/notes.txt"], b"", "zip"),
        ([], b"", "zip"),
    ],
)
def test_archive_is_told_by_its_members(names: list[str], mimetype: bytes, kind: str) -> None:
    """What could be two things is an archive, of which every member is read."""
    assert archive_kind(names, mimetype) == kind


@pytest.mark.parametrize(
    ("text", "media_type"),
    [
        ("", "text/plain"),
        ("Just words, and a few more.\nOf no table, as it seems.\n", "text/plain"),
        ("name: a\nlist: &a [*a, *a]\n", "text/plain"),
        ('{"a": 1}\n', "application/json"),
        (" [1, 2]", "application/json"),
        ("[" * 9_000, "text/plain"),
        ("{a} is no JSON.", "text/plain"),
        ("a,b\n1,2\n", "text/csv"),
        ('a;b\n"1;2";3\n\n4;5\n', "text/csv"),
        ("a\tb\n1\t2\n", "text/tab-separated-values"),
        ("a,b\n1\n", "text/plain"),
        ("a,b\n" * 2_000, "text/csv"),
        ("<!DOCTYPE html><p>a", "text/html"),
        ("\n<!-- c -->\n<html lang='en'>\n", "text/html"),
        ("<title>a</title> and text", "text/html"),
        ("<div>a</div>", "text/html"),
        ("<p align='center'>A heading of a README</p>\n\nText.", "text/plain"),
        ("<?xml version='1.0'?><a/>", "application/xml"),
        ("<?xml version='1.0'?><html xmlns='x'>", "application/xhtml+xml"),
        ("<note><to>a</to></note>\n", "application/xml"),
        ("<note> is a tag", "text/plain"),
        ("<3 hearts>", "text/plain"),
        (r"{\rtf1\ansi pa\'79}", "application/rtf"),
    ],
)
def test_text_is_told_by_its_content(text: str, media_type: str) -> None:
    """Markup and tables are told by how a text begins and ends."""
    assert text_type(text) == media_type


@pytest.mark.parametrize(
    ("data", "reason", "code"),
    [
        (
            b"\x89PNG\r\n\x1a\n" + bytes(60),
            "an image: its text is read with OCR only; pip install 'gptreview[ocr]'",
            "image",
        ),
        (
            b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(60),
            "an image: its text is read with OCR only; pip install 'gptreview[ocr]'",
            "image",
        ),
        (
            b"8BPS\0\1" + bytes(60),
            "an image of a type that is not read (image/vnd.adobe.photoshop)",
            "image",
        ),
        (b"Rar!\x1a\x07\x01\0" + bytes(60), "not a text: RAR Archive", "unknown-type"),
        (b"SQLite format 3\0" + bytes(60), "not a text: SQLite3 database", "unknown-type"),
        (
            COMPOUND_FILE,
            "Office file of the format before 2007, or a message: not read",
            "unknown-type",
        ),
        (
            COMPOUND_FILE + "EncryptedPackage".encode("utf-16-le"),
            "encrypted Office file",
            "encrypted",
        ),
        (b"MZ\x90\0\3" + bytes(99), "not a text: Windows Executable", "unknown-type"),
        (
            b"BM\x10" + bytes(60),
            "an image: its text is read with OCR only; pip install 'gptreview[ocr]'",
            "image",
        ),
        (bytes(600), "neither text nor a known type of file", "unknown-type"),
        (b"\x03\xe9" + bytes(range(20)), "neither text nor a known type of file", "unknown-type"),
    ],
)
def test_unreadable_bytes_are_named(data: bytes, reason: str, code: str) -> None:
    """A reviewer learns what the file is, by its signature alone."""
    assert describe(data) == (reason, code)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"\xff\xd8\xff\xe1", "jpeg"),
        (b"GIF87a", "gif"),
        (b"GIF88a", ""),
        (b"RIFF\n\n\n\nWEBPVP8L", "webp"),
        (b"RIFF\x10\0\0\0WAVE", ""),
        (b"BM\x36\0", "bmp"),
        (b"II*\0", "tiff"),
        (b"MM\0*", "tiff"),
        (b"\x89PNG", ""),
        (b"", ""),
    ],
)
def test_image_is_told_by_its_signature(data: bytes, kind: str) -> None:
    """The formats that OCR reads, each by its first bytes."""
    assert image_kind(data) == kind
