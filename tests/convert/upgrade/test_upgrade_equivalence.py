"""A value that the old schema accepts or rejects, the new one accepts or rejects too.

The old schema is judged by another library's validator. Where that oracle is not the
specification, the schema it gets is trimmed first (see `_plain`):

- it applies what stands beside ``$ref``; OpenAPI 3.0.3 (Reference Object) ignores it;
- it requires a discriminator's property; 3.0.4 says that discriminators change no validity.

It also never asks for a required property that is readOnly or writeOnly. The text does, for one
direction; each such property is a named loss, so those schemas are not compared. One difference
is left aside by both sides: draft 4 holds that 1.0 is no integer, 2020-12 that it is one.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft4Validator, Draft202012Validator
from openapi_schema_validator import OAS30Validator

Json = dict[str, Any]

EXACT = {"upgrade.tuple", "upgrade.type_list", "upgrade.ref_siblings", "upgrade.null_default"}
"""Named, yet nothing that these do may change what is accepted: they excuse no difference."""

EXCUSED_ONLY_30 = {"upgrade.tuple", "upgrade.type_list"}
"""Against 3.0 itself these do change something: 3.0 has no such schemas at all."""

NAMES = ["a", "b", "type", "nullable", "$ref", "enum", "example", "default", "properties", "items"]
DATA = [None, 1, "a", {"$ref": "#/nowhere"}, {"nullable": True, "type": "string"}, [None]]


class Schemas:
    """Random schemas of one old dialect, with the keywords that change meaning on the way up."""

    def __init__(self, generator: random.Random, version: str, references: list[str]) -> None:
        self.random = generator
        self.version = version
        self.references = references

    def some(self, depth: int = 0) -> Json:
        """One schema, at most four deep."""
        roll = self.random.random()
        if depth and roll < 0.12:
            return self._reference()
        if depth < 3 and roll < 0.3:
            return self._combined(depth)
        kind = self.random.choice(["string", "integer", "number", "boolean", "array", "object"])
        schema: Json = {} if roll > 0.95 else {"type": kind}
        getattr(self, f"_{kind}", self._nothing)(schema, depth)
        self._common(schema, kind)
        return schema

    def _nothing(self, schema: Json, depth: int) -> None:
        """Booleans have no keywords of their own."""

    def _reference(self) -> Json:
        schema: Json = {"$ref": self.random.choice(self.references)}
        if self.random.random() < 0.3:
            siblings: Json = {"nullable": True, "description": "d", "maxLength": 1, "enum": [1]}
            name = self.random.choice(sorted(siblings))
            schema[name] = siblings[name]
        return schema

    def _combined(self, depth: int) -> Json:
        keys = ["allOf"] if self.version == "2.0" else ["allOf", "anyOf", "oneOf", "not"]
        key = self.random.choice(keys)
        parts = [self.some(depth + 1) for _ in range(self.random.randint(1, 3))]
        schema: Json = {key: parts[0] if key == "not" else parts}
        if self.random.random() < 0.4:
            schema["type"] = self.random.choice(["object", "string", "integer"])
        if self.random.random() < 0.3:
            self._object(schema, depth)
        self._common(schema, "object")
        return schema

    def _common(self, schema: Json, kind: str) -> None:
        if self.version == "3.0" and self.random.random() < 0.35:
            schema["nullable"] = self.random.random() < 0.8
        if self.random.random() < 0.15:
            values: dict[str, list[Any]] = {"string": ["a", "aaa"], "integer": [0, 1, 7]}
            null = [None] if self.random.random() < 0.5 else []
            schema["enum"] = values.get(kind, [1, "a", {}]) + null
        if self.random.random() < 0.1:
            schema[self.random.choice(["example", "default", "x-data"])] = self.random.choice(DATA)
        if self.version == "2.0" and "type" in schema and self.random.random() < 0.15:
            schema["type"] = self.random.choice(
                [[schema["type"]], [schema["type"], "null"], ["string", "integer", "null"]]
            )

    def _string(self, schema: Json, _depth: int) -> None:
        for key in ("minLength", "maxLength"):
            if self.random.random() < 0.3:
                schema[key] = self.random.randint(0, 4)
        if self.random.random() < 0.2:
            schema["pattern"] = self.random.choice(["^a", "b$", "7"])
        if self.random.random() < 0.3:
            schema["format"] = self.random.choice(["binary", "byte", "base64", "date", "uuid"])

    def _integer(self, schema: Json, _depth: int) -> None:
        for side in ("inimum", "aximum"):
            if self.random.random() < 0.5:
                schema[f"m{side}"] = self.random.choice([-1, 0, 1, 2.5, 5])
            if self.random.random() < 0.4:
                schema[f"exclusiveM{side}"] = self.random.random() < 0.7
        if self.random.random() < 0.15:
            schema["multipleOf"] = self.random.choice([1, 2, 0.5])

    _number = _integer

    def _array(self, schema: Json, depth: int) -> None:
        roll = self.random.random()
        if depth < 3 and roll < 0.7:
            schema["items"] = self.some(depth + 1)
        elif self.version == "2.0" and depth < 3 and roll < 0.9:
            schema["items"] = [self.some(depth + 1) for _ in range(self.random.randint(1, 2))]
            if self.random.random() < 0.6:
                schema["additionalItems"] = self.random.choice([False, self.some(depth + 1)])
        for key in ("minItems", "maxItems"):
            if self.random.random() < 0.25:
                schema[key] = self.random.randint(0, 3)
        if self.random.random() < 0.2:
            schema["uniqueItems"] = self.random.random() < 0.7

    def _object(self, schema: Json, depth: int) -> None:
        if depth < 3 and self.random.random() < 0.8:
            names = self.random.sample(NAMES, self.random.randint(0, 4))
            schema["properties"] = {name: self.some(depth + 1) for name in names}
            for part in schema["properties"].values():
                if self.random.random() < 0.05:
                    part[self.random.choice(["readOnly", "writeOnly"])] = True
        if self.random.random() < 0.4:
            schema["required"] = self.random.sample(NAMES, self.random.randint(1, 2))
        if depth < 3 and self.random.random() < 0.4:
            schema["additionalProperties"] = self.random.choice([True, False, self.some(depth + 1)])
        for key in ("minProperties", "maxProperties"):
            if self.random.random() < 0.1:
                schema[key] = self.random.randint(0, 3)


def _plain(value: Any) -> Any:
    """An old schema without what the specification has no effect on values."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    if isinstance(value.get("$ref"), str):
        return {"$ref": value["$ref"]}
    return {key: _plain(item) for key, item in value.items() if key != "discriminator"}


