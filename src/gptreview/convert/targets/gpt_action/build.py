"""One action definition to the files of a bundle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gptreview.convert.ledger import Stage
from gptreview.convert.pointer import join
from gptreview.convert.targets.gpt_action.bundle import file_names
from gptreview.convert.targets.gpt_action.fit import Fitted, LeftOut, fit_action
from gptreview.convert.targets.gpt_action.split import Part, split_action
from gptreview.model.action import ActionDefinition, JsonObject


@dataclass(frozen=True, slots=True)
class BuiltActions:
    """Action documents by file name, and what became of every operation."""

    documents: dict[str, JsonObject]
    parts: dict[str, Part]
    fitted: Fitted
    left_out: tuple[LeftOut, ...]


def build_actions(action: ActionDefinition, fitting: Stage, writing: Stage) -> BuiltActions:
    """Fit, split and lay out an action; ``writing`` learns which file everything went to."""
    fitted = fit_action(action, fitting)
    parts = list(split_action(fitted.action))
    usable = [part for part in parts if not part.too_large]
    oversize = tuple(_too_large(part, writing) for part in parts if part.too_large)
    named = dict(zip(file_names(usable), usable, strict=True))
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
        (*fitted.left_out, *oversize),
    )


def _too_large(part: Part, stage: Stage) -> LeftOut:
    (operation,) = part.operations
    reason = "with its schemas it alone is larger than the 1 MB that the GPT builder accepts"
    stage.loss(
        "operation.too_large",
        f"{operation.method.upper()} {operation.path} was left out: {reason}",
        before=operation.pointer,
        after=None,
    )
    return LeftOut(operation, "operation.too_large", reason)


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
