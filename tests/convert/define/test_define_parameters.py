"""Parameters of one operation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gptreview.convert.ledger import Stage
from gptreview.model.action import ActionDefinition

Json = dict[str, Any]
Told = list[tuple[str, str, str | None, str | None]]
Define = Callable[..., tuple[ActionDefinition, Told]]
Read = Callable[..., tuple[tuple[Json, ...], Told]]

GET = "/paths/~1boats/get"
LIST = f"{GET}/parameters"
STRING = {"type": "string"}


def query(name: str, **fields: Any) -> Json:
    """A query parameter with a schema."""
    return {"name": name, "in": "query", "schema": STRING, **fields}


def in_path(name: str, **fields: Any) -> Json:
    """A path parameter with a schema."""
    return {"name": name, "in": "path", "required": True, "schema": STRING, **fields}


@pytest.fixture
def read(define: Define, document: Json, operation: Json) -> Read:
    """The operation's parameters as they are read, and what was told."""

    def found(
        own: Any, *, shared: Any = None, path: str = "/boats", **components: Any
    ) -> tuple[tuple[Json, ...], Told]:
        operation["parameters"] = own
        item = {"parameters": shared, "get": operation}
        document["paths"] = {path: item}
        document["components"] = {"parameters": components}
        action, told = define(document)
        return action.operations[0].parameters, told

    return found


def test_sound_parameters_are_kept_as_they_are(read: Read) -> None:
    """All fields of a Parameter Object stay, in order, headers and cookies included."""
    parameters = [
        query("q", description="What", required=False, deprecated=True, allowEmptyValue=False,
              style="deepObject", explode=True, allowReserved=False, example={"a": 1}),
        {"name": "h", "in": "header", "schema": True, "style": "simple"},
        {"name": "c", "in": "cookie", "content": {"application/json": {"schema": {}}}},
        query("e", examples={"one": {"value": 1}}),
        query("empty", description="", example=0),
    ]  # fmt: skip
    assert read(parameters) == (tuple(parameters), [])


def test_header_parameters_stay_for_the_target(read: Read) -> None:
    """What a target cannot send is its own to say; the definition has every parameter."""
    header = {"name": "X-Boat", "in": "header", "required": True, "schema": STRING}
    assert read([header]) == ((header,), [])


def test_path_level_parameters_are_pushed_down(
    define: Define, document: Json, operation: Json
) -> None:
    """They come first; one with the same name and place on the operation overrides it."""
    operation["parameters"] = [query("b", description="own"), query("c")]
    document["paths"]["/boats"] |= {
        "parameters": [query("a"), query("b", description="shared")],
        "put": {"operationId": "put", "responses": {"200": {"description": "ok"}}},
    }
    stage = Stage()
    action, told = define(document, stage=stage)
    assert [list(op.parameters) for op in action.operations] == [
        [query("a"), query("b", description="own"), query("c")],
        [query("a"), query("b", description="shared")],
    ]
    assert told == []
    shared, put = "/paths/~1boats/parameters", "/paths/~1boats/put/parameters"
    places = [f"{LIST}/0", f"{LIST}/1", f"{LIST}/2", f"{put}/0", f"{put}/1"]
    assert [stage.origin(place) for place in places] == [
        f"{shared}/0", f"{LIST}/0", f"{LIST}/1", f"{shared}/0", f"{shared}/1",
    ]  # fmt: skip


def test_same_name_in_another_place_is_another_parameter(read: Read) -> None:
    """Only name and location together make a parameter."""
    parameters = [query("id"), {"name": "id", "in": "header", "schema": STRING}]
    assert read(parameters) == (tuple(parameters), [])


def test_parameters_that_stand_twice_in_one_list(read: Read) -> None:
    """The last one counts, and the other is a named loss."""
    assert read([query("a"), query("b"), query("a", description="last")]) == (
        (query("a", description="last"), query("b")),
        [("loss", "parameter.duplicate", f"{LIST}/0", None)],
    )


