"""Version, title, components and size, as the builder judges them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gptreview.convert.importer import import_action
from gptreview.model.diagnostic import ImportedOperation

Json = dict[str, Any]
Lines = Callable[[Any], list[str]]
Lost = Callable[[Any], dict[str, tuple[str, ...]]]


def test_a_sound_document_passes_without_a_word(document: Json) -> None:
    """Nothing is said of a document that keeps all the rules, and its operation is usable."""
    report = import_action(document)
    assert report.diagnostics == ()
    assert report.operations == (
        ImportedOperation("get", "/boats", "listBoats", "/paths/~1boats/get", usable=True),
    )


@pytest.mark.parametrize("value", [None, [], "openapi: 3.1.0", 3, True])
def test_what_is_no_object_cannot_be_parsed(value: Any, lines: Lines) -> None:
    """Any JSON value but an object is refused in the builder's words."""
    assert lines(value) == ["error document.not_object  Could not parse valid OpenAPI spec"]


@pytest.mark.parametrize("version", ["3.0.0", "3.0.3", "3.1", "3.2.0", 3.1])
def test_other_versions_than_3_1_are_warned_of(version: Any, document: Json, lines: Lines) -> None:
    """A version other than 3.1.0 and 3.1.1 draws the validator's message, and costs nothing."""
    document["openapi"] = version
    assert lines(document) == [
        "warning document.version /openapi ('openapi',): Input should be '3.1.1' or '3.1.0'"
    ]


@pytest.mark.parametrize("version", ["4.0.0", "2.0", None, [], ""])
def test_versions_that_are_none_of_3_are_refused(
    version: Any, document: Json, lines: Lines
) -> None:
    """The same words, and nothing of the document is usable: nobody reports that it would be."""
    document["openapi"] = version
    assert lines(document) == [
        "error document.version_unknown /openapi ('openapi',): Input should be '3.1.1' or '3.1.0'"
    ]
    assert not any(operation.usable for operation in import_action(document).operations)


def test_swagger_2_is_refused_and_named(document: Json, lost: Lost) -> None:
    """A Swagger 2.0 document is refused, and the fix says what it is."""
    del document["openapi"]
    document["swagger"] = "2.0"
    first = import_action(document).diagnostics[0]
    assert (first.message, first.pointer) == ("('openapi',): Field required", "/swagger")
    assert first.fix == "This is Swagger '2.0': convert it to OpenAPI 3.1 first."
    assert lost(document) == {"get /boats": ("document.version_missing",)}


def test_a_missing_version_is_refused(document: Json, lines: Lines) -> None:
    """Without any version the whole document is refused."""
    del document["openapi"]
    assert lines(document) == ["error document.version_missing  ('openapi',): Field required"]


@pytest.mark.parametrize(
    ("info", "expected"),
    [
        ({"version": "1"}, ["error document.info /info ('info', 'title'): Field required"]),
        (
            {"title": None, "version": "1"},
            ["error document.info /info/title ('info', 'title'): Field required"],
        ),
        ([], ["error document.info /info ('info',): Field required"]),
        (
            {"title": "x", "version": 1.0},
            [
                "warning document.info_type /info/version "
                "('info', 'version'): Input should be a valid string"
            ],
        ),
    ],
)
def test_info_needs_title_and_version(
    info: Any, expected: list[str], document: Json, lines: Lines
) -> None:
    """Title and version have to be there, and to be texts."""
    document["info"] = info
    assert lines(document) == expected


def test_absent_info_refuses_every_operation(document: Json, lines: Lines, lost: Lost) -> None:
    """A document without info is refused, and its operation says why."""
    del document["info"]
    assert lines(document) == ["error document.info  ('info',): Field required"]
    assert lost(document) == {"get /boats": ("document.info",)}


@pytest.mark.parametrize(
    ("components", "pointer"),
    [({}, "/components"), ({"schemas": []}, "/components/schemas"), (None, "/components")],
)
def test_components_need_schemas(
    components: Any, pointer: str, document: Json, lines: Lines
) -> None:
    """A components section has to hold an object of schemas."""
    document["components"] = components
    message = "In components section, schemas subsection is not an object"
    assert lines(document) == [f"error components.schemas {pointer} {message}"]


def test_a_document_without_components_is_taken(document: Json, lines: Lines) -> None:
    """Nothing is said of a document that has no components section at all."""
    del document["components"]
    assert lines(document) == []


def test_more_than_a_megabyte_is_refused(document: Json) -> None:
    """A document over 1 MiB when pretty-printed is refused with its size."""
    document["x-filler"] = "a" * 1_048_576
    report = import_action(document, size=1_100_000)
    (finding,) = report.diagnostics
    assert finding.message == "OpenAPI spec must be 1MB or smaller"
    assert finding.fix.startswith("It is 1,049,")
    assert report.operations[0].reasons == ("document.too_large",)


def test_just_over_a_million_bytes_is_warned_of(document: Json) -> None:
    """Between 10^6 and 2^20 bytes the builder's words leave open which megabyte is meant."""
    document["x-filler"] = "a" * 1_000_000
    report = import_action(document, size=1_000_900)
    assert [finding.code for finding in report.diagnostics] == ["document.nearly_too_large"]
    assert report.operations[0].usable


def test_the_size_is_not_measured_where_it_cannot_matter(document: Json) -> None:
    """A text of a few bytes is not measured again, whatever it claims to hold."""
    document["x-filler"] = "a" * 2_000_000
    assert import_action(document, size=99_999).diagnostics == ()
