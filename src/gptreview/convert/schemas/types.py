"""What an author meant by a type that JSON Schema does not know."""

from __future__ import annotations

from difflib import get_close_matches

TYPES = ("string", "number", "integer", "boolean", "array", "object", "null")

_MEANT: dict[str, tuple[str, str]] = {
    "int": ("integer", ""), "int32": ("integer", "int32"), "int64": ("integer", "int64"),
    "long": ("integer", "int64"), "float": ("number", "float"), "double": ("number", "double"),
    "decimal": ("number", ""), "numeric": ("number", ""), "bool": ("boolean", ""),
    "str": ("string", ""), "text": ("string", ""), "char": ("string", ""), "url": ("string", "uri"),
    "uri": ("string", "uri"), "uuid": ("string", "uuid"), "email": ("string", "email"),
    "date": ("string", "date"), "time": ("string", "time"), "datetime": ("string", "date-time"),
    "date-time": ("string", "date-time"), "timestamp": ("string", "date-time"),
    "file": ("string", "binary"), "binary": ("string", "binary"), "enum": ("string", ""),
    "list": ("array", ""), "dict": ("object", ""), "map": ("object", ""), "json": ("object", ""),
    "hash": ("object", ""), "none": ("null", ""), "nil": ("null", ""),
}  # fmt: skip

_ANY = frozenset({"any", "anything", "mixed", "unknown", "*"})


def meant_type(written: str) -> tuple[str, str] | None:
    """The JSON Schema type and format for a written type; None where it cannot be told.

    The type is empty where the word means any type.
    Slips of the keyboard ("inetger") count when one type is clearly nearest.
    """
    word = written.strip().lower()
    if word in TYPES:
        return word, ""
    if word in _ANY:
        return "", ""
    if word in _MEANT:
        return _MEANT[word]
    near = get_close_matches(word, TYPES, n=1, cutoff=0.8)
    return (near[0], "") if near else None
