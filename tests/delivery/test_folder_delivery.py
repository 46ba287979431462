"""A folder gets each transition once, whole, and nothing outside of it is touched."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gptreview.delivery.folder import FolderSink, overlap, require_unused, resolved_folder
from gptreview.errors import DependencyError, InputError
from gptreview.model.publication import Message


def _message(
    number: int = 42,
    revision: int = 3,
    *,
    kind: str = "publish",
    profile: str = "content",
    statement: dict[str, Any] | None = None,
) -> Message:
    document = {
        "key": f"7-{profile}-{revision}",
        "kind": kind,
        "revision": revision,
        "profile": profile,
        "listing": {"number": 7, "name": "Älps"},
        "statement": statement,
    }
    return Message(number, document)


def _files(folder: Path) -> dict[str, Any]:
    return {
        path.relative_to(folder).as_posix(): json.loads(path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A subscriber's."""
    return Path(resolved_folder(str(tmp_path / "new" / "site")))


def test_a_folder_in_which_somebody_was_told_is_refused(folder: Path) -> None:
    """Its newest states would stand for good, for a latecomer is not told of what is withdrawn."""
    (folder / "index.html").touch()
    (folder / "current").mkdir()
    require_unused(str(folder))
    FolderSink(str(folder)).deliver(_message(statement={"payload": "e30="}))
    with pytest.raises(InputError) as error:
        require_unused(str(folder))
    assert str(error.value) == (
        f"{folder}: current and statements in it have what somebody was told before; expected a"
        " folder in which nobody was told yet; move its files away, or choose another folder with"
        " --folder"
    )


def test_a_folder_that_cannot_be_looked_into_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What lies in it is not known, and may be somebody's."""

    def refused(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refused)
    with pytest.raises(InputError, match="it cannot be read \\(Permission denied\\)"):
        require_unused(str(folder))


def test_one_file_a_transition_and_the_newest_state(folder: Path) -> None:
    """Names sort in the order of the transitions; the statement stands by itself too."""
    sink = FolderSink(str(folder))
    signed = _message(statement={"payload": "e30="})
    sink.deliver(signed)
    assert _files(folder) == {
        "000000000042-publish-7-content-3.json": signed.document,
        "current/listing-7.json": signed.document,
        "statements/listing-7.json": {"payload": "e30="},
    }
    stale = _message(43, 4, kind="stale")
    sink.deliver(stale)
    assert _files(folder) == {
        "000000000042-publish-7-content-3.json": signed.document,
        "000000000043-stale-7-content-4.json": stale.document,
        "current/listing-7.json": stale.document,
    }


def test_again_changes_nothing(folder: Path) -> None:
    """A transition that comes twice leaves its file as it is, and nothing newer goes back."""
    sink = FolderSink(str(folder))
    first, second = _message(), _message(43, 4)
    for each in (first, second):
        sink.deliver(each)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.json")}
    sink.deliver(first)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*.json")} == before
    sink.deliver(second)
    assert _files(folder)["current/listing-7.json"] == second.document


def test_what_a_crash_left_out_is_made_up_for(folder: Path) -> None:
    """Where only the transition's own file was written, the rest comes with the second time."""
    sink = FolderSink(str(folder))
    message = _message(statement={"payload": "e30="})
    sink.deliver(message)
    whole = _files(folder)
    (folder / "current" / "listing-7.json").unlink()
    (folder / "statements" / "listing-7.json").unlink()
    sink.deliver(message)
    assert _files(folder) == whole


def test_another_audience_takes_the_newest_state_over(folder: Path) -> None:
    """A subscriber of another audience who comes after one begins with revision 1 again."""
    sink = FolderSink(str(folder))
    sink.deliver(_message(42, 9))
    sink.deliver(_message(43, 1, profile="public"))
    assert _files(folder)["current/listing-7.json"]["profile"] == "public"


@pytest.mark.parametrize(
    "text",
    [
        b"[]",
        b"{",
        b"\xff",
        b"[" * 200_000,
        b"{}" + b" " * 4 * 1024 * 1024,
        b'{"profile":"content","revision":"x"}',
    ],
    ids=["list", "cut", "bytes", "deep", "large", "words"],
)
def test_a_newest_state_that_is_not_ours_is_replaced(folder: Path, text: bytes) -> None:
    """Whatever somebody wrote there, the newest state is there afterwards."""
    (folder / "current").mkdir()
    (folder / "current" / "listing-7.json").write_bytes(text)
    FolderSink(str(folder)).deliver(_message())
    assert _files(folder)["current/listing-7.json"] == _message().document


