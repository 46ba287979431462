"""Files that a form must have."""

from __future__ import annotations

from gptreview.errors import InputError
from gptreview.web.forms import Posted


def uploaded(form: Posted, name: str, expected: str) -> bytes:
    """The content of a file.

    Args:
        form: Sent.
        name: Of the field.
        expected: What kind of file, for the message.

    Raises:
        InputError: None was chosen.
    """
    found = form.file(name)
    if found is None:
        raise InputError("no file", where=name, expected=expected)
    return found[1]
