"""Request bodies: what Swagger 2.0 writes as body and form parameters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gptreview.convert.upgrade.swagger.conversion import JSON_TYPE, Conversion
from gptreview.convert.upgrade.swagger.parameters import (
    array_style,
    convert_value,
    lose_empty_value,
)
from gptreview.convert.upgrade.swagger.schemas import convert_extension, convert_schema
from gptreview.convert.upgrade.trail import Trail, across
from gptreview.model.action import JsonObject
from gptreview.model.change import ChangeKind

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Part:
    """A body or form parameter, wherever it was written, as one operation uses it."""

    source: JsonObject
    place: str
    """Pointer of the parameter itself in the input, references followed."""
    listed: str
    """Pointer of the entry in the list of parameters."""
    shared: str = ""
    """Name of the global parameter that the entry refers to; empty where it stands in line."""


def convert_body(
    conversion: Conversion, part: Part, consumes: list[str] | None, after: str
) -> JsonObject:
    """A body parameter as the requestBody at ``after``."""
    source = part.source
    trail = across(part.place, after)
    result: JsonObject = {}
    if "description" in source:
        result["description"] = source["description"]
    result["content"] = {
        media_type: _body_media(conversion, source, trail, media_type)
        for media_type in _body_types(conversion, consumes, trail)
    }
    if "required" in source:
        result["required"] = source["required"]
    for key, item in source.items():
        if key.startswith("x-"):
            result[key] = convert_extension(conversion, item)
    conversion.notes.moved(trail)
    conversion.notes.tally(
        "upgrade.body",
        "A body parameter became the operation's requestBody; its name, which was there for "
        "readers only, has no place any more ({n} times).",
        trail,
    )
    return result


def _body_types(conversion: Conversion, consumes: list[str] | None, trail: Trail) -> list[str]:
    if consumes:
        return consumes
    conversion.notes.tally(
        "upgrade.consumes_default",
        f"Neither the document nor the operation says consumes; {JSON_TYPE} was taken as meant "
        "({n} request bodies).",
        trail,
        kind=ChangeKind.REPAIR,
    )
    return [JSON_TYPE]


def _body_media(
    conversion: Conversion, source: JsonObject, trail: Trail, media_type: str
) -> JsonObject:
    if "schema" in source:
        place = trail.turn(("schema",), ("content", media_type, "schema"))
        conversion.notes.moved(place)
        return {"schema": convert_schema(conversion, source["schema"], place)}
    if "type" in source:
        conversion.notes.repair(
            "upgrade.body_schema",
            "A body parameter needs a schema in Swagger 2.0; the type written beside its name "
            "was taken as the schema.",
            trail,
        )
        return {
            "schema": convert_value(conversion, source, trail, ("content", media_type, "schema"))
        }
    conversion.notes.repair(
        "upgrade.body_schema", "A body parameter without a schema may be anything.", trail
    )
    return {}


def convert_form(
    conversion: Conversion, parts: list[Part], consumes: list[str] | None, after: str
) -> JsonObject:
    """Form parameters together as the requestBody at ``after``."""
    trail = across(parts[0].listed, after)
    required = [
        str(part.source.get("name")) for part in parts if part.source.get("required") is True
    ]
    content: JsonObject = {}
    for media_type in _form_types(conversion, parts, consumes, trail):
        content[media_type] = _form_media(conversion, parts, required, media_type, after)
    result: JsonObject = {"content": content}
    if required:
        result["required"] = True
    conversion.notes.tally(
        "upgrade.form",
        "Form parameters became the properties of the operation's requestBody ({n} operations).",
        trail,
    )
    return result


def _form_types(
    conversion: Conversion, parts: list[Part], consumes: list[str] | None, trail: Trail
) -> list[str]:
    """Which of the two form media types: files need multipart (2.0, Parameter Object, type)."""
    has_file = any(part.source.get("type") == "file" for part in parts)
    said = [item for item in consumes or () if item.split(";")[0].strip().lower() in _FORMS]
    fitting = [item for item in said if not has_file or MULTIPART in item.lower()]
    if fitting:
        return fitting
    chosen = MULTIPART if has_file else URLENCODED
    conversion.notes.repair(
        "upgrade.form_media_type",
        f"consumes names no media type that can carry these form parameters; {chosen} was taken.",
        trail,
    )
    return [chosen]


_FORMS = frozenset({URLENCODED, MULTIPART})


def _form_media(
    conversion: Conversion, parts: list[Part], required: list[str], media_type: str, after: str
) -> JsonObject:
    properties: JsonObject = {}
    encoding: JsonObject = {}
    for part in parts:
        name = str(part.source.get("name"))
        trail = across(part.place, after).turn(
            (), ("content", media_type, "schema", "properties", name)
        )
        properties[name] = _form_property(conversion, part.source, trail)
        style = array_style(conversion, part.source, "formData", trail)
        # One part for each item is what multipart does by itself.
        if style is not None and not (style[1] and media_type == MULTIPART):
            encoding[name] = {"style": style[0], "explode": style[1]}
        lose_empty_value(conversion, part.source.get("allowEmptyValue"), trail)
        conversion.notes.moved(trail)
    schema: JsonObject = {"type": "object", "properties": properties}
    if required:
        schema["required"] = list(dict.fromkeys(required))
    media: JsonObject = {"schema": schema}
    if encoding:
        media["encoding"] = encoding
    return media


def _form_property(conversion: Conversion, source: JsonObject, trail: Trail) -> JsonObject:
    written: JsonObject = {}
    if "description" in source:
        written["description"] = source["description"]
    written.update(convert_value(conversion, source, trail, ()))
    for key, item in source.items():
        if key.startswith("x-") and key != "x-nullable":
            written[key] = convert_extension(conversion, item)
        elif key not in _FORM_KEYS and key not in written and key not in _FOLDED:
            written[key] = item
    return written


_FORM_KEYS = frozenset({"name", "in", "required", "allowEmptyValue", "collectionFormat", "schema"})
_FOLDED = frozenset({"type", "x-nullable", "format"})
"""Keywords that the conversion of the value may have said in other words already."""


def repeated(parts: list[Part], conversion: Conversion) -> list[Part]:
    """The parts without those that repeat a name: the first of each stands."""
    kept: dict[Any, Part] = {}
    for part in parts:
        name = str(part.source.get("name"))
        if name in kept:
            conversion.notes.loss(
                "upgrade.duplicate_parameter",
                f"The form parameter {name!r} is given twice; the first one stands.",
                across(part.listed, ""),
            )
        else:
            kept[name] = part
    return list(kept.values())
