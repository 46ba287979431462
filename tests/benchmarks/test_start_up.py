"""The program is there soon: CPU seconds of a review of next to nothing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import start_up

_CEILING = 4.0
"""CPU seconds, twice what is aimed at: a busy machine is no defect, an import too many is."""


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A small listing."""
    folder = tmp_path / "walks"
    folder.mkdir()
    (folder / "gpt.yaml").write_text("schema: gpt/v1\nname: Walks\ninstructions: Plan walks.\n")
    return folder


def test_review_starts_soon(
    bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With compiled rules on the disk; both figures are printed."""
    cold = start_up.cpu_seconds(bundle, tmp_path / "cache")
    warm = min(start_up.cpu_seconds(bundle, tmp_path / "cache") for _ in range(2))
    with capsys.disabled():
        sys.stdout.write(f"\nstart-up: {warm:.2f} CPU s, with an empty cache {cold:.2f}\n")
    assert warm < _CEILING


def test_review_without_a_verdict_is_no_measurement(tmp_path: Path) -> None:
    """Failing at once would be the fastest start."""
    with pytest.raises(RuntimeError, match="no such file or folder"):
        start_up.cpu_seconds(tmp_path / "nowhere", tmp_path / "cache")
