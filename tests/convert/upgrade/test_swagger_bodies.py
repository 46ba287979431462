"""Body and form parameters become request bodies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Json = dict[str, Any]
BODY = {"name": "b", "in": "body", "schema": {"type": "object"}}
URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


def _post(*parameters: Any, consumes: Any = None, **rest: Any) -> Json:
    operation: Json = {"parameters": list(parameters)}
    if consumes is not None:
        operation["consumes"] = consumes
    return {"swagger": "2.0", "paths": {"/a": {"post": operation}}, **rest}


def _body(step: Any) -> Any:
    return step.document["paths"]["/a"]["post"].get("requestBody")


def test_a_body_parameter_becomes_the_request_body(to_30: Callable[[Json], Any]) -> None:
    """Every media type of the operation gets the schema, and every place is remembered."""
    step = to_30(
        _post(
            {"name": "q", "in": "query", "type": "string"},
            {**BODY, "required": True, "description": "d", "x-a": 1, "example": {}},
            consumes=["application/json", "application/xml"],
        )
    )
    assert step.document["paths"]["/a"]["post"] == {
        "parameters": [{"name": "q", "in": "query", "schema": {"type": "string"}}],
        "requestBody": {
            "description": "d",
            "content": {
                "application/json": {"schema": {"type": "object"}},
                "application/xml": {"schema": {"type": "object"}},
            },
            "required": True,
            "x-a": 1,
        },
    }
    assert step.codes == ["loss body_keyword"]
    assert step.moved["/paths/~1a/post/parameters/1"] == "/paths/~1a/post/requestBody"
    assert step.destination("/paths/~1a/post/parameters/1/schema/type") == (
        "/paths/~1a/post/requestBody/content/application~1json/schema/type"
    )


def test_a_schema_of_several_media_types_is_told_of_once(to_30: Callable[[Json], Any]) -> None:
    """What is repaired in it is one repair, in the JSON that is likeliest to stay."""
    schema = {"type": "string", "x-nullable": True}
    body = {"name": "b", "in": "body", "schema": schema}
    step = to_30(_post(body, consumes=["application/xml", "application/json"]))
    nullable = {"schema": {"type": "string", "nullable": True}}
    assert _body(step)["content"] == {"application/xml": nullable, "application/json": nullable}
    before, content = "/paths/~1a/post/parameters/0", "/paths/~1a/post/requestBody/content"
    assert [said for said in step.said if said[1] == "x_nullable"] == [
        (
            "repair",
            "x_nullable",
            f"{before}/schema/x-nullable",
            f"{content}/application~1json/schema/nullable",
        )
    ]
    assert step.stage.origin(f"{content}/application~1xml/schema/type") == f"{before}/schema/type"


@pytest.mark.parametrize(
    ("parameter", "content", "codes"),
    [
        (BODY, {"application/json": {"schema": {"type": "object"}}}, ["repair consumes_default"]),
        (
            {"name": "b", "in": "body", "type": "string"},
            {"application/json": {"schema": {"type": "string"}}},
            ["repair body_schema", "repair consumes_default"],
        ),
        (
            {"name": "b", "in": "body"},
            {"application/json": {}},
            ["repair body_schema", "repair consumes_default"],
        ),
    ],
)
def test_silence_is_filled_in(
    parameter: Json, content: Json, codes: list[str], to_30: Callable[[Json], Any]
) -> None:
    """JSON where no consumes is given, anything where no schema is."""
    step = to_30(_post(parameter))
    assert _body(step) == {"content": content}
    assert step.codes == codes


@pytest.mark.parametrize(
    ("consumes", "codes", "types"),
    [
        ("text/plain", ["repair media_types"], ["text/plain"]),
        (["a/b", "a/b", 1, " "], ["loss media_types"], ["a/b"]),
        ({"a": 1}, ["loss media_types"], ["text/csv"]),
        ([], ["repair consumes_default"], ["application/json"]),
    ],
)
def test_odd_media_types_are_read_or_named(
    consumes: Any, codes: list[str], types: list[str], to_30: Callable[[Json], Any]
) -> None:
    """A single string is a list of one; what is no list leaves the document's own."""
    step = to_30({**_post(BODY, consumes=consumes), "consumes": ["text/csv"]})
    assert list(_body(step)["content"]) == types
    assert step.codes == codes


