"""The document around its operations: info, schemas, and what is left over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from gptreview.convert.define.document import Origin
from gptreview.convert.ledger import Stage
from gptreview.model.action import ActionAuth, ActionDefinition

Json = dict[str, Any]
Told = list[tuple[str, str, str | None, str | None]]
Define = Callable[..., tuple[ActionDefinition, Told]]
Plugin = Callable[..., Origin]

TITLE = ("repair", "info.title")
VERSION = ("repair", "info.version")


@pytest.mark.parametrize("info", [None, [], "Boats", {}, {"title": "", "version": None}])
def test_missing_info(define: Define, document: Json, plugin: Plugin, info: Any) -> None:
    """The plugin's name and version 1.0.0 stand in for what the document does not say."""
    document["info"] = info
    action, told = define(document, plugin())
    assert (action.title, action.version, action.description) == ("Boat Finder", "1.0.0", "")
    assert told == [(*TITLE, "/info", "/info/title"), (*VERSION, "/info", "/info/version")]


def test_no_info_at_all(define: Define, document: Json) -> None:
    """Without a manifest a title of last resort stands in, and there is no place to name."""
    del document["info"]
    action, told = define(document, Origin(name="boats.yaml"))
    assert (action.title, action.version) == ("boats.yaml", "1.0.0")
    assert told == [(*TITLE, None, "/info/title"), (*VERSION, None, "/info/version")]
    assert define(document)[0].title == "Untitled"


@pytest.mark.parametrize(
    ("info", "read", "codes"),
    [
        ({"title": " Boats\n", "version": "1", "description": " d "}, ("Boats", "1", "d"), []),
        ({"title": 7, "version": 1.5, "description": 3}, ("7", "1.5", "3"), []),
        ({"title": "B", "version": True}, ("B", "1.0.0", ""), ["info.version"]),
        ({"title": {"en": "B"}, "version": "1"}, ("Untitled", "1", ""), ["info.title"]),
        ({"title": "B", "version": "1", "description": [1]}, ("B", "1", ""), ["info.text_dropped"]),
    ],
)
def test_info_of_the_wrong_type(
    define: Define, document: Json, info: Json, read: tuple[str, str, str], codes: list[str]
) -> None:
    """Numbers are read as text, the rest is replaced."""
    document["info"] = info
    action, told = define(document)
    assert (action.title, action.version, action.description) == read
    assert [code for _, code, _, _ in told] == codes


def test_what_stands_in_is_told_in_words(define: Define, document: Json) -> None:
    """The message says whether the field is missing or unreadable."""
    document["info"] = {"title": ["B"]}
    stage = Stage()
    define(document, stage=stage)
    assert [change.message for change in stage.changes] == [
        "info.title cannot be read as text, the GPT builder requires it; 'Untitled' stands in",
        "info.version is missing, the GPT builder requires it; '1.0.0' stands in",
    ]


@pytest.mark.parametrize(
    ("components", "schemas"),
    [
        (None, {}),
        ({"schemas": {"Boat": {"type": "object"}}}, {"Boat": {"type": "object"}}),
        ({"schemas": []}, {}),
        ([], {}),
    ],
)
def test_schemas_are_handed_on(
    define: Define, document: Json, components: Any, schemas: Json
) -> None:
    """Operations refer to them, so they come along as they are."""
    document["components"] = components
    action, told = define(document)
    assert (action.schemas, told) == (schemas, [])


def test_what_has_no_place_is_named(define: Define, document: Json, operation: Json) -> None:
    """Every field that a GPT action has no use for is a named loss, unless it says nothing."""
    document |= {"tags": [{"name": "a"}], "webhooks": {}, "x-a/b": 0, "externalDocs": None}
    document["info"] |= {"contact": {"name": "Harbour"}, "license": {}}
    document["components"] = {"examples": {"a": {}}, "links": {}, "callbacks": {"c": 1}}
    operation |= {"deprecated": True, "callbacks": {}, "x-rate": 0, "x-off": False}
    stage = Stage()
    _, told = define(document, stage=stage)
    assert stage.changes[0].message == "left out: a GPT action has no use for deprecated"
    assert told == [
        ("loss", "operation.field_dropped", "/paths/~1boats/get/deprecated", None),
        ("loss", "operation.field_dropped", "/paths/~1boats/get/x-rate", None),
        ("loss", "document.field_dropped", "/tags", None),
        ("loss", "document.field_dropped", "/x-a~1b", None),
        ("loss", "info.field_dropped", "/info/contact", None),
        ("loss", "components.section_dropped", "/components/examples", None),
        ("loss", "components.section_dropped", "/components/callbacks", None),
    ]


def test_an_empty_document(define: Define) -> None:
    """Nothing at all gives an action without operations, not a crash."""
    action, told = define({})
    assert action == ActionDefinition("Untitled", "1.0.0", "", (), ActionAuth())
    assert [code for _, code, _, _ in told] == ["server.none", "info.title", "info.version"]


def test_the_document_is_not_changed(define: Define, document: Json, plugin: Plugin) -> None:
    """Reading repairs a copy: the source stays as it was."""
    document["paths"]["boats/{id}"] = document["paths"].pop("/boats")
    document["servers"] = [{"url": "http://{h}", "variables": {"h": {"default": "a.net"}}}]
    before = repr(document)
    define(document, replace(plugin("https://api.boats.net"), server=""))
    assert repr(document) == before
