"""Any bytes through extraction and through the sources of listings: read, or told, never raised."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gptreview.errors import InputError
from gptreview.extract.extract import extract
from gptreview.extract.limits import ExtractLimits
from gptreview.extract.office.child import read_pieces
from gptreview.extract.office.piece import Gap, Line
from gptreview.model.listing import Listing, UnreadListing
from gptreview.model.segment import Artifact, FieldKind
from gptreview.reading.document import read_document
from gptreview.sources.limits import SourceLimits
from gptreview.sources.listings import open_listings

pytestmark = [
    pytest.mark.fuzz,
    pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning"),  # of the archives made here
]

Search = Callable[[Callable[..., None]], None]
Texts = st.SearchStrategy[str]
SMALL = ExtractLimits(max_characters=2_000, max_members=6, max_unpacked_bytes=50_000, max_seconds=0)
"""No seconds: parsers in a process of their own would take all the time; they are tried here."""
OFFICE = ExtractLimits(max_characters=20_000, max_unpacked_bytes=5_000_000)
ENCODINGS = ["utf-8", "utf-16", "utf-16-be", "utf-32-le", "gb18030", "big5", "cp1252"]
MARKUP = ["<p>", "</p>", "<!--", "-->", "<![CDATA[", "]]>", "<a b='", "<script>", "<!DOCTYPE a",
          " [", "<?xml version='1.0'?>", "<html>", "&#x70;", "{\\rtf1", "%PDF-1.7", "PK\x03\x04",
          ]  # fmt: skip
PDF = b"""%PDF-1.7
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R
/Resources << /Font << /F1 5 0 R >> >> >> endobj
4 0 obj << /Length 44 >> stream
BT /F1 12 Tf 50 700 Td (Plain words) Tj ET
endstream endobj
5 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj
trailer << /Size 6 /Root 1 0 R >>
%%EOF
"""


def _sound_files() -> Iterator[tuple[str, bytes]]:
    """A kind of document, and a sound file of it."""
    yield "pdf", PDF
    document = docx.Document()
    document.add_paragraph("Plain words")
    document.add_table(2, 2).cell(0, 0).text = "cell"
    yield "docx", _saved(document)
    workbook = openpyxl.Workbook()
    workbook.create_sheet("Staff")["B2"] = "Plain words"
    yield "xlsx", _saved(workbook)
    deck = pptx.Presentation()
    deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text = "Plain words"
    yield "pptx", _saved(deck)


def _saved(file: Any) -> bytes:
    buffer = io.BytesIO()
    file.save(buffer)
    return _stored(buffer.getvalue())


def _stored(data: bytes) -> bytes:
    """The same archive without compression, so that changed bytes change its XML."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return buffer.getvalue()


def _patched(data: bytes, patches: list[tuple[float, bytes]], cut: float) -> bytes:
    """The file with some bytes replaced at shares of its length, and cut at one."""
    changed = bytearray(data)
    for share, piece in patches:
        at = int(share * len(changed))
        changed[at : at + len(piece)] = piece
    return bytes(changed[: int(cut * len(changed))])


SHARES = st.floats(0, 1, exclude_max=True)
PATCHES = st.lists(st.tuples(SHARES, st.binary(min_size=1, max_size=6)), max_size=6)
CUTS = st.one_of(st.just(1.0), SHARES)
NAMES = st.one_of(
    st.sampled_from(["a", "../a", "/a", "C:\\a", "mimetype", "word/document.xml", "a\0b", "a/"]),
    st.text(max_size=6).map(lambda text: text.encode("utf-8", "replace").decode()),
)