def test_referenced_parameters(define: Define, document: Json, operation: Json) -> None:
    """A $ref is written out, through others too; its place is the component's."""
    operation["parameters"] = [
        {"$ref": "#/components/parameters/two", "description": "here"},
        {"$ref": "#/components/parameters/a~1b"},
        {"$ref": "#/components/parameters/a~1b%20c"},
    ]
    document["components"] = {
        "parameters": {
            "one": query("q", description="there", type="x"),
            "two": {"$ref": "#/components/parameters/one"},
            "a/b": query("r"),
            "a/b c": query("s"),
        }
    }
    stage = Stage()
    action, told = define(document, stage=stage)
    assert action.operations[0].parameters == (
        query("q", description="here"), query("r"), query("s"),
    )  # fmt: skip
    one = "/components/parameters/one"
    assert told == [("loss", "parameter.field_dropped", f"{one}/type", None)]
    assert stage.origin(f"{LIST}/0/schema") == f"{one}/schema"
    assert stage.origin(f"{LIST}/1") == "/components/parameters/a~1b"


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ({"$ref": "#/components/parameters/none"},
         "'#/components/parameters/none' leads nowhere"),
        ({"$ref": "#/components/parameters/9" + "9" * 5000}, "'#/components/parameters/99999999"),
        ({"$ref": "#/components/parameters/circle"},
         "the references lead in a circle, or further than anyone writes"),
        ({"$ref": "common.yaml#/Limit"}, "'common.yaml#/Limit' is outside this document"),
        ({"$ref": "https://boats.net/x.yaml"},
         "'https://boats.net/x.yaml' is outside this document"),
        ({"$ref": "#/components/parameters/list"},
         "an array stands where an object is expected"),
        ({"$ref": "#"}, "it has no name"),
        ({"$ref": 7, "in": "query"}, "it has no name"),
        ({"in": "query"}, "it has no name"),
        ({"name": "", "in": "query"}, "it has no name"),
        ({"name": ["a"], "in": "query"}, "it has no name"),
        ({"name": "a"}, "its `in` is null, expected query, path, header or cookie"),
        ({"name": "a", "in": "body"},
         "its `in` is 'body', expected query, path, header or cookie"),
        ({"name": "a", "in": []},
         "its `in` is an array, expected query, path, header or cookie"),
        (None, "null stands where an object is expected"),
        ("q", "text stands where an object is expected"),
        ([], "an array stands where an object is expected"),
    ],
    ids=lambda value: str(value)[:40],
)  # fmt: skip
def test_unreadable_parameters(
    define: Define, document: Json, operation: Json, entry: Any, problem: str
) -> None:
    """Dangling, cyclic and external references, and what is no parameter, are named losses."""
    operation["parameters"] = [entry, query("good")]
    document["components"] = {
        "parameters": {
            "circle": {"$ref": "#/components/parameters/other"},
            "other": {"$ref": "#/components/parameters/circle"},
            "list": [1],
        }
    }
    stage = Stage()
    action, told = define(document, stage=stage)
    assert action.operations[0].parameters == (query("good"),)
    assert told == [("loss", "parameter.unreadable", f"{LIST}/0", None)]
    assert stage.changes[0].message.startswith(f"a parameter could not be read: {problem}")
    assert stage.origin(f"{LIST}/0") == f"{LIST}/1"


@pytest.mark.parametrize("value", [{}, query("a"), "q", 7, False])
def test_parameters_that_are_no_array(read: Read, value: Any) -> None:
    """They are a named loss, on the path as on the operation."""
    assert read(value) == ((), [("loss", "parameter.unreadable", LIST, None)])
    place = "/paths/~1boats/parameters"
    assert read([], shared=value) == ((), [("loss", "parameter.unreadable", place, None)])


def test_location_in_upper_case(read: Read) -> None:
    """`in` is read in any letter case, and that is told."""
    assert read([{**query("q"), "in": " Query"}]) == (
        (query("q"),),
        [("repair", "parameter.location", f"{LIST}/0/in", None)],
    )


def test_undeclared_path_parameters(define: Define, document: Json, operation: Json) -> None:
    """Each that the path uses and nobody declares becomes a required string, once."""
    operation["parameters"] = [query("q"), in_path("old"), in_path("b")]
    document["paths"] = {"/{a}/{b}/{a}/x{c}-{}": {"get": operation}}
    action, told = define(document)
    assert action.operations[0].parameters == (
        query("q"), in_path("b"), in_path("a"), in_path("c"),
    )  # fmt: skip
    target = "/paths/~1{a}~1{b}~1{a}~1x{c}-{}/get/parameters"
    assert told == [
        ("loss", "parameter.path_unused", f"{target}/1", None),
        ("repair", "parameter.path_undeclared", None, f"{target}/2"),
        ("repair", "parameter.path_undeclared", None, f"{target}/3"),
    ]


def test_unused_path_parameters(read: Read) -> None:
    """A path parameter that the path does not have is a named loss."""
    assert read([in_path("id")]) == ((), [("loss", "parameter.path_unused", f"{LIST}/0", None)])


@pytest.mark.parametrize("required", [None, False, "yes"])
def test_path_parameters_that_are_not_required(read: Read, required: Any) -> None:
    """A path without them is another path, so they are required."""
    parameter = {"name": "id", "in": "path", "schema": STRING, "required": required}
    place = "/paths/~1{id}/get/parameters/0"
    dropped = [("loss", "parameter.field_dropped", f"{place}/required", None)]
    repair = ("repair", "parameter.path_required", place, f"{place}/required")
    assert read([parameter], path="/{id}") == (
        ({"name": "id", "in": "path", "schema": STRING, "required": True},),
        [*(dropped if required == "yes" else []), repair],
    )


