"""One action definition to the files of a bundle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gptreview.convert.ledger import Stage
from gptreview.convert.limits import DOCUMENT_BYTES
from gptreview.convert.targets.gpt_action.bundle import file_names
from gptreview.convert.targets.gpt_action.fit import Fitted, fit_action
from gptreview.convert.targets.gpt_action.openapi import DocumentWriter
from gptreview.convert.targets.gpt_action.shrink import shrink_operations
from gptreview.convert.targets.gpt_action.split import Part, split_action
from gptreview.model.action import ActionDefinition, JsonObject
from gptreview.reading.pointer import join


@dataclass(frozen=True, slots=True)
class BuiltActions:
    """Action documents by file name, and what became of every operation."""

    documents: dict[str, JsonObject]
    parts: dict[str, Part]
    fitted: Fitted


def build_actions(
    action: ActionDefinition, fitting: Stage, writing: Stage, *, limit: int = DOCUMENT_BYTES
) -> BuiltActions:
    """Fit, split and lay out an action.

    Args:
        action: What to build.
        fitting: Learns what had to give way.
        writing: Learns which file everything went to.
        limit: Bytes of one document.
    """
    fitted = fit_action(action, fitting)
    writer = DocumentWriter(fitted.action)
    fitted = shrink_operations(fitted, writer, fitting, limit)
    parts = list(split_action(fitted.action.operations, writer, limit))
    named = dict(zip(file_names(parts), parts, strict=True))
    for file, part in named.items():
        _record_moves(file, part, writing)
    if len(named) > 1:
        writing.repair(
            "action.split",
            f"{len(fitted.action.operations)} operations became {len(named)} actions: the GPT "
            "builder takes 30 operations and one server each; none is lost",
            before="/paths",
            after=f"{next(iter(named))}#/paths",
        )
    return BuiltActions(
        {file: part.document for file, part in named.items()},
        named,
        fitted,
    )


def _record_moves(file: str, part: Part, stage: Stage) -> None:
    for before, after in _moves(part):
        stage.moved(before, f"{file}#{after}")


def _moves(part: Part) -> Iterator[tuple[str, str]]:
    for operation in part.operations:
        yield operation.pointer, join("/paths", operation.path, operation.method)
    for name in part.document["components"]["schemas"]:
        pointer = join("/components/schemas", name)
        yield pointer, pointer
    for key in ("/info", "/servers", "/components/securitySchemes"):
        yield key, key
