"""A file inside a file: read if it is a text, a PDF or a package, else a gap."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from gptreview.extract.limits import ExtractLimits
from gptreview.extract.office.piece import Gap, Line, Piece

ZIP_HEAD = b"PK\3\4"
_PDF_HEAD = b"%PDF-"
_CONTROLS = re.compile(r"[\0-\x08\x0e-\x1f]")


def read_embedded(name: str, data: bytes, limits: ExtractLimits, depth: int) -> Iterator[Piece]:
    """What an embedded file says, each place after the file's own name.

    ``depth`` counts the files around it; beyond the budget it stays unread.
    """
    if not data.startswith((ZIP_HEAD, _PDF_HEAD)):
        text = plain_text(data)
        if text is None:
            yield Gap("embedded", "an embedded file of a type that is not read", name)
        elif text:
            yield Line(text, name)
        return
    if depth > limits.max_depth:
        reason = f"over {limits.max_depth} embedded files inside one another"
        yield Gap("too-deep", reason, name)
        return
    for piece in _pieces(data, limits, depth):
        yield dataclasses.replace(piece, place=f"{name} > {piece.place}" if piece.place else name)


def plain_text(data: bytes) -> str | None:
    """The text that the bytes are in UTF-8; None where they are no text."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if _CONTROLS.search(text) else text


def _pieces(data: bytes, limits: ExtractLimits, depth: int) -> Iterator[Piece]:
    # Imported here since these readers meet embedded files themselves.
    if data.startswith(_PDF_HEAD):
        from gptreview.extract.office.pdf import read_pdf

        return read_pdf(data, limits, depth=depth)
    from gptreview.extract.office.office import read_office

    return read_office(data, limits, depth=depth)