def test_a_shared_body_is_shared_while_the_media_types_are(to_30: Callable[[Json], Any]) -> None:
    """An operation with other media types gets a copy of its own."""
    shared = {"parameters": [{"$ref": "#/parameters/new frog"}]}
    step = to_30(
        {
            "swagger": "2.0",
            "consumes": ["application/json"],
            "parameters": {"new frog": BODY, "Same": {"$ref": "#/parameters/new frog"}},
            "paths": {
                "/a": {
                    "post": shared,
                    "put": {**shared, "consumes": ["text/csv"]},
                    "patch": {"parameters": [{"$ref": "#/parameters/Same"}]},
                }
            },
        }
    )
    item = step.document["paths"]["/a"]
    assert item == {
        "post": {"requestBody": {"$ref": "#/components/requestBodies/new_frog"}},
        "put": {"requestBody": {"content": {"text/csv": {"schema": {"type": "object"}}}}},
        "patch": {"requestBody": {"$ref": "#/components/requestBodies/new_frog"}},
    }
    assert step.document["components"] == {
        "requestBodies": {
            "new_frog": {"content": {"application/json": {"schema": {"type": "object"}}}},
            "Same": {"$ref": "#/components/requestBodies/new_frog"},
        }
    }
    assert step.destination("/parameters/new frog/schema") == (
        "/components/requestBodies/new_frog/content/application~1json/schema"
    )


FORM: list[Json] = [
    {"name": "n", "in": "formData", "type": "string", "required": True, "description": "d"},
    {"name": "tags", "in": "formData", "type": "array", "items": {"type": "string"}},
]


@pytest.mark.parametrize(
    ("said", "encoding", "codes"),
    [
        (None, {"style": "form", "explode": False}, []),
        ("multi", {"style": "form", "explode": True}, []),
        ("ssv", {"style": "spaceDelimited", "explode": False}, []),
        ("tsv", {"style": "form", "explode": False}, ["loss collection_format"]),
    ],
)
def test_form_parameters_become_properties(
    said: Any, encoding: Json, codes: list[str], to_30: Callable[[Json], Any]
) -> None:
    """Required ones are listed, arrays say how they are written in encoding."""
    tags = FORM[1] if said is None else {**FORM[1], "collectionFormat": said}
    step = to_30(_post(FORM[0], tags, consumes=[URLENCODED]))
    assert _body(step) == {
        "content": {
            URLENCODED: {
                "schema": {
                    "type": "object",
                    "properties": {
                        "n": {"description": "d", "type": "string"},
                        "tags": {"type": "array", "items": {"type": "string"}},
                    },
                    "required": ["n"],
                },
                "encoding": {"tags": encoding},
            }
        },
        "required": True,
    }
    assert step.codes == codes
    assert (
        step.stage.origin(
            f"/paths/~1a/post/requestBody/content/{URLENCODED.replace('/', '~1')}"
            "/schema/properties/tags/items"
        )
        == "/paths/~1a/post/parameters/1/items"
    )


@pytest.mark.parametrize(
    ("parameter", "consumes", "media_types", "codes"),
    [
        ("string", [URLENCODED, MULTIPART], [URLENCODED, MULTIPART], []),
        ("file", [URLENCODED, MULTIPART], [MULTIPART], ["mapping file"]),
        ("file", None, [MULTIPART], ["repair form_media_type", "mapping file"]),
        ("string", None, [URLENCODED], ["repair form_media_type"]),
        (
            "string",
            ["application/json", URLENCODED],
            [URLENCODED],
            ["mapping form_media_type"],
        ),
    ],
)
def test_forms_choose_their_media_types(
    parameter: str,
    consumes: Any,
    media_types: list[str],
    codes: list[str],
    to_30: Callable[[Json], Any],
) -> None:
    """Files need multipart; what cannot carry a form is not listed."""
    given = {"name": "f", "in": "formdata", "type": parameter, "format": "odd", "x-a": 1}
    step = to_30(_post(given, consumes=consumes))
    body = _body(step)
    assert list(body["content"]) == media_types
    written = {"type": "string", "format": "binary" if parameter == "file" else "odd", "x-a": 1}
    assert body["content"][media_types[0]] == {
        "schema": {"type": "object", "properties": {"f": written}}
    }
    assert step.codes == ["repair parameter_in", *codes]


