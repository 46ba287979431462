"""Files and folders that the user names: read inside a limit, or refused with the reason."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, Final

from gptreview.errors import InputError
from gptreview.reading.file_errors import file_errors

STDIN: Final = "-"
"""What stands for standard input on a command line."""
_SUFFIXES = (".yaml", ".yml", ".json")
_OTHER_PAPERS = frozenset({"gpt.yaml", "migration.json", "ai-plugin.json"})
"""What lies beside actions in a bundle or a plugin and is none itself."""


def read_file(path: Path, *, max_bytes: int) -> bytes:
    """The bytes of a regular file.

    Raises:
        NotFoundError: There is no such file.
        InputError: It is a folder or a device, larger than ``max_bytes``, or cannot be read.
    """
    with file_errors(path, "read", "check its permissions"):
        if path.is_dir():
            raise InputError("this is a folder", where=str(path), expected="a file")
        if path.exists() and not path.is_file():
            raise InputError("this is not a regular file", where=str(path), expected="a file")
        with path.open("rb") as stream:
            return read_stream(stream, name=str(path), max_bytes=max_bytes)


def read_input(source: str, stdin: BinaryIO, *, max_bytes: int) -> bytes:
    """The bytes of a file, or of standard input for ``-``.

    Raises:
        NotFoundError: There is no such file.
        InputError: It cannot be read, or holds more than ``max_bytes``.
    """
    if source == STDIN:
        return read_stream(stdin, name=source, max_bytes=max_bytes)
    return read_file(Path(source), max_bytes=max_bytes)


def read_stream(stream: BinaryIO, *, name: str, max_bytes: int) -> bytes:
    """What a stream still holds.

    Raises:
        InputError: It holds more than ``max_bytes``.
    """
    data = stream.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise InputError(
            f"it is larger than {max_bytes:,} bytes",
            where=name,
            expected=f"at most {max_bytes:,} bytes",
            next_step="split the document, or set GPTREVIEW_MAX_DOCUMENT_BYTES",
        )
    return data


def action_files(folder: Path) -> tuple[Path, ...]:
    """The YAML and JSON files of a folder, sorted by name.

    Where it has an ``actions/``, as a migrated bundle does, those of that alone.

    Raises:
        InputError: There are none, or the folder cannot be listed.
    """
    actions = folder / "actions"
    try:
        inside = actions if actions.is_dir() else folder
        files = sorted(
            path
            for path in inside.iterdir()
            if path.suffix.lower() in _SUFFIXES
            and path.name.lower() not in _OTHER_PAPERS
            and path.is_file()
        )
    except OSError as error:
        raise InputError(
            f"the folder cannot be listed ({error.strerror})",
            where=str(folder),
            next_step="check its permissions",
        ) from error
    if not files:
        raise InputError(
            "the folder holds no action",
            where=str(folder),
            expected="a .yaml, .yml or .json file in it or in its actions/",
            next_step="see its MIGRATION.md for what is missing"
            if (folder / "MIGRATION.md").is_file()
            else "name the file itself",
        )
    return tuple(files)
