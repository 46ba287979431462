"""Shared parts: definitions, parameters, responses and security definitions as components."""

from __future__ import annotations

from typing import Any

from gptreview.convert.upgrade.spot import Spot
from gptreview.convert.upgrade.swagger.bodies import Part, convert_body
from gptreview.convert.upgrade.swagger.conversion import SECTIONS, Conversion
from gptreview.convert.upgrade.swagger.parameters import convert_parameter
from gptreview.convert.upgrade.swagger.responses import convert_response
from gptreview.convert.upgrade.swagger.schemas import convert_extension, convert_schema
from gptreview.convert.upgrade.swagger.security import convert_scheme
from gptreview.model.action import JsonObject


def convert_components(conversion: Conversion) -> JsonObject:
    """Everything that 2.0 shares, in the order of 3.0's Components Object."""
    result: JsonObject = {}
    for section, new in SECTIONS.items():
        value = conversion.document.get(section)
        spot = Spot(None, (section,), ("components", new))
        if value is None:
            continue
        if not isinstance(value, dict):
            conversion.notes.loss("upgrade.section", f"{section} is no object; left out.", spot)
            continue
        conversion.notes.moved(spot)
        for name, item in value.items():
            place, written = _component(conversion, section, name, item, spot)
            if place:
                result.setdefault(place, {})[conversion.component(section, name)] = written
        conversion.notes.mapping("upgrade.components", f"{section} became components.{new}.", spot)
    return _with_carried(conversion, result)


def _component(
    conversion: Conversion, section: str, name: str, item: Any, spot: Spot
) -> tuple[str, Any]:
    """The section of ``components`` and the component; no section for what has no place."""
    new_name = conversion.component(section, name)
    here = spot.down(name) if new_name == name else spot.turn((name,), (new_name,))
    if new_name != name:
        conversion.notes.moved(here)
        conversion.notes.repair(
            "upgrade.component_name",
            f"{name!r} has characters that OpenAPI 3.x does not allow in a component's name; "
            f"renamed to {new_name!r} with every reference to it.",
            here,
        )
    if section == "definitions":
        return "schemas", convert_schema(conversion, item, here)
    if section == "parameters":
        return _parameter(conversion, name, item, here)
    if section == "responses":
        return "responses", _reference(conversion, item) or convert_response(
            conversion, item, conversion.produces, here
        )
    return "securitySchemes", convert_scheme(conversion, item, here)


def _reference(conversion: Conversion, item: Any) -> JsonObject | None:
    if not isinstance(item, dict) or not isinstance(item.get("$ref"), str):
        return None
    result = dict(item)
    conversion.references.rewrite(result, "$ref", item["$ref"])
    return result


def _parameter(conversion: Conversion, name: str, item: Any, spot: Spot) -> tuple[str, Any]:
    place = conversion.placements[name]
    if not place:
        return "", None
    if not isinstance(item, dict):
        return place, item
    reference = _reference(conversion, item)
    new = spot.after
    if place == "requestBodies":
        new = f"/components/requestBodies/{conversion.component('parameters', name)}"
        conversion.notes.stage.moved(spot.before, new)
    if reference is not None:
        return place, reference
    if place == "requestBodies":
        part = Part(item, spot.before, spot.before)
        return place, convert_body(conversion, part, conversion.consumes, new)
    return place, convert_parameter(conversion, item, spot)


def tell_unused_forms(conversion: Conversion) -> None:
    """Name the shared form parameters that went nowhere, once every operation is written."""
    for name, place in conversion.placements.items():
        if not place and name not in conversion.used_forms:
            conversion.notes.loss(
                "upgrade.form_unused",
                "A shared form parameter that no operation uses has no place.",
                Spot(None, ("parameters", name)),
            )


def _with_carried(conversion: Conversion, result: JsonObject) -> JsonObject:
    """A 2.0 document that has ``components`` as well: what does not collide is carried."""
    carried = conversion.document.get("components")
    if not isinstance(carried, dict):
        return result
    spot = Spot().down("components")
    conversion.notes.repair(
        "upgrade.mixed_versions",
        "A Swagger 2.0 document has no components; these are carried as they stand, the "
        "document's own definitions first.",
        spot,
    )
    for section, value in carried.items():
        known = result.get(section)
        if known is None:
            result[section] = convert_extension(conversion, value)
        elif isinstance(value, dict):
            result[section] = {**convert_extension(conversion, value), **known}
    return result