def test_multipart_writes_each_item_as_a_part_by_itself(to_30: Callable[[Json], Any]) -> None:
    """Multi needs no encoding there, and an empty value cannot be asked for."""
    step = to_30(
        _post({**FORM[1], "collectionFormat": "multi", "allowEmptyValue": True}, consumes=MULTIPART)
    )
    assert "encoding" not in _body(step)["content"][MULTIPART]
    assert step.codes == ["repair media_types", "loss allow_empty_value"]


def test_a_path_shares_its_body_with_every_operation(to_30: Callable[[Json], Any]) -> None:
    """An operation's own body or form stands instead, form fields by name."""
    own = {"name": "own", "in": "body", "schema": {"type": "string"}}
    step = to_30(
        {
            "swagger": "2.0",
            "consumes": ["application/json"],
            "paths": {
                "/body": {
                    "parameters": [BODY, {"name": "q", "in": "query", "type": "string"}],
                    "post": {},
                    "put": {"parameters": [own]},
                    "patch": {"parameters": [FORM[0]], "consumes": [URLENCODED]},
                    "x-note": {"responses": {}},
                },
                "/form": {
                    "parameters": FORM,
                    "post": {
                        "consumes": [URLENCODED],
                        "parameters": [{"name": "n", "in": "formData", "type": "integer"}],
                    },
                    "put": {"parameters": [own]},
                },
                "/none": {"parameters": [BODY, FORM[0]]},
            },
        }
    )
    paths = step.document["paths"]
    query = {"name": "q", "in": "query", "schema": {"type": "string"}}
    assert paths["/body"] == {
        "parameters": [query],
        "post": {"requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}}},
        "put": {"requestBody": {"content": {"application/json": {"schema": {"type": "string"}}}}},
        "patch": {
            "requestBody": {
                "content": {
                    URLENCODED: {
                        "schema": {
                            "type": "object",
                            "properties": {"n": {"description": "d", "type": "string"}},
                            "required": ["n"],
                        }
                    }
                },
                "required": True,
            }
        },
        "x-note": {"responses": {}},
    }
    form = paths["/form"]["post"]["requestBody"]["content"][URLENCODED]["schema"]["properties"]
    assert form == {"n": {"type": "integer"}, "tags": FORM[1]} | {
        "tags": {"type": "array", "items": {"type": "string"}}
    }
    assert "parameters" not in paths["/form"]
    assert paths["/none"] == {}
    assert step.codes == [
        "loss second_body",
        "loss second_body",
        "loss body_unused",
        "loss body_unused",
    ]


def test_one_body_at_most(to_30: Callable[[Json], Any]) -> None:
    """A second body, doubled and nameless form fields are named losses."""
    step = to_30(_post(BODY, {**BODY, "name": "c"}, consumes=["a/b"]))
    assert step.codes == ["loss second_body"]
    nameless = {"in": "formData", "type": "string"}
    step = to_30(_post(FORM[0], FORM[0], nameless, consumes=[URLENCODED]))
    assert step.codes == ["loss duplicate_parameter", "loss form_parameter"]
    step = to_30(_post(nameless))
    assert _body(step) is None


def test_shared_form_parameters_are_written_into_operations(to_30: Callable[[Json], Any]) -> None:
    """One that nobody uses has no place; what stands beside the reference is ignored by name."""
    step = to_30(
        _post(
            {"$ref": "#/parameters/Used", "description": "ignored"},
            consumes=[URLENCODED],
            parameters={"Used": FORM[0], "Unused": FORM[1]},
        )
    )
    assert list(_body(step)["content"][URLENCODED]["schema"]["properties"]) == ["n"]
    assert "components" not in step.document
    assert step.codes == ["loss ref_siblings", "loss form_unused"]
