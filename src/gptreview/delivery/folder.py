"""A folder as a subscriber: a file for each transition, and one a listing with the newest state.

``000000000042-publish-7-content-3.json`` is transition 42, of listing 7, its revision 3 for the
audience ``content``; ``current/listing-7.json`` holds the newest one of listing 7, and
``statements/listing-7.json`` the signed verdict, while the newest one has it.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from gptreview.errors import DependencyError, InputError
from gptreview.model.publication import Message

_DIGITS: Final = 12
"""Of a transition's number in a file name: enough to sort a trillion of them."""
_CURRENT: Final = "current"
_STATEMENTS: Final = "statements"
_LARGEST: Final = 4 * 1024 * 1024
"""Bytes of a file that one of ours can have; a document with its statement has some 10 kB."""
_FLAGS: Final = (
    os.O_RDONLY
    # Neither through a link, nor waiting for the writer of a pipe; Windows has text files, too.
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
)
_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")


def resolved_folder(name: str) -> str:
    """The folder's real path; it is made where it is missing.

    Raises:
        InputError: It has no name or one that no database takes, cannot be made, or is no folder.
    """
    if not name:  # as a script's variable that was never set; it would be the current one
        raise InputError(
            "an empty name",
            where="--folder",
            expected="the path of a folder",
            next_step="name the folder; the current one is .",
        )
    if _UNSTORABLE.search(name):
        raise InputError("a name that is not UTF-8", where=name, next_step="choose another folder")
    folder = Path(os.path.realpath(name))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"it cannot be made ({error.strerror})",
            where=str(folder),
            expected="a folder, or a place for one",
            next_step="choose another folder with --folder",
        ) from error
    return str(folder)


def require_unused(target: str) -> None:
    """See that nobody was told there before.

    A latecomer isn't told of what is withdrawn, so an earlier one's files would stand as public.

    Raises:
        InputError: Somebody was, or it cannot be read.
    """
    try:
        used = [name for name in (_CURRENT, _STATEMENTS) if _has_files(Path(target, name))]
    except OSError as error:
        raise InputError(f"it cannot be read ({error.strerror})", where=target) from error
    if used:
        raise InputError(
            f"{' and '.join(used)} in it have what somebody was told before",
            where=target,
            expected="a folder in which nobody was told yet",
            next_step="move its files away, or choose another folder with --folder",
        )


def overlap(target: str, other: str) -> bool:
    """Whether one of two folders lies inside the other, or is it; then each has the other's."""
    one, two = Path(target), Path(other)
    return one.is_relative_to(two) or two.is_relative_to(one)


def _has_files(folder: Path) -> bool:
    try:
        return any(folder.iterdir())
    except FileNotFoundError:
        return False


@dataclass(frozen=True, slots=True)
class FolderSink:
    """Writes transitions into a folder; every file is there whole or not at all."""

    target: str
    """Path of the folder, resolved."""

    def deliver(self, message: Message) -> None:
        """Write the transition's file, then what is the newest of its listing.

        Raises:
            DependencyError: There is no room, or the folder cannot be written now.
            InputError: A link leads out of the folder, or another registry delivers into it too.
        """
        document = message.document
        folder = Path(self.target)
        kind, key = document["kind"], document["key"]
        name = f"listing-{document['listing']['number']}.json"
        with _told(folder):
            _refuse_link(folder)  # not made again: a disk may only not be there today
            _write_once(folder / f"{message.id:0{_DIGITS}}-{kind}-{key}.json", document)
            current = _own(folder / _CURRENT) / name
            if _is_newer(_kept(current), document):
                return  # this one is given again, and later ones were given meanwhile
            statement = _own(folder / _STATEMENTS) / name
            if document["statement"] is None:
                statement.unlink(missing_ok=True)
            else:
                _write(statement, _bytes(document["statement"]))
            _write(current, _bytes(document))


def _own(path: Path) -> Path:
    """A folder inside, which is made where it is missing."""
    _refuse_link(path)
    path.mkdir(exist_ok=True)
    return path


def _refuse_link(path: Path) -> None:
    if os.path.realpath(path) != str(path):
        raise InputError(
            f"{path.name} is a link to somewhere else",
            where=str(path),
            expected="a folder or file of its own",
            next_step="remove the link",
        )


def _write_once(path: Path, document: Mapping[str, Any]) -> None:
    text = _bytes(document)
    _refuse_link(path)
    try:
        is_same = _read(path) == text
    except FileNotFoundError:
        _write(path, text, is_lasting=True)
        return
    if not is_same:
        raise InputError(
            f"another {path.name} is there already",
            where=str(path),
            expected="a folder into which no other registry delivers",
            next_step="move the file away, or subscribe with another folder",
        )


def _is_newer(kept: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    """Whether a listing's newest state is already one of a later revision."""
    revision = kept.get("revision")
    is_same = kept.get("profile") == document["profile"]
    return is_same and isinstance(revision, int) and revision > document["revision"]


def _kept(path: Path) -> Mapping[str, Any]:
    """What the file holds; nothing where it is not there, or not ours."""
    with suppress(FileNotFoundError, ValueError, RecursionError):
        text = b"" if path.is_symlink() else _read(path)
        value = json.loads(text) if len(text) <= _LARGEST else None
        return value if isinstance(value, dict) else {}
    return {}


def _read(path: Path) -> bytes:
    """The file, or more than the largest of it; nobody is waited for."""
    number = os.open(path, _FLAGS)
    try:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            raise InputError(
                f"{path.name} is no regular file",
                where=str(path),
                expected="a folder into which nothing else writes",
                next_step="remove it, then gptreview registry publish --retry",
            )
        with os.fdopen(number, "rb", closefd=False) as file:
            return file.read(_LARGEST + 1)
    finally:
        os.close(number)


def _write(path: Path, text: bytes, *, is_lasting: bool = False) -> None:
    hidden = path.with_name(f".gptreview-{secrets.token_hex(8)}")
    try:
        with hidden.open("xb") as file:
            file.write(text)
            if is_lasting:  # the others can be made again from these
                file.flush()
                os.fsync(file.fileno())
        hidden.replace(path)
    finally:
        hidden.unlink(missing_ok=True)


def _bytes(document: Mapping[str, Any]) -> bytes:
    """The same document gives the same bytes; all but ASCII is escaped."""
    return json.dumps(document, sort_keys=True, indent=2).encode() + b"\n"


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DependencyError(
            f"the folder cannot be written ({error.strerror})",
            where=str(folder),
            next_step="make room, or let this user write there",
        ) from error
