"""Too many operations for one action: several actions, each inside the limits, none lost."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from gptreview.convert.limits import DOCUMENT_BYTES, OPERATIONS
from gptreview.convert.targets.gpt_action.openapi import openapi_document
from gptreview.model.action import ActionDefinition, JsonObject, Operation


@dataclass(frozen=True, slots=True)
class Part:
    """One action to be written."""

    server: str
    label: str
    """What its operations have in common, from tags or paths; empty where nothing was split."""
    operations: tuple[Operation, ...]
    document: JsonObject
    too_large: bool = False
    """One operation alone is larger than the builder accepts."""


def split_action(action: ActionDefinition) -> Iterator[Part]:
    """The parts of an action: by server, then by tag or path, at most 30 operations each."""
    known: dict[str, list[str]] = {}
    for server, operations in _group(action.operations, lambda operation: operation.server):
        if len(operations) <= OPERATIONS:
            yield from _fit_size(action, server, "", operations, known)
            continue
        for label, part in _pack(_named_groups(operations)):
            yield from _fit_size(action, server, label, part, known)


def _fit_size(
    action: ActionDefinition,
    server: str,
    label: str,
    operations: Sequence[Operation],
    known: dict[str, list[str]],
) -> Iterator[Part]:
    """Halve a part until its document is small enough."""
    document = openapi_document(action, operations, known)
    large = _size(document) > DOCUMENT_BYTES
    if large and len(operations) > 1:
        middle = len(operations) // 2
        for half in (operations[:middle], operations[middle:]):
            yield from _fit_size(action, server, label or "part", half, known)
        return
    yield Part(server, label, tuple(operations), document, large)


def _size(document: JsonObject) -> int:
    """Bytes as the builder counts them: pretty-printed as JSON."""
    return len(json.dumps(document, indent=2, ensure_ascii=False).encode())


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
