"""JSON pointers (RFC 6901)."""

from __future__ import annotations

import re
from typing import Any

# RFC 6901, section 4: no leading zeros. No array that can be read has an index of ten digits.
_INDEX = re.compile(r"0|[1-9][0-9]{0,8}")


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
    return [
        part.replace("~1", "/").replace("~0", "~") if "~" in part else part
        for part in pointer[1:].split("/")
    ]


def resolve(document: Any, pointer: str) -> Any:
    """What the pointer names.

    Raises:
        LookupError: Where the document has no such place.
    """
    value = document
    for token in split(pointer):
        value = _child(value, token)
    return value


def existing(document: Any, pointer: str) -> str:
    """The pointer itself, or its nearest ancestor that the document has."""
    value, reached = document, ""
    for token in split(pointer):
        try:
            value = _child(value, token)
        except LookupError:
            break
        reached = join(reached, token)
    return reached


def _child(value: Any, token: str) -> Any:
    if isinstance(value, dict):
        return value[token]
    if isinstance(value, list) and _INDEX.fullmatch(token):
        return value[int(token)]
    raise LookupError(token)
