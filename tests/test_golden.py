"""Whole bundles, byte for byte: tests/golden/NAME/in becomes tests/golden/NAME/out."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from gptreview.cli.main import run

GOLDEN = Path(__file__).parent / "golden"
UPDATE = "GPTREVIEW_UPDATE_GOLDEN"
BUNDLES = sorted(path.parent.name for path in GOLDEN.glob("*/in"))


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("name", BUNDLES)
def test_bundle_is_the_golden_one(name: str, tmp_path: Path) -> None:
    """The same plugin gives the same bundle, byte for byte, and again when run twice."""
    source, expected = GOLDEN / name / "in", GOLDEN / name / "out"
    for _ in range(2):
        assert run(["migrate", str(source), "-o", str(tmp_path)]) in (0, 1)
    (bundle,) = tmp_path.iterdir()
    if os.environ.get(UPDATE) == "1":
        shutil.rmtree(expected, ignore_errors=True)
        shutil.copytree(bundle, expected)
    assert _files(bundle) == _files(expected)


@pytest.mark.parametrize("name", BUNDLES)
def test_golden_actions_pass_the_strict_check(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the golden bundles hold is accepted by the builder's rules and by OpenAPI itself."""
    actions = GOLDEN / name / "out" / "actions"
    if not actions.is_dir():
        assert name in ("manifest-only", "no-public-server")
        return
    assert run(["check", "--openapi", str(actions)]) == 0, capsys.readouterr().out
