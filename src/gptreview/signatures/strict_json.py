"""JSON that can be read in one way only: what two programs read differently nobody can sign."""

from __future__ import annotations

from typing import Any

from gptreview.errors import InputError
from gptreview.reading.json_text import read_json, replace_lone_surrogates
from gptreview.reading.refusal import TextError, line_and_column

_MAX_DEPTH = 16
"""Objects and lists inside one another; ours have 5."""
_MAX_CONTAINERS = 10_000


def strict_object(data: bytes, *, name: str) -> dict[str, Any]:
    """The object that a text of UTF-8 holds.

    Raises:
        InputError: It is no JSON object, a key stands twice, or a text holds half a character.
    """
    try:
        text = data.decode("utf-8")
        value, repeated = read_json(
            text, max_depth=_MAX_DEPTH, max_duplicates=1, max_containers=_MAX_CONTAINERS
        )
    except UnicodeDecodeError as error:
        raise _refusal(f"byte {error.start + 1} is not UTF-8", name) from None
    except TextError as error:
        where = name
        if error.at is not None:
            line, column = line_and_column(text, error.at)
            where = f"{name}: line {line}, column {column}"
        raise _refusal(error.found, where) from None
    if repeated:
        raise _refusal("a key stands twice", name)
    if replace_lone_surrogates(text)[1]:
        raise _refusal("an escape stands for half a character", name)
    if not isinstance(value, dict):
        raise _refusal("not a JSON object", name)
    return value


def _refusal(found: str, where: str) -> InputError:
    return InputError(
        found,
        where=where,
        expected="a signed statement in JSON",
        next_step="get it again from whoever signed it",
    )
