"""docs/statements.md: its commands are run as they stand."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_TRIPS = {"id": "g-1", "name": "Trips", "description": "Plans trips.", "instructions": "Plan."}


@pytest.fixture(scope="module")
def blocks(repository_root: Path) -> list[str]:
    """The shell lines of the page, block by block."""
    page = (repository_root / "docs" / "statements.md").read_text(encoding="utf-8")
    return re.findall(r"^```sh\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def _shell(script: str, folder: Path) -> str:
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["/bin/sh", "-e", "-c", script],
        cwd=folder,
        env={**os.environ, "PATH": programs},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.fixture(scope="module")
def folder(blocks: list[str], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder in which the first block was run, and what that said."""
    place = tmp_path_factory.mktemp("statements")
    (place / "listings.jsonl").write_text(json.dumps(_TRIPS) + "\n", encoding="utf-8")
    return place, _shell(blocks[0], place)


def test_our_commands_work(folder: tuple[Path, str]) -> None:
    """Keys, a signed review, and both ways of verifying it."""
    said = folder[1]
    assert said.count("\n1 statement: 1 valid\n") == 2
    assert "    stale:     nothing (compared: content, policy, rules, scanners)\n" in said


def test_the_table_names_every_field(folder: tuple[Path, str], repository_root: Path) -> None:
    """What a statement holds is what the page lists."""
    (file,) = (folder[0] / "statements").iterdir()
    envelope = json.loads(file.read_text(encoding="utf-8"))
    statement = json.loads(base64.b64decode(envelope["payload"]))
    page = (repository_root / "docs" / "statements.md").read_text(encoding="utf-8")
    table = page[page.index("| field |") : page.index("Statements are public")]
    stated = {match.split(".")[0] for match in re.findall(r"`(?:predicate)?\.([a-zA-Z.]+)`", table)}
    assert stated == set(statement["predicate"])


def test_openssl_agrees(folder: tuple[Path, str], blocks: list[str]) -> None:
    """The lines for other tools verify the same file, and print the same id."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    place, said = folder
    (file,) = (place / "statements").iterdir()
    shutil.copy(file, place / "statement.json")
    told = _shell(blocks[1], place).splitlines()
    key_id = re.findall("key id: +([0-9a-f]{64})", said)
    assert [told[0], told[1].split()[-1]] == ["Signature Verified Successfully", *key_id]
