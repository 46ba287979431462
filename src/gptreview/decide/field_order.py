"""The order in which a reader meets the fields of a listing."""

from __future__ import annotations

from typing import Final

_KINDS: Final = ("name", "description", "instructions", "starters", "knowledge", "action")


def field_order(field: str) -> tuple[int, int, str]:
    """A sort key: the listing's own texts, knowledge by name, actions by number, then others."""
    kind, _, rest = field.partition(":")
    rank = _KINDS.index(kind) if kind in _KINDS else len(_KINDS)
    number = int(rest) if kind == "action" and rest.isdecimal() else 0
    return rank, number, field
