"""Taking only the operations that were asked for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from gptreview.errors import InputError
from gptreview.model.action import ActionDefinition, Operation

_LISTED = 20


def select_operations(action: ActionDefinition, wanted: Collection[str]) -> ActionDefinition:
    """The action with the named operations only, in document order; of others nothing is said.

    Args:
        action: All operations.
        wanted: Operation ids, or ``METHOD /path``; empty means all.

    Raises:
        InputError: Where a name fits no operation.
    """
    if not wanted:
        return action
    unknown = [name for name in wanted if not any(_is(op, name) for op in action.operations)]
    if unknown:
        raise InputError(
            f"no operation is called {', '.join(unknown)}",
            where="--select",
            expected=f"an operationId or 'METHOD /path'; there are {_listed(action.operations)}",
            next_step="correct --select",
        )
    kept = tuple(op for op in action.operations if any(_is(op, name) for name in wanted))
    return replace(action, operations=kept, unread=())


def _listed(operations: Sequence[Operation]) -> str:
    names = ", ".join(operation.operation_id for operation in operations[:_LISTED])
    more = len(operations) - _LISTED
    return (names or "none") + (f" and {more} more" if more > 0 else "")


def _is(operation: Operation, name: str) -> bool:
    method, _, path = name.partition(" ")
    return operation.operation_id == name or (
        operation.method == method.lower() and operation.path == path.strip()
    )
