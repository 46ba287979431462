"""Path items and their operations, with the slips of hand-written documents put right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from gptreview.convert.define.references import Resolved, follow
from gptreview.convert.ledger import Stage
from gptreview.convert.pointer import join
from gptreview.convert.wording import shortened
from gptreview.model.action import JsonObject

METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")
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


def find_operations(document: JsonObject, stage: Stage) -> Iterator[FoundOperation]:
    """Every operation under ``paths``, in document order, each method and path once."""
    seen: set[str] = set()
    paths = document.get("paths")
    uses: Counter[str] = Counter()
    for written, value in paths.items() if isinstance(paths, dict) else ():
        if written.startswith("x-"):
            continue
        for found in _read_item(document, written, value, join("/paths", written), uses, stage):
            if found.target not in seen:
                seen.add(found.target)
                stage.moved(found.entry, found.target)
                yield found
            else:
                problem = "another operation has the same method and path"
                _tell_operation(found.method, found.path, problem, found.entry, stage)


def _read_item(
    document: JsonObject,
    written: str,
    value: object,
    place: str,
    uses: Counter[str],
    stage: Stage,
) -> Iterator[FoundOperation]:
    resolved = follow(document, value, place)
    uses[resolved.pointer] += 1
    problem = _path_problem(written, resolved, uses)
    if problem:
        stage.loss(
            "path.unreadable",
            f"path {shortened(written)} could not be read: {problem}; its operations are lost",
            before=place,
            after=None,
        )
        return
    item = _item(written, value, place, resolved, stage)
    for key, entry in item.value.items():
        # Not in a referenced item: those may lead in circles.
        if key.startswith("/") and isinstance(entry, dict) and key in item.own:
            _tell_nested(key, written, item.pointer(key), stage)
            yield from _read_item(document, key, entry, item.pointer(key), uses, stage)
        elif key.strip().lower() in METHODS:
            yield from _read_operation(document, item, key, entry, uses, stage)
        elif key not in _SHARED_KEYS:
            stage.loss(
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


def _item(written: str, value: object, place: str, resolved: Resolved, stage: Stage) -> PathItem:
    own = value if isinstance(value, dict) else {}
    beside = {key: entry for key, entry in own.items() if key != "$ref"}
    return PathItem(
        path=_slashed(written, place, stage),
        value={**resolved.value, **beside},
        place=place,
        own=frozenset(beside),
        referenced=resolved.pointer,
    )


def _read_operation(
    document: JsonObject,
    item: PathItem,
    key: str,
    entry: object,
    uses: Counter[str],
    stage: Stage,
) -> Iterator[FoundOperation]:
    """The operation, or what it leads to: OpenAPI has no references here, some authors do."""
    method, place = key.strip().lower(), item.pointer(key)
    resolved = follow(document, entry, place)
    uses[resolved.pointer] += 1
    problem = resolved.problem
    if uses[resolved.pointer] > _MOST_USES:
        problem = f"{_MOST_USES} other operations are the same one"
    if problem:
        _tell_operation(method, item.path, problem, place, stage)
        return
    target = join("/paths", item.path, method)
    if key != method:
        stage.repair(
            "path.method_case",
            f"method {key!r} is not in lower case; read as {method}",
            before=place,
            after=target,
        )
    if resolved.pointer != place:
        stage.repair(
            "operation.reference",
            f"{method.upper()} {shortened(item.path)} is a reference, which operations cannot be "
            "in OpenAPI; what it leads to was written out",
            before=place,
            after=target,
        )
    yield FoundOperation(method, item.path, resolved.value, place, resolved.pointer, target, item)


def _slashed(written: str, place: str, stage: Stage) -> str:
    path = f"/{written.strip().removeprefix('/')}"
    if path != written:
        stage.repair(
            "path.no_slash",
            f"path {shortened(written)} does not begin with a slash or has spaces around it; "
            f"it is {shortened(path)} now",
            before=place,
            after=join("/paths", path),
        )
    return path


def _tell_nested(path: str, outer: str, place: str, stage: Stage) -> None:
    stage.repair(
        "path.nested",
        f"path {shortened(path)} stands inside path {shortened(outer)}, a slip of indentation; "
        "moved up",
        before=place,
        after=join("/paths", path),
    )


def _tell_operation(method: str, path: str, problem: str, place: str, stage: Stage) -> None:
    stage.loss(
        "operation.unreadable",
        f"{method.upper()} {shortened(path)} was left out: {problem}",
        before=place,
        after=None,
    )
