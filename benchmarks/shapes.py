"""What a schema asks for, read without the converter: types, allowed values, fields, required.

Both sides of a migration are read by these lines, so that only what they say can differ.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

_TYPES = frozenset({"string", "number", "integer", "boolean", "array", "object", "null"})
_NULL = frozenset({"null"})
_DEEPEST = 5
"""Levels of fields inside fields that are compared."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What values a schema lets through, as far as it is compared."""

    types: frozenset[str] | None = None
    """None where the schema does not say, or says something that is no JSON Schema type."""
    values: frozenset[str] | None = None
    """The enumerated values as JSON; None where any value goes."""
    fields: Mapping[str, Shape] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    items: Shape | None = None
    places: frozenset[str] = frozenset()
    """JSON pointers of every schema object that was read for this level."""
    opaque: bool = False
    """Nothing can be said: a reference that leads nowhere, a circle, or no schema at all."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two shapes do not have in common."""

    aspect: str
    """``missing``, ``required``, ``type`` or ``enum``."""
    what: str
    places: frozenset[str]
    """Where the source speaks of it."""


def child(pointer: str, *tokens: str | int) -> str:
    """The JSON pointer (RFC 6901) of a descendant."""
    escaped = (str(token).replace("~", "~0").replace("/", "~1") for token in tokens)
    return "/".join((pointer, *escaped))


def lookup(document: Any, pointer: str) -> Any:
    """What a JSON pointer names; keys count by their text (YAML reads 200 as a number).

    Raises:
        LookupError: Where the document has no such place.
    """
    value = document
    for part in pointer.split("/")[1:]:
        token = part.replace("~1", "/").replace("~0", "~")
        if isinstance(value, Mapping):
            value = value[token] if token in value else _by_text(value, token)
        elif isinstance(value, list) and token.isdecimal():
            value = value[int(token)]
        else:
            raise LookupError(pointer)
    return value


def _by_text(value: Mapping[Any, Any], token: str) -> Any:
    for key, item in value.items():
        if str(key) == token or json.dumps(key, default=str) == token:
            return item
    raise LookupError(token)


def follow(document: Any, value: Any, pointer: str) -> tuple[Any, str]:
    """The object behind a chain of local references and its pointer; None where it breaks."""
    for _ in range(16):
        reference = value.get("$ref") if isinstance(value, dict) else None
        if not isinstance(reference, str):
            return value, pointer
        if not reference.startswith("#/"):
            break
        pointer = unquote(reference[1:])
        try:
            value = lookup(document, pointer)
        except LookupError:
            break
    return None, pointer


