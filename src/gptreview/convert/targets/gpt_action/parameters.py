"""Parameters that the GPT builder can send: path and query, each name once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gptreview.convert.ledger import Stage
from gptreview.convert.targets.gpt_action.descriptions import JSON
from gptreview.model.action import ActionAuth, AuthType, JsonObject, Operation
from gptreview.reading.pointer import join

# RFC 9110 and OpenAPI: these header parameters are ignored, the caller sets them by itself.
_SET_BY_CALLER = frozenset({"accept", "content-type", "host", "user-agent", "content-length"})


@dataclass(frozen=True, slots=True)
class Unsendable:
    """Why an operation cannot work in the builder, and where the reason stands."""

    code: str
    reason: str
    pointer: str


def drop_headers(operation: Operation, auth: ActionAuth, stage: Stage) -> Operation | Unsendable:
    """The operation without header and cookie parameters; one that needs them cannot work."""
    if all(parameter["in"] in ("path", "query") for parameter in operation.parameters):
        return operation
    kept: list[JsonObject] = []
    for index, parameter in enumerate(operation.parameters):
        place = join(operation.pointer, "parameters", index)
        location, name = parameter["in"], parameter["name"]
        if location in ("path", "query"):
            stage.moved(place, join(operation.pointer, "parameters", len(kept)))
            kept.append(parameter)
        elif _carried(location, name, auth):
            stage.mapping(
                "parameter.header_by_auth",
                f"header {name} is sent by ChatGPT itself or by the action's authentication; "
                "the parameter was left out",
                before=place,
                after=None,
            )
        elif parameter.get("required") is True:
            return Unsendable(
                f"parameter.{location}_required",
                f"it needs the {location} {name}, and the GPT builder sends no "
                f"{location} parameters",
                place,
            )
        else:
            stage.loss(
                f"parameter.{location}",
                f"the GPT builder sends no {location} parameters; {name} was left out",
                before=place,
                after=None,
            )
    return replace(operation, parameters=tuple(kept))


def rename_clashes(operations: Sequence[Operation], stage: Stage) -> list[Operation]:
    """Path parameters whose name a query parameter or body field also has get another.

    Only the template and the parameter know a path parameter's name, so the call stays the same.
    Every operation of one path is renamed alike: the path is written once.
    """
    clashing: dict[str, set[str]] = {}
    taken: dict[str, set[str]] = {}
    for operation in operations:
        others = query_names(operation) | field_names(operation)
        own = {parameter["name"] for parameter in operation.parameters}
        taken.setdefault(operation.path, set()).update(others | own)
        clashing.setdefault(operation.path, set()).update(others & path_names(operation))
    paths = {operation.path for operation in operations}
    renamed = {
        path: _fresh_names(path, sorted(names), taken[path], paths)
        for path, names in clashing.items()
    }
    return [_rename(operation, renamed[operation.path], stage) for operation in operations]


def _fresh_names(path: str, names: list[str], taken: set[str], paths: set[str]) -> dict[str, str]:
    """New names for path parameters, none taken, that do not make the path another path's."""
    while True:
        fresh = {name: _fresh(name, taken) for name in names}
        if not fresh or _renamed_path(path, fresh) not in paths:
            return fresh
        taken = taken | set(fresh.values())


def _renamed_path(path: str, renamed: dict[str, str]) -> str:
    for old, new in renamed.items():
        path = path.replace(f"{{{old}}}", f"{{{new}}}")
    return path


def _rename(operation: Operation, renamed: dict[str, str], stage: Stage) -> Operation:
    if not renamed:
        return operation
    parameters = list(operation.parameters)
    for index, parameter in enumerate(parameters):
        if parameter["in"] == "path" and parameter["name"] in renamed:
            fresh = renamed[parameter["name"]]
            place = join(operation.pointer, "parameters", index, "name")
            stage.mapping(
                "parameter.renamed",
                f"path parameter {parameter['name']} shares its name with another input, which the "
                f"GPT builder refuses; it is now {fresh}, and the URL that is called is the same",
                before=stage.origin(place),
                after=place,
            )
            parameters[index] = {**parameter, "name": fresh}
    return replace(
        operation,
        path=_renamed_path(operation.path, renamed),
        parameters=tuple(parameters),
    )


def query_clash(operation: Operation, stage: Stage) -> Unsendable | None:
    """A query parameter and a body field of one name: both are on the wire, neither can move."""
    fields = field_names(operation)
    for index, parameter in enumerate(operation.parameters):
        if parameter["in"] == "query" and parameter["name"] in fields:
            return Unsendable(
                "parameter.query_and_body",
                f"{parameter['name']} is both a query parameter and a body field, which the GPT "
                "builder refuses",
                stage.origin(join(operation.pointer, "parameters", index)),
            )
    return None


def query_names(operation: Operation) -> set[str]:
    """Names of the query parameters."""
    return {p["name"] for p in operation.parameters if p["in"] == "query"}


def path_names(operation: Operation) -> set[str]:
    """Names of the path parameters."""
    return {p["name"] for p in operation.parameters if p["in"] == "path"}


def field_names(operation: Operation) -> set[str]:
    """Names of the fields of a fitted JSON body."""
    body = operation.request_body
    return set(body["content"][JSON]["schema"]["properties"]) if body else set()


def _carried(location: str, name: str, auth: ActionAuth) -> bool:
    if location != "header":
        return False
    word = name.lower()
    if word in _SET_BY_CALLER:
        return True
    if auth.scheme == "custom":
        return word == auth.header.lower()
    return word == "authorization" and auth.type is not AuthType.NONE


def _fresh(name: str, taken: set[str]) -> str:
    candidate, number = f"path_{name}", 2
    while candidate in taken:
        candidate, number = f"path_{name}_{number}", number + 1
    return candidate
