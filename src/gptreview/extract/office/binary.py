"""PDF, Office files and images, each read in a process that may crash, hang or run out."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from gptreview.extract.limits import ExtractLimits
from gptreview.extract.office.frame import DONE, READY, FrameError, read_frames
from gptreview.extract.office.piece import Gap, Piece, within_characters
from gptreview.extract.office.transcript import transcribe
from gptreview.extract.text import Text
from gptreview.model.segment import Artifact, Unread

_START_SECONDS = 30.0
"""For the interpreter to start and load a parser, on a machine that is busy with others."""
_WALL_FACTOR = 4
"""The child ends itself after its seconds of processor time; this is for a parser that sleeps, a
machine with more work than cores, and a platform without such a timer."""
_PROGRAM = (
    "import sys; sys.path[:] = sys.argv.pop(1).split('\\n');"
    "from gptreview.extract.office.child import run; run()"
)
_KEPT_VARIABLES = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "PATH")
"""What an interpreter may need to start; anything else, keys above all, stays here."""


def extract_binary(
    kind: str, artifact: Artifact, limits: ExtractLimits, *, program: str = _PROGRAM
) -> tuple[list[Text], list[Unread]]:
    """Read a document or an image; whatever its bytes are, nothing is raised.

    ``kind`` is ``pdf``, ``docx``, ``xlsx``, ``pptx``, or one of `image_kind` in kind.py.

    ``program`` is the Python text that the process runs; its arguments are the folders to import
    from, one a line, the kind, and the limits in JSON.
    """
    pieces = _pieces(artifact.data, limits, [program, *_arguments(kind, limits)])
    return transcribe(within_characters(pieces, limits.max_characters), kind, artifact.field)


@dataclass(slots=True)
class _Clock:
    """Kills a process that takes too long."""

    process: subprocess.Popen[bytes]
    expired: bool = False
    _timer: threading.Timer | None = field(default=None)

    def start(self, seconds: float) -> None:
        self.stop()
        self._timer = threading.Timer(seconds, self._expire)
        self._timer.daemon = True
        self._timer.start()

    def stop(self) -> None:
        if self._timer:
            self._timer.cancel()

    def _expire(self) -> None:
        self.expired = True
        self.process.kill()


def _pieces(data: bytes, limits: ExtractLimits, command: list[str]) -> Iterator[Piece]:
    try:
        process = _start(command)
    except OSError:
        yield Gap("unavailable", "no process could be started to read it in")
        return
    clock = _Clock(process)
    clock.start(_START_SECONDS)
    threading.Thread(target=_send, args=(process.stdin, data), daemon=True).start()
    done = False
    try:
        for frame in _frames(process):
            if isinstance(frame, list):
                yield from frame
            elif frame == READY:
                clock.start(limits.max_seconds * _WALL_FACTOR)
            done = frame == DONE
    finally:
        clock.stop()
        process.kill()
        process.wait()
    if clock.expired or -process.returncode == getattr(signal, "SIGPROF", 0):
        # No figure: what is left of a budget differs from run to run, and verdicts must not.
        yield Gap("too-slow", "takes longer to read than its budget allows")
    elif not done:
        yield Gap("crashed", "its parser crashed or ran out of memory")


def _arguments(kind: str, limits: ExtractLimits) -> list[str]:
    path = "\n".join(entry for entry in sys.path if entry)
    return [path, kind, json.dumps(dataclasses.asdict(limits))]


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    """A fresh interpreter: safe from threads and pool workers, and it inherits no memory.

    It is isolated from the user's environment and site, and finds packages where we do.
    """
    return subprocess.Popen(  # noqa: S603 - our own interpreter and code, no shell
        [sys.executable, "-I", "-S", "-c", *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ},
    )


def _send(stream: IO[bytes], data: bytes) -> None:
    with contextlib.suppress(OSError), stream:  # the child may end before it has read all
        stream.write(data)


def _frames(process: subprocess.Popen[bytes]) -> Iterator[str | list[Piece]]:
    assert process.stdout is not None  # noqa: S101 - asked for above
    with process.stdout as stream, contextlib.suppress(FrameError):
        yield from read_frames(stream)
