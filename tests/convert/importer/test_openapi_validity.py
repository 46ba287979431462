"""The optional check against the OpenAPI specification."""

from __future__ import annotations

from typing import Any

import pytest

from gptreview.convert.importer.openapi_validity import validate_openapi


def _said(document: Any, size: int = 100) -> list[tuple[str, str, str]]:
    return [(d.code, d.pointer, d.message) for d in validate_openapi(document, size=size)]


def _document(**changes: Any) -> dict[str, Any]:
    return {"openapi": "3.1.0", "info": {"title": "t", "version": "v"}, "paths": {}, **changes}


def test_a_valid_document_passes() -> None:
    """Nothing is said of a document that the specification allows."""
    assert _said(_document()) == []


def test_each_violation_is_a_warning_with_its_place() -> None:
    """A wrong value is reported where it stands."""
    document = _document(paths={"/a": {"get": {"responses": {"200": {"description": 3}}}}})
    assert _said(document) == [
        (
            "openapi.invalid",
            "/paths/~1a/get/responses/200/description",
            "3 is not of type 'string'",
        )
    ]


def test_large_documents_are_refused() -> None:
    """Beyond 512 kB the validator is not started, and the report says so."""
    assert _said(_document(), size=512_001) == [
        (
            "openapi.not_validated",
            "",
            "not validated: 512,001 bytes are more than the 512,000 that --openapi takes",
        )
    ]


@pytest.mark.parametrize(
    "reference", ["https://example.org/x.json#/a", "file:///etc/hostname", "other.yaml#/a"]
)
def test_external_references_are_never_fetched(reference: str) -> None:
    """A reference to another document ends the validation instead of opening it."""
    document = _document(paths={"/a": {"get": {"parameters": [{"$ref": reference}]}}})
    (said,) = _said(document)
    assert said[0] == "openapi.not_validated"
    assert reference in said[2]


def test_a_reference_that_leads_nowhere_is_named_in_one_line() -> None:
    """The reference is what helps, not the document in which it was looked for."""
    document = _document(paths={"/a": {"get": {"parameters": [{"$ref": "#/components/x/y"}]}}})
    assert _said(document) == [
        (
            "openapi.not_validated",
            "",
            "not validated: the reference #/components/x/y leads to nothing that can be read",
        )
    ]


def test_an_unknown_version_is_reported() -> None:
    """A document of no known version cannot be validated."""
    (said,) = _said({"openapi": "9.0.0"})
    assert said[0] == "openapi.not_validated"


def test_what_is_no_object_has_nothing_to_validate() -> None:
    """The importer has already said that this is no document."""
    assert _said([]) == []
