"""Files to read, built byte by byte where a library would only build sound ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

import pytest

from gptreview.extract.limits import ExtractLimits
from gptreview.extract.office.child import read_pieces
from gptreview.extract.office.piece import Gap

Said = list[tuple[str, str]]
DEFAULT = ExtractLimits()
Reading = tuple[Said, list[Gap]]


@pytest.fixture
def read() -> Callable[..., Reading]:
    """Reads bytes of a kind in this process: place and text of each line, and the gaps."""

    def read_bytes(kind: str, data: bytes, limits: ExtractLimits = DEFAULT) -> Reading:
        said: Said = []
        gaps: list[Gap] = []
        for piece in read_pieces(kind, data, limits):
            if isinstance(piece, Gap):
                gaps.append(piece)
            else:
                row = f" row {piece.row}" if piece.row else ""
                said.append((f"{piece.place}{row}", piece.text))
        return said, gaps

    return read_bytes


@pytest.fixture(scope="session")
def make_package() -> Callable[[Mapping[str, str | bytes]], bytes]:
    """Packs parts, by name, into the zip archive that an Office file is."""

    def pack(parts: Mapping[str, str | bytes]) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        return buffer.getvalue()

    return pack


@pytest.fixture(scope="session")
def make_pdf() -> Callable[..., bytes]:
    """Writes a PDF of one page.

    Object 1 is the catalogue, 2 the page tree, 3 the page, 4 its content, 5 a font, and further
    ones count from 6; ``catalog`` and ``page`` add entries to those dictionaries.
    """

    def write(
        content: bytes = b"",
        *objects: bytes,
        catalog: bytes = b"",
        page: bytes = b"",
        trailer: bytes = b"",
    ) -> bytes:
        numbered = [
            b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> /XObject << /X1 6 0 R >> >> " + page + b" >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            *objects,
        ]
        out = bytearray(b"%PDF-1.7\n")
        offsets = []
        for number, body in enumerate(numbered, 1):
            offsets.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        start = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(numbered) + 1)
        out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
        out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(numbered) + 1, trailer)
        out += b"startxref\n%d\n%%%%EOF\n" % start
        return bytes(out)

    return write
