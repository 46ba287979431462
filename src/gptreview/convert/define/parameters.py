"""Parameters of one operation: path-level ones pushed down, references resolved."""

from __future__ import annotations

import re
from typing import Any

from gptreview.convert.define.parameter_fields import read_fields
from gptreview.convert.define.references import follow
from gptreview.convert.ledger import Stage
from gptreview.convert.pointer import join
from gptreview.model.action import JsonObject

_LOCATIONS = ("query", "path", "header", "cookie")
_TEMPLATE = re.compile(r"\{([^{}/]+)\}")


def collect_parameters(
    document: JsonObject,
    lists: tuple[tuple[Any, str], tuple[Any, str]],
    path: str,
    target: str,
    stage: Stage,
) -> tuple[JsonObject, ...]:
    """The Parameter Objects of an operation, in order, each with a schema or content.

    Args:
        document: The whole document, for references.
        lists: ``parameters`` of the path item and of the operation, each with its pointer.
        path: The path template.
        target: Pointer of the operation in the output.
        stage: Where repairs and losses are recorded.
    """
    found: dict[tuple[str, str], tuple[JsonObject, str, str]] = {}
    for entries, pointer in lists:
        for index, entry in enumerate(entries if isinstance(entries, list) else []):
            place = join(pointer, index)
            parameter = _read(document, entry, place, stage)
            if parameter is not None:
                value, origin = parameter
                found[(value["in"], value["name"])] = (value, origin, place)
    for name in dict.fromkeys(_TEMPLATE.findall(path)):
        if ("path", name) not in found:
            stage.repair(
                "parameter.path_undeclared",
                f"{path} uses {{{name}}} and declares no such path parameter; "
                "declared as a required string",
                before=None,
                after=join(target, "parameters", len(found)),
            )
            implied = {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            found[("path", name)] = (implied, "", "")
    return tuple(_place(found, path, target, stage))


def _place(
    found: dict[tuple[str, str], tuple[JsonObject, str, str]],
    path: str,
    target: str,
    stage: Stage,
) -> list[JsonObject]:
    kept: list[JsonObject] = []
    names = set(_TEMPLATE.findall(path))
    for (location, name), (value, origin, place) in found.items():
        if location == "path" and name not in names:
            stage.loss(
                "parameter.path_unused",
                f"path parameter {name} does not appear in {path}; left out",
                before=place,
                after=None,
            )
            continue
        after = join(target, "parameters", len(kept))
        if origin:
            stage.moved(origin, after)
        if location == "path" and value.get("required") is not True:
            value = {**value, "required": True}
            stage.repair(
                "parameter.path_required",
                f"path parameter {name} is not marked required; a path needs it, so it is now",
                before=place,
                after=f"{after}/required",
            )
        kept.append(value)
    return kept


def _read(
    document: JsonObject, entry: Any, place: str, stage: Stage
) -> tuple[JsonObject, str] | None:
    resolved = follow(document, entry, place)
    value = resolved.value
    name, location = value.get("name"), value.get("in")
    problem = resolved.problem
    if not problem and not (isinstance(name, str) and name):
        problem = "it has no name"
    if not problem and location not in _LOCATIONS:
        problem = f"its `in` is {location!r}, expected query, path, header or cookie"
    if problem:
        stage.loss(
            "parameter.unreadable",
            f"a parameter could not be read: {problem}; left out",
            before=place,
            after=None,
        )
        return None
    return read_fields(value, place, stage), resolved.pointer
