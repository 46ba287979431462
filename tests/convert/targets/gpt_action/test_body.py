"""Request bodies as one JSON object, and the operations that cannot have one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gptreview.convert.ledger import Stage
from gptreview.convert.targets.gpt_action.body import fit_body
from gptreview.convert.targets.gpt_action.parameters import Unsendable
from gptreview.model.action import Operation

Json = dict[str, Any]
Make = Callable[..., Operation]
Told = Callable[[Stage], list[str]]

AT = "/paths/~1boats/post/requestBody"
JSON = f"{AT}/content/application~1json"
_NAMED = {"type": "object", "properties": {"name": {"type": "string"}}}
_SIZED = {"type": "object", "properties": {"size": {"type": "integer"}}, "required": ["size"]}
_NO_FIELDS = f"loss body.no_fields {JSON}/schema -> {JSON}/schema"
_COMPONENTS: Json = {
    "Boat": {**_NAMED, "description": "A boat.", "additionalProperties": False},
    "Sized": {"allOf": [{"$ref": "#/components/schemas/Boat"}, _SIZED]},
    "Alias": {"$ref": "#/components/schemas/Boat"},
    "Any": True,
}


def _fit(
    operation: Make, content: Json, method: str = "post", **fields: Any
) -> tuple[Operation | Unsendable, Stage]:
    stage = Stage()
    given = operation(method, request_body={"content": content, **fields})
    return fit_body(given, _COMPONENTS, stage), stage


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


@pytest.mark.parametrize(
    ("schema", "expected", "changes"),
    [
        pytest.param(_NAMED, _NAMED, [], id="an object"),
        pytest.param(
            {"type": "object"}, {"type": "object", "properties": {}}, [_NO_FIELDS], id="no fields"
        ),
        pytest.param(
            {"properties": {}}, {"type": "object", "properties": {}}, [_NO_FIELDS], id="no type"
        ),
        pytest.param(_ref("Boat"), _COMPONENTS["Boat"], [], id="a reference"),
        pytest.param(_ref("Alias"), _COMPONENTS["Boat"], [], id="a reference to a reference"),
        pytest.param(
            {**_ref("Boat"), "description": "Mine."},
            {**_COMPONENTS["Boat"], "description": "Mine."},
            [],
            id="a reference with words of its own",
        ),
        pytest.param(
            _ref("Any"),
            {"type": "object", "properties": {}},
            [f"repair body.untyped {JSON}/schema -> {JSON}/schema", _NO_FIELDS],
            id="anything",
        ),
        pytest.param(
            {"const": {"size": 1}},
            {"type": "object", "properties": {"size": {"const": 1}}, "const": {"size": 1}},
            [f"mapping body.fields_named {JSON}/schema -> {JSON}/schema"],
            id="one fixed object, which is not anything",
        ),
        pytest.param(
            {"allOf": [_NAMED, _SIZED]},
            {
                "type": "object",
                "properties": {"name": {"type": "string"}, "size": {"type": "integer"}},
                "required": ["size"],
            },
            [],
            id="root allOf",
        ),
        pytest.param(
            _ref("Sized"),
            {
                "type": "object",
                "properties": {"name": {"type": "string"}, "size": {"type": "integer"}},
                "description": "A boat.",
                "required": ["size"],
            },
            [f"loss body.not_merged /components/schemas/Sized/allOf -> {JSON}/schema"],
            id="parts that forbid each other's fields",
        ),
        pytest.param(
            {"oneOf": [_NAMED, _SIZED]},
            {
                "type": "object",
                "properties": {"name": {"type": "string"}, "size": {"type": "integer"}},
            },
            [f"loss body.alternatives {JSON}/schema/oneOf -> {JSON}/schema"],
            id="root oneOf",
        ),
        pytest.param(
            {
                "anyOf": [
                    {**_SIZED, "additionalProperties": False},
                    {
                        "type": "object",
                        "properties": {"size": {"type": "string"}},
                        "required": ["size"],
                        "additionalProperties": False,
                    },
                    {
                        "type": "object",
                        "properties": {"size": {"type": "string"}},
                        "required": ["size"],
                        "additionalProperties": False,
                    },
                    {
                        "type": "object",
                        "properties": {"size": {"type": "null"}},
                        "required": ["size"],
                        "additionalProperties": False,
                    },
                ]
            },
            {
                "type": "object",
                "properties": {
                    "size": {"anyOf": [{"type": "integer"}, {"type": "string"}, {"type": "null"}]}
                },
                "required": ["size"],
                "additionalProperties": False,
            },
            [f"loss body.alternatives {JSON}/schema/anyOf -> {JSON}/schema"],
            id="root anyOf, all of them closed",
        ),
        pytest.param(
            {"oneOf": [_NAMED, {"type": "null"}]},
            _NAMED,
            [f"loss body.null {JSON}/schema -> {JSON}/schema"],
            id="oneOf with null",
        ),
        pytest.param(
            {"type": ["object", "null"], "properties": {}},
            {"type": "object", "properties": {}},
            [f"loss body.null {JSON}/schema -> {JSON}/schema", _NO_FIELDS],
            id="nullable body",
        ),
        pytest.param(
            {"type": ["object", "string"], "properties": {}},
            {"type": "object", "properties": {}},
            [f"loss body.other_types {JSON}/schema -> {JSON}/schema", _NO_FIELDS],
            id="object or text",
        ),
        pytest.param(
            {"allOf": [{"type": ["object", "null"]}, _NAMED]},
            _NAMED,
            [],
            id="null in one part only, which is never accepted",
        ),
        pytest.param(
            {"oneOf": [_NAMED, {"type": "array", "items": _NAMED}, False]},
            _NAMED,
            [f"loss body.alternative_dropped {JSON}/schema/oneOf/1 -> {JSON}/schema"],
            id="one or many",
        ),
        pytest.param(
            {**_NAMED, "discriminator": {"propertyName": "name"}},
            _NAMED,
            [f"loss body.discriminator {JSON}/schema -> {JSON}/schema"],
            id="discriminator",
        ),
        pytest.param(
            {"allOf": [{**_NAMED, "title": "A", "x-a": 1}, {"title": "B", "x-a": 2}]},
            {**_NAMED, "title": "A", "x-a": 1},
            [
                f"loss body.text_dropped {JSON}/schema/allOf -> {JSON}/schema",
                f"loss body.text_dropped {JSON}/schema/allOf -> {JSON}/schema",
            ],
            id="two titles",
        ),
        pytest.param(
            {"type": "object", "unevaluatedProperties": False, "if": {"required": ["a"]}},
            {"type": "object", "properties": {}, "if": {"required": ["a"]}},
            [f"loss body.not_merged {JSON}/schema -> {JSON}/schema", _NO_FIELDS],
            id="unevaluatedProperties around a condition",
        ),
    ],
)
def test_bodies_become_one_object(
    schema: Any, expected: Json, changes: list[str], operation: Make, told: Told
) -> None:
    """The root is an object with properties and without combinations; what that costs is told."""
    fitted, stage = _fit(operation, {"application/json": {"schema": schema}}, required=True)
    assert isinstance(fitted, Operation)
    assert fitted.request_body == {
        "content": {"application/json": {"schema": expected}},
        "required": True,
    }
    assert told(stage) == changes


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        ({"type": "array", "items": _NAMED}, "its body is array, not an object"),
        ({"items": _NAMED}, "its body is array, not an object"),
        ({"type": "string"}, "its body is string, not an object"),
        ({"type": ["string", "array"]}, "its body is string or array, not an object"),
        ({"enum": ["a", "b"]}, "its body is one of fixed values, not an object"),
        ({"const": 1}, "its body is one of fixed values, not an object"),
        ({"type": "null"}, "its body is null, not an object"),
        ({"allOf": [_NAMED, {"type": "null"}]}, "its body is null, not an object"),
        ({"oneOf": [{"type": "null"}, False]}, "its body is null"),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, "its body is string, not an object"),
        (False, "its body may be nothing at all"),
    ],
)
def test_bodies_that_are_no_object_cost_the_operation(
    schema: Any, reason: str, operation: Make, told: Told
) -> None:
    """The API would not understand a wrapped one, so the operation is left out by name."""
    fitted, stage = _fit(operation, {"application/json": {"schema": schema}})
    assert fitted == Unsendable(
        "body.not_an_object",
        f"{reason}, which the GPT builder cannot send",
        f"{JSON}/schema",
    )
    assert told(stage) == []


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "additionalProperties": {"type": "string"}},
        {"type": "object", "properties": {}, "additionalProperties": True},
        {"type": "object", "patternProperties": {"^x-": {}}},
        {"type": "object", "minProperties": 1},
    ],
)
def test_fields_without_names_cost_the_operation(schema: Json, operation: Make, told: Told) -> None:
    """The builder sends named fields only, so it could send nothing of what the body is about."""
    fitted, stage = _fit(operation, {"application/json": {"schema": schema}})
    assert fitted == Unsendable(
        "body.free_form",
        "its body consists of fields that have no names, which the GPT builder cannot send",
        f"{JSON}/schema",
    )
    optional, stage = _fit(operation, {"application/json": {"schema": schema}}, "delete")
    assert isinstance(optional, Operation)
    assert optional.request_body is None
    assert f"loss body.free_form {JSON}/schema -> None".replace("post", "delete") in told(stage)


@pytest.mark.parametrize("method", ["get", "delete"])
@pytest.mark.parametrize("required", [True, False])
def test_a_body_on_get_or_delete_is_dropped_only_where_it_may_be(
    method: str,
    required: bool,  # noqa: FBT001
    operation: Make,
    told: Told,
) -> None:
    """An optional body that cannot be sent is a loss; a required one costs the operation."""
    content = {"text/plain": {"schema": {"type": "string"}}}
    fitted, stage = _fit(operation, content, method, required=required)
    at = f"/paths/~1boats/{method}/requestBody"
    if required:
        reason = "its body is text/plain, not JSON, which the GPT builder cannot send"
        assert fitted == Unsendable("body.not_json", reason, at)
    else:
        assert isinstance(fitted, Operation)
        assert fitted.request_body is None
        assert told(stage) == [f"loss body.not_json {at} -> None"]


@pytest.mark.parametrize("method", ["get", "delete"])
def test_a_json_body_on_get_or_delete_stays(method: str, operation: Make) -> None:
    """The builder takes it, so nothing is left out."""
    fitted, stage = _fit(operation, {"application/json": {"schema": _NAMED}}, method)
    assert isinstance(fitted, Operation)
    assert fitted.request_body == {"content": {"application/json": {"schema": _NAMED}}}
    assert stage.changes == []


@pytest.mark.parametrize(
    ("content", "chosen"),
    [
        (["application/json"], "application/json"),
        (["text/plain", "application/json"], "application/json"),
        (["Application/JSON; charset=utf-8"], "Application/JSON; charset=utf-8"),
        (["text/plain", "application/a+json", "application/b+json"], "application/a+json"),
        (["text/json", "*/*"], "text/json"),
        (["*/*", "text/plain"], "*/*"),
        (["application/*"], "application/*"),
        (["text/plain"], None),
        (["multipart/form-data", "application/x-www-form-urlencoded"], None),
    ],
)  # fmt: skip
def test_the_media_type_that_carries_json_is_taken(
    content: list[str], chosen: str | None, operation: Make, told: Told
) -> None:
    """The plain one first, then its relatives, then any; every other one is a loss."""
    fitted, stage = _fit(operation, {kind: {"schema": _NAMED} for kind in content})
    if chosen is None:
        assert isinstance(fitted, Unsendable)
        assert (fitted.code, fitted.pointer) == ("body.not_json", AT)
        return
    assert isinstance(fitted, Operation)
    assert fitted.request_body == {"content": {"application/json": {"schema": _NAMED}}}
    written = chosen.replace("/", "~1")
    renamed = [f"repair body.media_type {AT}/content/{written} -> {JSON}"]
    assert told(stage) == [
        *(renamed if chosen != "application/json" else []),
        *(
            f"loss body.other_media_type {AT}/content/{kind.replace('/', '~1')} -> None"
            for kind in content
            if kind != chosen
        ),
    ]


def test_a_body_without_a_schema_is_an_open_object(operation: Make, told: Told) -> None:
    """Nothing is known of it but that the builder sends an object."""
    fitted, stage = _fit(operation, {"application/json": {}})
    assert isinstance(fitted, Operation)
    assert fitted.request_body == {
        "content": {"application/json": {"schema": {"type": "object", "properties": {}}}}
    }
    assert told(stage) == [f"repair body.untyped {JSON}/schema -> {JSON}/schema", _NO_FIELDS]


def test_an_operation_without_a_body_stays(operation: Make) -> None:
    """There is nothing to do."""
    given = operation()
    assert fit_body(given, {}, Stage()) is given


def test_a_body_by_reference_is_followed_in_the_record(operation: Make) -> None:
    """What stood in the component stands in the operation now."""
    _, stage = _fit(operation, {"application/json": {"schema": _ref("Boat")}})
    assert stage.origin(f"{JSON}/schema/properties/name") == (
        "/components/schemas/Boat/properties/name"
    )


@pytest.mark.parametrize("shape", ["multiplying", "deep", "circular"])
def test_hostile_combinations_end(shape: str, operation: Make) -> None:
    """References that multiply, nest or circle cost the operation, not the process."""
    stage = Stage()
    schemas: Json
    if shape == "multiplying":
        schemas = {f"S{n}": {"allOf": [_ref(f"S{n + 1}")] * 2} for n in range(40)}
    elif shape == "deep":
        schemas = {f"S{n}": {"allOf": [_ref(f"S{n + 1}")]} for n in range(400)}
    else:
        schemas = {"S0": _ref("S1"), "S1": _ref("S0")}
    given = operation(
        "post", request_body={"content": {"application/json": {"schema": _ref("S0")}}}
    )
    fitted = fit_body(given, schemas, stage)
    if shape == "circular":
        assert isinstance(fitted, Operation)
    else:
        reason = "its body is put together of too many parts, which the GPT builder cannot send"
        assert fitted == Unsendable("body.not_an_object", reason, f"{JSON}/schema")
