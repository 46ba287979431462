"""Path items and their operations, with the slips of hand-written documents put right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gptreview.convert.define.references import follow
from gptreview.convert.ledger import Stage
from gptreview.convert.pointer import join
from gptreview.model.action import JsonObject

METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")


@dataclass(frozen=True, slots=True)
class FoundOperation:
    """An operation as the document holds it."""

    method: str
    path: str
    value: JsonObject
    place: str
    """Its pointer in the document."""
    target: str
    """Its pointer in the result: the same unless method or path had to be put right."""
    item: JsonObject
    item_place: str


def find_operations(document: JsonObject, stage: Stage) -> Iterator[FoundOperation]:
    """Every operation under ``paths``, in document order, each method and path once."""
    seen: set[tuple[str, str]] = set()
    paths = document.get("paths")
    for written, value in paths.items() if isinstance(paths, dict) else ():
        if not written.startswith("x-"):
            yield from _read_item(document, written, value, join("/paths", written), seen, stage)


def _read_item(
    document: JsonObject,
    written: str,
    value: object,
    place: str,
    seen: set[tuple[str, str]],
    stage: Stage,
) -> Iterator[FoundOperation]:
    resolved = follow(document, value, place)
    if resolved.problem:
        stage.loss(
            "path.unreadable",
            f"path {written} could not be read: {resolved.problem}; its operations are lost",
            before=place,
            after=None,
        )
        return
    path = _slashed(written, place, stage)
    own = value if isinstance(value, dict) else {}
    item = {**resolved.value, **{k: v for k, v in own.items() if k != "$ref"}}
    for key, entry in item.items():
        entry_place = join(place if key in own else resolved.pointer, key)
        if key.startswith("/") and isinstance(entry, dict):
            stage.repair(
                "path.nested",
                f"path {key} stands inside path {written}, a slip of indentation; moved up",
                before=entry_place,
                after=join("/paths", key),
            )
            yield from _read_item(document, key, entry, entry_place, seen, stage)
        elif key.lower() in METHODS:
            found = FoundOperation(
                key.lower(),
                path,
                entry if isinstance(entry, dict) else {},
                entry_place,
                join("/paths", path, key.lower()),
                item,
                place,
            )
            if _is_first(found, isinstance(entry, dict), seen, stage):
                stage.moved(entry_place, found.target)
                yield found
        else:
            _report_key(key, entry_place, stage)


def _is_first(
    found: FoundOperation, readable: object, seen: set[tuple[str, str]], stage: Stage
) -> bool:
    key = (found.method, found.path)
    if not readable:
        problem = "it is not an object"
    elif key in seen:
        problem = "another operation has the same method and path"
    else:
        seen.add(key)
        return True
    stage.loss(
        "operation.unreadable",
        f"{found.method.upper()} {found.path} was left out: {problem}",
        before=found.place,
        after=None,
    )
    return False


def _slashed(written: str, place: str, stage: Stage) -> str:
    if written.startswith("/"):
        return written
    stage.repair(
        "path.no_slash",
        f"path {written} does not begin with a slash; one was added",
        before=place,
        after=join("/paths", f"/{written}"),
    )
    return f"/{written}"


def _report_key(key: str, place: str, stage: Stage) -> None:
    if key in ("parameters", "servers", "summary", "description", "$ref"):
        return
    stage.loss(
        "path.unknown_key",
        f"{key} is not a method; left out",
        before=place,
        after=None,
    )
