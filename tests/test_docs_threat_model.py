"""docs/threat-model.md: every control and every test that it names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

_ROW = re.compile(r"^\| ([^|]+) \| `([^`|]+)` \| `([^`|]+)` \|$", re.MULTILINE)
_MODULE = re.compile(r"`([a-z_]+(?:/[a-z_]+)+\.py)`")


@pytest.fixture(scope="module")
def page(repository_root: Path) -> str:
    """The page as it stands."""
    return (repository_root / "docs" / "threat-model.md").read_text(encoding="utf-8")


def _rows(page: str) -> list[tuple[str, str, str]]:
    table = page.partition("| threat | control | test |\n")[2]
    found = _ROW.findall(table)
    assert len(found) == len(table.strip().splitlines()) - 1, "a row that cannot be read"
    return found


def test_every_module_is_there(page: str, repository_root: Path) -> None:
    """In the text and in the table."""
    named = {*_MODULE.findall(page), *(control for _, control, _ in _rows(page))}
    assert len(named) > 40
    source = repository_root / "src" / "gptreview"
    assert sorted(each for each in named if not (source / each).is_file()) == []


def test_every_threat_has_a_test_that_is_there(page: str, repository_root: Path) -> None:
    """By its file and its name."""
    missing = []
    for threat, _, test in _rows(page):
        file, _, name = test.partition("::")
        path = repository_root / "tests" / file
        there = path.read_text(encoding="utf-8") if path.is_file() else ""
        if not re.search(rf"^(?:async )?def {re.escape(name)}\(", there, re.MULTILINE):
            missing.append((threat, test))
    assert missing == []


def test_every_threat_is_named_once(page: str) -> None:
    """So that a row is changed where it stands."""
    threats = [threat for threat, _, _ in _rows(page)]
    assert sorted(threats) == sorted(set(threats))


def test_what_is_left_is_said_of_every_attacker(page: str) -> None:
    """There is nobody against whom everything is done."""
    attackers = page.partition("## Who wants what\n")[2].partition("\n## ")[0].split("\n### ")[1:]
    assert len(attackers) == 10
    assert [each.partition("\n")[0] for each in attackers if "*Left.*" not in each] == []
