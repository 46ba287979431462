"""Pieces put together: one text with its marks, and what stayed unread."""

from __future__ import annotations

from collections.abc import Iterable

from gptreview.extract.office.piece import Gap, Piece
from gptreview.extract.text import Text
from gptreview.model.segment import Mark, Unread

_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": f"{_OPEN_XML}.wordprocessingml.document",
    "xlsx": f"{_OPEN_XML}.spreadsheetml.sheet",
    "pptx": f"{_OPEN_XML}.presentationml.presentation",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "bmp": "image/bmp",
    "tiff": "image/tiff",
}


def transcribe(
    pieces: Iterable[Piece], kind: str, artifact_field: str
) -> tuple[list[Text], list[Unread]]:
    """One text of all lines in their order, none where there are no lines, and every gap once."""
    lines: list[str] = []
    marks: list[Mark] = []
    unread: dict[Unread, None] = {}
    start = 0
    for piece in pieces:
        if isinstance(piece, Gap):
            unread[Unread(artifact_field, piece.reason, piece.place, piece.code)] = None
            continue
        if not marks or piece.row or marks[-1].place != piece.place or marks[-1].row:
            marks.append(Mark(start, piece.place, row=piece.row))
        lines.append(piece.text)
        start += len(piece.text) + 1
    texts = [Text("\n".join(lines), tuple(marks), _MEDIA_TYPES[kind])] if lines else []
    return texts, list(unread)
