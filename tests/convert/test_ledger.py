"""What stages changed, in the coordinates of the first input and of the last output."""

from __future__ import annotations

from typing import Any

import pytest

from gptreview.convert.ledger import Stage, Trail
from gptreview.model.change import Change, ChangeKind, Place

SOURCE = {"paths": {"boats": {"GET": {"parameters": [{"name": "a"}, {"name": "b"}]}}}}
WRITTEN = {"boats.yaml": {"paths": {"/boats": {"get": {"parameters": [{"name": "b"}]}}}}}


def stage(*moves: tuple[str, str]) -> Stage:
    """A stage that moved subtrees: (before, after)."""
    made = Stage()
    for before, after in moves:
        made.moved(before, after)
    return made


def three_stages() -> tuple[Stage, Stage, Stage]:
    """Put a path right, drop its first parameter, write it to a file."""
    return (
        stage(("/paths/boats/GET", "/paths/~1boats/get")),
        stage(("/paths/~1boats/get/parameters/1", "/paths/~1boats/get/parameters/0")),
        stage(("/paths/~1boats/get", "boats.yaml#/paths/~1boats/get")),
    )


def test_a_stage_records_kind_code_message_and_places() -> None:
    """Each of the three kinds of change is kept in order, with None where there is no place."""
    made = Stage()
    made.mapping("a.b", "said differently", before="/a", after="/b")
    made.repair("c.d", "put right", before=None, after="")
    made.loss("e.f", "left out", before="", after=None)
    assert made.changes == [
        Change(ChangeKind.MAPPING, "a.b", "said differently", Place("", "/a"), Place("", "/b")),
        Change(ChangeKind.REPAIR, "c.d", "put right", None, Place("", "")),
        Change(ChangeKind.LOSS, "e.f", "left out", Place("", ""), None),
    ]


@pytest.mark.parametrize(
    ("after", "before"),
    [
        ("/new", "/old"),
        ("/new/child", "/old/child"),
        ("/new/child/deep/er", "/elsewhere/deep/er"),
        ("/newer", "/newer"),
        ("/copy", "/old"),
        ("/same", "/same"),
        ("", ""),
    ],
)
def test_the_longest_moved_prefix_tells_the_origin(after: str, before: str) -> None:
    """A place inside a moved subtree came from the same place inside its origin."""
    made = stage(
        ("/old", "/new"), ("/elsewhere", "/new/child/deep"), ("/old", "/copy"), ("/same", "/same")
    )
    made.moved("/elsewhere/deep", "/new/child/deep")
    assert made.origin(after) == before
    assert made.destinations() == {"/old": "/new", "/elsewhere/deep": "/new/child/deep"}


def test_a_moved_root_moves_everything() -> None:
    """The root is a prefix of every place."""
    made = stage(("", "boats.yaml#"))
    assert made.destinations() == {"": "boats.yaml#"}
    assert made.origin("boats.yaml#") == ""


def test_changes_are_told_from_end_to_end() -> None:
    """Places are chained back to the source and on to the files; unmade ones become the nearest."""
    first, second, third = three_stages()
    first.repair("path.x", "m", before="/paths/boats/GET", after="/paths/~1boats/get")
    second.loss("p.first", "m", before="/paths/~1boats/get/parameters/0", after=None)
    second.repair(
        "p.schema", "m", before="/paths/~1boats/get/parameters/1/schema",
        after="/paths/~1boats/get/parameters/0/schema",
    )  # fmt: skip
    second.repair("info.x", "m", before=None, after="/info/title")
    third.mapping("w.x", "m", before="/paths/~1boats/get", after="boats.yaml#/paths/~1boats/get/x")
    third.loss("w.y", "m", before=None, after="other.yaml#/paths")
    operation = "GET /boats"
    assert Trail("openapi.yaml", (first, second, third)).changes(SOURCE, WRITTEN) == (
        Change(
            ChangeKind.REPAIR, "path.x", "m", Place("openapi.yaml", "/paths/boats/GET"),
            Place("boats.yaml", "/paths/~1boats/get"), "GET boats",
        ),
        Change(
            ChangeKind.LOSS, "p.first", "m",
            Place("openapi.yaml", "/paths/boats/GET/parameters/0"), None, operation,
        ),
        Change(
            ChangeKind.REPAIR, "p.schema", "m",
            Place("openapi.yaml", "/paths/boats/GET/parameters/1"),
            Place("boats.yaml", "/paths/~1boats/get/parameters/0"), operation,
        ),
        Change(ChangeKind.REPAIR, "info.x", "m", None, None),
        Change(
            ChangeKind.MAPPING, "w.x", "m", Place("openapi.yaml", "/paths/boats/GET"),
            Place("boats.yaml", "/paths/~1boats/get"), operation,
        ),
        Change(ChangeKind.LOSS, "w.y", "m", None, Place("other.yaml", "")),
    )  # fmt: skip


