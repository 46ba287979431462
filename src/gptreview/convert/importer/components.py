"""The component schemas: each one walked once, their references as a graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from gptreview.convert.importer import citations
from gptreview.convert.importer.rule import Examination, Rule
from gptreview.convert.importer.schemas import Reference, SchemaWalk, component_name
from gptreview.model.diagnostic import Level, Standing
from gptreview.reading.pointer import join

_CIRCULAR: Final = Rule(
    "components.circular",
    Level.ERROR,
    Standing.REPORTED,
    citations.SCHEMA_REPORT,
    "Break the circle: replace this reference by an object without further nesting.",
    refuses=True,
)
_LONGEST_CHAIN = 32

Graph = dict[str, list[Reference]]


@dataclass(frozen=True, slots=True)
class Components:
    """What the operations need to know of ``components.schemas``."""

    schemas: dict[str, Any]
    walk: SchemaWalk
    broken: frozenset[str]
    """Components from which a reference that leads nowhere can be reached."""

    def resolved(self, schema: Any) -> dict[str, Any]:
        """The schema at the end of a chain of references; empty where it leads nowhere."""
        for _ in range(_LONGEST_CHAIN):
            if not isinstance(schema, dict):
                return {}
            reference = schema.get("$ref")
            if not isinstance(reference, str):
                return schema
            schema = self.schemas.get(component_name(reference))
        return {}

    def is_whole(self, references: Iterable[Reference]) -> bool:
        """Whether everything that the references reach is there."""
        return all(each.target and each.target not in self.broken for each in references)


def read_components(examination: Examination) -> Components:
    """Walk every component schema and report on it."""
    schemas = {
        str(name): value for name, value in examination.section("components", "schemas").items()
    }
    walk = SchemaWalk(schemas)
    graph: Graph = {}
    for name, schema in schemas.items():
        pointer = join("/components/schemas", name)
        context = ("components", "schemas", name)
        graph[name] = walk.over(schema, pointer, context, examination.report)
    for pointer in _circles(graph):
        message = "Components section contains a circular dependency"
        examination.report(_CIRCULAR, message, pointer)
    return Components(schemas, walk, _broken(graph))


def _circles(graph: Graph) -> Iterator[str]:
    """Pointers of the references that close a circle, in the order of a depth-first walk."""
    done: set[str] = set()
    for start in graph:
        open_names: dict[str, Iterator[Reference]] = {}
        if start not in done:
            open_names[start] = iter(graph[start])
        while open_names:
            name, references = next(reversed(open_names.items()))
            reference = next(references, None)
            if reference is None:
                done.add(name)
                del open_names[name]
            elif reference.target in open_names:
                yield reference.pointer
            elif reference.target and reference.target not in done:
                open_names[reference.target] = iter(graph[reference.target])


def _broken(graph: Graph) -> frozenset[str]:
    users: dict[str, list[str]] = {}
    broken: set[str] = set()
    for name, references in graph.items():
        for reference in references:
            if reference.target:
                users.setdefault(reference.target, []).append(name)
            else:
                broken.add(name)
    waiting = list(broken)
    while waiting:
        for user in users.get(waiting.pop(), ()):
            if user not in broken:
                broken.add(user)
                waiting.append(user)
    return frozenset(broken)
