"""The fields of a body that is one object: whatever is not named cannot be sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gptreview.convert.ledger import Stage
from gptreview.convert.schemas.recursion import PREFIX
from gptreview.convert.targets.gpt_action.object_keywords import alternative, same
from gptreview.convert.wording import shortened
from gptreview.model.action import JsonObject

_MOST_SHOWN = 10
_WRAPPERS = ("allOf", "anyOf", "oneOf")


@dataclass(frozen=True, slots=True)
class FieldNaming:
    """Names the fields of one body, and records what that costs."""

    schemas: Mapping[str, Any]
    before: str
    after: str
    stage: Stage

    def name(self, words: JsonObject) -> JsonObject:
        """The object, with every field that can be sent among its ``properties``."""
        words = self._conditional(self._required(self._fixed(words)))
        if not (words["properties"] or _is_closed(words) or is_free_form(words)):
            said = "the body names no fields, so the GPT builder can send an empty object at most"
            self.stage.loss("body.no_fields", said, before=self.before, after=self.after)
        return self._without_read_only(words)

    def _fixed(self, words: JsonObject) -> JsonObject:
        """Whole objects as the only values say which fields there are, and with which values."""
        values = [words["const"]] if "const" in words else words.get("enum", [])
        objects = [value for value in values if isinstance(value, dict)]
        if not objects or not _is_open(words):
            return words
        found: JsonObject = {}
        for name in dict.fromkeys(name for value in objects for name in value):
            distinct: list[Any] = []
            for value in objects:
                if name in value and not any(same(value[name], each) for each in distinct):
                    distinct.append(value[name])
            found[name] = {"const": distinct[0]} if len(distinct) == 1 else {"enum": distinct}
        return self._named(words, found, "the values that the body may have")

    def _required(self, words: JsonObject) -> JsonObject:
        if not _is_open(words):
            return words
        return self._named(words, {name: {} for name in words.get("required", [])}, "required")

    def _named(self, words: JsonObject, found: JsonObject, source: str) -> JsonObject:
        known = words["properties"]
        added = {name: value for name, value in found.items() if name not in known}
        if not added:
            return words
        self.stage.mapping(
            "body.fields_named",
            f"{_shown(added)}: known from {source} only; written among the properties, which "
            "means the same",
            before=self.before,
            after=self.after,
        )
        return {**words, "properties": {**known, **added}}

    def _conditional(self, words: JsonObject) -> JsonObject:
        """Fields that some bodies have, depending on others, are offered as optional ones."""
        if words.get("patternProperties"):
            self._lose(
                f"fields with names like {_shown(words['patternProperties'])} cannot be offered: "
                "the GPT builder sends named fields only"
            )
        if _is_closed(words):
            return words
        branches = [words.get("then"), words.get("else")] if "if" in words else []
        known = words["properties"]
        added: JsonObject = {}
        for branch in [*branches, *words.get("dependentSchemas", {}).values()]:
            for name, schema in self._fields(branch, set()):
                if name not in known:
                    added[name] = alternative(added.get(name), schema)
        if not added:
            return words
        self._lose(
            f"{_shown(added)}: only some bodies have these fields, depending on others; the GPT "
            "builder knows no conditions, so they are offered as optional"
        )
        return {**words, "properties": {**known, **added}}

    def _fields(self, schema: Any, seen: set[str]) -> Iterator[tuple[str, Any]]:
        """The fields that a schema names, whichever of its parts does."""
        if not isinstance(schema, dict):
            return
        name = str(schema.get("$ref", "")).removeprefix(PREFIX)
        if name and name not in seen:
            seen.add(name)
            yield from self._fields(self.schemas.get(name), seen)
        yield from schema.get("properties", {}).items()
        for word in _WRAPPERS:
            for member in schema.get(word, ()):
                yield from self._fields(member, seen)
        for word in ("then", "else"):
            yield from self._fields(schema.get(word), seen)

    def _without_read_only(self, words: JsonObject) -> JsonObject:
        """OpenAPI 3.0.3, Schema Object, readOnly: not sent in a request, not required there."""
        properties = words["properties"]
        gone = [name for name, value in properties.items() if self._is_read_only(value, set())]
        if not gone:
            return words
        self.stage.mapping(
            "body.read_only",
            f"{_shown(gone)}: read-only, so never sent; left out of the body",
            before=self.before,
            after=self.after,
        )
        kept = {name: value for name, value in properties.items() if name not in gone}
        needed = [name for name in words.get("required", []) if name not in gone]
        result = {**words, "properties": kept, "required": needed}
        return result if needed else {key: result[key] for key in result if key != "required"}

    def _is_read_only(self, schema: Any, seen: set[str]) -> bool:
        if not isinstance(schema, dict):
            return False
        if schema.get("readOnly") is True:
            return True
        name = str(schema.get("$ref", "")).removeprefix(PREFIX)
        if name and name not in seen:
            seen.add(name)
            if self._is_read_only(self.schemas.get(name), seen):
                return True
        return any(self._is_read_only(member, seen) for member in schema.get("allOf", ()))

    def _lose(self, message: str) -> None:
        self.stage.loss("body.conditional_fields", message, before=self.before, after=self.after)


def is_free_form(words: JsonObject) -> bool:
    """Whether the body is made of fields that nobody has named; a plain object may be empty."""
    if words["properties"]:
        return False
    return bool(
        words.get("additionalProperties", False) is not False
        or words.get("patternProperties")
        or words.get("minProperties")
    )


def _is_closed(words: JsonObject) -> bool:
    return words.get("additionalProperties") is False


def _is_open(words: JsonObject) -> bool:
    return words.get("additionalProperties", True) in (True, {})


def _shown(names: Any) -> str:
    shown = ", ".join(shortened(name) for name in list(names)[:_MOST_SHOWN])
    return f"{shown}, …" if len(names) > _MOST_SHOWN else shown
