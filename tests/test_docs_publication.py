"""docs/publication.md: its sessions are run as they stand."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.xdist_group("docs_publication")  # its sessions take long: once
_FILE = re.compile(r"^`([^`\n]+)`:\n\n```json\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SESSION = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^\$ ([^\n]*)\n((?:(?!\$ )[^\n]*\n)*)", re.MULTILINE)
_DIFFERENT = re.compile(r"[\d,.]+ s, [\d,.]+/s")


@pytest.fixture(scope="module")
def page(repository_root: Path) -> str:
    """The page as it stands."""
    return (repository_root / "docs" / "publication.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def folder(page: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """Where all sessions were run, with what each of their commands said."""
    place = tmp_path_factory.mktemp("publication")
    name, content = _FILE.findall(page)[0]
    (place / name).write_text(content, encoding="utf-8")
    return place, [_shell(command, place) for command, _ in _commands(page)]


def _commands(page: str) -> list[tuple[str, str]]:
    return [each for session in _SESSION.findall(page) for each in _COMMAND.findall(session)]


def _shell(command: str, place: Path) -> str:
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    database = f"sqlite:///{place / 'registry.db'}"
    return subprocess.run(
        ["/bin/sh", "-e", "-c", command],
        cwd=place,
        env={
            **os.environ,
            "PATH": programs,
            "GPTREVIEW_DATABASE_URL": database,
            "LC_ALL": "C.UTF-8",
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    ).stdout


def _pattern(shown: str) -> str:
    """What is cut in the page may be anything."""
    shortened = re.sub("[0-9a-f]*…", "…", _DIFFERENT.sub("SPEED", shown))
    return re.escape(shortened).replace("…", ".*")


def test_sessions_show_real_output(page: str, folder: tuple[Path, list[str]]) -> None:
    """Each command says what the page shows, but for times, digests and the working folder."""
    place, said = folder
    for (command, shown), real in zip(_commands(page), said, strict=True):
        told = _DIFFERENT.sub("SPEED", real.replace(f"{os.path.realpath(place)}/", ""))
        assert re.fullmatch(_pattern(shown), told, re.DOTALL), (command, shown, told)


def test_the_example_is_what_was_written(page: str, folder: tuple[Path, list[str]]) -> None:
    """The first transition of the listing has the example's fields and, but for digests, values."""
    shown = json.loads(_FILE.findall(page)[1][1])
    (path,) = folder[0].glob("site/*-publish-2-content-1.json")
    real = json.loads(path.read_text(encoding="utf-8"))
    assert _without_digests(real) == _without_digests(shown)


def test_the_table_names_every_field(page: str) -> None:
    """What a document holds is what the page lists."""
    table = page[page.index("| field |") : page.index("\n\nThere is no quote")]
    names = {name for row in table.splitlines()[2:] for name in _names(row.split("|")[1])}
    assert names == set(json.loads(_FILE.findall(page)[1][1]))


def _names(cell: str) -> list[str]:
    return re.findall("`([a-z_]+)`", cell)


def _without_digests(value: Any) -> Any:
    """The same with one word for what another key, clock or version makes different."""
    changing = {"at", "content_digest", "ruleset_digest", "digest", "payload", "keyid", "sig"}
    if isinstance(value, dict):
        return {
            key: "…" if key in changing or key == "version" else _without_digests(each)
            for key, each in value.items()
        }
    return [_without_digests(each) for each in value] if isinstance(value, list) else value
