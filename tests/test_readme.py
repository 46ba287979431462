"""The README says what the program says."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RELATIVE_LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
MAKE_TARGET = re.compile(r"`make ((?:[a-z]+ ?)+)`")


@pytest.fixture(scope="module")
def readme(repository_root: Path) -> str:
    """The README's text."""
    return (repository_root / "README.md").read_text(encoding="utf-8")


def _help_blocks(readme: str) -> dict[str, str]:
    """Every `$ gptreview ... --help` of a console block, with the output it shows."""
    sessions = (block.partition("\n") for block in CONSOLE.findall(readme))
    return {
        command.removeprefix("$ "): output.rstrip()
        for command, _, output in sessions
        if command.startswith("$ gptreview") and command.endswith("--help")
    }


def _help_of(command: str) -> str:
    program = Path(sys.executable).with_name("gptreview")
    return subprocess.run(
        [str(program), *shlex.split(command)[1:]],
        env={**os.environ, "COLUMNS": "80"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.rstrip()


def test_help_text_is_the_real_one(readme: str) -> None:
    """Each help text that the README shows is what the program prints on 80 columns."""
    shown = _help_blocks(readme)
    assert "gptreview --help" in shown, "the README shows no `$ gptreview --help` console block"
    assert shown == {command: _help_of(command) for command in shown}


def test_links_lead_somewhere(readme: str, repository_root: Path) -> None:
    """Each relative link of the README names a file or folder of the repository."""
    missing = [
        link for link in RELATIVE_LINK.findall(readme) if not (repository_root / link).exists()
    ]
    assert missing == []


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_make_targets_exist(repository_root: Path, document: str) -> None:
    """Each `make` command that the documents name is a target of the Makefile."""
    text = (repository_root / document).read_text(encoding="utf-8")
    makefile = (repository_root / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = {target for command in MAKE_TARGET.findall(text) for target in command.split()}
    assert named - targets == set()


_SESSIONS = [
    ("gptreview migrate examples/trip-planner -o out", 0),
    (
        "gptreview check examples/trip-planner/openapi.yaml --fix -o fixed.openapi.yaml "
        "--server https://trips.example.com",
        0,
    ),
]


@pytest.mark.parametrize(
    ("name", "command", "status"),
    [
        *(("README.md", *session) for session in _SESSIONS),
        *(("README.zh.md", *session) for session in _SESSIONS),
        ("README.md", "gptreview review examples/bright-returns", 1),
        ("README.zh.md", "gptreview review examples/bright-returns --language zh", 1),
    ],
)
def test_sessions_show_real_output(
    name: str, command: str, status: int, repository_root: Path, tmp_path: Path
) -> None:
    """What the README shows of the samples is what the program prints, in both languages."""
    blocks = CONSOLE.findall((repository_root / name).read_text(encoding="utf-8"))
    (shown,) = [block for block in blocks if block.startswith(f"$ {command}\n")]
    (tmp_path / "examples").symlink_to(repository_root / "examples")
    program = Path(sys.executable).with_name("gptreview")
    finished = subprocess.run(
        [str(program), *shlex.split(command)[1:]],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == status
    assert shown.startswith(f"$ {command}\n{finished.stdout}")


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_nightly_session_is_what_happens(name: str, repository_root: Path, tmp_path: Path) -> None:
    """A registry of 1,800 such listings says what the READMEs show, but for how long it took."""
    blocks = CONSOLE.findall((repository_root / name).read_text(encoding="utf-8"))
    (shown,) = [each for each in blocks if each.startswith("$ gptreview registry sync")]
    commands = shown.partition("$ make schedule")[0]
    (tmp_path / "gpts.jsonl").write_text("".join(map(_listing, range(1_800))), encoding="utf-8")
    printed = ""
    for command in re.findall(r"^\$ (.+)$", commands, re.MULTILINE):
        finished = subprocess.run(
            [Path(sys.executable).with_name("gptreview"), *shlex.split(command)[1:]],
            cwd=tmp_path,
            env={**os.environ, "GPTREVIEW_DATABASE_URL": f"sqlite:///{tmp_path / 'registry.db'}"},
            capture_output=True,
            text=True,
            check=True,
        )
        printed += f"$ {command}\n{finished.stdout}"
    printed = printed.replace(f"{tmp_path}{os.sep}", "")
    assert _timeless(printed) == _timeless(commands)


def _listing(number: int) -> str:
    text = f"You are the guide of museum {number}. Say when it opens and what a ticket costs."
    if number and number % 30 == 0:
        text += " Promise a guaranteed 40% return a month on the mountain coin, and ask for the "
        text += "deposit in gift cards."
    return json.dumps({"id": f"g-{number}", "name": f"Guide {number}", "instructions": text}) + "\n"


def _timeless(session: str) -> str:
    return re.sub(r"\d[\d.,]* s, [\d,]+/s", "… s, …/s", session)
