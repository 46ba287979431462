"""Taking only the operations that were asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gptreview.convert.select import select_operations
from gptreview.errors import InputError
from gptreview.model.action import ActionAuth, ActionDefinition, Operation


def operation(operation_id: str, method: str, path: str) -> Operation:
    """An operation with nothing but its names."""
    return Operation(operation_id, method, path, "", "https://api.boats.net")


LIST = operation("listBoats", "get", "/boats")
ADD = operation("addBoat", "post", "/boats")
SHOW = operation("showBoat", "get", "/boats/{id}")
BOATS = ActionDefinition("Boats", "1", "", (LIST, ADD, SHOW), ActionAuth())


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        ((), (LIST, ADD, SHOW)),
        (("showBoat", "listBoats"), (LIST, SHOW)),
        (("POST /boats",), (ADD,)),
        (("post   /boats", "addBoat"), (ADD,)),
        (("GET /boats/{id}",), (SHOW,)),
    ],
)
def test_named_operations_are_kept_in_document_order(
    wanted: tuple[str, ...], kept: tuple[Operation, ...]
) -> None:
    """An operation is named by its id or by method and path; no name at all means every one."""
    assert select_operations(BOATS, wanted) == replace(BOATS, operations=kept)


@pytest.mark.parametrize(
    ("operations", "known"),
    [
        ((LIST, ADD), "listBoats, addBoat"),
        ((), "none"),
        (
            tuple(operation(f"b{n}", "get", f"/{n}") for n in range(23)),
            ", ".join(f"b{n}" for n in range(20)) + " and 3 more",
        ),
    ],
)
def test_unknown_names_are_refused(operations: tuple[Operation, ...], known: str) -> None:
    """A name that fits nothing is an error that says which names there are."""
    with pytest.raises(InputError) as caught:
        select_operations(replace(BOATS, operations=operations), ("ListBoats", "PUT /boats"))
    assert str(caught.value) == (
        "--select: no operation is called ListBoats, PUT /boats; "
        f"expected an operationId or 'METHOD /path'; there are {known}; correct --select"
    )
