"""What pydantic says of something that was sent, as an error of ours: what, where, what instead."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from gptreview.errors import InputError

_OBJECT: Final = ("no object", "an object")
_LIST: Final = ("no list", "a list")
_WHOLE: Final = ("no whole number", "a whole number")
_DAY: Final = ("no day", "a day like 2026-03-10")
_TOO_SHORT: Final = ("it is too short", "at least {min_length} characters")
_TOO_LONG: Final = ("it is too long", "at most {max_length} characters")
_KINDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "missing": ("it is missing", ""),
        "extra_forbidden": ("nobody knows this key", ""),
        "string_too_short": _TOO_SHORT,
        "string_too_long": _TOO_LONG,
        "too_short": ("there are too few", "at least {min_length}"),
        "too_long": ("there are too many", "at most {max_length}"),
        "greater_than_equal": ("the number is too small", "{ge} or more"),
        "less_than_equal": ("the number is too large", "{le} or less"),
        "int_type": _WHOLE,
        "int_parsing": _WHOLE,
        "int_parsing_size": ("the number is too large", ""),
        "int_from_float": _WHOLE,
        "enum": ("none of those that there are", "{expected}"),
        "literal_error": ("none of those that there are", "{expected}"),
        "bool_type": ("neither true nor false", "true or false"),
        "bool_parsing": ("neither true nor false", "true or false"),
        "string_type": ("no text", "a text"),
        "list_type": _LIST,
        "tuple_type": _LIST,
        "dict_type": _OBJECT,
        "model_type": _OBJECT,
        "model_attributes_type": _OBJECT,
        "date_type": _DAY,
        "date_parsing": _DAY,
        "date_from_datetime_parsing": _DAY,
    }
)
"""What is wrong and what would be right, by pydantic's name of the error."""


def wrong_input(error: Mapping[str, Any]) -> InputError:
    """The error of ours that says the same.

    Args:
        error: One of FastAPI's or pydantic's.
    """
    source, *place = (str(each) for each in error["loc"])
    kind = str(error["type"])
    if kind == "json_invalid":
        # Its place is that of a character.
        return InputError("it is no JSON", where=source, expected="JSON (RFC 8259)")
    found, expected = _KINDS.get(kind, (str(error["msg"]).removeprefix("Value error, "), ""))
    context = error.get("ctx") or {}
    return InputError(found, where=".".join(place) or source, expected=expected.format(**context))