def _archive(members: list[tuple[str, bytes]], method: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members:
            entry = zipfile.ZipInfo("x")
            entry.filename = name  # the constructor would cut and mend it
            archive.writestr(entry, content, method)
    return buffer.getvalue()


def _files(texts: Texts) -> st.SearchStrategy[bytes]:
    """Texts in any encoding, markup, binary bytes, and archives of all of these."""
    markup = st.lists(st.sampled_from(MARKUP) | texts, max_size=12).map("".join)
    written = st.builds(
        lambda text, codec: text.encode(codec, "replace"),
        texts | markup,
        st.sampled_from(ENCODINGS),
    )
    flat = st.one_of(written, st.binary(max_size=300), st.just(PDF))
    methods = st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
    packed = st.builds(_archive, st.lists(st.tuples(NAMES, flat), max_size=8), methods)
    nested = st.builds(_archive, st.lists(st.tuples(NAMES, flat | packed), max_size=4), methods)
    return st.builds(_patched, st.one_of(flat, packed, nested), PATCHES, CUTS)


def test_any_bytes_are_extracted(search: Search, texts: Texts, clock: Any) -> None:
    """Every character has a place, the budget holds, and what has no text is told."""

    @given(data=_files(texts), kind=st.sampled_from([FieldKind.KNOWLEDGE, FieldKind.INSTRUCTIONS]))
    def prove(data: bytes, kind: FieldKind) -> None:
        started = clock()
        found = extract(Artifact("knowledge:x", kind, "x", data), SMALL)
        started.check()
        separators = 2 * sum(len(segment.marks) for segment in found.segments)
        assert sum(len(segment.text) for segment in found.segments) <= 2_000 + separators
        for segment in found.segments:
            segment.text.encode()
            for locator in segment.locate_all(range(len(segment.text) + 1)):
                assert locator.line >= 1
                assert locator.column >= 1
        assert all(gap.reason and gap.code for gap in found.unread)
        assert found.segments or found.unread or not data or zipfile.is_zipfile(io.BytesIO(data))

    search(prove)


def test_any_document_is_read(search: Search, texts: Texts, tmp_path: Path) -> None:
    """A sound document with bytes changed or cut off is read or told; a crash leaves its file."""
    sound = list(_sound_files())
    marks = st.sampled_from([b"<w:p>", b"</w:t>", b"&a;", b"<!DOCTYPE", b"stream", b"endobj", b"R"])
    piece = st.one_of(st.binary(min_size=1, max_size=4), marks, texts.map(lambda t: t[:9].encode()))
    last = tmp_path / "last"

    @given(
        file=st.sampled_from(sound),
        patches=st.lists(st.tuples(SHARES, piece), max_size=6),
        cut=CUTS,
    )
    def prove(file: tuple[str, bytes], patches: list[tuple[float, bytes]], cut: float) -> None:
        kind, data = file
        data = _patched(data, patches, cut)
        last.write_bytes(data)
        for found in read_pieces(kind, data, OFFICE):
            assert isinstance(found, Line | Gap)

    search(prove)


YAML = ["name: ", "instructions: ", "knowledge: [", "actions: [", "{", "}", "[", "]", ", ", ": ",
        "- ", "\n", "\n  ", "&a ", "*a", "<<: ", "? ", "| \n", "!!binary ", "'", '"', "# ", "~",
        "schema: gpt/v1\n", "notes.md", "../x", "link", '{"name": "', '"}', "\\ud800", "1e9", "0o7",
        "2026-01-01", "true", "builder: {name: a}\n", "visibility: gpt-store\n"]  # fmt: skip


def test_any_listing_is_read(search: Search, texts: Texts, tmp_path: Path) -> None:
    """Whatever gpt.yaml, plugin.json or a JSON line holds, it is a listing or says why not."""
    (tmp_path / "notes.md").write_text("notes", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path)
    pieces = st.lists(st.sampled_from(YAML) | texts.map(lambda text: text[:20]), max_size=25)
    document = st.one_of(
        pieces.map(lambda parts: "".join(parts).encode("utf-8", "replace")), _files(texts)
    )
    marker = tmp_path / "gpt.yaml"
    other = tmp_path / "plugin" / "plugin.json"
    other.parent.mkdir()
    refused: set[str] = set()

    @given(data=document)
    def prove(data: bytes) -> None:
        marker.write_bytes(data)
        other.write_bytes(data)
        for source in (str(tmp_path), str(other.parent), "-"):
            limits = SourceLimits()
            try:
                for read in open_listings(source, limits=limits, stdin=io.BytesIO(data)):
                    assert isinstance(read, Listing | UnreadListing)
            except InputError as error:
                refused.add(error.found)
        assert "" not in refused

    search(prove)


def test_any_document_of_an_api_is_read(search: Search, texts: Texts) -> None:
    """JSON or YAML gives a value and places for its parts, or says why not."""
    pieces = st.lists(st.sampled_from(YAML) | texts.map(lambda text: text[:20]), max_size=40)

    @given(parts=pieces)
    def prove(parts: list[str]) -> None:
        try:
            document = read_document("".join(parts).encode("utf-8", "replace"), name="a")
        except InputError:
            return
        pointers = ["", *(f"/{index}" for index in range(3))]
        assert document.locate(pointers).keys() == set(pointers)

    search(prove)
