"""Responses: a schema for each media type, examples beside it, headers with schemas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Json = dict[str, Any]
FROG = {"type": "object"}


def _get(response: Any, code: str = "200", **rest: Any) -> Json:
    return {"swagger": "2.0", "paths": {"/a": {"get": {"responses": {code: response}}}}, **rest}


def _written(step: Any, code: str = "200") -> Any:
    return step.document["paths"]["/a"]["get"]["responses"].get(code)


@pytest.mark.parametrize(
    ("produces", "response", "content", "codes"),
    [
        (["a/b", "c/d"], {"schema": FROG}, {"a/b": {"schema": FROG}, "c/d": {"schema": FROG}}, []),
        (
            None,
            {"schema": FROG},
            {"application/json": {"schema": FROG}},
            ["repair produces_default"],
        ),
        (
            None,
            {"schema": {"type": "file"}},
            {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
            ["repair produces_default_file", "mapping file"],
        ),
        (["a/b"], {}, None, []),
        (["a/b"], {"examples": {}}, None, []),
        (["a/b"], {"examples": {"a/b": 1}}, {"a/b": {"example": 1}}, []),
        (
            ["a/b; v=1"],
            {"schema": FROG, "examples": {"A/B": 1}},
            {"a/b; v=1": {"schema": FROG, "example": 1}},
            [],
        ),
        (
            ["a/b", "c/d"],
            {"schema": FROG, "examples": {"c/d": 1, "e/f": 2, "odd": 3}},
            {
                "a/b": {"schema": FROG},
                "c/d": {"schema": FROG, "example": 1},
                "e/f": {"schema": FROG, "example": 2},
            },
            ["repair example_media_type", "loss example"],
        ),
        (
            ["a/b"],
            {"schema": FROG, "examples": {"name": "Fred"}},
            {"a/b": {"schema": FROG, "example": {"name": "Fred"}}},
            ["repair example"],
        ),
        (None, {"examples": [1]}, {"application/json": {"example": [1]}}, ["repair example"]),
    ],
)
def test_a_response_speaks_the_media_types_of_produces(
    produces: Any, response: Json, content: Any, codes: list[str], to_30: Callable[[Json], Any]
) -> None:
    """The schema stands under each of them, and each example under its own."""
    document = _get({"description": "d", "x-a": 1, **response})
    step = to_30(document if produces is None else {**document, "produces": produces})
    expected: Json = {"description": "d", "x-a": 1}
    assert _written(step) == (expected if content is None else {**expected, "content": content})
    assert step.codes == codes


def test_examples_remember_where_they_stood(to_30: Callable[[Json], Any]) -> None:
    """As do schemas, by every media type."""
    step = to_30(_get({"schema": FROG, "examples": {"a/b": 1}}, produces=["a/b"]))
    here = "/paths/~1a/get/responses/200"
    assert step.stage.origins == {
        f"{here}/content/a~1b/schema": f"{here}/schema",
        f"{here}/content/a~1b/example": f"{here}/examples/a~1b",
    }


def test_headers_say_their_value_in_a_schema(to_30: Callable[[Json], Any]) -> None:
    """Styles other than commas are lost by name; what is no header is carried."""
    headers = {
        "X-A": {"type": "integer", "description": "d", "x-b": 1, "odd": 2},
        "X-B": {"type": "array", "items": {"type": "string"}, "collectionFormat": "pipes"},
        "X-C": "odd",
    }
    step = to_30(_get({"headers": headers}))
    assert _written(step) == {
        "headers": {
            "X-A": {"description": "d", "x-b": 1, "odd": 2, "schema": {"type": "integer"}},
            "X-B": {"schema": {"type": "array", "items": {"type": "string"}}},
            "X-C": "odd",
        }
    }
    assert step.codes == ["loss collection_format"]


@pytest.mark.parametrize(
    ("code", "written", "codes"),
    [
        ("default", {"description": "d"}, []),
        ("404", {"description": "d"}, []),
        ("x-note", {"description": "d"}, []),
        ("odd", {"description": "d"}, []),
        ("000", None, ["loss status_code"]),
        ("999", None, ["loss status_code"]),
    ],
)
def test_only_status_codes_that_exist_are_kept(
    code: str,
    written: Any,
    codes: list[str],
    to_30: Callable[[Json], Any],
) -> None:
    """2.0 lets any three digits pass, 3.0 those from 100 to 599."""
    step = to_30(_get({"description": "d"}, code))
    assert _written(step, code) == written
    assert step.codes == codes


def test_shared_responses_stay_shared_while_they_speak_alike(to_30: Callable[[Json], Any]) -> None:
    """An operation with its own produces gets a copy, unless the response has no content."""
    responses = {
        "200": {"$ref": "#/responses/Frog"},
        "204": {"$ref": "#/responses/None"},
        "400": {"$ref": "#/x-responses/Bad", "description": "ignored"},
        "404": {"$ref": "#/responses/Missing"},
        "500": {"$ref": "other.yaml#/Bad"},
    }
    step = to_30(
        {
            "swagger": "2.0",
            "produces": ["a/b"],
            "responses": {
                "Frog": {"description": "d", "schema": FROG},
                "None": {"description": "n"},
                "Again": {"$ref": "#/responses/Frog"},
                "Odd": 1,
            },
            "x-responses": {"Bad": {"description": "b"}},
            "paths": {
                "/a": {"get": {"responses": responses}, "put": {"responses": {}}},
                "/b": {"get": {"produces": ["c/d"], "responses": responses}},
                "/c": {"get": {"responses": "odd"}},
            },
        }
    )
    same = {
        "200": {"$ref": "#/components/responses/Frog"},
        "204": {"$ref": "#/components/responses/None"},
        "400": {"description": "b"},
        "404": {"$ref": "#/components/responses/Missing"},
        "500": {"$ref": "other.yaml#/Bad"},
    }
    own = {"description": "d", "content": {"c/d": {"schema": FROG}}}
    assert step.document["paths"] == {
        "/a": {"get": {"responses": same}, "put": {"responses": {}}},
        "/b": {"get": {"responses": {**same, "200": own}}},
        "/c": {"get": {"responses": "odd"}},
    }
    assert step.document["components"]["responses"] == {
        "Frog": {"description": "d", "content": {"a/b": {"schema": FROG}}},
        "None": {"description": "n"},
        "Again": {"$ref": "#/components/responses/Frog"},
        "Odd": 1,
    }
    assert step.codes == ["loss ref_siblings", "loss ref_siblings"]
