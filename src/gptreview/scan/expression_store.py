"""Expressions of running text, read once and kept on the disk: reading 500 takes half a second."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from gptreview.scan.disk_cache import DiskCache
from gptreview.scan.expressions import Expression, read_expression

_FIELDS = [field.name for field in dataclasses.fields(Expression)]
_FORMAT = 2
"""Goes up when the same source is read in another way."""


def read_expressions(sources: Sequence[str], cache: Path | None) -> Mapping[str, Expression]:
    """Each source's expression, from the disk if all are there.

    Raises:
        InputError: The engines do not read one alike, or it matches the empty text.
    """
    sources = sorted(set(sources))
    kept = DiskCache(cache) if cache is not None else None
    made_of = json.dumps([_FORMAT, _FIELDS, sources])
    name = f"expressions-{hashlib.sha256(made_of.encode()).hexdigest()[:32]}.json"
    stored = kept.read(name) if kept is not None else None
    if stored is not None:
        return {
            source: Expression(**{name: _frozen(value) for name, value in row.items()})
            for source, row in zip(sources, json.loads(stored), strict=True)
        }
    found = {source: read_expression(source, prose=True) for source in sources}
    if kept is not None:
        rows = [dataclasses.asdict(each) for each in found.values()]
        kept.write(name, json.dumps(rows).encode())
    return found


def _frozen(value: object) -> Any:
    return tuple(value) if isinstance(value, list) else value