def _document(version: str, schemas: Json) -> Json:
    info = {"title": "t", "version": "1"}
    if version == "2.0":
        return {"swagger": "2.0", "info": info, "paths": {}, "definitions": schemas}
    return {"openapi": "3.0.3", "info": info, "paths": {}, "components": {"schemas": schemas}}


def _compare(
    all_the_way: Callable[[Json], Any], instances: Any, version: str, seed: int
) -> tuple[int, int, int, list[str]]:
    """Schemas compared, values compared, values accepted, and the differences in words."""
    generator = random.Random(seed)  # noqa: S311
    prefix = "#/definitions/" if version == "2.0" else "#/components/schemas/"
    makers = Schemas(generator, version, [prefix + name for name in ("One", "Two")])
    schemas = {name: makers.some(1) for name in ("One", "Two")} | {"It": makers.some()}
    document = _document(version, schemas)
    new, steps = all_the_way(document)
    exact = EXACT - EXCUSED_ONLY_30 if version == "3.0" else EXACT
    named = [
        change.code
        for step in steps
        for change in step.stage.changes
        if change.kind.value != "mapping" and change.code not in exact
    ]
    if named or _runs_in_a_circle(schemas):
        return 0, 0, 0, []
    root = {**_plain(document), "$ref": f"{prefix}It"}
    old_root = {key: root[key] for key in ("$ref", "definitions", "components") if key in root}
    old = (Draft4Validator if version == "2.0" else OAS30Validator)(old_root)
    up = Draft202012Validator({"$ref": "#/components/schemas/It", **_components(new)})
    values = instances(document, generator).near(schemas["It"], 24)
    verdicts = [(old.is_valid(value), up.is_valid(value), value) for value in values]
    differences = [
        f"seed {seed}: {value!r}: {schemas['It']!r} -> {new['components']['schemas']['It']!r}"
        for before, after, value in verdicts
        if before != after
    ]
    return 1, len(values), sum(after for _, after, _ in verdicts), differences


def _components(document: Json) -> Json:
    return {"components": document["components"]}


def _runs_in_a_circle(schemas: Json) -> bool:
    """Whether a validator could follow references for ever without looking into a value."""

    def reach(schema: Any, seen: frozenset[str]) -> bool:
        if not isinstance(schema, dict):
            return False
        if isinstance(schema.get("$ref"), str):
            name = schema["$ref"].rsplit("/", 1)[1]
            return name in seen or reach(schemas[name], seen | {name})
        parts = [*schema.get("allOf", []), *schema.get("anyOf", []), *schema.get("oneOf", [])]
        return any(reach(part, seen) for part in [*parts, schema.get("not")])

    return any(reach({"$ref": f"#/{name}"}, frozenset()) for name in schemas)


@pytest.mark.parametrize("version", ["2.0", "3.0"])
def test_random_schemas_accept_and_reject_the_same_values(
    version: str, all_the_way: Callable[[Json], Any], instances: Any
) -> None:
    """Schemas of the old dialect and their upgrades agree on every value near their edge."""
    results = [_compare(all_the_way, instances, version, seed) for seed in range(300)]
    differences = [difference for result in results for difference in result[3]]
    assert differences == []
    assert sum(result[0] for result in results) > 200, "too few schemas were compared"
    values = sum(result[1] for result in results)
    accepted = sum(result[2] for result in results)
    assert values > 5000, "too few values were compared"
    assert 0.2 < accepted / values < 0.8, "one side only was compared"


def test_the_comparison_can_fail(instances: Any) -> None:
    """Leaving nullable and exclusive bounds as they were is seen as a difference."""

    def careless(document: Json) -> tuple[Json, list[Any]]:
        return {**document, "openapi": "3.1.0"}, []

    results = [_compare(careless, instances, "3.0", seed) for seed in range(60)]
    assert sum(len(result[3]) for result in results) > 20
