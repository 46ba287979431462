"""Bundle folders: complete, repeatable, and nobody's edits overwritten."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from gptreview.errors import ConflictError, InputError
from gptreview.usecases.write_bundle import RECORD, digest, write_bundle


def files_with_record(**texts: str) -> dict[str, str]:
    """Bundle files and the record of their digests, as the use-case hands them over."""
    files = {name.replace("__", "/").replace("_", "."): text for name, text in texts.items()}
    record = json.dumps({"files": {name: digest(text) for name, text in files.items()}})
    return {**files, RECORD: record}


def contents(folder: Path) -> dict[str, str]:
    """Every file of a folder with its text."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_files_are_written_with_their_folders(tmp_path: Path) -> None:
    """Folders are made as needed and nothing else is left behind."""
    files = files_with_record(gpt_yaml="a", actions__x_yaml="b")
    write_bundle(tmp_path / "b", files)
    assert contents(tmp_path / "b") == files


def test_a_second_run_replaces_and_removes(tmp_path: Path) -> None:
    """Files that are no longer made go away; files of the user's own stay."""
    write_bundle(tmp_path / "b", files_with_record(gpt_yaml="a", actions__x_yaml="b"))
    (tmp_path / "b/notes.txt").write_text("mine", encoding="utf-8")
    second = files_with_record(gpt_yaml="c")
    write_bundle(tmp_path / "b", second)
    assert contents(tmp_path / "b") == {**second, "notes.txt": "mine"}


def test_an_edited_file_is_kept(tmp_path: Path) -> None:
    """A file that was changed since is not overwritten, and no other one is touched."""
    write_bundle(tmp_path / "b", files_with_record(gpt_yaml="a", instructions_md="b"))
    (tmp_path / "b/instructions.md").write_text("my words", encoding="utf-8")
    before = contents(tmp_path / "b")
    with pytest.raises(ConflictError, match="edited since it was written"):
        write_bundle(tmp_path / "b", files_with_record(gpt_yaml="c", instructions_md="d"))
    assert contents(tmp_path / "b") == before


def test_force_discards_edits(tmp_path: Path) -> None:
    """Asked to, the bundle is written over edits."""
    write_bundle(tmp_path / "b", files_with_record(gpt_yaml="a"))
    (tmp_path / "b/gpt.yaml").write_text("mine", encoding="utf-8")
    second = files_with_record(gpt_yaml="c")
    write_bundle(tmp_path / "b", second, force=True)
    assert contents(tmp_path / "b") == second


def test_a_deleted_file_comes_back(tmp_path: Path) -> None:
    """What was removed by hand is simply written again."""
    files = files_with_record(gpt_yaml="a")
    write_bundle(tmp_path / "b", files)
    (tmp_path / "b/gpt.yaml").unlink()
    write_bundle(tmp_path / "b", files)
    assert contents(tmp_path / "b") == files


def test_another_plugin_of_the_same_name_is_refused(tmp_path: Path) -> None:
    """A bundle of plugin A is not overwritten by plugin B unless that is asked for."""
    first, second = (
        {"gpt.yaml": name, RECORD: json.dumps({"source": {"plugin": name}, "files": {
            "gpt.yaml": digest(name)}})}
        for name in ("todo https://a.example.com", "todo https://b.example.com")
    )  # fmt: skip
    write_bundle(tmp_path / "todo", first)
    with pytest.raises(ConflictError, match=r"another plugin \(todo https://a\.example\.com\)"):
        write_bundle(tmp_path / "todo", second)
    assert contents(tmp_path / "todo") == first
    write_bundle(tmp_path / "todo", second, force=True)
    assert contents(tmp_path / "todo") == second


@pytest.mark.parametrize("record", ["", "[1]", '{"files": 3}', "not json", "[" * 100_000])
def test_a_foreign_folder_is_refused(record: str, tmp_path: Path) -> None:
    """A folder that holds something else is not written into, whatever its record looks like."""
    folder = tmp_path / "b"
    folder.mkdir()
    (folder / "diary.txt").write_text("mine", encoding="utf-8")
    if record:
        (folder / RECORD).write_text(record, encoding="utf-8")
    with pytest.raises(ConflictError, match="something else is already there"):
        write_bundle(folder, files_with_record(gpt_yaml="a"))
    assert not (folder / "gpt.yaml").exists()


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    """Where a file has the bundle's name, it stays."""
    (tmp_path / "b").write_text("mine", encoding="utf-8")
    with pytest.raises(ConflictError, match="something else is already there"):
        write_bundle(tmp_path / "b", files_with_record(gpt_yaml="a"))


@pytest.mark.parametrize("name", ["../victim.txt", "a/../../victim.txt", "..\\victim.txt"])
def test_a_record_cannot_point_outside(name: str, tmp_path: Path) -> None:
    """A tampered record makes nothing outside the bundle vanish."""
    victim = tmp_path / "victim.txt"
    victim.write_text("mine", encoding="utf-8")
    folder = tmp_path / "b"
    folder.mkdir()
    record = {"files": {name: digest("mine"), str(victim): digest("mine"), "x": digest("")}}
    (folder / RECORD).write_text(json.dumps(record), encoding="utf-8")
    write_bundle(folder, files_with_record(gpt_yaml="a"), force=True)
    assert victim.read_text(encoding="utf-8") == "mine"


