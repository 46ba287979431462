"""An action definition to one that the GPT builder takes whole: operation by operation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from gptreview.convert.ledger import Stage
from gptreview.convert.limits import METHODS
from gptreview.convert.schemas.recursion import break_recursion
from gptreview.convert.targets.gpt_action.body import fit_body
from gptreview.convert.targets.gpt_action.descriptions import Overflow, fit_texts
from gptreview.convert.targets.gpt_action.parameters import (
    Unsendable,
    drop_headers,
    query_clash,
    rename_clashes,
)
from gptreview.model.action import ActionAuth, ActionDefinition, Operation


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An operation that the GPT builder cannot take, and why."""

    operation: Operation
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Fitted:
    """What the builder can take, what it cannot, and text that had to move."""

    action: ActionDefinition
    left_out: tuple[LeftOut, ...]
    overflow: tuple[Overflow, ...]


def fit_action(action: ActionDefinition, stage: Stage) -> Fitted:
    """Fit every operation into the builder's limits; each one that cannot is a named loss."""
    schemas = break_recursion(action.schemas, stage)
    kept: list[Operation] = []
    left_out: list[LeftOut] = []
    overflow: list[Overflow] = []
    for operation in action.operations:
        # Small losses of an operation that is lost as a whole would only hide that.
        own = Stage()
        fitted = _fit_operation(operation, action.auth, schemas, own)
        if isinstance(fitted, Unsendable):
            left_out.append(LeftOut(operation, fitted.code, fitted.reason))
            stage.loss(
                fitted.code,
                f"{operation.method.upper()} {operation.path} was left out: {fitted.reason}",
                before=fitted.pointer,
                after=None,
            )
            continue
        short, moved = fit_texts(fitted, own)
        kept.append(_flagged(short, own))
        stage.changes.extend(own.changes)
        stage.origins.update(own.origins)
        overflow.extend(moved)
    operations = tuple(rename_clashes(kept, stage))
    fitted_action = replace(action, operations=operations, schemas=schemas)
    return Fitted(fitted_action, tuple(left_out), tuple(overflow))


def _fit_operation(
    operation: Operation, auth: ActionAuth, schemas: Mapping[str, Any], stage: Stage
) -> Operation | Unsendable:
    if operation.method not in METHODS:
        return Unsendable(
            "operation.method",
            f"the GPT builder knows no {operation.method.upper()} calls",
            operation.pointer,
        )
    if not operation.server:
        return Unsendable(
            "operation.no_server",
            "no public https server is known for it; name one with --server",
            operation.pointer,
        )
    sendable = drop_headers(operation, auth, stage)
    if isinstance(sendable, Unsendable):
        return sendable
    bodied = fit_body(sendable, schemas, stage)
    if isinstance(bodied, Unsendable):
        return bodied
    return query_clash(bodied, stage) or bodied


def _flagged(operation: Operation, stage: Stage) -> Operation:
    """x-openai-isConsequential written out: absent means false for GET and true for the rest."""
    if operation.consequential is not None:
        return operation
    consequential = operation.method != "get"
    stage.mapping(
        "operation.consequential",
        f"x-openai-isConsequential is written out as {str(consequential).lower()}, which the GPT "
        f"builder assumes for {operation.method.upper()}",
        before=None,
        after=f"{operation.pointer}/x-openai-isConsequential",
    )
    return replace(operation, consequential=consequential)
