"""The consent sheet: what each operation of an action hands to whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Final

from gptreview.decide.domain import canonical_host, host_of, same_owner
from gptreview.model.action import ActionDefinition, JsonObject, Operation
from gptreview.model.gpt import Gpt
from gptreview.model.verdict import DataFlow

_SCHEMA_REFERENCE: Final = "#/components/schemas/"
_COMBINATORS: Final = ("allOf", "oneOf", "anyOf")
_MAX_NAMES: Final = 500
"""Names that a row tells, of an operation's parameters and fields; then an ellipsis follows."""


def data_flows(index: int, definition: ActionDefinition, gpt: Gpt) -> tuple[DataFlow, ...]:
    """One row for each operation, in document order.

    Args:
        index: Number of the action, counted from 0.
        definition: What the action's document says.
        gpt: Whose builder's domain tells own hosts from others'.
    """
    own = canonical_host(gpt.builder.domain)
    return tuple(
        _flow(index, operation, definition.schemas, own) for operation in definition.operations
    )


def _flow(index: int, operation: Operation, schemas: Mapping[str, Any], own: str) -> DataFlow:
    host = host_of(operation.server)
    return DataFlow(
        action=index,
        operation=f"{operation.method.upper()} {operation.path}",
        domain=host,
        sends=_capped(_sends(operation, schemas)),
        asks_user=_asks_user(operation),
        third_party=not same_owner(host, own) if host and own else None,
    )


def _capped(names: Iterator[str]) -> tuple[str, ...]:
    """Each name once. What is read is bounded too: nested schemas may repeat without end."""
    told = tuple(dict.fromkeys(islice(names, _MAX_NAMES)))
    return (*told, "…") if next(names, None) is not None else told


def _asks_user(operation: Operation) -> bool:
    """OpenAI, production notes on GPT actions, consequential flag: unset, only GET is not asked."""
    if operation.consequential is None:
        return operation.method != "get"
    return operation.consequential


def _sends(operation: Operation, schemas: Mapping[str, Any]) -> Iterator[str]:
    for parameter in operation.parameters:
        if isinstance(parameter.get("name"), str):
            yield parameter["name"]
    for schema in _body_schemas(operation.request_body):
        names = list(_fields(schema, schemas))
        yield from names or ("body",)


def _body_schemas(body: JsonObject | None) -> Iterator[Any]:
    content = (body or {}).get("content")
    for media_type in content.values() if isinstance(content, dict) else ():
        yield media_type.get("schema") if isinstance(media_type, dict) else None


def _fields(schema: Any, schemas: Mapping[str, Any]) -> Iterator[str]:
    """The body's properties; those of a property that is an object or a list of them, dotted."""
    for name, part in _properties(schema, schemas):
        inner = [f"{name}.{nested}" for nested, _ in _properties(part, schemas)]
        yield from inner or (name,)


def _properties(schema: Any, schemas: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Properties of a schema and of all that it is put together from, in document order."""
    waiting = [schema]
    seen: set[int] = set()
    while waiting:
        each = waiting.pop(0)
        if not isinstance(each, dict) or id(each) in seen:
            continue  # a recursive schema says the same again
        seen.add(id(each))
        properties = each.get("properties")
        yield from properties.items() if isinstance(properties, dict) else ()
        waiting.extend(_parts(each, schemas))


def _parts(schema: JsonObject, schemas: Mapping[str, Any]) -> Iterator[Any]:
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference.startswith(_SCHEMA_REFERENCE):
        yield schemas.get(reference.removeprefix(_SCHEMA_REFERENCE))
    for keyword in _COMBINATORS:
        parts = schema.get(keyword)
        yield from parts if isinstance(parts, list) else ()
    yield schema.get("items")
