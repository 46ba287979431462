"""The real PDF, DOCX and XLSX files among the knowledge of published GPTs."""

from __future__ import annotations

from pathlib import Path

import pytest

from gptreview.extract.limits import ExtractLimits
from gptreview.extract.office.binary import extract_binary
from gptreview.model.segment import Artifact, FieldKind, Segment

KINDS = ("docx", "pdf", "pptx", "xlsx")


@pytest.mark.corpus
def test_real_files_are_read_whole(shared_data: Path) -> None:
    """Each gives text whose every mark has a place, and nothing of it stays unread."""
    paths = [
        path
        for path in sorted((shared_data / "knowledge").rglob("*"))
        if path.suffix[1:].lower() in KINDS
    ]
    assert len(paths) >= 5
    for path in paths:
        kind = path.suffix[1:].lower()
        artifact = Artifact("knowledge:x", FieldKind.KNOWLEDGE, path.name, path.read_bytes())
        (text,), unread = extract_binary(kind, artifact, ExtractLimits())
        segment = Segment(artifact.field, artifact.kind, text.text, marks=text.marks)
        assert (len(text.text) > 1_000, unread) == (True, []), path.name
        assert all(mark.place for mark in text.marks)
        assert segment.locate(len(text.text) - 1).place.startswith(
            ("page ", "properties", "sheet ", "part ", "paragraph ", "links")
        )
