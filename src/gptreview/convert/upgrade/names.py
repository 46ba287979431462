"""Component names: OpenAPI 3.x allows letters, digits, dot, hyphen and underscore only."""

from __future__ import annotations

import re
from collections.abc import Iterable

_VALID = re.compile(r"[a-zA-Z0-9._-]+")  # OpenAPI 3.0.3 and 3.1.0, Components Object
_FOREIGN = re.compile(r"[^a-zA-Z0-9._-]")


def renames(names: Iterable[str]) -> dict[str, str]:
    """The names that cannot stay, and what they become; valid names always keep theirs."""
    wanted = list(names)
    taken = {name for name in wanted if _VALID.fullmatch(name)}
    changed: dict[str, str] = {}
    for name in wanted:
        if _VALID.fullmatch(name):
            continue
        base = candidate = _FOREIGN.sub("_", name) or "_"
        number = 2
        while candidate in taken:
            candidate = f"{base}_{number}"
            number += 1
        taken.add(candidate)
        changed[name] = candidate
    return changed
