"""Keywords whose value has the wrong JSON type: read by intent where that is plain."""

from __future__ import annotations

import json
import math
import re
import warnings
from collections.abc import Callable
from typing import Any

from gptreview.convert.ledger import Stage
from gptreview.model.action import JsonObject
from gptreview.reading.pointer import join


def _number(value: Any) -> Any:
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
        value = int(value) if value.is_integer() else value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _count(value: Any) -> Any:
    number = _number(value)
    return int(number) if number is not None and number == int(number) and number >= 0 else None


def _positive(value: Any) -> Any:
    number = _number(value)
    return number if number is not None and number > 0 else None


def _text(value: Any) -> Any:
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _pattern(value: Any) -> Any:
    """Patterns that validators can compile; some dialects' own signs are not among them."""
    if not isinstance(value, str):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(value)
    except (re.error, OverflowError, RecursionError):
        return None
    return value


def _flag(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    words = {"true": True, "false": False}
    return words.get(value.strip().lower()) if isinstance(value, str) else None


def _values(value: Any) -> Any:
    if isinstance(value, list):
        return value or None
    if isinstance(value, dict):
        return [
            item["value"] if isinstance(item, dict) and "value" in item else item
            for item in value.values()
        ] or None
    return [value]


def _names(value: Any) -> Any:
    if isinstance(value, str) and value.strip():
        return [value.strip()]
    if not isinstance(value, list):
        return None
    return list(dict.fromkeys(name for name in value if isinstance(name, str)))


def _mapping(value: Any) -> Any:
    return value if isinstance(value, dict) else None


def _dependent(value: Any) -> Any:
    """Lists of names by name."""
    if not isinstance(value, dict):
        return None
    return {key: names for key, item in value.items() if (names := _names(item)) is not None}


def _discriminator(value: Any) -> Any:
    """OpenAPI 3.1, Discriminator Object: propertyName is required, mapping holds texts."""
    known = _fields(value, {"propertyName": str, "mapping": dict})
    if "propertyName" not in known:
        return None
    if "mapping" in known:
        kept = {word: to for word, to in known["mapping"].items() if isinstance(to, str)}
        known["mapping"] = kept
    return known


def _xml(value: Any) -> Any:
    """OpenAPI 3.1, XML Object."""
    texts = dict.fromkeys(("name", "namespace", "prefix"), str)
    return _fields(value, {**texts, "attribute": bool, "wrapped": bool}) or None


def _external_docs(value: Any) -> Any:
    """OpenAPI 3.1, External Documentation Object: url is required."""
    known = _fields(value, {"url": str, "description": str})
    return known if "url" in known else None


def _fields(value: Any, kinds: dict[str, type]) -> JsonObject:
    """Fields of an OpenAPI object that are of their kind, and its extensions."""
    return {
        key: item
        for key, item in (value.items() if isinstance(value, dict) else ())
        if key.startswith("x-") or (key in kinds and isinstance(item, kinds[key]))
    }


def _schemas(value: Any) -> Any:
    return value if isinstance(value, list) and value else None


_READERS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), _number),
    **dict.fromkeys(
        ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties",
         "minContains", "maxContains"), _count),
    "multipleOf": _positive,
    "pattern": _pattern,
    **dict.fromkeys(("title", "description", "format", "$comment", "contentMediaType",
                     "contentEncoding", "$anchor", "$dynamicRef", "$dynamicAnchor"), _text),
    **dict.fromkeys(("uniqueItems", "readOnly", "writeOnly", "deprecated"), _flag),
    **dict.fromkeys(("enum", "examples"), _values),
    "required": _names,
    **dict.fromkeys(("properties", "patternProperties", "dependentSchemas", "$defs"),
                    _mapping),
    "dependentRequired": _dependent,
    "xml": _xml,
    "discriminator": _discriminator,
    "externalDocs": _external_docs,
    **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), _schemas),
}  # fmt: skip


def repair_keywords(schema: JsonObject, pointer: str, stage: Stage) -> JsonObject:
    """The schema with every keyword of the JSON type that JSON Schema 2020-12 asks for."""
    result: JsonObject = {}
    for key, value in schema.items():
        reader = _READERS.get(key)
        if reader is None:
            result[key] = value
            continue
        read = None if value is None else reader(value)
        if read is None:
            _report_unreadable(key, value, join(pointer, key), stage)
            continue
        result[key] = read
        if read is not value and (read != value or type(read) is not type(value)):
            place = join(pointer, key)
            stage.repair(
                "schema.keyword_type",
                f"{key} is {_shown(value)}, expected another JSON type; read as {_shown(read)}",
                before=stage.origin(place),
                after=place,
            )
    return result


def _report_unreadable(key: str, value: Any, place: str, stage: Stage) -> None:
    before = stage.origin(place)
    if value is None:
        said = f"{key} is empty, so it says nothing; left out"
        stage.repair("schema.keyword_empty", said, before=before, after=None)
        return
    problem = "JSON Schema does not allow there"
    if key == "pattern" and isinstance(value, str):
        problem = "not every reader of regular expressions understands"
    code = "schema.pattern_dropped" if "reader" in problem else "schema.keyword_unreadable"
    said = f"{key} is {_shown(value)}, which {problem}; left out"
    stage.loss(code, said, before=before, after=None)


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 80 else f"{text[:77]}..."
