"""An owner is told to be dead only where that is sure."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gptreview.store.owners import dead_owners, spoken, this_process

needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc here")
_NOBODY = 4_194_305
"""No process has it: Linux counts to 4,194,304 at most (proc(5), pid_max)."""


def _proc(folder: Path, stat: str | None = None, pid: int | None = None) -> Path:
    """A /proc that knows one process."""
    (folder / "sys/kernel/random").mkdir(parents=True)
    (folder / "sys/kernel/random/boot_id").write_text("boot-1\n")
    (folder / "self/ns").mkdir(parents=True)
    (folder / "self/ns/pid").touch()
    if stat is not None:
        (folder / str(pid or os.getpid())).mkdir()
        (folder / str(pid or os.getpid()) / "stat").write_text(stat)
    return folder


def _stat(state: str, start: int) -> str:
    return f"7 (a ) b) {state} {' '.join(['0'] * 18)} {start} 0 0"


@needs_proc
def test_process_that_ended_is_dead() -> None:
    """This process lives, the child that it had does not, nor does a number that nobody has."""
    code = "from gptreview.store.owners import this_process; print(this_process())"
    child = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()
    mine = this_process()
    nobody = mine.rsplit("/", 2)[0] + f"/{_NOBODY}/1"
    assert dead_owners([mine, child, nobody]) == [child, nobody]


def test_number_that_was_given_out_again_is_somebody_else(tmp_path: Path) -> None:
    """A living process that started at another time is not the owner; one that ended is none."""
    first = _proc(tmp_path / "a", _stat("S", 100))
    owner = this_process(first)
    assert owner.endswith(f"/{os.getpid()}/100")
    assert dead_owners([owner], first) == []
    machine = tmp_path / "a"
    (machine / str(os.getpid()) / "stat").write_text(_stat("S", 200))
    assert dead_owners([owner], machine) == [owner]
    (machine / str(os.getpid()) / "stat").write_text(_stat("Z", 100))
    assert dead_owners([owner], machine) == [owner]


def test_hidden_process_is_not_dead(tmp_path: Path) -> None:
    """A process that exists, and that the kernel hides, is taken to be the owner."""
    proc = _proc(tmp_path / "a", _stat("S", 100))
    owner = this_process(proc)
    (proc / str(os.getpid()) / "stat").unlink()
    assert dead_owners([owner], proc) == []


def test_other_users_process_exists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that may not be signalled lives as long as its start time is the same."""
    proc = _proc(tmp_path / "a", _stat("S", 100))
    owner = this_process(proc)

    def refuse(pid: int, number: int) -> None:
        del pid, number
        raise PermissionError

    monkeypatch.setattr(os, "kill", refuse)
    assert dead_owners([owner], proc) == []


@pytest.mark.parametrize("part", [0, 1, 2])
def test_other_machine_cannot_be_told(tmp_path: Path, part: int) -> None:
    """Another host, boot or namespace has processes that nobody here can see."""
    proc = _proc(tmp_path / "a", _stat("S", 100))
    parts = this_process(proc).split("/")
    parts[3] = str(_NOBODY)
    assert dead_owners(["/".join(parts)], proc) == ["/".join(parts)]
    parts[part] += "x"
    assert dead_owners(["/".join(parts)], proc) == []


def test_without_proc_only_leases_count(tmp_path: Path) -> None:
    """Where the kernel tells nothing, nobody is told to be dead."""
    owner = this_process(tmp_path)
    assert owner.split("/")[1:] == ["-", "-", str(os.getpid()), "-"]
    assert dead_owners([owner.replace(str(os.getpid()), str(_NOBODY))], tmp_path) == []


def test_owner_is_spoken_of() -> None:
    """A message names the process and its host, and no more."""
    assert spoken("host/boot/4026531836/4711/123") == "process 4711 on host"
