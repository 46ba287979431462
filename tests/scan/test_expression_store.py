"""Expressions are read once, and kept by what they were read from."""

from __future__ import annotations

from pathlib import Path

import pytest

from gptreview.errors import InputError
from gptreview.scan.expression_store import read_expressions
from gptreview.scan.expressions import read_expression

SOURCES = (r"\bsend\b.{0,60}\bpasswords?\b", "验证码", "release fee", "验证码")


def test_what_was_kept_is_what_was_read(tmp_path: Path) -> None:
    """The second reading comes from the disk and equals the first, whatever the order."""
    fresh = {source: read_expression(source, prose=True) for source in SOURCES}
    assert read_expressions(SOURCES, tmp_path) == fresh
    (file,) = tmp_path.iterdir()
    written = file.stat().st_mtime_ns
    assert read_expressions(SOURCES[::-1], tmp_path) == fresh
    assert file.stat().st_mtime_ns == written
    assert read_expressions(SOURCES, None) == fresh


def test_damaged_store_is_read_anew(tmp_path: Path) -> None:
    """A file that is not what was written counts as none."""
    fresh = read_expressions(SOURCES, tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(b"[]")
    assert read_expressions(SOURCES, tmp_path) == fresh


def test_unsound_expression_is_refused(tmp_path: Path) -> None:
    """One that cannot be read is told, and nothing is kept."""
    with pytest.raises(InputError):
        read_expressions((*SOURCES, "(open"), tmp_path)
    assert list(tmp_path.iterdir()) == []
