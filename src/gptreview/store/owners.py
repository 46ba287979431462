"""Who works on a content, in words that another process can hold against what runs now."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_PROC: Final = Path("/proc")
_ENDED: Final = frozenset("ZXx")
"""States of proc(5): a zombie works on nothing, and only waits for its parent to notice."""
_UNKNOWN: Final = "-"


def this_process(proc: Path = _PROC) -> str:
    """``host/boot/namespace/pid/start time``, which no other process ever has.

    The boot and the namespace of process numbers stand in it because containers of one machine
    may share a host name, and count their processes from 1 each; the start time because a
    process number is given out again. Where ``/proc`` is not, the three are ``-``.

    Args:
        proc: Where the kernel tells of processes.
    """
    pid = os.getpid()
    return "/".join((*_machine(proc), str(pid), _start(proc, pid) or _UNKNOWN))


def dead_owners(owners: Iterable[str], proc: Path = _PROC) -> list[str]:
    """Those whose process ran on this machine and runs no more.

    Whoever cannot be told to be dead is not in it: for a process of another machine, or of one
    without ``/proc``, only the end of its lease counts.

    Args:
        owners: As `this_process` gave them.
        proc: Where the kernel tells of processes.
    """
    machine = _machine(proc)
    if _UNKNOWN in machine[1:]:
        return []
    return [each for each in owners if _is_dead(each, machine, proc)]


def spoken(owner: str) -> str:
    """What a message calls it: ``process 4711 on host``."""
    host, *_, pid, _ = owner.split("/")
    return f"process {pid} on {host}"


def _is_dead(owner: str, machine: tuple[str, str, str], proc: Path) -> bool:
    *place, pid, start = owner.rsplit("/", 4)
    if tuple(place) != machine or not pid.isdecimal() or start == _UNKNOWN:
        return False
    if not _exists(int(pid)):
        return True
    # Other users' processes can be hidden from us (proc(5), hidepid); they still exist.
    now = _start(proc, int(pid))
    return now is not None and now != start


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _start(proc: Path, pid: int) -> str | None:
    """When a process started, in ticks since the boot; ``ended`` for one that only looks alive."""
    try:
        told = (proc / str(pid) / "stat").read_text("utf-8", "replace")
    except OSError:
        return None
    # The program's own name stands in brackets and may hold brackets and spaces; after it come
    # the state, field 3 of proc(5), and the start time, field 22.
    rest = told.rpartition(")")[2].split()
    return "ended" if rest[0] in _ENDED else rest[19]


def _machine(proc: Path) -> tuple[str, str, str]:
    try:
        boot = (proc / "sys/kernel/random/boot_id").read_text("ascii").strip()
        namespace = str((proc / "self/ns/pid").stat().st_ino)
    except OSError:
        boot = namespace = _UNKNOWN
    return platform.node().replace("/", "_"), boot, namespace
