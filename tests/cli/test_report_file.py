"""A report's file is whole, or as it was before."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from gptreview.cli.report_file import ReportFile
from gptreview.errors import InputError


def names(folder: Path) -> list[str]:
    """What is in a folder, hidden files included."""
    return sorted(path.name for path in folder.iterdir())


def interrupted(report: ReportFile, text: str) -> None:
    """A run that dies half-way."""
    with report:
        report.write(text)
        raise KeyboardInterrupt


def test_report_takes_its_place_at_the_end(tmp_path: Path) -> None:
    """Until then the earlier one stands, and its permissions stay."""
    file = tmp_path / "r.json"
    file.write_text("earlier", "utf-8")
    file.chmod(0o640)
    with ReportFile(file, streamed=False) as report:
        report.write("new \u2713 \ud800\n")
        assert file.read_text("utf-8") == "earlier"
    assert file.read_bytes() == "new \u2713 \\ud800\n".encode()
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert names(tmp_path) == ["r.json"]


def test_new_report_is_as_readable_as_any_new_file(tmp_path: Path) -> None:
    """The user's own mask decides."""
    before = os.umask(0o027)
    try:
        with ReportFile(tmp_path / "r.json", streamed=False) as report:
            report.write("new")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "r.json").stat().st_mode) == 0o640


@pytest.mark.parametrize("earlier", ["earlier", None])
def test_run_that_dies_leaves_the_earlier_report(tmp_path: Path, earlier: str | None) -> None:
    """And nothing beside it."""
    file = tmp_path / "r.json"
    if earlier is not None:
        file.write_text(earlier, "utf-8")
    with pytest.raises(KeyboardInterrupt):
        interrupted(ReportFile(file, streamed=False), "ha")
    assert names(tmp_path) == (["r.json"] if earlier else [])
    assert earlier is None or file.read_text("utf-8") == earlier


def test_stream_is_there_line_by_line(tmp_path: Path) -> None:
    """Others can follow it, and a run that dies leaves what it had found."""
    file = tmp_path / "r.jsonl"
    with ReportFile(file, streamed=True) as report:
        report.write("one\n")
        assert file.read_text("utf-8") == "one\n"
    with pytest.raises(KeyboardInterrupt):
        interrupted(ReportFile(file, streamed=True), "two\n")
    assert file.read_text("utf-8") == "two\n"


def test_link_stays_a_link(tmp_path: Path) -> None:
    """What it points at is replaced."""
    (tmp_path / "reports").mkdir()
    (tmp_path / "latest").symlink_to(tmp_path / "reports" / "r.json")
    with ReportFile(tmp_path / "latest", streamed=False) as report:
        report.write("new")
    assert (tmp_path / "latest").is_symlink()
    assert (tmp_path / "reports" / "r.json").read_text("utf-8") == "new"


def test_pipe_is_written_to(tmp_path: Path) -> None:
    """A named pipe, as process substitution makes one, stays where it is."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text("utf-8")))
    reader.start()
    with ReportFile(pipe, streamed=False) as report:
        report.write("new")
    reader.join(10)
    assert read == ["new"]
    assert pipe.is_fifo()


@pytest.mark.parametrize("streamed", [True, False])
def test_standard_output_stays_open(capsys: pytest.CaptureFixture[str], *, streamed: bool) -> None:
    """What comes after it is not lost."""
    with ReportFile(None, streamed=streamed) as report:
        report.write("one\n")
    print("two")  # noqa: T201 - what another part of the program would write
    assert capsys.readouterr().out == "one\ntwo\n"


@pytest.mark.parametrize("streamed", [True, False])
def test_missing_folder_is_told_at_once(tmp_path: Path, *, streamed: bool) -> None:
    """Before the work, with what to do."""
    file = tmp_path / "nowhere" / "r.json"
    with pytest.raises(InputError) as caught, ReportFile(file, streamed=streamed):
        raise AssertionError
    assert str(caught.value) == (
        f"{file}: the result cannot be written (No such file or directory); create its folder first"
    )


def test_protected_file_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its folder's permissions do not get round its own."""
    file = tmp_path / "r.json"
    file.write_text("earlier", "utf-8")

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)  # root, as in containers, is refused nothing
    with pytest.raises(InputError) as caught, ReportFile(file, streamed=False):
        raise AssertionError
    assert str(caught.value) == (
        f"{file}: the result cannot be written (Permission denied); name another file with --output"
    )
    assert names(tmp_path) == ["r.json"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("streamed", [True, False])
def test_full_disk_is_told(*, streamed: bool) -> None:
    """As bad input, not as a crash."""
    with (
        pytest.raises(InputError, match="No space left on device"),
        ReportFile(Path("/dev/full"), streamed=streamed) as report,
    ):
        report.write("new")


def test_file_that_cannot_be_moved_is_told(tmp_path: Path) -> None:
    """A folder has taken its place meanwhile; nothing stays behind."""
    file = tmp_path / "r.json"
    report = ReportFile(file, streamed=False)
    report.__enter__()
    file.mkdir()
    with pytest.raises(InputError, match="the result cannot be written"):
        report.__exit__(None)
    assert names(tmp_path) == ["r.json"]
    assert file.is_dir()
