"""Parameters of one operation: path-level ones pushed down, references resolved."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from gptreview.convert.define.parameter_fields import read_fields
from gptreview.convert.define.references import follow
from gptreview.convert.ledger import Stage
from gptreview.convert.wording import json_kind, quoted, shortened
from gptreview.model.action import JsonObject
from gptreview.reading.pointer import join

_LOCATIONS = ("query", "path", "header", "cookie")
_TEMPLATE = re.compile(r"\{([^{}/]+)\}")


@dataclass(frozen=True, slots=True)
class _Found:
    """A parameter as the document holds it."""

    value: JsonObject
    origin: str
    """Pointer of the object itself."""
    place: str
    """Pointer of the entry in the list, which may be a reference."""


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
    found: dict[tuple[str, str], _Found] = {}
    for entries, pointer in lists:
        found |= _read_list(document, entries, pointer, stage)
    names = dict.fromkeys(_TEMPLATE.findall(path))
    kept = [entry for entry in found.values() if _is_used(entry, names, path, stage)]
    placed = [
        _place(entry, join(target, "parameters", index), stage) for index, entry in enumerate(kept)
    ]
    for name in names:
        if ("path", name) not in found:
            placed.append(_implied(name, path, join(target, "parameters", len(placed)), stage))
    return tuple(placed)


def _read_list(
    document: JsonObject, entries: Any, pointer: str, stage: Stage
) -> dict[tuple[str, str], _Found]:
    """One list by location and name; of two that share both, the last counts."""
    found: dict[tuple[str, str], _Found] = {}
    if entries is not None and not isinstance(entries, list):
        _tell_unreadable(f"parameters is {json_kind(entries)}, expected an array", pointer, stage)
        return found
    for index, entry in enumerate(entries or []):
        parameter = _read(document, entry, join(pointer, index), stage)
        if parameter is None:
            continue
        key = (parameter.value["in"], parameter.value["name"])
        if key in found:
            stage.loss(
                "parameter.duplicate",
                f"{key[0]} parameter {shortened(key[1])} stands twice in one list; "
                "the last one counts",
                before=found[key].place,
                after=None,
            )
        found[key] = parameter
    return found


def _is_used(entry: _Found, names: dict[str, None], path: str, stage: Stage) -> bool:
    name = entry.value["name"]
    if entry.value["in"] != "path" or name in names:
        return True
    stage.loss(
        "parameter.path_unused",
        f"path parameter {shortened(name)} does not appear in {shortened(path)}; left out",
        before=entry.place,
        after=None,
    )
    return False


def _place(entry: _Found, after: str, stage: Stage) -> JsonObject:
    stage.moved(entry.origin, after)
    value = entry.value
    if value["in"] != "path" or value.get("required") is True:
        return value
    stage.repair(
        "parameter.path_required",
        f"path parameter {shortened(value['name'])} is not marked required; a path needs it, "
        "so it is now",
        before=entry.place,
        after=f"{after}/required",
    )
    return {**value, "required": True}


def _implied(name: str, path: str, after: str, stage: Stage) -> JsonObject:
    stage.repair(
        "parameter.path_undeclared",
        f"{shortened(path)} uses {{{shortened(name)}}} and declares no such path parameter; "
        "declared as a required string",
        before=None,
        after=after,
    )
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _read(document: JsonObject, entry: Any, place: str, stage: Stage) -> _Found | None:
    resolved = follow(document, entry, place)
    value = resolved.value
    name, written = value.get("name"), value.get("in")
    location = written.strip().lower() if isinstance(written, str) else written
    problem = resolved.problem
    if not isinstance(name, str) or not name:
        problem = problem or "it has no name"
    elif location not in _LOCATIONS:
        problem = f"its `in` is {quoted(written)}, expected query, path, header or cookie"
    if problem or not isinstance(name, str):
        _tell_unreadable(f"a parameter could not be read: {problem}", place, stage)
        return None
    if location != written:
        stage.repair(
            "parameter.location",
            f"`in` of parameter {shortened(name)} is {quoted(written)}; read as {location}",
            before=join(resolved.pointer, "in"),
            after=None,
        )
        value = {**value, "in": location}
    return _Found(read_fields(value, resolved.pointer, stage), resolved.pointer, place)


def _tell_unreadable(what: str, place: str, stage: Stage) -> None:
    stage.loss("parameter.unreadable", f"{what}; left out", before=place, after=None)
