"""Versions are read by intent, and whoever names none is told so."""

from __future__ import annotations

from typing import Any

import pytest

from gptreview.convert.ledger import Stage
from gptreview.convert.upgrade.document import (
    detect_version,
    settle_openapi31,
    upgrade_openapi30,
    upgrade_swagger,
)
from gptreview.errors import InputError

Json = dict[str, Any]


@pytest.mark.parametrize(
    ("document", "version"),
    [
        ({"swagger": "2.0"}, "2.0"),
        ({"swagger": 2.0}, "2.0"),
        ({"swagger": 2}, "2.0"),
        ({"openapi": "2.0"}, "2.0"),
        ({"openapi": "3.0.3"}, "3.0"),
        ({"openapi": "3.0.03"}, "3.0"),
        ({"openapi": " 3.0.1"}, "3.0"),
        ({"openapi": 3.0}, "3.0"),
        ({"openapi": 3}, "3.0"),
        ({"swagger": "3.0.0"}, "3.0"),
        ({"openapi": "v3.1.0-rc1"}, "3.1"),
        ({"openapi": 3.1}, "3.1"),
        ({"openapi": "3.2.0"}, "3.1"),
        ({"openapi": "3.0.0", "swagger": "2.0"}, "3.0"),
        ({"openapi": None, "swagger": "2.0"}, "2.0"),
        ({"paths": {}, "definitions": {}}, "2.0"),
        ({"paths": {}, "host": "a.example.com"}, "2.0"),
        ({"paths": {}, "components": {}}, "3.0"),
        ({"openapi": "three", "paths": {}, "components": {}}, "3.0"),
        ({"webhooks": {}, "components": {}}, "3.1"),
    ],
)
def test_versions_are_read_by_intent(document: Json, version: str) -> None:
    """Numbers, blanks, leading zeros and missing versions are read as they were meant."""
    assert detect_version(document) == version


@pytest.mark.parametrize(
    ("document", "where", "found"),
    [
        ({}, "/", "no version of OpenAPI is named"),
        ({"paths": {}}, "/", "no version of OpenAPI is named"),
        ({"components": {}, "paths": []}, "/", "no version of OpenAPI is named"),
        ({"swagger": "1.2"}, "/swagger", "unknown version (swagger: '1.2')"),
        ({"swagger": True}, "/swagger", "unknown version (swagger: true)"),
        (
            {"openapi": ["4"], "swagger": {}},
            "/openapi",
            "unknown version (openapi: a list, swagger: an object)",
        ),
        ({"openapi": "9" * 200}, "/openapi", f"unknown version (openapi: '{'9' * 59})"),
    ],
)
def test_unknown_versions_are_refused(document: Json, where: str, found: str) -> None:
    """The error quotes what stands there, says what would be accepted and what to do."""
    with pytest.raises(InputError) as caught:
        detect_version(document)
    assert str(caught.value) == (
        f"{where}: {found}; expected swagger: '2.0', or openapi: 3.0.x, 3.1.x or 3.2.x; "
        "give an OpenAPI document, or write its version into it"
    )


@pytest.mark.parametrize(
    ("upgrade", "document", "messages"),
    [
        (upgrade_swagger, {"swagger": "2.0"}, []),
        (
            upgrade_swagger,
            {"swagger": 2.0},
            ["The document names version 2.0; it was read as 2.0.x and says 3.0.3 now."],
        ),
        (
            upgrade_swagger,
            {"openapi": "2.0"},
            ["The document names version '2.0'; it was read as 2.0.x and says 3.0.3 now."],
        ),
        (
            upgrade_swagger,
            {"definitions": None},
            ["The document names no version; it was read as 2.0.x and says 3.0.3 now."],
        ),
        (upgrade_openapi30, {"openapi": "3.0.2"}, []),
        (
            upgrade_openapi30,
            {"openapi": "3.0.03", "info": {}},
            ["The document names version '3.0.03'; it was read as 3.0.x and says 3.1.0 now."],
        ),
        (
            upgrade_openapi30,
            {"swagger": "3.0.0"},
            ["The document names version '3.0.0'; it was read as 3.0.x and says 3.1.0 now."],
        ),
        (
            upgrade_openapi30,
            {"openapi": "3.0.0", "swagger": "2.0"},
            ["The document names version '3.0.0'; it was read as 3.0.x and says 3.1.0 now."],
        ),
    ],
)
def test_a_version_that_was_not_plain_is_named(
    upgrade: Any, document: Json, messages: list[str]
) -> None:
    """Only a version that had to be guessed or cleaned is recorded, as a repair."""
    stage = Stage()
    result = upgrade(document, stage)
    assert result["openapi"] == ("3.0.3" if upgrade is upgrade_swagger else "3.1.0")
    assert "swagger" not in result
    assert [(change.kind.value, change.message) for change in stage.changes] == [
        ("repair", message) for message in messages
    ]


@pytest.mark.parametrize(
    ("document", "version", "codes"),
    [
        ({"openapi": "3.1.1", "x": 1}, "3.1.1", []),
        ({"openapi": 3.1, "x": 1}, "3.1.0", ["upgrade.version"]),
        ({"openapi": "3.1.0", "swagger": "2.0", "x": 1}, "3.1.0", ["upgrade.version"]),
        ({"openapi": "3.2.0", "x": 1}, "3.1.0", ["upgrade.version_32"]),
        ({"openapi": 3.2, "x": 1}, "3.1.0", ["upgrade.version_32"]),
    ],
)
def test_newer_documents_are_settled_as_31(document: Json, version: str, codes: list[str]) -> None:
    """3.1 stays as it is, 3.2 is read as 3.1 and says so."""
    stage = Stage()
    assert settle_openapi31(document, stage) == {"openapi": version, "x": 1}
    assert [change.code for change in stage.changes] == codes
