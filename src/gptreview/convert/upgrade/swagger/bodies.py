"""Request bodies: what Swagger 2.0 writes as body and form parameters."""

from __future__ import annotations

from dataclasses import dataclass

from gptreview.convert.upgrade.spot import Spot, across
from gptreview.convert.upgrade.swagger.conversion import JSON_TYPE, Conversion
from gptreview.convert.upgrade.swagger.parameters import (
    SAID_IN_SCHEMA,
    array_style,
    convert_value,
    lose_empty_value,
)
from gptreview.convert.upgrade.swagger.schemas import convert_extension, convert_schema
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
    spot = across(part.place, after)
    result: JsonObject = {}
    if "description" in source:
        result["description"] = source["description"]
    media_types = _body_types(conversion, consumes, spot)
    # Read once, so that nothing is told twice; JSON's place is the one most likely to stay.
    first = next((name for name in media_types if "json" in name.lower()), media_types[0])
    media = _body_media(conversion, source, spot, first)
    result["content"] = dict.fromkeys(media_types, media)
    for media_type in media_types if "schema" in source else ():
        if media_type != first:
            conversion.notes.moved(spot.turn(("schema",), ("content", media_type, "schema")))
    if "required" in source:
        result["required"] = source["required"]
    for key, item in source.items():
        if key.startswith("x-"):
            result[key] = convert_extension(conversion, item)
        elif key not in _BODY and ("schema" in source or key not in SAID_IN_SCHEMA):
            conversion.notes.loss(
                "upgrade.body_keyword",
                f"Swagger 2.0 gives {key} no meaning in a body parameter; left out.",
                spot.down(key),
            )
    conversion.notes.moved(spot)
    conversion.notes.tally(
        "upgrade.body",
        "A body parameter became the operation's requestBody; its name, which was there for "
        "readers only, has no place any more ({n} in all).",
        spot,
    )
    return result


_BODY = frozenset({"name", "in", "description", "required", "schema"})


def _body_types(conversion: Conversion, consumes: list[str] | None, spot: Spot) -> list[str]:
    if consumes:
        return consumes
    conversion.notes.tally(
        "upgrade.consumes_default",
        f"Neither the document nor the operation says consumes; {JSON_TYPE} was taken as meant "
        "(request bodies: {n}).",
        spot,
        kind=ChangeKind.REPAIR,
    )
    return [JSON_TYPE]


def _body_media(
    conversion: Conversion, source: JsonObject, spot: Spot, media_type: str
) -> JsonObject:
    if "schema" in source:
        place = spot.turn(("schema",), ("content", media_type, "schema"))
        conversion.notes.moved(place)
        return {"schema": convert_schema(conversion, source["schema"], place)}
    if "type" in source:
        conversion.notes.repair(
            "upgrade.body_schema",
            "A body parameter needs a schema in Swagger 2.0; the type written beside its name "
            "was taken as the schema.",
            spot,
        )
        return {
            "schema": convert_value(conversion, source, spot, ("content", media_type, "schema"))
        }
    conversion.notes.repair(
        "upgrade.body_schema", "A body parameter without a schema may be anything.", spot
    )
    return {}


def convert_form(
    conversion: Conversion, parts: list[Part], consumes: list[str] | None, after: str
) -> JsonObject:
    """Form parameters together as the requestBody at ``after``."""
    spot = across(parts[0].listed, after)
    required = [part.source["name"] for part in parts if part.source.get("required") is True]
    content: JsonObject = {}
    for media_type in _form_types(conversion, parts, consumes, spot):
        content[media_type] = _form_media(conversion, parts, required, media_type, after)
    result: JsonObject = {"content": content}
    if required:
        result["required"] = True
    conversion.notes.tally(
        "upgrade.form",
        "Form parameters became the properties of the operation's requestBody (operations: {n}).",
        spot,
    )
    return result


def _form_types(
    conversion: Conversion, parts: list[Part], consumes: list[str] | None, spot: Spot
) -> list[str]:
    """Which of the two form media types: files need multipart (2.0, Parameter Object, type)."""
    has_file = any(part.source.get("type") == "file" for part in parts)
    said = [item for item in consumes or () if item.split(";")[0].strip().lower() in _FORMS]
    if len(said) < len(consumes or ()) and consumes is not conversion.consumes:
        conversion.notes.mapping(
            "upgrade.form_media_type",
            "consumes names media types that cannot carry form parameters; these are left out.",
            spot,
        )
    fitting = [item for item in said if not has_file or MULTIPART in item.lower()]
    if fitting:
        return fitting
    chosen = MULTIPART if has_file else URLENCODED
    conversion.notes.repair(
        "upgrade.form_media_type",
        f"consumes names no media type that can carry these form parameters; {chosen} was taken.",
        spot,
    )
    return [chosen]


_FORMS = frozenset({URLENCODED, MULTIPART})


def _form_media(
    conversion: Conversion, parts: list[Part], required: list[str], media_type: str, after: str
) -> JsonObject:
    properties: JsonObject = {}
    encoding: JsonObject = {}
    for part in parts:
        name = part.source["name"]
        spot = across(part.place, after).turn(
            (), ("content", media_type, "schema", "properties", name)
        )
        properties[name] = _form_property(conversion, part.source, spot)
        style = array_style(conversion, part.source, "formData", spot)
        # One part for each item is what multipart does by itself.
        if style is not None and not (style[1] and media_type == MULTIPART):
            encoding[name] = {"style": style[0], "explode": style[1]}
        lose_empty_value(conversion, part.source.get("allowEmptyValue"), spot)
        conversion.notes.moved(spot)
    schema: JsonObject = {"type": "object", "properties": properties}
    if required:
        schema["required"] = required
    media: JsonObject = {"schema": schema}
    if encoding:
        media["encoding"] = encoding
    return media


def _form_property(conversion: Conversion, source: JsonObject, spot: Spot) -> JsonObject:
    written: JsonObject = {}
    if "description" in source:
        written["description"] = source["description"]
    written.update(convert_value(conversion, source, spot, ()))
    for key, item in source.items():
        if key in _SAID_ELSEWHERE:
            continue
        written[key] = convert_extension(conversion, item) if key.startswith("x-") else item
    return written


_SAID_ELSEWHERE = SAID_IN_SCHEMA | {"name", "in", "description", "required", "allowEmptyValue"}


def usable(parts: list[Part], conversion: Conversion) -> list[Part]:
    """The form parameters that can be properties: named, and each name once (the first stands)."""
    kept: dict[str, Part] = {}
    for part in parts:
        name = part.source.get("name")
        here = across(part.listed, "")
        if not isinstance(name, str):
            conversion.notes.loss(
                "upgrade.form_parameter", "A form parameter without a name has no place.", here
            )
        elif name in kept:
            conversion.notes.loss(
                "upgrade.duplicate_parameter",
                f"The form parameter {name!r} is given twice; the first one stands.",
                here,
            )
        else:
            kept[name] = part
    return list(kept.values())
