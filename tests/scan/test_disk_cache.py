"""Files that can always be made again, and are trusted only if they are our own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gptreview.scan.disk_cache import DiskCache

pytestmark = pytest.mark.skipif(os.name == "nt", reason="owners and modes are POSIX's")


@pytest.fixture
def cache(tmp_path: Path) -> DiskCache:
    """A cache that holds one file."""
    cache = DiskCache(tmp_path / "deep" / "cache")
    cache.write("rules", b"what was kept")
    return cache


def test_what_was_written_is_read(cache: DiskCache) -> None:
    """Bytes come back as they were, from a folder that only its owner can open."""
    assert cache.read("rules") == b"what was kept"
    assert cache.folder.stat().st_mode & 0o777 == 0o700


def test_what_is_not_there_is_nothing(cache: DiskCache, tmp_path: Path) -> None:
    """A missing file and a missing folder are no failure."""
    assert cache.read("other") is None
    assert DiskCache(tmp_path / "nowhere").read("rules") is None


def test_a_damaged_file_is_nothing(cache: DiskCache) -> None:
    """A file whose content has another digest is not trusted."""
    path = cache.folder / "rules"
    path.write_bytes(path.read_bytes()[:-1])
    assert cache.read("rules") is None


@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_a_file_that_others_may_write_is_nothing(cache: DiskCache, mode: int) -> None:
    """What somebody else could have changed is not trusted."""
    (cache.folder / "rules").chmod(mode)
    assert cache.read("rules") is None


def test_a_folder_that_others_may_write_is_left_alone(cache: DiskCache) -> None:
    """In a shared folder nothing is read and nothing is left."""
    cache.folder.chmod(0o777)
    cache.write("more", b"x")
    assert cache.read("rules") is None
    assert not (cache.folder / "more").exists()


def test_a_file_of_another_user_is_nothing(
    cache: DiskCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that somebody else owns is not trusted."""
    monkeypatch.setattr(os, "geteuid", lambda: 4_242)
    assert cache.read("rules") is None


def test_a_link_is_nothing(cache: DiskCache) -> None:
    """A name that leads elsewhere is not followed."""
    (cache.folder / "link").symlink_to(cache.folder / "rules")
    assert cache.read("link") is None


def test_a_pipe_is_nothing(cache: DiskCache) -> None:
    """What is no file is not waited for."""
    os.mkfifo(cache.folder / "pipe")
    assert cache.read("pipe") is None


def test_a_folder_that_takes_no_files_is_no_failure(tmp_path: Path) -> None:
    """Where a file stands in the folder's place nothing is kept, and nothing breaks."""
    (tmp_path / "taken").write_text("x")
    cache = DiskCache(tmp_path / "taken")
    cache.write("rules", b"x")
    assert cache.read("rules") is None


def test_a_file_that_cannot_be_put_in_place_leaves_nothing_behind(cache: DiskCache) -> None:
    """Where a folder has the file's name the half-written file goes away."""
    (cache.folder / "name").mkdir()
    cache.write("name", b"x")
    assert sorted(path.name for path in cache.folder.iterdir()) == ["name", "rules"]


def test_without_owners_a_folder_is_the_user_s(
    cache: DiskCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the system has no user numbers (Windows), the digest alone decides."""
    monkeypatch.delattr(os, "geteuid")
    assert cache.read("rules") == b"what was kept"
