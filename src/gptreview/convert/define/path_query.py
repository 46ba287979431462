"""A query written into a path: the same call with query parameters, where that is exact."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import parse_qsl

from gptreview.model.action import JsonObject, Operation

_VARIABLE = re.compile(r"\{([^{}/]+)\}")


def base_path(path: str) -> str:
    """The path without its query."""
    return path.partition("?")[0]


def query_to_parameters(operation: Operation) -> Operation | None:
    """The operation with the query of its path as parameters, so that the same URL is called.

    A variable that is a whole value becomes a query parameter of that name; a constant becomes
    a required one with a single allowed value. None where the query cannot be told apart so.
    """
    path, _, query = operation.path.partition("?")
    if not query or "#" in operation.path:
        return None
    parameters = {(p["in"], p["name"]): p for p in operation.parameters}
    for name, value in _pairs(query):
        made = _parameter(name, value, parameters)
        if made is None or ("query", name) in parameters:
            return None
        parameters[("query", name)] = made
    variables = set(_VARIABLE.findall(query)) - set(_VARIABLE.findall(path))
    kept = tuple(p for (where, n), p in parameters.items() if where != "path" or n not in variables)
    return replace(operation, path=path, parameters=kept)


def _pairs(query: str) -> Iterable[tuple[str, str]]:
    """Names and values; an empty name stands for what is no pair, and fits no parameter."""
    try:
        return parse_qsl(query, keep_blank_values=True, strict_parsing=True, max_num_fields=100)
    except ValueError:
        return [("", "")]


def _parameter(
    name: str, value: str, parameters: dict[tuple[str, str], JsonObject]
) -> JsonObject | None:
    if not name or "{" in name:
        return None
    variable = _VARIABLE.fullmatch(value)
    if variable:
        declared = parameters.get(("path", variable[1]))
        if declared is None:
            return None
        # Path parameters have styles of their own; a query's are its default.
        rest = {k: v for k, v in declared.items() if k not in ("style", "explode")}
        return {**rest, "name": name, "in": "query"}
    if "{" in value:
        return None
    schema = {"type": "string", "enum": [value]}
    return {"name": name, "in": "query", "required": True, "schema": schema}
