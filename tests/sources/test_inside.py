"""What lies below a folder, and nothing else."""

from __future__ import annotations

from pathlib import Path

from gptreview.sources.inside import Content, Inside
from gptreview.sources.limits import SourceLimits


def test_without_a_folder_there_is_nothing(tmp_path: Path) -> None:
    """Not even what lies in the working folder."""
    (tmp_path / "a").write_bytes(b"a")
    nowhere = Inside(None, SourceLimits())
    assert list(nowhere.below("")) == []
    assert not nowhere.has("a")
    assert nowhere.optional("a") == Content(unread="a path has no meaning on standard input")


def test_what_was_asked_for_is_no_longer_unlisted(tmp_path: Path) -> None:
    """However its path was written."""
    for name in ("a", "b", "c"):
        (tmp_path / name).write_bytes(b"")
    files = Inside(tmp_path, SourceLimits())
    files.optional("./a")
    files.required("b", max_bytes=1)
    assert list(files.unlisted("")) == ["c"]


def test_a_folder_that_is_a_link_is_the_folder(tmp_path: Path) -> None:
    """The user named it; what counts as inside is what lies below its end."""
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a").write_bytes(b"a")
    (tmp_path / "link").symlink_to("real")
    files = Inside(tmp_path / "link", SourceLimits())
    assert files.optional("a") == Content(b"a")
    assert files.has("a")
    assert not files.has("none")
    assert list(files.below("")) == ["a"]
