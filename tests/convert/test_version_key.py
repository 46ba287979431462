"""Mistyped version keys."""

from __future__ import annotations

from typing import Any

import pytest

from gptreview.convert.ledger import Stage
from gptreview.convert.version_key import mend_version_key
from gptreview.model.change import Change, ChangeKind, Place
from gptreview.reading.pointer import join


@pytest.mark.parametrize(
    ("written", "value", "key"),
    [
        ("penapi", "3.0.1", "openapi"),
        ("openap", 3.1, "openapi"),
        ("opnapi", "3", "openapi"),
        ("OpenAPI", "3.1.0", "openapi"),
        ("open_api", " v3.0.0 ", "openapi"),
        ("\ufeffopenapi", "3.0.0", "openapi"),
        ("openapii", "3.0.0", "openapi"),
        ("opanapi", "3.0.0", "openapi"),
        ("openapi/", "3.0.0", "openapi"),
        ("swager", "2.0", "swagger"),
        ("Swagger", 2, "swagger"),
        ("swaggr", 2.0, "swagger"),
    ],
)
def test_a_near_miss_is_read_by_intent(written: str, value: Any, key: str) -> None:
    """A key one slip away from the right one, with a fitting version, takes its place."""
    stage = Stage()
    mended = mend_version_key({"info": {}, written: value, "paths": {}}, stage)
    assert list(mended.items()) == [("info", {}), (key, value), ("paths", {})]
    place = join("", written)
    assert stage.changes == [
        Change(
            ChangeKind.REPAIR,
            "document.version_key",
            f"the document has no {key}, but {written!r} with a version; read as {key}",
            Place("", place),
            Place("", f"/{key}"),
        )
    ]
    assert stage.origin(f"/{key}") == place


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"openapi": "3.0.1", "penapi": "3.0.1"},
        {"swagger": "2.0", "openap": "3.0.1"},
        {"openapi": None, "penapi": "3.0.1"},
        {"penapi": "2.0"},
        {"penapi": "4.0"},
        {"penapi": True},
        {"penapi": {"3.0": 1}},
        {"penapi": "3.0.1 or so"},
        {"swager": "3.0"},
        {"swaggerVersion": "1.2"},
        {"version": "3.0.1"},
        {"api": "3.0.1"},
        {"asyncapi": "3.0.0"},
        {"openrpc": "3.0.0"},
        {"o" * 1_000_000: "3.0.1"},
    ],
    ids=lambda document: str(document)[:40],
)
def test_what_is_not_in_doubt_stays(document: dict[str, Any]) -> None:
    """Where the right key is there, or nothing is like it and holds its version, all stays."""
    stage = Stage()
    assert mend_version_key(document, stage) is document
    assert stage.changes == []


def test_the_nearest_of_several_counts() -> None:
    """Of several near misses the likest one is taken, the others stay."""
    document = {"opnpi": "3.0.0", "openapi_": "3.0.1", "penapi": "3.0.2"}
    assert mend_version_key(document, Stage()) == {
        "opnpi": "3.0.0",
        "openapi": "3.0.1",
        "penapi": "3.0.2",
    }
