"""The reading process: hostile bytes come in on standard input, frames go out, then it ends.

It has no secrets in its environment, writes no file, and may not grow beyond its memory.
"""

from __future__ import annotations

import contextlib
import json
import signal
import sys
from collections.abc import Iterator
from typing import IO

from gptreview.extract.limits import ExtractLimits
from gptreview.extract.office.frame import DONE, READY, write_pieces, write_signal
from gptreview.extract.office.piece import Gap, Piece, within_characters

_STATUS = "/proc/self/statm"


def read_pieces(kind: str, data: bytes, limits: ExtractLimits) -> Iterator[Piece]:
    """What a file says, read in this process: for the child, and for fuzzing the parsers."""
    match kind:
        case "pdf":
            from gptreview.extract.office.pdf import read_pdf

            pieces = read_pdf(data, limits)
        case "docx" | "xlsx" | "pptx":
            from gptreview.extract.office.office import read_office

            pieces = read_office(data, limits)
        case _:
            from gptreview.extract.image.image import read_image

            pieces = read_image(data, limits)
    return within_characters(pieces, limits.max_characters)


def main(arguments: list[str], source: IO[bytes], sink: IO[bytes]) -> None:
    """Read one file of a kind, inside limits that are given as JSON."""
    kind = arguments[0]
    limits = ExtractLimits(**json.loads(arguments[1]))
    data = source.read()
    _load(kind)
    limit_process(limits)
    write_signal(sink, READY)
    try:
        write_pieces(sink, read_pieces(kind, data, limits))
    except MemoryError:
        reason = f"needs more than {limits.max_memory_bytes:,} bytes of memory to be read"
        write_pieces(sink, [Gap("too-large", reason)])
    write_signal(sink, DONE)


def limit_process(limits: ExtractLimits) -> None:
    """Cap what the process may take from now on, where the platform has such caps."""
    try:
        import resource
    except ImportError:
        return
    # Processor time, so that a busy machine does not turn a sound file into an unread one; the
    # signal ends the process, inside a parser's own code, too, and an orphan as well.
    signal.setitimer(signal.ITIMER_PROF, limits.max_seconds)
    _cap(resource.RLIMIT_FSIZE, 0)
    _cap(resource.RLIMIT_CORE, 0)
    _cap(resource.RLIMIT_AS, address_space() + limits.max_memory_bytes)


def _cap(kind: int, value: int) -> None:
    import resource

    with contextlib.suppress(ValueError, OSError):  # macOS knows RLIMIT_AS and refuses it
        resource.setrlimit(kind, (value, value))


def address_space() -> int:
    """Bytes of address space that the loaded program takes already; 1 GiB where unknown."""
    try:
        with open(_STATUS, encoding="ascii") as status:  # noqa: PTH123 - pathlib is slow to load
            import resource

            return int(status.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 1_073_741_824


def _load(kind: str) -> None:
    """Import the parser before the clock starts and the memory is capped."""
    for _ in read_pieces(kind, b"", ExtractLimits()):
        pass


def run() -> None:
    """The process's entry."""
    main(sys.argv[1:], sys.stdin.buffer, sys.stdout.buffer)
