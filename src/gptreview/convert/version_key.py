"""A document's version key that was mistyped: ``penapi: 3.0.1`` plainly means ``openapi``."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from gptreview.convert.ledger import Stage
from gptreview.model.action import JsonObject
from gptreview.reading.pointer import join

# One letter left out, added, doubled or exchanged, in a word of seven: 0.86 at the least.
_SIMILAR = 0.85
_LONGEST = 12
_VERSIONS = {
    "openapi": re.compile(r"v?3(\.[0-9]{1,3}){0,2}"),
    "swagger": re.compile(r"v?2(\.0){0,2}"),
}


def mend_version_key(document: JsonObject, stage: Stage) -> JsonObject:
    """The document with its version under the right key; itself where that is not in doubt.

    A key is taken for ``openapi`` or ``swagger`` only where the document has neither, and where
    its value is a version of just that.
    """
    if any(key in document for key in _VERSIONS):
        return document
    candidates = [
        (_likeness(written, key), written, key)
        for written, value in document.items()
        for key, version in _VERSIONS.items()
        if version.fullmatch(_version(value))
    ]
    likeness, written, key = max(candidates, default=(0.0, "", ""))
    if likeness < _SIMILAR:
        return document
    stage.moved(join("", written), f"/{key}")
    stage.repair(
        "document.version_key",
        f"the document has no {key}, but {written!r} with a version; read as {key}",
        before=join("", written),
        after=f"/{key}",
    )
    return {(key if name == written else name): value for name, value in document.items()}


def _likeness(written: str, key: str) -> float:
    if len(written) > _LONGEST:
        return 0.0
    letters = re.sub(r"[\W_]", "", written).lower()
    return SequenceMatcher(None, letters, key).ratio()


def _version(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).strip()
