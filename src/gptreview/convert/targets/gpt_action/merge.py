"""A body schema to one object with named fields: exactly where possible, else a named loss."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gptreview.convert.ledger import Stage
from gptreview.convert.schemas.recursion import PREFIX
from gptreview.convert.targets.gpt_action.object_keywords import (
    ANNOTATIONS,
    OBJECT_WORDS,
    join_all,
    join_any,
    own_words,
    settle_unevaluated,
)
from gptreview.model.action import JsonObject
from gptreview.reading.pointer import join

_MOST_PARTS = 500
_DEEPEST = 60
_OF_OBJECTS = OBJECT_WORDS | {"const", "enum"}
_WORDS = ("allOf", "oneOf", "anyOf")


@dataclass(frozen=True, slots=True)
class NotAnObject:
    """Why the schema cannot be one object, in one clause."""

    reason: str


@dataclass(frozen=True, slots=True)
class _Part:
    """What a schema says of objects, and what else it lets pass."""

    words: JsonObject
    others: frozenset[str] | None = None
    """Other types that it names, such as null; None where it names no type at all."""


def merge_object(
    schema: Any, schemas: Mapping[str, Any], before: str, after: str, stage: Stage
) -> JsonObject | NotAnObject:
    """The schema as one object with its fields at the root.

    A plain object stays as it is, also behind a reference; allOf merges exactly wherever JSON
    Schema has words for it; oneOf and anyOf become one object with every field, a named loss.

    Args:
        schema: The body's schema; its component schemas are free of recursion.
        schemas: Component schemas by name.
        before: Where it stands in the input.
        after: Where the object will stand in the output.
        stage: Where repairs and losses are recorded.
    """
    merger = _Merger(schemas, after, stage)
    part = merger.part(schema, before, 0)
    if isinstance(part, NotAnObject):
        return part
    merger.report_others(part, before)
    words = part.words
    if "discriminator" in words:
        merger.lose("body.discriminator", "a discriminator has no use in a single object", before)
    rest = {key: words[key] for key in words if key not in ("properties", "discriminator")}
    return {"type": "object", "properties": words.get("properties", {}), **rest}


@dataclass(slots=True)
class _Merger:
    schemas: Mapping[str, Any]
    after: str
    stage: Stage
    left: int = field(default=_MOST_PARTS)
    """Parts that may still be looked at: references can multiply a few into millions."""

    def part(self, schema: Any, before: str, depth: int) -> _Part | NotAnObject:
        """One schema with everything that it combines."""
        self.left -= 1
        if self.left < 0 or depth > _DEEPEST:
            return NotAnObject("its body is put together of too many parts")
        schema, before = self._follow(schema, before)
        if schema is False:
            return NotAnObject("its body may be nothing at all")
        schema = schema if isinstance(schema, dict) else {}
        kinds = _kinds(schema)
        if kinds and "object" not in kinds:
            return NotAnObject(f"its body is {' or '.join(kinds)}, not an object")
        parts = [_Part(own_words(schema), frozenset(kinds) - {"object"} if kinds else None)]
        for word in _WORDS:
            if not schema.get(word):
                continue
            combined = self._combine(word, schema[word], join(before, word), depth)
            if isinstance(combined, NotAnObject):
                return combined
            parts.append(combined)
        return self._join(parts, before)

    def report_others(self, part: _Part, before: str) -> None:
        """Name what the body may be beside an object."""
        others = sorted((part.others or frozenset()) - {"null"})
        if part.others is None and not _OF_OBJECTS & part.words.keys():
            self.stage.repair(
                "body.untyped",
                "the body may be any JSON; the GPT builder needs an object, so an open one is "
                "written",
                before=before,
                after=self.after,
            )
        if others:
            said = f"the body may also be {' or '.join(others)}; the GPT builder sends an object"
            self.lose("body.other_types", said, before)
        if "null" in (part.others or ()):
            said = "the body may also be null; the GPT builder sends an object"
            self.lose("body.null", said, before)

    def lose(self, code: str, message: str, before: str) -> None:
        """Record a loss."""
        self.stage.loss(code, message, before=before, after=self.after)

    def _follow(self, schema: Any, before: str) -> tuple[Any, str]:
        """The schema behind references; annotations beside a reference win."""
        seen: set[str] = set()
        while isinstance(schema, dict) and "$ref" in schema:
            name = str(schema["$ref"]).removeprefix(PREFIX)
            if name in seen:
                return {}, before
            seen.add(name)
            siblings = {key: value for key, value in schema.items() if key != "$ref"}
            target = self.schemas.get(name, {})
            before = join("/components/schemas", name)
            schema = {**target, **siblings} if isinstance(target, dict) else target
        return schema, before

    def _combine(
        self, word: str, members: list[Any], before: str, depth: int
    ) -> _Part | NotAnObject:
        parts: list[_Part] = []
        refused: list[tuple[NotAnObject, str]] = []
        others: set[str] = set()
        for index, member in enumerate(members):
            place = join(before, index)
            part = self.part(member, place, depth + 1)
            if isinstance(part, _Part):
                parts.append(part)
                others |= part.others or set()
            elif word == "allOf" or self.left < 0:
                return part
            elif self._is_null(member):
                others.add("null")
            elif member is not False:
                refused.append((part, place))
        if not parts:
            return refused[0][0] if refused else NotAnObject("its body is null")
        if word == "allOf":
            return self._join(parts, before)
        for reason, place in refused:
            self.lose(
                "body.alternative_dropped",
                f"one way to write the body was left out: {reason.reason}",
                place,
            )
        return _Part(self._alternatives(word, parts, before), frozenset(others))

    def _alternatives(self, word: str, parts: list[_Part], before: str) -> JsonObject:
        if len(parts) == 1:
            return parts[0].words
        self.lose(
            "body.alternatives",
            f"the body is {'one' if word == 'oneOf' else 'any'} of {len(parts)} objects, the GPT "
            "builder takes a single one; all their fields were offered together, and only those "
            "that every alternative needs are required",
            before,
        )
        return join_any([part.words for part in parts])

    def _join(self, parts: list[_Part], before: str) -> _Part:
        words, unsaid = join_all([part.words for part in parts])
        words, whole = settle_unevaluated(words)
        for key in dict.fromkeys([*unsaid, *(() if whole else ("unevaluatedProperties",))]):
            plain = key in ANNOTATIONS or key.startswith("x-")
            code = "body.text_dropped" if plain else "body.not_merged"
            said = f"{key} of the parts of this body cannot be said of them together; "
            first = "the first one was kept" if key in words else "left out"
            self.lose(code, said + first, before)
        named = [part.others for part in parts if part.others is not None]
        return _Part(words, frozenset.intersection(*named) if named else None)

    def _is_null(self, member: Any) -> bool:
        followed, _ = self._follow(member, "")
        return isinstance(followed, dict) and _kinds(followed) == ["null"]


def _kinds(schema: JsonObject) -> list[str]:
    """The types that a schema names, or plainly means by what it says."""
    written = schema.get("type")
    if written:
        return list(map(str, written)) if isinstance(written, list) else [str(written)]
    values = schema.get("enum", [schema["const"]] if "const" in schema else [])
    if values and not any(isinstance(value, dict) for value in values):
        return ["one of fixed values"]
    if {"items", "prefixItems"} & schema.keys() and not OBJECT_WORDS & schema.keys():
        return ["array"]
    return []
