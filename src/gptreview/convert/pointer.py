"""JSON pointers (RFC 6901)."""

from __future__ import annotations

from typing import Any


def join(pointer: str, *tokens: str | int) -> str:
    """The pointer of a descendant: each token is escaped and appended."""
    for token in tokens:
        text = token if isinstance(token, str) else str(token)
        if "~" in text or "/" in text:
            text = text.replace("~", "~0").replace("/", "~1")
        pointer = f"{pointer}/{text}"
    return pointer


def split(pointer: str) -> list[str]:
    """The unescaped tokens of a pointer; the root has none."""
    if not pointer:
        return []
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer[1:].split("/")]


def resolve(document: Any, pointer: str) -> Any:
    """What the pointer names.

    Raises:
        LookupError: Where the document has no such place.
    """
    value = document
    for token in split(pointer):
        if isinstance(value, dict):
            value = value[token]
        elif isinstance(value, list) and token.isdecimal() and token.isascii():
            value = value[int(token)]
        else:
            raise LookupError(pointer)
    return value


def existing(document: Any, pointer: str) -> str:
    """The pointer itself, or its nearest ancestor that the document has."""
    value, reached = document, ""
    for token in split(pointer):
        if isinstance(value, dict) and token in value:
            value = value[token]
        elif isinstance(value, list) and token.isdecimal() and int(token) < len(value):
            value = value[int(token)]
        else:
            break
        reached = join(reached, token)
    return reached
