"""Files of keys: who may read them, and that none is overwritten."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gptreview.errors import ConflictError, GptReviewError, InputError, NotFoundError
from gptreview.signatures.files import read_bytes, write_new


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """A file that only its owner may open."""
    path = tmp_path / "a.key"
    write_new({path: (b"secret", 0o600)})
    return path


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o700])
def test_a_private_file_is_read(key: Path, mode: int) -> None:
    """Whatever its owner may do with it."""
    key.chmod(mode)
    assert read_bytes(key, max_bytes=6, private=True) == b"secret"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620, 0o601, 0o610])
def test_a_file_that_others_may_open_is_no_private_key(key: Path, mode: int) -> None:
    """It is refused with its mode and what to do; as a public one it is read."""
    key.chmod(mode)
    with pytest.raises(InputError) as caught:
        read_bytes(key, max_bytes=6, private=True)
    assert str(caught.value) == (
        f"{key}: others may open this private key (mode {mode:04o}); expected mode 0600; "
        f"chmod 600 {key}, and make a new pair if somebody may have read it"
    )
    assert read_bytes(key, max_bytes=6) == b"secret"


@pytest.mark.parametrize(("mode", "is_read"), [(0o640, True), (0o644, False), (0o604, False)])
def test_a_mounted_file_may_have_a_group(
    key: Path, mode: int, monkeypatch: pytest.MonkeyPatch, *, is_read: bool
) -> None:
    """Where somebody else owns it, as in a container, its group may be the program's."""
    key.chmod(mode)
    owner = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: owner + 1)
    if is_read:
        assert read_bytes(key, max_bytes=6, private=True) == b"secret"
        return
    with pytest.raises(InputError, match="others may open this private key"):
        read_bytes(key, max_bytes=6, private=True)


def test_files_that_cannot_be_read_are_told(tmp_path: Path, key: Path) -> None:
    """Missing, a folder, a pipe, too large, no file name at all."""
    os.mkfifo(tmp_path / "pipe")
    for path, kind, told in (
        (tmp_path / "none", NotFoundError, "there is no such file; check the path"),
        (tmp_path, InputError, "this is not a regular file; expected a file"),
        (tmp_path / "pipe", InputError, "this is not a regular file; expected a file"),
        (key, InputError, "more than 5 bytes; expected at most 5; check that it is the right file"),
        (key / "x", InputError, "it cannot be read (Not a directory); check its permissions and "
         "those of its folder"),
        (Path("a\0b"), InputError, "it cannot be read ("),
    ):  # fmt: skip
        with pytest.raises(GptReviewError) as caught:
            read_bytes(path, max_bytes=5)
        assert (type(caught.value), told in str(caught.value)) == (kind, True)


def test_modes_are_right_from_the_first_byte(tmp_path: Path) -> None:
    """The private file is never open to others; missing folders are made."""
    secret, public = tmp_path / "new" / "a.key", tmp_path / "new" / "a.pub"
    before = os.umask(0o022)
    try:
        write_new({secret: (b"s", 0o600), public: (b"p", 0o644)})
    finally:
        os.umask(before)
    modes = [(each.read_bytes(), each.stat().st_mode & 0o777) for each in (secret, public)]
    assert modes == [(b"s", 0o600), (b"p", 0o644)]


@pytest.mark.parametrize("there", ["a.key", "a.pub"])
def test_nothing_is_overwritten_or_half_written(tmp_path: Path, there: str) -> None:
    """Where one file is there already it stays as it is, and the other is not made."""
    (tmp_path / there).write_bytes(b"old")
    with pytest.raises(ConflictError) as caught:
        write_new({tmp_path / "a.key": (b"s", 0o600), tmp_path / "a.pub": (b"p", 0o644)})
    assert str(caught.value) == (
        f"{tmp_path / there}: something is already there, and keys are never overwritten; "
        "choose another folder"
    )
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [(there, b"old")]


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    """Not even one that leads nowhere."""
    (tmp_path / "a.key").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ConflictError):
        write_new({tmp_path / "a.key": (b"s", 0o600)})
    assert not (tmp_path / "elsewhere").exists()


def test_a_folder_that_takes_nothing_is_told(key: Path) -> None:
    """With the system's reason."""
    with pytest.raises(InputError, match=r"it cannot be written \(Not a directory\)"):
        write_new({key / "new" / "b.key": (b"s", 0o600)})
