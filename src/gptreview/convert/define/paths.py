"""Path items and their operations, with the slips of hand-written documents put right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from gptreview.convert.define.path_templates import settle_path
from gptreview.convert.define.references import Resolved, follow
from gptreview.convert.ledger import Stage
from gptreview.convert.methods import METHODS
from gptreview.convert.wording import shortened
from gptreview.model.action import JsonObject, UnreadOperation
from gptreview.reading.pointer import join

# Every change inside a path repeats its name, so a path of megabytes would make a report of
# gigabytes. RFC 9110, section 4.1: URLs beyond 8,000 octets may not be understood anyway.
_LONGEST_PATH = 2_048
# Each use is read anew: thousands of references to one large item would take minutes.
_MOST_USES = 20
_SHARED_KEYS = frozenset({"parameters", "servers", "summary", "description", "$ref"})


@dataclass(frozen=True, slots=True)
class PathItem:
    """A path as the document holds it."""

    path: str
    """With its leading slash."""
    value: JsonObject
    """What stands there, and what a ``$ref`` beside it leads to."""
    place: str
    own: frozenset[str]
    """Keys that stand at ``place`` itself."""
    referenced: str
    """Where the other keys stand."""

    def pointer(self, key: str) -> str:
        """Pointer of an entry in the document."""
        return join(self.place if key in self.own else self.referenced, key)


@dataclass(frozen=True, slots=True)
class FoundOperation:
    """An operation as the document holds it."""

    method: str
    path: str
    value: JsonObject
    entry: str
    """Pointer of its entry under the path."""
    place: str
    """Where it really stands: elsewhere only if the entry is a reference."""
    target: str
    """Its pointer in the result: the same unless method or path had to be put right."""
    item: PathItem


@dataclass(frozen=True, slots=True)
class _Reader:
    """One pass over a document."""

    document: JsonObject
    server: str
    stage: Stage
    unread: list[UnreadOperation]
    uses: Counter[str] = field(default_factory=Counter)


def find_operations(
    document: JsonObject, server: str, stage: Stage, unread: list[UnreadOperation]
) -> Iterator[FoundOperation]:
    """Every operation under ``paths``, in document order, each method and path once.

    Args:
        document: The whole document.
        server: Its server; a path that is a full URL there loses it.
        stage: Where repairs and losses are recorded.
        unread: Where operations are put that cannot be read.
    """
    reader = _Reader(document, server, stage, unread)
    seen: set[str] = set()
    paths = document.get("paths")
    for written, value in paths.items() if isinstance(paths, dict) else ():
        if written.startswith("x-"):
            continue
        for found in _read_item(reader, written, value, join("/paths", written)):
            if found.target not in seen:
                seen.add(found.target)
                stage.moved(found.entry, found.target)
                yield found
            else:
                problem = "another operation has the same method and path"
                _tell_operation(reader, found.method, found.path, problem, found.entry)


def _read_item(
    reader: _Reader, written: str, value: object, place: str
) -> Iterator[FoundOperation]:
    resolved = follow(reader.document, value, place)
    reader.uses[resolved.pointer] += 1
    problem = _path_problem(written, resolved, reader.uses)
    if problem:
        _tell_path(reader, written, problem, place)
        return
    item = _item(reader, written, value, place, resolved)
    for key, entry in item.value.items():
        # Not in a referenced item: those may lead in circles.
        if key.startswith("/") and isinstance(entry, dict) and key in item.own:
            _tell_nested(key, written, item.pointer(key), reader.stage)
            yield from _read_item(reader, key, entry, item.pointer(key))
        elif key.strip().lower() in METHODS:
            yield from _read_operation(reader, item, key, entry)
        elif key not in _SHARED_KEYS:
            reader.stage.loss(
                "path.unknown_key",
                f"{shortened(key)} is not a method; left out",
                before=item.pointer(key),
                after=None,
            )


def _path_problem(written: str, resolved: Resolved, uses: Counter[str]) -> str:
    if len(written) > _LONGEST_PATH:
        return f"it has {len(written)} characters, expected {_LONGEST_PATH} at most"
    if uses[resolved.pointer] > _MOST_USES:
        return f"{_MOST_USES} other paths lead to the same item"
    return resolved.problem


def _item(reader: _Reader, written: str, value: object, place: str, resolved: Resolved) -> PathItem:
    own = value if isinstance(value, dict) else {}
    beside = {key: entry for key, entry in own.items() if key != "$ref"}
    return PathItem(
        path=settle_path(written, reader.server, place, reader.stage),
        value={**resolved.value, **beside},
        place=place,
        own=frozenset(beside),
        referenced=resolved.pointer,
    )


def _read_operation(
    reader: _Reader, item: PathItem, key: str, entry: object
) -> Iterator[FoundOperation]:
    """The operation, or what it leads to: OpenAPI has no references here, some authors do."""
    method, place = key.strip().lower(), item.pointer(key)
    resolved = follow(reader.document, entry, place)
    reader.uses[resolved.pointer] += 1
    problem = resolved.problem
    if reader.uses[resolved.pointer] > _MOST_USES:
        problem = f"{_MOST_USES} other operations are the same one"
    if problem:
        _tell_operation(reader, method, item.path, problem, place)
        return
    target = join("/paths", item.path, method)
    if key != method:
        reader.stage.repair(
            "path.method_case",
            f"method {key!r} is not in lower case; read as {method}",
            before=place,
            after=target,
        )
    if resolved.pointer != place:
        reader.stage.repair(
            "operation.reference",
            f"{method.upper()} {shortened(item.path)} is a reference, which operations cannot be "
            "in OpenAPI; what it leads to was written out",
            before=place,
            after=target,
        )
    yield FoundOperation(method, item.path, resolved.value, place, resolved.pointer, target, item)


def _tell_nested(path: str, outer: str, place: str, stage: Stage) -> None:
    stage.repair(
        "path.nested",
        f"path {shortened(path)} stands inside path {shortened(outer)}, a slip of indentation; "
        "moved up",
        before=place,
        after=join("/paths", path),
    )


def _tell_path(reader: _Reader, written: str, problem: str, place: str) -> None:
    code, shown = "path.unreadable", shortened(written)
    reader.unread.append(UnreadOperation("*", shown, place, code, problem))
    reader.stage.loss(
        code,
        f"path {shown} could not be read: {problem}; its operations are lost",
        before=place,
        after=None,
    )


def _tell_operation(reader: _Reader, method: str, path: str, problem: str, place: str) -> None:
    code, shown = "operation.unreadable", shortened(path)
    reader.unread.append(UnreadOperation(method, shown, place, code, problem))
    reader.stage.loss(
        code, f"{method.upper()} {shown} was left out: {problem}", before=place, after=None
    )
