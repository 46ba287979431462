"""Responses and their headers: one schema in 2.0, one for each media type in 3.0."""

from __future__ import annotations

import re
from typing import Any

from gptreview.convert.upgrade.references import target
from gptreview.convert.upgrade.spot import Spot, across
from gptreview.convert.upgrade.swagger.conversion import JSON_TYPE, Conversion, tell_siblings
from gptreview.convert.upgrade.swagger.parameters import SAID_IN_SCHEMA, array_style, convert_value
from gptreview.convert.upgrade.swagger.schemas import convert_extension, convert_schema
from gptreview.model.action import JsonObject
from gptreview.model.change import ChangeKind

_OUTSIDE = re.compile(r"[06-9][0-9]{2}")
"""Status codes that 2.0 allows and 3.0 has no place for (it knows 100 to 599)."""

_BYTES = "application/octet-stream"


def convert_responses(
    conversion: Conversion, value: Any, produces: list[str] | None, spot: Spot
) -> Any:
    """The responses of one operation, with the media types that it says or inherits."""
    if not isinstance(value, dict):
        return value
    result: JsonObject = {}
    for code, response in value.items():
        here = spot.down(code)
        if code.startswith("x-"):
            result[code] = convert_extension(conversion, response)
        elif _OUTSIDE.fullmatch(code):
            conversion.notes.loss(
                "upgrade.status_code",
                f"{code} is no status code that OpenAPI 3.0 has a place for (100 to 599); "
                "the response is left out.",
                here,
            )
        else:
            result[code] = _listed(conversion, response, produces, here)
    return result


def _listed(conversion: Conversion, response: Any, produces: list[str] | None, spot: Spot) -> Any:
    """One entry: shared responses stay shared while they speak the document's media types."""
    if not isinstance(response, dict) or not isinstance(response.get("$ref"), str):
        return convert_response(conversion, response, produces, spot)
    source, place = conversion.follow(response)
    own = target(response["$ref"]) or ""
    is_component = own.startswith("/responses/") and own.count("/") == 2
    same = (produces or []) == (conversion.produces or [])
    if isinstance(source, dict) and place and not (is_component and (same or not _speaks(source))):
        tell_siblings(conversion, response, spot)
        return convert_response(conversion, source, produces, across(place, spot.after))
    result = dict(response)
    conversion.references.rewrite(result, "$ref", response["$ref"])
    return result


def _speaks(source: JsonObject) -> bool:
    return "schema" in source or "examples" in source


def convert_response(
    conversion: Conversion, source: Any, produces: list[str] | None, spot: Spot
) -> Any:
    """One response that is no reference."""
    if not isinstance(source, dict):
        return source
    conversion.notes.moved(spot)
    result: JsonObject = {}
    for key, item in source.items():
        if key == "headers" and isinstance(item, dict):
            here = spot.down(key)
            result[key] = {
                name: convert_header(conversion, header, here.down(name))
                for name, header in item.items()
            }
        elif key.startswith("x-"):
            result[key] = convert_extension(conversion, item)
        elif key not in ("schema", "examples"):
            result[key] = item
    content = _content(conversion, source, produces, spot)
    if content:
        result["content"] = content
    return result


def _content(
    conversion: Conversion, source: JsonObject, produces: list[str] | None, spot: Spot
) -> JsonObject:
    content: JsonObject = {}
    if "schema" in source:
        for media_type in _schema_types(conversion, source["schema"], produces, spot):
            place = spot.turn(("schema",), ("content", media_type, "schema"))
            conversion.notes.moved(place)
            content[media_type] = {"schema": convert_schema(conversion, source["schema"], place)}
    if "examples" in source:
        _examples(conversion, source, content, produces, spot)
    return content


def _schema_types(
    conversion: Conversion, schema: Any, produces: list[str] | None, spot: Spot
) -> list[str]:
    if produces:
        return produces
    is_file = isinstance(schema, dict) and schema.get("type") == "file"
    chosen = _BYTES if is_file else JSON_TYPE
    code = "upgrade.produces_default_file" if is_file else "upgrade.produces_default"
    conversion.notes.tally(
        code,
        f"Neither the document nor the operation says produces; {chosen} was taken as meant "
        "(responses: {n}).",
        spot,
        kind=ChangeKind.REPAIR,
    )
    return [chosen]


def _examples(
    conversion: Conversion,
    source: JsonObject,
    content: JsonObject,
    produces: list[str] | None,
    spot: Spot,
) -> None:
    examples = source["examples"]
    here = spot.down("examples")
    if not isinstance(examples, dict) or not any("/" in key for key in examples):
        if examples:
            _bare_example(conversion, examples, content, produces, spot)
        return
    for key, example in examples.items():
        if "/" not in key:
            conversion.notes.loss(
                "upgrade.example",
                "Examples of a response are given by media type, and this key is none; left out.",
                here.down(key),
            )
            continue
        media_type = _matching(content, key)
        if media_type not in content:
            content[media_type] = {}
            if "schema" in source:
                place = spot.turn(("schema",), ("content", media_type, "schema"))
                content[media_type]["schema"] = convert_schema(conversion, source["schema"], place)
                conversion.notes.repair(
                    "upgrade.example_media_type",
                    "An example is given for a media type that produces does not name; the "
                    "media type was added to the response.",
                    place,
                )
        content[media_type]["example"] = example
        conversion.notes.moved(spot.turn(("examples", key), ("content", media_type, "example")))


def _matching(content: JsonObject, key: str) -> str:
    """The media type that an example belongs to, parameters and case aside."""
    if key in content:
        return key
    plain = key.split(";")[0].strip().lower()
    for media_type in content:
        if media_type.split(";")[0].strip().lower() == plain:
            return media_type
    return key


def _bare_example(
    conversion: Conversion,
    examples: Any,
    content: JsonObject,
    produces: list[str] | None,
    spot: Spot,
) -> None:
    media_type = next(iter(content), (produces or [JSON_TYPE])[0])
    place = spot.turn(("examples",), ("content", media_type, "example"))
    content.setdefault(media_type, {})["example"] = examples
    conversion.notes.moved(place)
    conversion.notes.repair(
        "upgrade.example",
        "Examples of a response are given by media type; none is named here, so the whole value "
        "was taken as the example.",
        place,
    )


def convert_header(conversion: Conversion, source: Any, spot: Spot) -> Any:
    """One response header: what it says of its value moves into a schema."""
    if not isinstance(source, dict):
        return source
    result: JsonObject = {}
    for key, item in source.items():
        if key not in SAID_IN_SCHEMA:
            result[key] = convert_extension(conversion, item) if key.startswith("x-") else item
    result["schema"] = convert_value(conversion, source, spot, ("schema",))
    array_style(conversion, source, "header", spot)
    return result
