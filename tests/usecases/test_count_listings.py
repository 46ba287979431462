"""How many listings there are is told before they are read, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from gptreview.usecases.count_listings import count_listings


def write(path: Path, text: str = "") -> None:
    """A file, with its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_folders_and_lines_are_counted(tmp_path: Path) -> None:
    """Each folder with a listing's file counts, nothing below it, and each line; nothing twice."""
    gpts = tmp_path / "gpts"
    write(gpts / "a" / "gpt.yaml")
    write(gpts / "a" / "knowledge" / "gpt.yaml")
    write(gpts / "deep" / "b" / "plugin.json")
    write(gpts / "deep" / "c" / ".codex-plugin" / "plugin.json")
    write(gpts / "both" / "gpt.yaml")
    write(gpts / "both" / "plugin.json")
    write(gpts / "none" / "notes.md")
    write(tmp_path / "l.jsonl", '{"id": 1}\n{"id": 2}\n{"id": 3}')
    write(tmp_path / "m.ndjson", "{}\n")
    write(tmp_path / "empty.jsonl")
    assert count_listings([str(gpts)]) == 5
    assert count_listings([str(tmp_path / "l.jsonl"), str(tmp_path / "m.ndjson")]) == 4
    assert count_listings([str(gpts), str(tmp_path / "empty.jsonl"), str(gpts)]) == 5


@pytest.mark.parametrize(
    "source", ["-", "compliance:w", "missing", "a.json", "a\0b", "x" * 300 + ".jsonl"]
)
def test_what_does_not_say_is_not_guessed(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One source that cannot be counted leaves all of them without a total."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "a.json", "[{}, {}]")
    write(tmp_path / "l.jsonl", "{}\n")
    assert count_listings(["l.jsonl", source]) is None
