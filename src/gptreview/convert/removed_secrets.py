"""Where a secret was taken out of something that a call depends on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from gptreview.convert.redact import REMOVED
from gptreview.reading.pointer import join

# Read by people and the model; a call is the same without them.
_TEXTS = frozenset({"title", "summary", "description", "example", "examples", "tags", "$comment",
                    "operationId", "version", "name_for_human", "instructions"})  # fmt: skip
# Their keys are names of the author's, not OpenAPI's.
_NAMED = frozenset({"properties", "patternProperties", "paths", "schemas", "dependentSchemas"})
_REPEATED = frozenset({"required"})  # the names stand in properties
_PARAMETER = re.compile(rf"(?<=[?&])[^?&#]*{re.escape(REMOVED)}[^?&#]*&?")


def removed_places(value: Any, pointer: str = "", *, names: bool = False) -> Iterator[str]:
    """Pointers of every key and value that a call depends on and that lost a secret.

    Args:
        value: A document that was written.
        pointer: Its place.
        names: Whether its keys are names that the author chose.
    """
    if isinstance(value, str):
        if REMOVED in value:
            yield pointer
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from removed_places(item, join(pointer, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            if not names and key in _TEXTS | _REPEATED:
                continue
            place = join(pointer, key)
            if REMOVED in key:
                yield place
            yield from removed_places(item, place, names=not names and key in _NAMED)


def without_removed(url: str) -> str:
    """A URL without the query parameters whose value was a secret."""
    return _PARAMETER.sub("", url).rstrip("?&") if REMOVED in url else url
