"""docs/simulator.md: its session is run as it stands."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_FILE = re.compile(r"^`([^`\n]+)`:\n\n```json\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SESSION = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(
    r"^\$ ((?:[^\n]*\\\n)*[^\n]*)\n((?:(?!\$ )[^\n]*\n)*)", re.MULTILINE
)  # a line that ends in a backslash goes on
_SPEED = re.compile(r"[\d,.]+ s, [\d,.]+/s")
_FLIPS = 1


@pytest.fixture(scope="module")
def page(repository_root: Path) -> str:
    """The page as it stands."""
    return (repository_root / "docs" / "simulator.md").read_text(encoding="utf-8")


def _run(command: str, place: Path) -> tuple[int, str]:
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    surroundings = {
        "PATH": programs,
        "GPTREVIEW_DATABASE_URL": f"sqlite:///{place / 'registry.db'}",
        "LC_ALL": "C.UTF-8",
        # As wide as it needs, whatever the terminal of this run is.
        "COLUMNS": "0",
    }
    ended = subprocess.run(
        ["/bin/sh", "-e", "-c", command],
        cwd=place,
        env=os.environ | surroundings,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return ended.returncode, ended.stdout


def test_session_is_what_the_program_says(page: str, repository_root: Path, tmp_path: Path) -> None:
    """Each command prints what the page shows, and a simulation ends in 1 where somebody flips."""
    for name, content in _FILE.findall(page):
        (tmp_path / name).write_text(content, encoding="utf-8")
    shutil.copy(repository_root / "rules" / "policy.yaml", tmp_path)
    commands = [each for session in _SESSION.findall(page) for each in _COMMAND.findall(session)]
    assert len(commands) == 6
    for command, shown in commands:
        status, printed = _run(command, tmp_path)
        assert status == (_FLIPS if " simulate " in command else 0), command
        printed = printed.replace(str(tmp_path), "…")
        assert _SPEED.sub("<speed>", printed) == _SPEED.sub("<speed>", shown)
