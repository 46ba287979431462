"""PDF."""

from __future__ import annotations

from collections.abc import Iterator

from gptreview.extract.limits import ExtractLimits
from gptreview.extract.office.piece import Gap, Line, Piece


def read_pdf(data: bytes, limits: ExtractLimits) -> Iterator[Piece]:
    import pypdfium2 as pdfium

    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        yield Gap("damaged", "x")
        return
    for n, page in enumerate(pdf, 1):
        yield Line(page.get_textpage().get_text_range(), f"page {n}")
