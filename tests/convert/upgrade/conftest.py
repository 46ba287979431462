"""What the upgrade tests share: one step up with its ledger, and instances near a schema's edge."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeGuard

import pytest

from gptreview.convert.ledger import Stage
from gptreview.convert.upgrade.document import (
    detect_version,
    settle_openapi31,
    upgrade_openapi30,
    upgrade_swagger,
)
from gptreview.reading.pointer import resolve

Json = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """The result of one step, and what it said of itself."""

    document: Json
    stage: Stage

    @property
    def said(self) -> list[tuple[str, str, str | None, str | None]]:
        """Kind, code and both places of every change, in order."""
        return [
            (
                change.kind.value,
                change.code.removeprefix("upgrade."),
                change.before.pointer if change.before else None,
                change.after.pointer if change.after else None,
            )
            for change in self.stage.changes
        ]

    @property
    def codes(self) -> list[str]:
        """Kind and code of every change but the plain ones that most documents have."""
        plain = {"upgrade.components", "upgrade.servers", "upgrade.body", "upgrade.form"}
        return [
            f"{change.kind.value} {change.code.removeprefix('upgrade.')}"
            for change in self.stage.changes
            if change.code not in plain
        ]

    @property
    def moved(self) -> dict[str, str]:
        """Pointer in the input -> pointer in the output, the first copy of each."""
        return self.stage.destinations()

    def destination(self, before: str) -> str:
        """Where a place of the input stands in the output."""
        return Stage(origins=self.moved).origin(before)


def _step(upgrade: Callable[[Json, Stage], Json], document: Json) -> Step:
    stage = Stage()
    before = copy.deepcopy(document)
    result = upgrade(document, stage)
    assert document == before, "an upgrade never changes its input"
    return Step(result, stage)


@pytest.fixture(scope="session")
def to_30() -> Callable[[Json], Step]:
    """Swagger 2.0 to OpenAPI 3.0.3."""
    return lambda document: _step(upgrade_swagger, document)


@pytest.fixture(scope="session")
def to_31() -> Callable[[Json], Step]:
    """OpenAPI 3.0 to 3.1."""
    return lambda document: _step(upgrade_openapi30, document)


@pytest.fixture(scope="session")
def all_the_way() -> Callable[[Json], tuple[Json, list[Step]]]:
    """Any version to 3.1, with the steps that it took."""

    def climb(document: Json) -> tuple[Json, list[Step]]:
        version = detect_version(document)
        steps = []
        if version == "2.0":
            steps.append(_step(upgrade_swagger, document))
        if version in ("2.0", "3.0"):
            steps.append(_step(upgrade_openapi30, steps[-1].document if steps else document))
        else:
            steps.append(_step(settle_openapi31, document))
        return steps[-1].document, steps

    return climb


class Instances:
    """Values near the edge of a schema: some it accepts, some it only just rejects."""

    def __init__(self, root: Json, generator: random.Random) -> None:
        self.root = root
        self.random = generator

    def near(self, schema: Any, count: int) -> list[Any]:
        """So many values for a schema of this document, half of them with one thing changed."""
        values: list[Any] = [None, {}, [], "", 0, True, 1.5]
        while len(values) < count:
            value = self._build(schema, 0)
            values.append(value)
            for _ in range(2):
                value = self._bend(copy.deepcopy(value))
                values.append(value)
        return values[:count]

    def _build(self, schema: Any, depth: int) -> Any:
        schema = self._follow(schema)
        if not isinstance(schema, dict) or depth > 5:
            return self._any()
        enum = schema.get("enum")
        if isinstance(enum, list) and enum and self.random.random() < 0.9:
            return copy.deepcopy(self.random.choice(enum))
        value = self._typed(schema, depth)
        for key in ("allOf", "anyOf", "oneOf"):
            parts = schema.get(key)
            if isinstance(parts, list) and parts:
                chosen = parts if key == "allOf" else [self.random.choice(parts)]
                for part in chosen:
                    other = self._build(part, depth + 1)
                    if isinstance(value, dict) and isinstance(other, dict):
                        value = {**other, **value}
                    elif "type" not in schema:
                        value = other
        return value

    def _follow(self, schema: Any) -> Any:
        for _ in range(10):
            if not (isinstance(schema, dict) and isinstance(schema.get("$ref"), str)):
                return schema
            try:
                schema = resolve(self.root, schema["$ref"].removeprefix("#"))
            except (LookupError, ValueError):
                return {}
        return {}

    def _typed(self, schema: Json, depth: int) -> Any:
        said = schema.get("type")
        kind = self.random.choice(said) if isinstance(said, list) and said else said
        if not isinstance(kind, str):
            kind = "object" if isinstance(schema.get("properties"), dict) else "any"
        if schema.get("nullable") and self.random.random() < 0.2:
            return None
        if kind == "object":
            return self._object(schema, depth)
        if kind == "array":
            return self._array(schema, depth)
        if kind in ("integer", "number"):
            return self._number(schema, kind)
        if kind == "string":
            return self._string(schema)
        return {"boolean": True, "null": None}.get(kind, self._any())

    def _object(self, schema: Json, depth: int) -> Json:
        properties = schema.get("properties")
        value: Json = {}
        required = schema.get("required")
        wanted = required if isinstance(required, list) else []
        for name, part in properties.items() if isinstance(properties, dict) else ():
            if name in wanted or self.random.random() < 0.6:
                value[name] = self._build(part, depth + 1)
        for name in wanted:
            if isinstance(name, str) and name not in value and self.random.random() < 0.8:
                value[name] = self._any()
        rest = schema.get("additionalProperties")
        if rest is not None and rest is not False and self.random.random() < 0.5:
            value["extra"] = self._build(rest, depth + 1)
        return value

    def _array(self, schema: Json, depth: int) -> list[Any]:
        least, most = schema.get("minItems"), schema.get("maxItems")
        lengths = [0, 1, 2, *(n + d for n in (least, most) if _small(n) for d in (-1, 0, 1))]
        length = max(0, self.random.choice(lengths))
        items = schema.get("items")
        if isinstance(items, list):
            rest = schema.get("additionalItems", {})
            parts = [*items, *[rest] * length][: max(length, len(items))]
            return [self._build(part, depth + 1) for part in parts]
        return [self._build(items, depth + 1) for _ in range(length)]

    def _number(self, schema: Json, kind: str) -> int | float:
        edges: list[int | float] = [0, 1, -1, 7]
        for key in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"):
            limit = schema.get(key)
            if isinstance(limit, int | float) and not isinstance(limit, bool):
                edges.extend((limit, limit, limit + 1, limit - 1, limit + 0.5, limit * 2))
        value = self.random.choice(edges)
        return int(value) if kind == "integer" and self.random.random() < 0.9 else _unfloat(value)

    def _string(self, schema: Json) -> str:
        lengths = [n for n in (schema.get("minLength"), schema.get("maxLength")) if _small(n)]
        length = self.random.choice([1, 3, *(n + d for n in lengths for d in (-1, 0, 1))])
        return self.random.choice(("a", "b", "7")) * max(0, length)

    def _any(self) -> Any:
        return copy.deepcopy(self.random.choice([None, True, 0, -3, 2.5, "a", "zz", [], [1], {}]))

    def _bend(self, value: Any) -> Any:
        """The value with one thing changed, somewhere inside."""
        if isinstance(value, dict) and value and self.random.random() < 0.7:
            name = self.random.choice(sorted(value))
            if self.random.random() < 0.3:
                del value[name]
            else:
                value[name] = self._bend(value[name])
            return value
        if isinstance(value, list) and value and self.random.random() < 0.7:
            index = self.random.randrange(len(value))
            if self.random.random() < 0.3:
                value.append(copy.deepcopy(value[index]))
            else:
                value[index] = self._bend(value[index])
            return value
        if isinstance(value, dict) and self.random.random() < 0.5:
            return {**value, "extra": self._any()}
        if isinstance(value, int | float) and not isinstance(value, bool):
            return _unfloat(value + self.random.choice((1, -1, 0.5)))
        if isinstance(value, str) and self.random.random() < 0.5:
            return value + "a"
        return self._any()


def _small(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 50


def _unfloat(value: float) -> int | float:
    """Never 1.0: draft 4 says that it is no integer, 2020-12 that it is one, payloads neither."""
    return int(value) if float(value).is_integer() else value


@pytest.fixture(scope="session")
def instances() -> type[Instances]:
    """The maker of values near a schema's edge."""
    return Instances
