"""`GPTREVIEW_REQUIRE_ALL=1` leaves no test out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SUITE = """
import pytest

def test_skipped():
    pytest.skip("no such tool")

@pytest.mark.corpus
def test_skipped_for_want_of_the_corpus():
    pytest.skip("no corpus")

@pytest.mark.xfail(reason="known")
def test_expected_to_fail():
    assert False

def test_passes():
    pass
"""
MODULE = 'import pytest\npytest.importorskip("no_such_package")\n'


def _run(folder: Path, repository_root: Path, *, require_all: str) -> list[str]:
    """Run a suite of its own under our conftest; the outcome lines of its short summary."""
    conftest = (repository_root / "tests" / "conftest.py").read_text(encoding="utf-8")
    (folder / "conftest.py").write_text(conftest, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n    corpus: real data\n", "utf-8")
    (folder / "test_sample.py").write_text(SUITE, encoding="utf-8")
    (folder / "test_whole_module.py").write_text(MODULE, encoding="utf-8")
    result = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "no:cacheprovider",
            "--continue-on-collection-errors",
        ],
        cwd=folder,
        env={
            **os.environ,
            "GPTREVIEW_REQUIRE_ALL": require_all,
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "PYTHONPATH": os.pathsep.join(map(str, (repository_root / "tests", repository_root))),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    closing = result.stdout.strip().splitlines()[-1].strip("= ")
    return [*sorted(closing.rsplit(" in ", 1)[0].split(", ")), str(result.returncode)]


@pytest.mark.parametrize(
    ("require_all", "expected"),
    [
        ("", ["1 passed", "1 xfailed", "3 skipped", "0"]),
        ("1", ["1 error", "1 failed", "1 passed", "1 skipped", "1 xfailed", "1"]),
    ],
)
def test_skips_fail_where_all_must_run(
    tmp_path: Path, repository_root: Path, require_all: str, expected: list[str]
) -> None:
    """Skipped tests and modules fail under the variable, but for the corpus and known failures."""
    assert _run(tmp_path, repository_root, require_all=require_all) == expected
