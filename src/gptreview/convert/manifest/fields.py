"""Reading single manifest fields that may be missing, of the wrong type or oddly spelled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gptreview.convert.ledger import Stage
from gptreview.convert.pointer import join


def read_text(owner: Mapping[str, Any], key: str, pointer: str, stage: Stage) -> str:
    """The field as text without surrounding space; other types are told and turned into text."""
    value = owner.get(key)
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    place = join(pointer, key)
    if isinstance(value, (bool, int, float)):
        text = str(value).lower() if isinstance(value, bool) else str(value)
        stage.repair(
            "manifest.field_type",
            f"{key} is {type(value).__name__} {text}, expected text; read as text",
            before=place,
            after=None,
        )
        return text
    stage.loss(
        "manifest.field_type",
        f"{key} is {_json_type(value)}, expected text; left out",
        before=place,
        after=None,
    )
    return ""


def read_mapping(
    owner: Mapping[str, Any], key: str, pointer: str, stage: Stage
) -> Mapping[str, Any]:
    """The field as a mapping; empty where it is missing or something else (which is told)."""
    value = owner.get(key)
    if isinstance(value, Mapping):
        return value
    if value is not None:
        stage.loss(
            "manifest.field_type",
            f"{key} is {_json_type(value)}, expected an object; left out",
            before=join(pointer, key),
            after=None,
        )
    return {}


def normalise_scope(scope: str) -> str:
    """OAuth scopes separated by single spaces (RFC 6749 section 3.3); commas were a common slip."""
    return " ".join(scope.replace(",", " ").split())


def _json_type(value: object) -> str:
    if isinstance(value, Mapping):
        return "an object"
    return "an array" if isinstance(value, list) else f"a {type(value).__name__}"