class ShapeReader:
    """Reads the shapes of one OpenAPI 3.x document."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._old = str(document.get("openapi", "")).startswith("3.0")

    def read(self, schema: Any, pointer: str, above: tuple[str, ...] = (), depth: int = 0) -> Shape:
        """The shape of a schema.

        Args:
            schema: The schema.
            pointer: Where it stands.
            above: Pointers of the references that are being followed.
            depth: Fields and items that it stands inside.
        """
        if schema is True or schema == {}:
            return Shape(places=frozenset({pointer}))
        if not isinstance(schema, dict) or depth > _DEEPEST:
            return Shape(places=frozenset({pointer}), opaque=True)
        reference = schema.get("$ref")
        if reference is None:
            return self._own(schema, pointer, above, depth)
        target, place = follow(self._document, {"$ref": reference}, pointer)
        if target is None or place in above:
            return Shape(places=frozenset({pointer}), opaque=True)
        shape = self.read(target, place, (*above, place), depth)
        rest = {key: value for key, value in schema.items() if key != "$ref"}
        # OpenAPI 3.0 ignores what stands beside a reference, 3.1 applies it.
        parts = [shape] if self._old else [shape, self._own(rest, pointer, above, depth)]
        return _every(parts, frozenset({pointer}))

    def _own(
        self, schema: dict[str, Any], pointer: str, above: tuple[str, ...], depth: int
    ) -> Shape:
        def members(word: str) -> list[Shape]:
            listed = schema.get(word)
            return [
                self.read(member, child(pointer, word, index), above, depth)
                for index, member in enumerate(listed if isinstance(listed, list) else [])
            ]

        parts = [self._plain(schema, pointer, above, depth), *members("allOf")]
        parts += [_any(alternatives) for w in ("oneOf", "anyOf") if (alternatives := members(w))]
        return _every(parts, frozenset({pointer}))

    def _plain(
        self, schema: dict[str, Any], pointer: str, above: tuple[str, ...], depth: int
    ) -> Shape:
        fields = schema.get("properties")
        items = schema.get("items")
        return Shape(
            types=self._types(schema),
            values=_values(schema),
            fields={
                str(name): self.read(value, child(pointer, "properties", name), above, depth + 1)
                for name, value in (fields.items() if isinstance(fields, dict) else ())
            },
            required=_required(schema),
            items=self.read(items, child(pointer, "items"), above, depth + 1)
            if isinstance(items, dict)
            else None,
            places=frozenset({pointer}),
        )

    def _types(self, schema: dict[str, Any]) -> frozenset[str] | None:
        written = schema.get("type")
        words = written if isinstance(written, list) else [written]
        if not words or not all(isinstance(word, str) and word in _TYPES for word in words):
            return None
        # OpenAPI 3.0.3: nullable says something only beside a type. Documents of 3.1 that still
        # carry the word mean the same by it, although 3.1 itself ignores it.
        null = {"null"} if schema.get("nullable") is True else set()
        return frozenset({*words, *null})


def _required(schema: Mapping[str, Any]) -> frozenset[str]:
    """Names in the list, and those whose own schema says ``required: true``, as authors mean it."""
    listed, fields = schema.get("required"), schema.get("properties")
    flagged = {
        str(name)
        for name, value in (fields.items() if isinstance(fields, dict) else ())
        if isinstance(value, dict) and value.get("required") is True
    }
    return frozenset(flagged).union(map(str, listed if isinstance(listed, list) else ()))


def _values(schema: Mapping[str, Any]) -> frozenset[str] | None:
    written = [schema["const"]] if "const" in schema else schema.get("enum")
    if not isinstance(written, list):
        return None
    return frozenset(json.dumps(value, sort_keys=True, default=str) for value in written)


def _every(parts: Sequence[Shape], places: frozenset[str]) -> Shape:
    """What satisfies all of the parts."""
    types = [part.types for part in parts if part.types is not None]
    values = [part.values for part in parts if part.values is not None]
    return Shape(
        types=frozenset.intersection(*types) if types else None,
        values=frozenset.intersection(*values) if values else None,
        fields={name: _every(same, frozenset()) for name, same in _named(parts)},
        required=frozenset().union(*(part.required for part in parts)),
        items=next((part.items for part in parts if part.items is not None), None),
        places=places.union(*(part.places for part in parts)),
        opaque=any(part.opaque for part in parts),
    )


def _any(parts: Sequence[Shape]) -> Shape:
    """What satisfies at least one of the parts; null alone asks for no fields."""
    whole = [part for part in parts if part.types != _NULL] or list(parts)
    types = [part.types for part in parts]
    values = [part.values for part in parts]
    return Shape(
        types=_union(types),
        values=_union(values),
        fields={name: _any(same) for name, same in _named(whole)},
        required=frozenset.intersection(*(part.required for part in whole)),
        items=next((part.items for part in whole if part.items is not None), None),
        places=frozenset().union(*(part.places for part in parts)),
        opaque=any(part.opaque for part in parts),
    )


def _union(sets: Sequence[frozenset[str] | None]) -> frozenset[str] | None:
    known = [entry for entry in sets if entry is not None]
    return frozenset().union(*known) if len(known) == len(sets) else None


def _named(parts: Sequence[Shape]) -> Iterator[tuple[str, list[Shape]]]:
    for name in dict.fromkeys(name for part in parts for name in part.fields):
        yield name, [part.fields[name] for part in parts if name in part.fields]


def differences(source: Shape, emitted: Shape, name: str) -> Iterator[Difference]:
    """Where the emitted shape is not the source's; what the source leaves open is not asked."""
    if source.opaque:
        return
    if source.types is not None and source.types != emitted.types:
        found = f"type {_listed(source.types)} became {_listed(emitted.types)}"
        yield Difference("type", f"{name}: {found}", source.places)
    if _without_null(source.values) != _without_null(emitted.values):
        yield Difference("enum", f"{name}: the enumerated values differ", source.places)
    yield from _field_differences(source, emitted, name)
    if source.items is not None and not emitted.opaque:
        yield from differences(source.items, emitted.items or Shape(), f"{name}[]")


def _field_differences(source: Shape, emitted: Shape, name: str) -> Iterator[Difference]:
    for own, shape in source.fields.items():
        label = f"{name}.{own}"
        if own not in emitted.fields:
            yield Difference("missing", f"{label} is missing", shape.places)
            continue
        if (own in source.required) != (own in emitted.required):
            word = "optional" if own in source.required else "required"
            places = shape.places | source.places
            yield Difference("required", f"{label} became {word}", places)
        yield from differences(shape, emitted.fields[own], label)


def _without_null(values: frozenset[str] | None) -> frozenset[str] | None:
    """OpenAPI 3.0 leaves open whether nullable adds null to an enumeration."""
    return None if values is None else values - {"null"}


def _listed(types: frozenset[str] | None) -> str:
    return "|".join(sorted(types)) if types else "any"
