"""PDF: the text of every page, and what else the document says."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from gptreview.extract.limits import ExtractLimits
from gptreview.extract.office import pdfium
from gptreview.extract.office.embedded import read_embedded
from gptreview.extract.office.flow import Flow
from gptreview.extract.office.markup import MarkupError, read_markup
from gptreview.extract.office.piece import Gap, Line, Piece

_END_MARK = b"%%EOF"
_TAIL_BYTES = 2_048
"""Readers look for the end mark in the last 1,024 bytes (ISO 32000-1, annex H, note 18)."""
_PASSWORD_ERRORS = frozenset({4, 5})
"""FPDF_ERR_PASSWORD and FPDF_ERR_SECURITY of PDFium's fpdfview.h."""
_PROPERTIES = ("Title", "Author", "Subject", "Keywords")
_MAX_BOOKMARKS = 10_000
_LINE_HYPHEN = "\ufffe"
"""What PDFium puts where a hyphen at a line's end parted a word; it takes the line break out."""
_MEANINGLESS = re.compile("[\0-\x08\x0e-\x1f\ue000-\uf8ff\ufffd]")
_MEANINGLESS_SHARE = 0.2
"""Bullets of symbol fonts are a few per page; a font without meaning is all of them."""


def read_pdf(data: bytes, limits: ExtractLimits, *, depth: int = 0) -> Iterator[Piece]:
    """Everything that the document says, the document's own facts first, then page by page."""
    from pypdfium2 import PdfDocument, PdfiumError

    if _END_MARK not in data[-_TAIL_BYTES:]:
        yield Gap("damaged", "the PDF ends before its end mark", "after what was read")
    try:
        pdf = PdfDocument(data)
    except PdfiumError as error:
        if error.err_code in _PASSWORD_ERRORS:
            yield Gap("encrypted", "a PDF that needs a password")
        else:
            yield Gap("damaged", "not a readable PDF")
        return
    with pdf:
        yield from _Reader(pdf, limits, depth, PdfiumError).read()


@dataclass(slots=True)
class _Reader:
    pdf: Any
    limits: ExtractLimits
    depth: int
    error: type[Exception]
    """What pypdfium2 raises."""
    _broken: list[int] = field(default_factory=list)
    _illustrated: list[int] = field(default_factory=list)

    def read(self) -> Iterator[Piece]:
        pdf = self.pdf
        try:
            pdf.init_forms()
        except self.error:  # pragma: no cover - no file is known that makes PDFium refuse a form
            yield Gap("damaged", "a form that cannot be read")
        yield from self._facts()
        yield from self._attachments()
        count = len(pdf)
        for number in range(1, min(count, self.limits.max_pages) + 1):
            try:
                yield from self._page(number)
            except self.error:
                self._broken.append(number)
        if self._broken:
            yield Gap("damaged", "pages that cannot be read", _pages(self._broken))
        if self._illustrated:
            reason = "images beside the text; there is no OCR inside documents"
            yield Gap("image", reason, _pages(self._illustrated))
        if count > self.limits.max_pages:
            reason = f"over the budget of {self.limits.max_pages:,} pages"
            yield Gap("too-large", reason, f"from page {self.limits.max_pages + 1} on")

    def _facts(self) -> Iterator[Piece]:
        for key in _PROPERTIES:
            value = self.pdf.get_metadata_value(key)
            if value.strip():
                yield Line(f"{key.lower()}: {value}", "properties")
        for bookmark in itertools.islice(self.pdf.get_toc(), _MAX_BOOKMARKS):
            yield Line(bookmark.get_title(), "bookmarks")
        for script in pdfium.scripts(self.pdf):
            yield Line(script, "script")
        flow = Flow("form")
        for packet in pdfium.form_packets(self.pdf):
            try:
                for event in read_markup([packet]):
                    yield from flow.feed(event)
            except MarkupError as error:
                yield Gap(error.code, error.reason, "form")

    def _attachments(self) -> Iterator[Piece]:
        for index in range(self.pdf.count_attachments()):
            name = f"attachment {index + 1}"
            try:
                data = bytes(self.pdf.get_attachment(index).get_data())
            except self.error:
                yield Gap("damaged", "an attachment that cannot be read", name)
                continue
            yield from read_embedded(name, data, self.limits, self.depth + 1)

    def _page(self, number: int) -> Iterator[Piece]:
        place = f"page {number}"
        page = self.pdf[number - 1]
        try:
            text = _text(page)
            if text.strip():
                yield Line(text, place)
            if len(_MEANINGLESS.findall(text)) > _MEANINGLESS_SHARE * len(text.strip()):
                yield Gap("unknown-letters", "a font that does not say what its signs mean", place)
            said = list(pdfium.annotation_texts(self.pdf, page))
            for kind, words in said:
                yield Line(words, f"{place}, {kind}")
            if pdfium.has_appearances(page):
                # Stamps and free texts show more than they tell: drawn into the page, it can be
                # read as the page's end.
                pdfium.flatten(page)
                page.close()
                page = self.pdf[number - 1]
                shown = _text(page).removeprefix(text)
                for _, words in said:
                    shown = shown.replace(words, "")
                if shown.strip():
                    yield Line(shown.strip(), f"{place}, annotation")
            yield from self._drawings(page, number, blank=not text.strip())
        finally:
            page.close()

    def _drawings(self, page: Any, number: int, *, blank: bool) -> Iterator[Gap]:
        image, drawn = pdfium.drawings(page)
        if image and not blank:
            self._illustrated.append(number)
        elif blank and (image or drawn):
            what = "the page is an image" if image else "the page has drawings and no text"
            yield Gap("image", f"{what}; there is no OCR inside documents", f"page {number}")


def _text(page: Any) -> str:
    """All text of a page: what lies off its edge or is drawn invisible, too."""
    text: str = page.get_textpage().get_text_range()
    return text.replace("\r\n", "\n").replace(_LINE_HYPHEN, "")


def _pages(numbers: list[int]) -> str:
    """``page 3``, ``pages 3, 5, 8`` or, of many, the first ones and how many more."""
    shown = ", ".join(str(number) for number in numbers[:10])
    more = len(numbers) - 10
    return f"page{'s' * (len(numbers) > 1)} {shown}" + (f" and {more} more" if more > 0 else "")