def test_a_place_of_the_output_is_found_in_the_source() -> None:
    """The output of any stage can be followed back through it and all stages before."""
    trail = Trail("openapi.yaml", three_stages())
    assert [
        trail.written(0, "/paths/~1boats/get/parameters/1"),
        trail.written(1, "/paths/~1boats/get/parameters/0"),
        trail.written(2, "boats.yaml#/paths/~1boats/get/parameters/0/name"),
        trail.written(-1, "/paths/boats"),
    ] == [
        "/paths/boats/GET/parameters/1",
        "/paths/boats/GET/parameters/1",
        "/paths/boats/GET/parameters/1/name",
        "/paths/boats",
    ]


def test_the_same_change_is_told_once() -> None:
    """Twice the same words about the same places tell nothing more."""
    made = Stage()
    for message in ("m", "m", "n"):
        made.loss("a.b", message, before="/a", after=None)
    changes = Trail("s", (made,)).changes({"a": 1}, {})
    assert [change.message for change in changes] == ["m", "n"]


def test_path_with_a_number_sign() -> None:
    """A ``#`` in a path is part of the pointer, in the document and in the file."""
    made, writing = Stage(), stage(("/paths/~1a#b/get", "x.yaml#/paths/~1a#b/get"))
    made.repair("o.kept", "m", before="/paths/~1a#b/get", after="/paths/~1a#b/get")
    made.loss("o.lost", "m", before="/paths/~1c#d/put/x", after="/paths/~1c#d/put")
    writing.loss("o.text", "m", before=None, after="x.yaml#/paths/~1a#b/get")
    source: dict[str, Any] = {"paths": {"/a#b": {"get": {}}, "/c#d": {"put": {}}}}
    written: dict[str, Any] = {"x.yaml": {"paths": {"/a#b": {"get": {}}}}}
    assert Trail("s", (made, writing)).changes(source, written) == (
        Change(
            ChangeKind.REPAIR, "o.kept", "m", Place("s", "/paths/~1a#b/get"),
            Place("x.yaml", "/paths/~1a#b/get"), "GET /a#b",
        ),
        Change(
            ChangeKind.LOSS, "o.lost", "m", Place("s", "/paths/~1c#d/put"), None, "PUT /c#d"
        ),
        Change(
            ChangeKind.LOSS, "o.text", "m", None, Place("x.yaml", "/paths/~1a#b/get"), "GET /a#b"
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "operation"),
    [
        ("/paths/~1a/get/x", "/paths/~1b/put/x", "GET /a"),
        ("/components/parameters/p", "/paths/~1b/put/x", "PUT /b"),
        ("/paths/~1a/PATCH", None, "PATCH /a"),
        ("/paths/~1a/parameters/0", None, ""),
        ("/paths/~1a", None, ""),
        (None, "f.yaml#/paths/~1a/trace", "TRACE /a"),
        (None, "f.yaml", ""),
        (None, None, ""),
    ],
)
def test_a_change_names_its_operation(
    before: str | None, after: str | None, operation: str
) -> None:
    """A change inside an operation says which, by where it was or else by where it is."""
    made = Stage()
    made.loss("a.b", "m", before=before, after=after)
    (change,) = Trail("s", (made,)).changes({}, {})
    assert change.operation == operation
