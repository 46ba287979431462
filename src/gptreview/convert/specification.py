"""An OpenAPI document of any version to built actions: every stage in its order."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from gptreview.convert.define.document import Origin, define_action
from gptreview.convert.definition import to_openapi31
from gptreview.convert.duplicates import duplicate_changes
from gptreview.convert.ledger import Stage, Trail
from gptreview.convert.limits import OPERATIONS
from gptreview.convert.redact import Redactor
from gptreview.convert.schemas.repair import repair_schemas
from gptreview.convert.select import select_operations
from gptreview.convert.targets.gpt_action.build import BuiltActions, build_actions
from gptreview.convert.version_key import mend_version_key
from gptreview.errors import ConflictError, InputError
from gptreview.model.action import ActionAuth, JsonObject, UnreadOperation
from gptreview.model.change import Change
from gptreview.model.migration import ActionFile, OperationOutcome
from gptreview.reading.document import Document

INCOMPLETE = "operation.incomplete"
_BEFORE_DEFINE = 3  # of the stages below, the last whose output the definition is read from


@dataclass(frozen=True, slots=True)
class ActionOptions:
    """What the user may decide about the actions."""

    server: str = ""
    """Server URL that stands in for the document's; operations keep public ones of their own."""
    select: Collection[str] = ()
    """Operation ids or ``METHOD /path``; empty means all."""
    split: bool = True
    """Whether more than 30 operations may become several actions."""


@dataclass(frozen=True, slots=True)
class ConvertedSpecification:
    """The actions of one OpenAPI document, and everything that was done to get there."""

    version: str
    auth: ActionAuth
    documents: Mapping[str, JsonObject]
    """OpenAPI 3.1 documents by file name."""
    actions: tuple[ActionFile, ...]
    operations: tuple[OperationOutcome, ...]
    changes: tuple[Change, ...]
    built: BuiltActions
    asked_auth: ActionAuth | None = None
    """What the document's operations require where the manifest says that nothing is."""
    base_path: str = ""
    """Path of the document's server, where that has no public host."""


def convert_specification(
    document: Document, origin: Origin, options: ActionOptions, redactor: Redactor
) -> ConvertedSpecification:
    """Upgrade, read, repair, fit and split one OpenAPI document.

    Raises:
        InputError: Where the document is no OpenAPI document, has no operations, or a selected
            operation does not exist.
        ConflictError: Where splitting was refused and is needed.
    """
    stages = [Stage() for _ in range(8)]
    redaction, mending, swagger, upgrade, define, schemas, fitting, writing = stages
    source = mend_version_key(_redacted(document, redactor, redaction), mending)
    try:
        version, value = to_openapi31(source, swagger, upgrade)
    except InputError as error:
        raise error.at(document.name) from None
    action = define_action(value, origin, define)
    if not action.operations:
        raise _no_operations(document, define)
    action = select_operations(action, options.select)
    action = repair_schemas(value, action, schemas)
    built = build_actions(action, fitting, writing)
    if not options.split and len(built.parts) > 1:
        raise ConflictError(
            f"{len(action.operations)} operations on {len(built.parts)} actions",
            where=document.name,
            expected=f"one server and at most {OPERATIONS} operations with --no-split",
            next_step="drop --no-split, or name the operations to keep with --select",
        )
    trail = Trail(document.name, tuple(stages))
    return ConvertedSpecification(
        version=str(source.get("openapi") or source.get("swagger") or version),
        auth=action.auth,
        documents=built.documents,
        actions=tuple(
            ActionFile(file, part.server, len(part.operations))
            for file, part in built.parts.items()
        ),
        operations=_outcomes(built, action.unread, trail),
        changes=(
            *duplicate_changes(document, redactor),
            *trail.changes(document.value, built.documents),
        ),
        built=built,
        asked_auth=action.asked_auth,
        base_path=action.base_path,
    )


def _no_operations(document: Document, define: Stage) -> InputError:
    """Why nothing was found: the first reason, where operations were there and unreadable."""
    lost = [
        c.message for c in define.changes if c.code in ("path.unreadable", "operation.unreadable")
    ]
    more = f" (and {len(lost) - 1} more like it)" if len(lost) > 1 else ""
    return InputError(
        f"no operation could be read: {lost[0]}{more}"
        if lost
        else "the document describes no operations",
        where=f"{document.name}: /paths",
        expected="at least one path with a method, in this document",
        next_step="put what is referred to into one document"
        if lost
        else "check that this is the plugin's own OpenAPI document",
    )


def _redacted(document: Document, redactor: Redactor, stage: Stage) -> JsonObject:
    value: JsonObject = document.value
    if not redactor.suspects(document.text):
        return value
    clean: JsonObject = redactor.value(value, stage)
    return clean


def _outcomes(
    built: BuiltActions, unread: Sequence[UnreadOperation], trail: Trail
) -> tuple[OperationOutcome, ...]:
    """What became of every operation, in the order of the source as far as it was kept."""
    last = len(trail.stages) - 3
    kept = [
        OperationOutcome(
            operation.method.upper(),
            operation.path,
            trail.written(last, operation.pointer),
            operation.operation_id,
            file,
            code=INCOMPLETE if operation.shortfalls else "",
            reason="; ".join(operation.shortfalls),
        )
        for file, part in built.parts.items()
        for operation in part.operations
    ]
    lost = [
        OperationOutcome(
            entry.operation.method.upper(),
            entry.operation.path,
            trail.written(last, entry.operation.pointer),
            entry.operation.operation_id,
            code=entry.code,
            reason=entry.reason,
        )
        for entry in built.fitted.left_out
    ]
    # Their places are those of the document that was read, before operations were moved.
    unseen = [
        OperationOutcome(
            entry.method.upper(),
            entry.path,
            trail.written(_BEFORE_DEFINE, entry.pointer),
            "",
            code=entry.code,
            reason=entry.reason,
        )
        for entry in unread
    ]
    return (*kept, *lost, *unseen)