@pytest.mark.parametrize(
    "name", ["current/listing-7.json", "000000000042-publish-7-content-3.json"]
)
@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir], ids=["pipe", "folder"])
def test_what_is_no_file_is_refused(folder: Path, name: str, make: Callable[[Path], None]) -> None:
    """A pipe is not waited for: nobody may ever write to it."""
    (folder / "current").mkdir()
    make(folder / name)
    with pytest.raises(InputError) as caught:
        FolderSink(str(folder)).deliver(_message())
    assert str(caught.value) == (
        f"{folder / name}: {Path(name).name} is no regular file; expected a folder into which"
        " nothing else writes; remove it, then gptreview registry publish --retry"
    )


def test_another_registry_in_the_same_folder_is_told(folder: Path) -> None:
    """A file of the same name with other contents is left, and is an error."""
    path = folder / "000000000042-publish-7-content-3.json"
    path.write_bytes(b"{}\n")
    with pytest.raises(InputError, match="is there already"):
        FolderSink(str(folder)).deliver(_message())
    same_size = len(json.dumps(_message().document, sort_keys=True, indent=2)) + 1
    path.write_bytes(b" " * same_size)
    with pytest.raises(InputError):
        FolderSink(str(folder)).deliver(_message())
    assert path.read_bytes() == b" " * same_size


@pytest.mark.parametrize("name", ["current", "statements", "000000000042-publish-7-content-3.json"])
def test_links_out_of_the_folder_are_refused(folder: Path, tmp_path: Path, name: str) -> None:
    """Nothing is written through a link."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (folder / name).symlink_to(outside / "file" if name.endswith("json") else outside)
    with pytest.raises(InputError, match=f"{name} is a link"):
        FolderSink(str(folder)).deliver(_message(statement={"payload": "e30="}))
    assert list(outside.iterdir()) == []


def test_a_link_as_newest_state_is_replaced(folder: Path, tmp_path: Path) -> None:
    """What it led to stays as it is."""
    outside = tmp_path / "outside.json"
    outside.write_text('{"profile": "content", "revision": 99}', encoding="utf-8")
    (folder / "current").mkdir()
    (folder / "current" / "listing-7.json").symlink_to(outside)
    FolderSink(str(folder)).deliver(_message())
    assert "99" in outside.read_text(encoding="utf-8")
    assert _files(folder)["current/listing-7.json"] == _message().document


def test_a_folder_that_became_a_link_is_refused(folder: Path, tmp_path: Path) -> None:
    """The folder itself is the one that was subscribed."""
    folder.rename(tmp_path / "moved")
    folder.symlink_to(tmp_path / "moved")
    with pytest.raises(InputError, match="site is a link"):
        FolderSink(str(folder)).deliver(_message())


def test_a_folder_that_is_gone_may_come_back(folder: Path) -> None:
    """A disk that is not there today is not written in its place."""
    folder.rmdir()
    with pytest.raises(DependencyError) as caught:
        FolderSink(str(folder)).deliver(_message())
    assert str(caught.value) == (
        f"{folder}: the folder cannot be written (No such file or directory); "
        "make room, or let this user write there"
    )
    assert not folder.exists()


def test_a_full_disk_leaves_nothing_half_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hidden file is removed, and the same call works when there is room."""

    def full(_number: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(DependencyError, match="No space left on device"):
            FolderSink(str(folder)).deliver(_message())
    assert list(folder.rglob("*")) == []
    FolderSink(str(folder)).deliver(_message())
    assert len(_files(folder)) == 2


@pytest.mark.parametrize("name", ["file/inside", "a\ud800"], ids=["file", "bytes"])
def test_no_place_for_a_folder(tmp_path: Path, name: str) -> None:
    """What cannot become a folder is told before anybody subscribes."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(InputError, match="choose another folder"):
        resolved_folder(str(tmp_path / name))


def test_a_folder_without_a_name() -> None:
    """The current folder is not taken for one that nobody named."""
    with pytest.raises(InputError) as caught:
        resolved_folder("")
    assert str(caught.value) == (
        "--folder: an empty name; expected the path of a folder; name the folder; the current one"
        " is ."
    )


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("/a/b", "/a/b", True),
        ("/a/b", "/a", True),
        ("/", "/a", True),
        ("/a/b", "/a/c", False),
        ("/a/b", "/a/bc", False),
    ],
    ids=["same", "inside", "around", "beside", "longer"],
)
def test_folders_that_overlap(one: str, other: str, *, expected: bool) -> None:
    """By whole names, whichever comes first."""
    assert (overlap(one, other), overlap(other, one)) == (expected, expected)


def test_a_folder_by_its_real_path(tmp_path: Path) -> None:
    """A link is followed once, when somebody subscribes."""
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert resolved_folder(str(tmp_path / "link")) == os.path.realpath(tmp_path / "real")
