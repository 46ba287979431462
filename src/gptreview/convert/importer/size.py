"""How large a document is once the GPT builder has pretty-printed it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

_INDENT = 2
_Measure = tuple[int, int]
"""Bytes with the value at the left margin, and how many of its lines an indent would move."""


def pretty_size(value: Any) -> int:
    """Bytes of the value as UTF-8 JSON with an indent of two spaces.

    A value that stands in several places (a YAML alias) is measured once and counted wherever it
    stands, so that an alias bomb costs no more time than its own text.
    """
    known: dict[int, _Measure] = {}
    stack: list[tuple[Any, bool]] = [(value, False)]
    while stack:
        node, ready = stack.pop()
        if not isinstance(node, dict | list):
            continue
        if ready:
            known[id(node)] = _measure(node, known)
        elif id(node) not in known:
            known[id(node)] = (2, 0)
            stack.append((node, True))
            children: Iterable[Any] = node.values() if isinstance(node, dict) else node
            stack.extend((child, False) for child in children if isinstance(child, dict | list))
    return _of(value, known)[0]


def _measure(node: dict[Any, Any] | list[Any], known: dict[int, _Measure]) -> _Measure:
    if not node:
        return 2, 0
    size = lines = 0
    if isinstance(node, dict):
        for key, child in node.items():
            size += _text_size(key if isinstance(key, str) else str(key)) + 2
            child_size, child_lines = _of(child, known)
            size += child_size + _INDENT * child_lines
            lines += child_lines
    else:
        for child in node:
            child_size, child_lines = _of(child, known)
            size += child_size + _INDENT * child_lines
            lines += child_lines
    # Brackets, the line break before each member and before the closing bracket, the commas.
    count = len(node)
    return size + 2 + count + 1 + count - 1 + _INDENT * count, lines + count + 1


def _of(value: Any, known: dict[int, _Measure]) -> _Measure:
    if isinstance(value, dict | list):
        return known[id(value)]
    if isinstance(value, str):
        return _text_size(value), 0
    if value is None or value is True:
        return 4, 0
    return (5 if value is False else len(str(value))), 0


def _text_size(text: str) -> int:
    return len(json.dumps(text, ensure_ascii=False).encode("utf-8", "surrogatepass"))
