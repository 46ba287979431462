"""Schemas as the GPT builder walks them, with the context that it prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote

from gptreview.convert.importer import citations
from gptreview.convert.importer.rule import Rule, as_printed, shortened
from gptreview.model.diagnostic import Level, Standing
from gptreview.reading.pointer import join

_UNKNOWN: Final = Rule(
    "schema.unknown_component",
    Level.ERROR,
    Standing.REPORTED,
    citations.REFERENCE_REPORT,
    "Add the component under components/schemas, or write the schema in place of the reference.",
)
_EXTERNAL: Final = Rule(
    "schema.external_reference",
    Level.ERROR,
    Standing.REPORTED,
    citations.REFERENCE_REPORT,
    "Copy the schema into components/schemas: the builder fetches no other document.",
)
_PROPERTIES: Final = Rule(
    "schema.missing_properties",
    Level.WARNING,
    Standing.REPORTED,
    citations.PROPERTIES_REPORT,
    "List the object's `properties`, or write `properties: {}`.",
)
_ITEMS: Final = Rule(
    "schema.missing_items",
    Level.WARNING,
    Standing.REPORTED,
    citations.ITEMS_REPORT,
    "Say with `items` what the array holds.",
)
_TYPE: Final = Rule(
    "schema.unknown_type",
    Level.WARNING,
    Standing.RECALLED,
    f"{citations.OPENAPI_31}#data-types",
    "Use string, number, integer, boolean, object, array or null.",
)
_REQUIRED: Final = Rule(
    "schema.required_not_list",
    Level.WARNING,
    Standing.RECALLED,
    f"{citations.OPENAPI_31}#schema-object",
    "Move the name into the `required` list of the object that has this property.",
)
_NOT_SCHEMA: Final = Rule(
    "schema.not_object",
    Level.WARNING,
    Standing.RECALLED,
    f"{citations.OPENAPI_31}#schema-object",
    "Write a schema object here.",
)
_TYPES: Final = frozenset({"string", "number", "integer", "boolean", "object", "array", "null"})
_ONE, _MANY, _NAMED = 1, 2, 3
_CHILDREN: Final = {
    **dict.fromkeys(("properties", "patternProperties", "$defs", "dependentSchemas"), _NAMED),
    **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), _MANY),
    **dict.fromkeys(("items", "additionalProperties", "not", "if", "then", "else"), _ONE),
    **dict.fromkeys(("contains", "propertyNames", "unevaluatedProperties"), _ONE),
}

Report = Callable[[Rule, str, str], None]
"""Takes a rule, the message and the pointer of one finding."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One ``$ref`` that a walk met."""

    target: str
    """Name under components/schemas; empty where it leads anywhere else, or nowhere."""
    pointer: str


@dataclass(frozen=True, slots=True)
class SchemaWalk:
    """A walk over the schemas of one document."""

    components: dict[str, Any]
    """``components.schemas``."""

    def over(
        self, schema: Any, pointer: str, context: tuple[str, ...], report: Report
    ) -> list[Reference]:
        """Check a schema and everything inside it, following no reference.

        Args:
            schema: The schema.
            pointer: Where it stands in the document.
            context: What the builder prints for it.
            report: Called with every finding.
        """
        found: list[Reference] = []
        seen: set[int] = set()  # YAML aliases may put one object into many places, or into itself
        stack: list[tuple[Any, tuple[str, ...]]] = [(schema, ())]
        while stack:
            node, path = stack.pop()
            if type(node) is dict:
                if id(node) in seen:
                    continue
                seen.add(id(node))
                reference = node.get("$ref")
                if isinstance(reference, str):
                    found.append(self._follow(reference, path, pointer, context, report))
                elif _is_odd(node):
                    _check(node, path, pointer, context, report)
                stack.extend(_children(node, path))
            elif type(node) is not bool:
                place = join(pointer, *path)
                message = f"In context={context + path}, {_kind(node)} stands for a schema"
                report(_NOT_SCHEMA, message, place)
        return found

    def _follow(
        self,
        reference: str,
        path: tuple[str, ...],
        pointer: str,
        context: tuple[str, ...],
        report: Report,
    ) -> Reference:
        place = join(pointer, *path, "$ref")
        name = component_name(reference)
        if name in self.components:
            return Reference(name, place)
        local = reference.startswith("#")
        shown = shortened(name or (reference.rpartition("/")[2] if local else reference))
        message = f"In context={context + path}, reference to unknown component {shown}"
        report(_UNKNOWN if local else _EXTERNAL, f"{message}; using empty schema", place)
        return Reference("", place)


def component_name(reference: str) -> str:
    """The name that a reference to components/schemas ends in; empty for any other reference."""
    prefix = "#/components/schemas/"
    if not reference.startswith(prefix):
        return ""
    return unquote(reference[len(prefix) :]).replace("~1", "/").replace("~0", "~")


def _is_odd(node: dict[str, Any]) -> bool:
    """Whether a schema deserves a closer look; most are a plain scalar and do not."""
    kind = node.get("type")
    return (
        kind in ("object", "array")
        or "required" in node
        or (type(kind) is str and kind not in _TYPES)
    )


def _check(
    node: dict[str, Any],
    path: tuple[str, ...],
    pointer: str,
    context: tuple[str, ...],
    report: Report,
) -> None:
    kind = node.get("type")
    place = join(pointer, *path)
    where = f"In context={context + path}"
    if kind == "object" and not isinstance(node.get("properties"), dict):
        report(_PROPERTIES, f"{where}, object schema missing properties", place)
    elif kind == "array" and "items" not in node:
        report(_ITEMS, f"{where}, array schema missing items", place)
    elif type(kind) is str and kind not in _TYPES:
        report(_TYPE, f"{where}, unknown type {as_printed(kind)}", join(place, "type"))
    if "required" in node and not isinstance(node["required"], list):
        said = as_printed(node["required"])
        report(_REQUIRED, f"{where}, required is {said}, not a list", join(place, "required"))


def _children(node: dict[str, Any], path: tuple[str, ...]) -> Iterator[tuple[Any, tuple[str, ...]]]:
    for key, value in node.items():
        kind = _CHILDREN.get(key)
        if kind is None:
            continue
        if kind == _NAMED:
            if isinstance(value, dict):
                for name, child in value.items():
                    yield child, (*path, key, str(name))
        elif kind == _MANY:
            if isinstance(value, list):
                for index, child in enumerate(value):
                    yield child, (*path, key, str(index))
        else:
            yield value, (*path, key)


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    return "a list" if isinstance(value, list) else f"a {type(value).__name__}"
