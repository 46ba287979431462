"""JSON for people and for diffs: one line a field, and one line an entry of a list or object.

The standard library's indented form goes through its pure Python encoder, which takes five times
as long and gives every small field a line of its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def pretty_json(value: Mapping[str, Any]) -> str:
    """The object as text that ends with a line end; the same object gives the same bytes."""
    fields = (f"  {_flat(key)}: {_lines(item)}" for key, item in value.items())
    return "{\n" + ",\n".join(fields) + "\n}\n"


def _lines(item: Any) -> str:
    if isinstance(item, list) and item:
        return "[\n    " + ",\n    ".join(map(_flat, item)) + "\n  ]"
    if isinstance(item, Mapping) and item:
        entries = (f"{_flat(key)}: {_flat(value)}" for key, value in item.items())
        return "{\n    " + ",\n    ".join(entries) + "\n  }"
    return _flat(item)


def _flat(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