@pytest.mark.parametrize(
    ("fields", "schema"),
    [
        ({}, STRING),
        ({"schema": None}, STRING),
        ({"type": "integer", "minimum": 1}, {"type": "integer", "minimum": 1}),
        ({"type": "array", "items": {"type": "string"}, "schema": None},
         {"type": "array", "items": {"type": "string"}}),
    ],
)  # fmt: skip
def test_parameters_without_schema(read: Read, fields: Json, schema: Json) -> None:
    """What stands beside the name becomes the schema; where there is nothing, it is a string."""
    assert read([{"name": "q", "in": "query", **fields}]) == (
        ({"name": "q", "in": "query", "schema": schema},),
        [("repair", "parameter.schema_missing", f"{LIST}/0", None)],
    )


@pytest.mark.parametrize("schema", ["string", [], 7])
def test_parameters_with_a_schema_that_is_none(read: Read, schema: Any) -> None:
    """It is a named loss, and the parameter is read as a string."""
    assert read([query("q", schema=schema)]) == (
        (query("q"),),
        [
            ("loss", "parameter.field_dropped", f"{LIST}/0/schema", None),
            ("repair", "parameter.schema_missing", f"{LIST}/0", None),
        ],
    )


def test_schema_fields_beside_a_schema(read: Read) -> None:
    """They move into it, unless it says something else itself."""
    assert read([query("q", type="integer", default="a", enum=["a"])]) == (
        (query("q", schema={"type": "string", "default": "a", "enum": ["a"]}),),
        [
            ("repair", "parameter.schema_fields", f"{LIST}/0/enum", None),
            ("loss", "parameter.field_dropped", f"{LIST}/0/type", None),
        ],
    )
    assert read([query("q", type="string")]) == ((query("q"),), [])


@pytest.mark.parametrize(
    "place",
    [{"schema": {"$ref": "#/components/schemas/S"}}, {"schema": False},
     {"content": {"text/plain": {"schema": {}}}}],
)  # fmt: skip
def test_schema_fields_that_fit_nowhere(read: Read, place: Json) -> None:
    """Beside a reference, a boolean schema or content they are named losses."""
    assert read([{"name": "q", "in": "query", "type": "string", **place}]) == (
        ({"name": "q", "in": "query", **place},),
        [("loss", "parameter.field_dropped", f"{LIST}/0/type", None)],
    )


@pytest.mark.parametrize(
    ("fields", "kept", "dropped"),
    [
        ({"required": "true"}, {"required": True}, None),
        ({"explode": " False "}, {"explode": False}, None),
        ({"deprecated": "maybe"}, {}, "deprecated"),
        ({"style": "simple"}, {}, "style"),
        ({"style": []}, {}, "style"),
        ({"description": 42}, {"description": "42"}, None),
        ({"description": ["x"]}, {}, "description"),
        ({"description": None, "x-note": None}, {}, None),
        ({"x-note": "y"}, {}, "x-note"),
        ({"collectionFormat": "csv"}, {}, "collectionFormat"),
        ({"examples": ["a"]}, {}, "examples"),
        ({"examples": {"a": 1}}, {}, "examples"),
        ({"example": 1, "examples": {"a": {"value": 1}}}, {"example": 1}, "examples"),
        ({"content": {"text/plain": {"schema": {}}}}, {}, "content"),
    ],
)
def test_fields_that_cannot_stand(
    read: Read, fields: Json, kept: Json, dropped: str | None
) -> None:
    """Words for booleans are read as such; what OpenAPI does not allow is a named loss."""
    losses = [("loss", "parameter.field_dropped", f"{LIST}/0/{dropped}", None)]
    assert read([query("q", **fields)]) == ((query("q", **kept),), losses if dropped else [])


@pytest.mark.parametrize(
    ("content", "kept", "expected"),
    [
        ({"text/plain": {"schema": {}, "example": 1}}, "text/plain", []),
        ({"a/b": {"schema": True}, "c/d": {"schema": {}}}, "a/b",
         [("loss", "parameter.field_dropped", f"{LIST}/0/content", None)]),
        ({"a/b": {}, "c/d": {"schema": {}}}, "c/d",
         [("loss", "parameter.field_dropped", f"{LIST}/0/content", None)]),
    ],
)  # fmt: skip
def test_content_has_one_media_type(read: Read, content: Json, kept: str, expected: Told) -> None:
    """The first media type with a schema is kept, and others are a named loss."""
    single = {kept: {"schema": content[kept]["schema"]}}
    assert read([{"name": "q", "in": "query", "content": content}]) == (
        ({"name": "q", "in": "query", "content": single},),
        expected,
    )


@pytest.mark.parametrize("content", [{}, [], "x", {"a/b": None}, {"a/b": {"schema": 1}}])
def test_content_without_a_schema(read: Read, content: Any) -> None:
    """It is a named loss, and the parameter is read as a string."""
    assert read([{"name": "q", "in": "query", "content": content}]) == (
        (query("q"),),
        [
            ("loss", "parameter.field_dropped", f"{LIST}/0/content", None),
            ("repair", "parameter.schema_missing", f"{LIST}/0", None),
        ],
    )
