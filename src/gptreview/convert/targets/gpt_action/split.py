"""Too many operations for one action: several actions, each inside the limits, none lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from gptreview.convert.limits import OPERATIONS
from gptreview.convert.targets.gpt_action.openapi import DocumentWriter
from gptreview.model.action import JsonObject, Operation


@dataclass(frozen=True, slots=True)
class Part:
    """One action to be written."""

    server: str
    label: str
    """What its operations have in common, from tags or paths; empty where nothing was split."""
    operations: tuple[Operation, ...]
    document: JsonObject


def split_action(
    operations: Sequence[Operation], writer: DocumentWriter, limit: int
) -> Iterator[Part]:
    """The parts of an action: by server, then by tag or path, at most 30 operations each.

    Args:
        operations: Each of them fits into a document of its own.
        writer: Writes documents of their action.
        limit: Bytes of one document.
    """
    for server, same in _group(operations, lambda operation: operation.server):
        groups = [("", same)] if len(same) <= OPERATIONS else _pack(_named_groups(same))
        for label, group in groups:
            for chosen, part in _fit_size(writer, label, group, limit):
                yield Part(server, chosen, tuple(part), writer.document(part))


def _fit_size(
    writer: DocumentWriter, label: str, operations: list[Operation], limit: int
) -> Iterator[tuple[str, list[Operation]]]:
    """As many operations a part, in their order, as a document has room for."""
    if writer.fits(operations, limit):
        yield label, operations
        return
    part: list[Operation] = []
    for operation in operations:
        if part and not writer.fits([*part, operation], limit):
            yield label or "part", part
            part = []
        part.append(operation)
    yield label or "part", part


def _named_groups(operations: Sequence[Operation]) -> list[tuple[str, list[Operation]]]:
    """By first tag where every operation has one and tags divide them, else by path."""
    by_tag = _group(operations, lambda operation: operation.tags[0] if operation.tags else "")
    if len(by_tag) > 1 and all(label for label, _ in by_tag):
        return by_tag
    return _group(operations, _segment)


def _segment(operation: Operation) -> str:
    """The first part of the path that tells operations apart by what they are about."""
    parts = [part for part in operation.path.split("/") if part and not part.startswith("{")]
    telling = [part for part in parts if part not in ("api", "v1", "v2", "v3", "rest")]
    return (telling or parts or ["root"])[0]


def _pack(groups: list[tuple[str, list[Operation]]]) -> Iterator[tuple[str, list[Operation]]]:
    """Small neighbours share an action; a large group is cut into several."""
    label, batch = "", list[Operation]()
    for name, operations in groups:
        if batch and len(batch) + len(operations) > OPERATIONS:
            yield label, batch
            label, batch = "", []
        for start in range(0, len(operations), OPERATIONS):
            piece = operations[start : start + OPERATIONS]
            if len(piece) == OPERATIONS:
                yield name, piece
            else:
                label, batch = label or name, [*batch, *piece]
    if batch:
        yield label, batch


def _group(
    operations: Iterable[Operation], key: Callable[[Operation], str]
) -> list[tuple[str, list[Operation]]]:
    groups: dict[str, list[Operation]] = {}
    for operation in operations:
        groups.setdefault(key(operation), []).append(operation)
    return list(groups.items())
