"""How the reading process tells its parent what it read: length-prefixed JSON, nothing executable.

A frame is four bytes of length, most significant first, and as many bytes of ASCII JSON: the
string ``ready`` when the parser is loaded, a list of pieces, and ``done`` at the end. The parent
believes none of it: what isn't of this shape ends the reading.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import IO, Any

from gptreview.extract.office.piece import Gap, Line, Piece

READY = "ready"
DONE = "done"
_BATCH_CHARACTERS = 32_768
"""A crash loses at most what is being gathered: the batch goes out sooner after every gap."""
_MAX_FRAME_BYTES = 67_108_864
_LENGTH_BYTES = 4


class FrameError(Exception):
    """The stream ended inside a frame, or a frame is not what this module writes."""


def write_signal(stream: IO[bytes], signal: str) -> None:
    """Send `READY` or `DONE`."""
    _write(stream, signal)


def write_pieces(stream: IO[bytes], pieces: Iterable[Piece]) -> None:
    """Send pieces in batches as they come."""
    batch: list[list[str | int]] = []
    size = 0
    try:
        for piece in pieces:
            if isinstance(piece, Gap):
                batch.append(["gap", piece.code, piece.reason, piece.place])
            else:
                batch.append(["line", piece.text, piece.place, piece.row])
                size += len(piece.text) + len(piece.place)
            if size >= _BATCH_CHARACTERS or isinstance(piece, Gap):
                _write(stream, batch)
                batch, size = [], 0
    finally:
        if batch:
            _write(stream, batch)


def read_frames(stream: IO[bytes]) -> Iterator[str | list[Piece]]:
    """Signals and batches of pieces until the stream ends.

    Raises:
        FrameError: The stream ends inside a frame, or holds what is none.
    """
    while head := _exactly(stream, _LENGTH_BYTES):
        length = int.from_bytes(head, "big")
        if length > _MAX_FRAME_BYTES:
            raise FrameError
        try:
            value = json.loads(_exactly(stream, length))
        except (ValueError, RecursionError) as error:
            raise FrameError from error
        yield value if isinstance(value, str) else _pieces(value)


def _write(stream: IO[bytes], value: object) -> None:
    data = json.dumps(value, separators=(",", ":")).encode("ascii")
    stream.write(len(data).to_bytes(_LENGTH_BYTES, "big") + data)
    stream.flush()


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if data and len(data) < size:
        raise FrameError
    return data


def _pieces(value: Any) -> list[Piece]:
    pieces: list[Piece] = []
    if not isinstance(value, list):
        raise FrameError
    for item in value:
        match item:
            case ["line", str(text), str(place), int(row)]:
                pieces.append(Line(text, place, row))
            case ["gap", str(code), str(reason), str(place)]:
                pieces.append(Gap(code, reason, place))
            case _:
                raise FrameError
    return pieces
