"""Operation ids that every target accepts."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from gptreview.convert.define.operation_ids import OperationIds
from gptreview.convert.ledger import Stage
from gptreview.model.action import ActionDefinition

Json = dict[str, Any]
Told = list[tuple[str, str, str | None, str | None]]
Define = Callable[..., tuple[ActionDefinition, Told]]


def assigned(*written: object) -> tuple[list[str], list[str]]:
    """Ids for operations ``GET /boats/{id}`` with these operationIds, and the messages."""
    stage = Stage()
    ids = OperationIds(frozenset(text for text in written if isinstance(text, str)))
    given = [ids.assign(text, "get", "/boats/{id}", "/p", stage) for text in written]
    return given, [change.message for change in stage.changes]


@pytest.mark.parametrize(
    "own", ["listBoats", "list-boats_2", "_boats_", "1", "a" * 64, " boats\n", 7]
)
def test_a_good_id_stays(own: object) -> None:
    """Letters, digits, hyphens and underscores up to 64 characters are kept as they are."""
    assert assigned(own) == ([str(own).strip()], [])


@pytest.mark.parametrize("own", [None, "", "  ", True, [], {"a": 1}])
def test_missing_operation_id(own: object) -> None:
    """Method and path make one."""
    assert assigned(own) == (
        ["get_boats_id"],
        ["operationId is missing; 'get_boats_id' was made from method and path"],
    )


@pytest.mark.parametrize(
    ("own", "given", "why"),
    [
        ("list boats", "list_boats", "only letters, digits, _ and - are accepted"),
        ("boats.list()", "boats_list", "only letters, digits, _ and - are accepted"),
        ("/boats/{id}", "boats_id", "only letters, digits, _ and - are accepted"),
        ("Bücher", "B_cher", "only letters, digits, _ and - are accepted"),
        ("船", "get_boats_id", "only letters, digits, _ and - are accepted"),
        ("1.5", "1_5", "only letters, digits, _ and - are accepted"),
    ],
)
def test_badly_spelled_operation_id(own: str, given: str, why: str) -> None:
    """What is not accepted becomes an underscore; where nothing is left, the path makes the id."""
    assert assigned(own) == ([given], [f"operationId {own!r} became {given!r}: {why}"])


def test_over_long_operation_id() -> None:
    """It is cut at 64 characters, and not at a separator."""
    own = "a" * 62 + "__b.c"
    assert assigned(own) == (
        ["a" * 62],
        [f"operationId {own!r} became {'a' * 62!r}: 67 characters, expected 64 at most"],
    )


def test_duplicate_operation_id() -> None:
    """The first keeps it, the others are numbered, within the length that is accepted."""
    assert assigned("boats", "boats", "boats")[0] == ["boats", "boats_2", "boats_3"]
    assert assigned("boats", "boats")[1] == [
        "operationId 'boats' became 'boats_2': another operation already has it"
    ]
    assert assigned("a" * 64, "a" * 64)[0] == ["a" * 64, "a" * 62 + "_2"]


def test_made_up_ids_never_take_a_written_one() -> None:
    """An id that a later operation has in the document stays with that one."""
    assert assigned(None, "get boats id", "get_boats_id", "get_boats_id_2")[0] == [
        "get_boats_id_3",
        "get_boats_id_4",
        "get_boats_id",
        "get_boats_id_2",
    ]


def test_nothing_to_make_an_id_of() -> None:
    """Where neither id nor path has a letter to keep, operations are counted."""
    stage = Stage()
    ids = OperationIds(frozenset({"operation_2"}))
    given = [("", "/船"), ("", "/"), ("船", "/船"), ("船", "/船/boats")]
    assert [ids.assign(own, "get", path, "/p", stage) for own, path in given] == [
        "operation_1",
        "operation_3",
        "operation_4",
        "get_boats",
    ]
    assert [change.message for change in stage.changes] == [
        "operationId is missing; 'operation_1' was made up: the path has nothing to name it by",
        "operationId is missing; 'operation_3' was made up: the path has nothing to name it by",
        "operationId '船' became 'operation_4': only letters, digits, _ and - are accepted",
        "operationId '船' became 'get_boats': only letters, digits, _ and - are accepted",
    ]


def test_thousands_of_equal_ids() -> None:
    """Numbering does not begin anew for each of them: a square of it took minutes."""
    began = time.process_time()
    given, _ = assigned(*["boats"] * 20_000)
    assert time.process_time() - began < 5
    assert len(set(given)) == 20_000


def test_ids_are_told_at_their_places(define: Define, document: Json) -> None:
    """A rewritten id is told where it stands, a made one at its operation, in source terms."""
    answer = {"responses": {"200": {"description": "ok"}}}
    document["paths"] = {
        "boats": {"GET": {"operationId": "a b", **answer}},
        "/ships": {"get": dict(answer)},
    }
    action, told = define(document)
    assert [found.operation_id for found in action.operations] == ["a_b", "get_ships"]
    assert told[2:] == [
        (
            "repair",
            "operation_id.rewritten",
            "/paths/boats/GET/operationId",
            "/paths/~1boats/get/operationId",
        ),
        (
            "repair",
            "operation_id.missing",
            "/paths/~1ships/get",
            "/paths/~1ships/get/operationId",
        ),
    ]
