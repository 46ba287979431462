"""Path items and operations: parameters sorted into what they become, media types spread."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from gptreview.convert.methods import METHODS
from gptreview.convert.upgrade.notes import shown
from gptreview.convert.upgrade.references import target
from gptreview.convert.upgrade.spot import Spot, across
from gptreview.convert.upgrade.swagger.bodies import Part, convert_body, convert_form, usable
from gptreview.convert.upgrade.swagger.conversion import (
    Conversion,
    location,
    media_types,
    tell_siblings,
)
from gptreview.convert.upgrade.swagger.parameters import convert_parameter
from gptreview.convert.upgrade.swagger.responses import convert_responses
from gptreview.convert.upgrade.swagger.schemas import convert_extension
from gptreview.convert.upgrade.swagger.security import convert_requirements
from gptreview.convert.upgrade.swagger.servers import operation_servers
from gptreview.model.action import JsonObject
from gptreview.reading.pointer import split


@dataclass(slots=True)
class Sorted:
    """One list of parameters, by what becomes of each."""

    kept: list[Any] = field(default_factory=list)
    bodies: list[Part] = field(default_factory=list)
    forms: list[Part] = field(default_factory=list)


def convert_paths(conversion: Conversion, paths: Any, spot: Spot) -> Any:
    """Every path item; extensions are carried."""
    if not isinstance(paths, dict):
        return paths
    return {
        path: convert_extension(conversion, item)
        if path.startswith("x-")
        else convert_path_item(conversion, item, spot.down(path))
        for path, item in paths.items()
    }


def convert_path_item(conversion: Conversion, item: Any, spot: Spot) -> Any:
    """One path item: its own body and form parameters go into each of its operations."""
    if not isinstance(item, dict):
        return item
    result: JsonObject = {}
    shared = _sort(conversion, item.get("parameters"), spot.down("parameters"))
    operations = 0
    for key, value in item.items():
        if key == "parameters":
            if shared.kept or not isinstance(value, list):
                result[key] = shared.kept if isinstance(value, list) else value
        elif key in METHODS or _looks_like_operation(key, value):
            result[key] = _operation(conversion, value, shared, spot.down(key))
            operations += isinstance(value, dict)
        elif key == "$ref" and isinstance(value, str):
            conversion.references.rewrite(result, key, value)
        else:
            result[key] = convert_extension(conversion, value) if key.startswith("x-") else value
    if not operations:
        for part in [*shared.bodies, *shared.forms]:
            conversion.notes.loss(
                "upgrade.body_unused",
                "A body or form parameter of a path without operations has no place.",
                across(part.listed, ""),
            )
    return result


def _looks_like_operation(key: str, value: Any) -> bool:
    """Whether a key that 2.0 does not know (``GET``, ``query``) holds an operation."""
    return isinstance(value, dict) and "responses" in value and not key.startswith("x-")


def _operation(conversion: Conversion, value: Any, shared: Sorted, spot: Spot) -> Any:
    if not isinstance(value, dict):
        return value
    own = _sort(conversion, value.get("parameters"), spot.down("parameters"))
    notes = conversion.notes
    consumes = media_types(value, "consumes", spot, notes)
    produces = media_types(value, "produces", spot, notes)
    result: JsonObject = {}
    for key, item in value.items():
        if key in _SPREAD:
            continue
        if key == "parameters":
            if own.kept or not isinstance(item, list):
                result[key] = own.kept if isinstance(item, list) else item
        elif key == "security":
            result[key] = convert_requirements(conversion, item)
        else:
            result[key] = convert_extension(conversion, item) if key.startswith("x-") else item
    said = conversion.consumes if consumes is None else consumes
    _attach_body(conversion, result, own, shared, said, spot)
    if "responses" in value:
        said = conversion.produces if produces is None else produces
        here = spot.down("responses")
        result["responses"] = convert_responses(conversion, value["responses"], said, here)
    servers = operation_servers(conversion.address, value, spot, notes)
    if servers:
        result["servers"] = servers
    return result


_SPREAD = frozenset({"consumes", "produces", "schemes", "responses"})


def _attach_body(
    conversion: Conversion,
    result: JsonObject,
    own: Sorted,
    shared: Sorted,
    consumes: list[str] | None,
    spot: Spot,
) -> None:
    bodies = own.bodies or ([] if own.forms else shared.bodies)
    own_names = [part.source.get("name") for part in own.forms]
    forms = [
        *own.forms,
        *(part for part in shared.forms if part.source.get("name") not in own_names),
    ]
    if bodies:
        _drop_beside_body(conversion, bodies[1:], forms)
        result["requestBody"] = _body(conversion, bodies[0], consumes, spot)
        return
    forms = usable(forms, conversion)
    if forms:
        after = spot.down("requestBody").after
        result["requestBody"] = convert_form(conversion, forms, consumes, after)


def _drop_beside_body(conversion: Conversion, bodies: list[Part], forms: list[Part]) -> None:
    for part in [*bodies, *forms]:
        conversion.notes.loss(
            "upgrade.second_body",
            "An operation has one body at most; this body or form parameter stands beside "
            "another body and is left out.",
            across(part.listed, ""),
        )


def _body(conversion: Conversion, part: Part, consumes: list[str] | None, spot: Spot) -> JsonObject:
    after = spot.down("requestBody").after
    # A shared body is written once, with the document's media types; one with others in line.
    if part.shared and (consumes or []) == (conversion.consumes or []):
        conversion.notes.stage.moved(part.listed, after)
        name = conversion.component("parameters", part.shared)
        return {"$ref": f"#/components/requestBodies/{name}"}
    return convert_body(conversion, part, consumes, after)


def _sort(conversion: Conversion, raw: Any, spot: Spot) -> Sorted:
    """Sort one list of parameters; those that stay are converted and renumbered."""
    result = Sorted()
    if not isinstance(raw, list):
        return result
    seen: dict[tuple[str, str], Any] = {}
    before = spot.before
    for index, entry in enumerate(raw):
        listed = f"{before}/{index}"
        source, place = conversion.follow(entry)
        where = _location(conversion, source, across(place or listed, ""))
        if where in ("body", "formData"):
            tell_siblings(conversion, {} if entry is source else entry, across(listed, ""))
            part = Part(source, place or listed, listed, _shared_name(place))
            (result.bodies if where == "body" else result.forms).append(part)
            if where == "formData" and part.shared:
                conversion.used_forms.add(part.shared)
            continue
        if _is_repeated(conversion, seen, source, where, across(listed, "")):
            continue
        new = across(listed, f"{spot.after}/{len(result.kept)}")
        conversion.notes.moved(new)
        result.kept.append(_kept(conversion, entry, source, place, new))
    return result


def _location(conversion: Conversion, source: Any, spot: Spot) -> str:
    where = location(source) if isinstance(source, dict) else ""
    if where and where != source["in"]:
        conversion.notes.repair(
            "upgrade.parameter_in", f"in is {shown(source['in'])}; read as {where}.", spot
        )
    return where


def _kept(conversion: Conversion, entry: Any, source: Any, place: str | None, spot: Spot) -> Any:
    """A parameter that stays one: in line, or by reference where it is a global one."""
    if not isinstance(entry, dict):
        return entry
    if place is None and source is entry:
        return convert_parameter(conversion, entry, spot)
    own = target(entry["$ref"])
    if isinstance(source, dict) and place is not None and not _shared_name(own):
        # 2.0 lets a reference name any place; 3.0 tools look among the components only.
        tell_siblings(conversion, entry, spot)
        return convert_parameter(conversion, source, across(place, spot.after))
    result = dict(entry)
    conversion.references.rewrite(result, "$ref", entry["$ref"])
    return result


def _shared_name(place: str | None) -> str:
    """The name of the global parameter that a pointer names; empty for any other place."""
    tokens = split(place) if place else []
    return tokens[1] if len(tokens) == 2 and tokens[0] == "parameters" else ""


def _is_repeated(
    conversion: Conversion,
    seen: dict[tuple[str, str], Any],
    source: Any,
    where: str,
    spot: Spot,
) -> bool:
    if not isinstance(source, dict) or not isinstance(source.get("name"), str):
        return False
    key = (where, source["name"])
    if key not in seen:
        seen[key] = source
        return False
    if seen[key] == source:
        conversion.notes.repair(
            "upgrade.duplicate_parameter",
            f"The {where} parameter {key[1]!r} is given twice in the same words; one stands.",
            spot,
        )
    else:
        conversion.notes.loss(
            "upgrade.duplicate_parameter",
            f"The {where} parameter {key[1]!r} is given twice; the first one stands.",
            spot,
        )
    return True
