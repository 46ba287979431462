"""Reading single manifest fields that may be missing, of the wrong type or oddly spelled."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from gptreview.convert.ledger import Stage
from gptreview.convert.wording import json_kind, shortened
from gptreview.reading.pointer import join


def read_text(owner: Mapping[str, Any], key: str, pointer: str, stage: Stage) -> str:
    """The field as text without surrounding space; other types are told and turned into text."""
    value = owner.get(key)
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    place = join(pointer, key)
    if isinstance(value, bool | int | float):
        text = json.dumps(value)
        stage.repair(
            "manifest.field_type",
            f"{key} is {json_kind(value)} ({shortened(text)}), expected text; read as text",
            before=place,
            after=None,
        )
        return text
    _tell_type(key, value, place, "text", stage)
    return ""


def read_mapping(
    owner: Mapping[str, Any], key: str, pointer: str, stage: Stage
) -> Mapping[str, Any]:
    """The field as a mapping; empty where it is missing or something else (which is told)."""
    value = owner.get(key)
    if isinstance(value, Mapping):
        return value
    if value is not None:
        _tell_type(key, value, join(pointer, key), "an object", stage)
    return {}


def report_unknown(
    owner: Mapping[str, Any], known: Collection[str], pointer: str, stage: Stage
) -> None:
    """Name every field that plugin manifests do not have, or that ChatGPT never documented."""
    for key, value in owner.items():
        if key not in known and value is not None:
            stage.loss(
                "manifest.unknown_field",
                f"{shortened('.'.join([*pointer.split('/')[1:], key]))} is not a field of plugin "
                "manifests and has no place in a GPT; left out",
                before=join(pointer, key),
                after=None,
            )


def normalise_scope(scope: str) -> str:
    """OAuth scopes separated by single spaces (RFC 6749 section 3.3); commas were a common slip."""
    return " ".join(scope.replace(",", " ").split())


def _tell_type(key: str, value: object, place: str, expected: str, stage: Stage) -> None:
    stage.loss(
        "manifest.field_type",
        f"{key} is {json_kind(value)}, expected {expected}; left out",
        before=place,
        after=None,
    )
