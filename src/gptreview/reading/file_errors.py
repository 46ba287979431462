"""What the machine says of a file, as our errors say it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gptreview.errors import InputError, NotFoundError


@contextmanager
def file_errors(path: Path, doing: str, next_step: str) -> Iterator[None]:
    """Name the file in whatever goes wrong with it.

    Args:
        path: Of the file.
        doing: What is done with it, as in ``it cannot be read``.
        next_step: What may help where it is there.

    Raises:
        NotFoundError: There is no such file.
        InputError: The machine refuses it, or the path is none.
    """
    try:
        yield
    except FileNotFoundError as error:
        raise NotFoundError(
            "there is no such file", where=str(path), next_step="check the path"
        ) from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(
            f"it cannot be {doing} ({reason})", where=str(path), next_step=next_step
        ) from error
