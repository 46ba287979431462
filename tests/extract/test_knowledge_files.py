from __future__ import annotations

from pathlib import Path

import pytest

from gptreview.extract.extract import extract
from gptreview.model.segment import Artifact, FieldKind


@pytest.mark.corpus
def test_real_knowledge_files_are_read(shared_data: Path) -> None:
    """Each file that people gave their GPTs gives its text, whole; its name is not looked at."""
    silent, unread = [], []
    for path in sorted((shared_data / "knowledge").rglob("*")):
        if path.is_file():
            artifact = Artifact("knowledge:x", FieldKind.KNOWLEDGE, "x", path.read_bytes())
            found = extract(artifact)
            silent += [path.name for _ in "x" if not any(each.text for each in found.segments)]
            unread += [(path.name, gap.code, gap.place) for gap in found.unread]
    assert (silent, unread) == ([], [])
