"""Names of component schemas: which a reference means, and which are needed."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any

from gptreview.convert.define.references import local_pointer
from gptreview.model.action import JsonObject
from gptreview.reading.pointer import resolve, split

# OpenAPI 3.1, Components Object: keys match this expression.
_FORBIDDEN = re.compile(r"[^A-Za-z0-9._-]+")
_HOME = ["components", "schemas"]
# Keys under which OpenAPI and JSON Schema hold schemas, alone or by name.
_ALONE = frozenset({"schema", "items", "additionalProperties", "not", "if", "then", "else",
                    "contains", "propertyNames"})  # fmt: skip
_NAMED = frozenset({"schemas", "properties", "patternProperties", "definitions", "$defs", "allOf",
                    "anyOf", "oneOf", "prefixItems", "items", "dependentSchemas"})  # fmt: skip


def is_component(tokens: Sequence[str]) -> bool:
    """Whether the tokens of a pointer lead to a component schema itself."""
    return len(tokens) == 3 and list(tokens[:2]) == _HOME


def _holds_schemas(tokens: Sequence[str]) -> bool:
    """Whether what stands there is meant as a schema, as far as the place can tell."""
    return bool(tokens) and (tokens[-1] in _ALONE or (len(tokens) > 1 and tokens[-2] in _NAMED))


class ComponentNames:
    """Gives every schema that is referred to one component name, and remembers to emit it."""

    def __init__(self, document: JsonObject, schemas: Mapping[str, Any]) -> None:
        self._document = document
        self._schemas = schemas
        self._by_pointer: dict[str, str] = {}
        self._taken: set[str] = set()
        self._needed: deque[tuple[str, Any, str]] = deque()

    def known(self, reference: str) -> str | None:
        """The component name of a schema that is referred to anyway."""
        return self._by_pointer.get(self._pointer(reference) or "")

    def component(self, reference: Any) -> str | None:
        """The document's own name for the component schema that a reference leads to."""
        tokens = split(self._pointer(reference) or "") if isinstance(reference, str) else []
        return tokens[2] if is_component(tokens) and tokens[2] in self._schemas else None

    def reaches(self, pointer: str) -> bool:
        """Whether something refers to what stands there."""
        return pointer in self._by_pointer

    def next_needed(self) -> tuple[str, Any, str] | None:
        """Name, value and pointer of a schema that was referred to and not yet given out."""
        return self._needed.popleft() if self._needed else None

    def resolve(self, reference: Any) -> tuple[str | None, str]:
        """The component name for a reference, or None and the reason in one clause."""
        if not isinstance(reference, str):
            return None, "is not text"
        pointer = self._pointer(reference)
        if pointer is None and reference.startswith("#"):
            return None, "is not a JSON pointer into the document"
        if pointer is None:
            return None, "leads outside the document and is not fetched"
        if pointer in self._by_pointer:
            return self._by_pointer[pointer], ""
        try:
            value = resolve(self._document, pointer)
        except (LookupError, IndexError):
            return None, "leads to nothing in the document"
        tokens = split(pointer)
        if not isinstance(value, (dict, bool)) or not _holds_schemas(tokens):
            return None, "leads to something that is not a schema"
        name = self._name(tokens)
        self._by_pointer[pointer] = name
        self._needed.append((name, value, pointer))
        return name, ""

    def _pointer(self, reference: str) -> str | None:
        pointer = local_pointer(reference)
        if pointer is None:
            # "Pet" instead of "#/components/schemas/Pet": plain where such a schema exists.
            name = reference.rpartition("/")[2]
            return f"/components/schemas/{name}" if reference == name in self._schemas else None
        tokens = split(pointer)
        if tokens[:1] == ["definitions"] and len(tokens) > 1 and tokens[1] in self._schemas:
            return "/components/schemas" + pointer.removeprefix("/definitions")
        return pointer

    def _name(self, tokens: list[str]) -> str:
        inside = tokens[2:] if tokens[:2] == _HOME else tokens
        own = is_component(tokens) and _FORBIDDEN.search(tokens[2]) is None
        base = _FORBIDDEN.sub("_", "_".join(inside))
        base = base if own else base.strip("_") or "schema"
        name, number = base, 2
        # A made-up name must not take the place of a schema that really has it.
        while name in self._taken or (not own and name in self._schemas):
            name, number = f"{base}_{number}", number + 1
        self._taken.add(name)
        return name
