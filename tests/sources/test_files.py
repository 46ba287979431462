"""Files are read inside a limit, or refused with the reason."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from gptreview.errors import InputError, NotFoundError
from gptreview.sources.files import action_files, read_file, read_stream


def test_a_file_of_the_largest_size_is_read(tmp_path: Path) -> None:
    """The limit itself is allowed."""
    path = tmp_path / "a.yaml"
    path.write_bytes(b"12345")
    assert read_file(path, max_bytes=5) == b"12345"


def test_a_larger_file_is_refused(tmp_path: Path) -> None:
    """One byte more is refused, with the limit and the way to change it."""
    path = tmp_path / "a.yaml"
    path.write_bytes(b"123456")
    with pytest.raises(InputError) as caught:
        read_file(path, max_bytes=5)
    assert str(caught.value) == (
        f"{path}: it is larger than 5 bytes; expected at most 5 bytes; "
        "split the document, or set GPTREVIEW_MAX_DOCUMENT_BYTES"
    )


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """What is not there is an error of its own kind."""
    with pytest.raises(NotFoundError) as caught:
        read_file(tmp_path / "a.yaml", max_bytes=5)
    assert str(caught.value) == f"{tmp_path}/a.yaml: there is no such file; check the path"


def test_folders_and_pipes_are_no_files(tmp_path: Path) -> None:
    """A folder is refused, and so is a pipe that nobody writes to, without waiting for it."""
    with pytest.raises(InputError, match="this is a folder"):
        read_file(tmp_path, max_bytes=5)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="this is not a regular file"):
        read_file(tmp_path / "pipe", max_bytes=5)


@pytest.mark.parametrize("name", ["a\0b", "x" * 300, "file/below"])
def test_impossible_paths_are_refused(name: str, tmp_path: Path) -> None:
    """A path that the system does not take is bad input."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(InputError, match="it cannot be read"):
        read_file(tmp_path / name, max_bytes=5)


def test_streams_have_the_same_limit() -> None:
    """Standard input is not read to its end where it has none."""
    assert read_stream(io.BytesIO(b"123"), name="-", max_bytes=3) == b"123"
    with pytest.raises(InputError, match="it is larger than 2 bytes"):
        read_stream(io.BytesIO(b"123"), name="-", max_bytes=2)


def test_a_folder_stands_for_its_actions(tmp_path: Path) -> None:
    """YAML and JSON files count, sorted, without what lies in folders below."""
    for name in ("b.yml", "a.YAML", "c.json", "readme.md"):
        (tmp_path / name).write_bytes(b"{}")
    (tmp_path / "d.yaml").mkdir()
    assert [path.name for path in action_files(tmp_path)] == ["a.YAML", "b.yml", "c.json"]


def test_a_bundle_stands_for_its_actions_folder(tmp_path: Path) -> None:
    """Where there is an actions/ the files beside it are something else."""
    (tmp_path / "gpt.yaml").write_bytes(b"{}")
    (tmp_path / "actions").mkdir()
    (tmp_path / "actions" / "a.yaml").write_bytes(b"{}")
    assert action_files(tmp_path) == (tmp_path / "actions" / "a.yaml",)


def test_a_folder_without_actions_is_refused(tmp_path: Path) -> None:
    """An empty folder is no silent success."""
    with pytest.raises(InputError, match="the folder holds no action"):
        action_files(tmp_path)


def test_what_cannot_be_listed_is_refused(tmp_path: Path) -> None:
    """A folder that is gone by now is bad input."""
    with pytest.raises(InputError, match="the folder cannot be listed"):
        action_files(tmp_path / "gone")


def test_a_bundle_without_actions_has_none(tmp_path: Path) -> None:
    """The papers of a bundle are no actions; the message leads to its MIGRATION.md."""
    for name in ("gpt.yaml", "migration.json", "MIGRATION.md", "ai-plugin.json"):
        (tmp_path / name).write_text("a: 1", encoding="utf-8")
    with pytest.raises(InputError, match="the folder holds no action") as caught:
        action_files(tmp_path)
    assert caught.value.next_step == "see its MIGRATION.md for what is missing"
