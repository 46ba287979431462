"""Every example of docs/listing.md is read by the program as the page says."""

from __future__ import annotations

import io
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from gptreview.model.gpt import Verification, Visibility
from gptreview.model.listing import Listing
from gptreview.sources.gpt_fields import CAPABILITIES
from gptreview.sources.limits import SourceLimits
from gptreview.sources.listings import open_listings
from gptreview.usecases.shown_names import FILE_NAMES

FILE = re.compile(r"^`([^`\n]+)`(, line \d)?:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CONSOLE = re.compile(r"^```console\n\$ gptreview ([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def page(repository_root: Path) -> str:
    """The page as it stands."""
    return (repository_root / "docs" / "listing.md").read_text(encoding="utf-8")


@pytest.fixture
def folder(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the page's files."""
    for name, line, content in FILE.findall(page):
        if not line:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _listings(source: str) -> list[Listing]:
    found = open_listings(source, limits=SourceLimits(), stdin=io.BytesIO())
    return [each for each in found if isinstance(each, Listing)]


def test_sessions_show_real_output(page: str, folder: Path) -> None:
    """Each command ends as it says, prints what is shown, and writes the lines that are shown."""
    program = str(Path(sys.executable).with_name("gptreview"))
    for command, shown in CONSOLE.findall(page):
        words, _, output = command.partition(" > ")
        finished = subprocess.run(
            [program, *shlex.split(words)],
            cwd=folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        if output:
            (folder / output).write_text(finished.stdout, encoding="utf-8")
        else:
            assert finished.stdout == shown
            assert shown.endswith(f"exit status {finished.returncode}\n")
    answers = (folder / "verdicts.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(each)["id"] for each in answers] == ["g-1", "g-2", "g-3"]
    lines = [(int(line[-1]), content) for _, line, content in FILE.findall(page) if line]
    assert [number for number, _ in lines] == [2, 3]
    for number, content in lines:
        assert json.loads(content) == json.loads(answers[number - 1])


@pytest.mark.usefixtures("folder")
def test_the_folder_says_everything_that_one_can() -> None:
    """The example of gpt.yaml has every key, and none that is told as unknown."""
    (listing,) = _listings("trip")
    gpt = listing.gpt
    assert listing.remarks == ()
    silent = [name for name in type(gpt).__slots__ if getattr(gpt, name) in ("", (), None)]
    assert silent == []
    assert [file.name for file in gpt.knowledge] == ["tips.md", "fares.csv"]
    assert gpt.actions[1].auth is not None
    assert [file.unread for file in gpt.knowledge] == ["", ""]
    assert [action.unread for action in gpt.actions] == ["", ""]


@pytest.mark.usefixtures("folder")
def test_the_package_becomes_what_the_table_says() -> None:
    """Skills and commands steer, the server acts, and nothing is left over."""
    (listing,) = _listings("trip-plugin")
    gpt = listing.gpt
    assert (gpt.name, gpt.categories, gpt.builder.name) == (
        "trip-planner",
        ("travel",),
        "Example Ltd",
    )
    assert gpt.instructions.startswith("Book the train")
    assert gpt.instructions.endswith("Ask for the dates first.\n")
    assert (gpt.knowledge, len(gpt.actions), listing.remarks) == ((), 1, ())


def test_closed_sets_are_complete(page: str) -> None:
    """Every word that a key takes, and every field that a finding may have, stands on the page."""
    words = (*Visibility, *Verification, *CAPABILITIES, FILE_NAMES)
    assert [word for word in words if f"`{word}`" not in page] == []