def test_links_are_not_written_through(tmp_path: Path) -> None:
    """A link inside the bundle's folder leads nobody to write elsewhere."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    folder = tmp_path / "b"
    write_bundle(folder, files_with_record(gpt_yaml="a"))
    (folder / "actions").symlink_to(elsewhere, target_is_directory=True)
    with pytest.raises(ConflictError, match="a link to somewhere else"):
        write_bundle(folder, files_with_record(gpt_yaml="a", actions__x_yaml="b"), force=True)
    assert list(elsewhere.iterdir()) == []


def test_a_linked_file_is_replaced_not_followed(tmp_path: Path) -> None:
    """A link in place of a file is replaced by the file; what it led to stays."""
    outside = tmp_path / "outside.txt"
    outside.write_text("mine", encoding="utf-8")
    folder = tmp_path / "b"
    write_bundle(folder, files_with_record(gpt_yaml="a"))
    (folder / "gpt.yaml").unlink()
    (folder / "gpt.yaml").symlink_to(outside)
    write_bundle(folder, files_with_record(gpt_yaml="c"), force=True)
    assert outside.read_text(encoding="utf-8") == "mine"
    assert (folder / "gpt.yaml").read_text(encoding="utf-8") == "c"


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A file where a folder is needed ends in a message, with no half-written file behind."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be written"):
        write_bundle(tmp_path / "file" / "b", files_with_record(gpt_yaml="a"), force=True)


def test_an_interrupted_write_leaves_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When replacing fails, the temporary file is removed and the old text stands."""
    write_bundle(tmp_path / "b", files_with_record(gpt_yaml="a"))

    def fail(self: Path, target: Path) -> Path:
        del self, target
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(InputError, match="No space left"):
        write_bundle(tmp_path / "b", files_with_record(gpt_yaml="c"))
    assert sorted(contents(tmp_path / "b")) == ["gpt.yaml", RECORD]


def test_the_bundle_itself_may_not_be_a_link(tmp_path: Path) -> None:
    """A link in the bundle's place leads elsewhere too."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "b").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    with pytest.raises(ConflictError, match="a link to somewhere else"):
        write_bundle(tmp_path / "b", files_with_record(gpt_yaml="a"), force=True)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_nothing_is_removed_through_a_link(tmp_path: Path) -> None:
    """A recorded file that now lies behind a link stays where it is."""
    write_bundle(tmp_path / "b", files_with_record(gpt_yaml="a", actions__x_yaml="b"))
    (tmp_path / "b/actions").rename(tmp_path / "mine")
    (tmp_path / "b/actions").symlink_to(tmp_path / "mine", target_is_directory=True)
    write_bundle(tmp_path / "b", files_with_record(gpt_yaml="a"))
    assert contents(tmp_path / "mine") == {"x.yaml": "b"}


def test_a_file_that_no_run_wrote_is_kept(tmp_path: Path) -> None:
    """A file of the user's own in the place of a new one is a conflict."""
    write_bundle(tmp_path / "b", files_with_record(gpt_yaml="a"))
    (tmp_path / "b/instructions.md").write_text("mine", encoding="utf-8")
    with pytest.raises(ConflictError, match="not written by an earlier run"):
        write_bundle(tmp_path / "b", files_with_record(gpt_yaml="a", instructions_md="b"))
    assert (tmp_path / "b/instructions.md").read_text(encoding="utf-8") == "mine"


def test_a_folder_that_holds_nothing_any_more_goes(tmp_path: Path) -> None:
    """The last action's removal takes actions/ along, unless something else is in it."""
    files = files_with_record(gpt_yaml="a", actions__x_yaml="b")
    write_bundle(tmp_path / "b", files)
    write_bundle(tmp_path / "b", files_with_record(gpt_yaml="a"))
    assert not (tmp_path / "b/actions").exists()
    write_bundle(tmp_path / "b", files)
    (tmp_path / "b/actions/mine.txt").write_text("mine", encoding="utf-8")
    write_bundle(tmp_path / "b", files_with_record(gpt_yaml="a"))
    assert (tmp_path / "b/actions/mine.txt").exists()


@pytest.mark.parametrize("name", ["a\0b", "", ".", "/", "actions/../../x", "x/y/z"])
def test_recorded_names_that_no_bundle_has_are_ignored(name: str, tmp_path: Path) -> None:
    """A tampered record neither removes anything nor stops the run."""
    folder = tmp_path / "b"
    folder.mkdir()
    record = {"files": {name: digest("x"), "gpt.yaml": digest("a"), "n": 7}}
    (folder / RECORD).write_text(json.dumps(record), encoding="utf-8")
    files = files_with_record(gpt_yaml="a")
    write_bundle(folder, files)
    assert contents(folder) == files


@pytest.mark.parametrize("kind", ["pipe", "link", "folder"])
def test_a_record_that_is_no_file_is_none(kind: str, tmp_path: Path) -> None:
    """Nothing waits for a pipe; the folder is somebody else's."""
    folder = tmp_path / "b"
    folder.mkdir()
    if kind == "pipe":
        os.mkfifo(folder / RECORD)
    elif kind == "link":
        (tmp_path / "record").write_text('{"files": {"x": ""}}', encoding="utf-8")
        (folder / RECORD).symlink_to(tmp_path / "record")
    else:
        (folder / RECORD).mkdir()
    with pytest.raises(ConflictError, match="something else is already there"):
        write_bundle(folder, files_with_record(gpt_yaml="a"))


def test_the_same_bundle_twice_is_the_same_bytes(tmp_path: Path) -> None:
    """A second run changes nothing, and neither does a forced one."""
    files = files_with_record(gpt_yaml="a\n", actions__x_yaml="é\r\n")
    for force in (False, False, True):
        write_bundle(tmp_path / "b", files, force=force)
        found = {name: (tmp_path / "b" / name).read_bytes() for name in files}
        assert found == {name: text.encode() for name, text in files.items()}
