"""One operation: its name, its texts, its responses."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Any, Final

from gptreview.convert.importer import citations
from gptreview.convert.importer.bodies import check_body
from gptreview.convert.importer.components import Components
from gptreview.convert.importer.parameters import check_parameters
from gptreview.convert.importer.responses import check_responses
from gptreview.convert.importer.rule import OperationView, Rule, as_printed
from gptreview.convert.importer.steering import check_text
from gptreview.convert.limits import OPERATION_TEXT
from gptreview.model.diagnostic import Level, Standing
from gptreview.reading.pointer import join

_LONGEST_ID = 64
_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")

_MISSING_ID: Final = Rule(
    "operation.missing_id",
    Level.ERROR,
    Standing.REPORTED,
    citations.OPERATION_ID_REPORT,
    "Give the operation an operationId of letters, digits, _ and -.",
)
_DUPLICATE_ID: Final = Rule(
    "operation.duplicate_id",
    Level.ERROR,
    Standing.REPORTED,
    f"{citations.OPENAPI_31}#operation-object",
    "Give every operation an operationId of its own.",
)
_ODD_ID: Final = Rule(
    "operation.odd_id",
    Level.WARNING,
    Standing.RECALLED,
    citations.CONFIGURING_ACTIONS,
    "Use 1 to 64 letters, digits, _ and -: it becomes the name of a function.",
)
_TOO_LONG: Final = Rule(
    "operation.description_too_long",
    Level.ERROR,
    Standing.CONFIRMED,
    f"{citations.PRODUCTION_NOTES}#open-api-specification-limits",
    "Shorten it to 300 characters and move the rest to the GPT's instructions.",
)
_CONSEQUENTIAL: Final = Rule(
    "operation.consequential",
    Level.NOTE,
    Standing.CONFIRMED,
    f"{citations.PRODUCTION_NOTES}#consequential-flag",
    "Write x-openai-isConsequential out, so that asking the user is a decision.",
)
_NOT_BOOLEAN: Final = Rule(
    "operation.consequential_type",
    Level.WARNING,
    Standing.CONFIRMED,
    f"{citations.PRODUCTION_NOTES}#consequential-flag",
    "Write true or false, without quotes.",
)
_DELETES: Final = Rule(
    "operation.consequential_delete",
    Level.WARNING,
    Standing.CONFIRMED,
    f"{citations.PRODUCTION_NOTES}#consequential-flag",
    "Set it to true, so that ChatGPT asks before it deletes.",
)
_SERVERS: Final = Rule(
    "operation.servers",
    Level.WARNING,
    Standing.RECALLED,
    citations.METHOD_REPORT,
    "Keep one server for the whole document.",
)


def check_operation(
    view: OperationView, components: Components, security: Container[str], ids: set[str]
) -> None:
    """Everything that the builder says of one operation that it recognises.

    Args:
        view: The operation.
        components: The document's component schemas.
        security: Headers that authentication fills.
        ids: The operationIds so far; the operation's own is added.
    """
    if not _check_id(view, ids):
        return
    _check_texts(view)
    _check_consequential(view)
    if "servers" in view.value:
        message = view.says("servers of its own are ignored")
        view.report(_SERVERS, message, join(view.pointer, "servers"))
    names = check_parameters(view, components, security)
    check_body(view, components, names)
    check_responses(view, components)


def _check_id(view: OperationView, ids: set[str]) -> bool:
    found: Any = view.value.get("operationId")
    if not isinstance(found, str) or not found:
        message = f"In path {view.path}, method {view.method} is missing operationId; skipping"
        view.report(_MISSING_ID, message, view.pointer)
        return False
    view.operation_id = found
    pointer = join(view.pointer, "operationId")
    if found in ids:
        view.report(_DUPLICATE_ID, view.says("operationId is used more than once"), pointer)
    ids.add(found)
    if not _ID.fullmatch(found):
        message = view.says("operationId has other characters than letters, digits, _ and -")
        if len(found) > _LONGEST_ID:
            message = view.says(f"operationId has length {len(found)} exceeding {_LONGEST_ID}")
        view.report(_ODD_ID, message, pointer)
    return True


def _check_texts(view: OperationView) -> None:
    for name in ("summary", "description"):
        text = view.value.get(name)
        pointer = join(view.pointer, name)
        if isinstance(text, str) and len(text) > OPERATION_TEXT:
            length = f"{name} has length {len(text)} exceeding limit of {OPERATION_TEXT}"
            view.report(_TOO_LONG, view.says(length), pointer)
        check_text(view.examination, text, pointer, operation=view.label)


def _check_consequential(view: OperationView) -> None:
    name = "x-openai-isConsequential"
    pointer = join(view.pointer, name)
    if name not in view.value:
        default = "false" if view.method == "get" else "true"
        message = f"{name} is not set; ChatGPT takes {default}"
        view.report(_CONSEQUENTIAL, message, view.pointer)
    elif not isinstance(view.value[name], bool):
        said = as_printed(view.value[name])
        view.report(_NOT_BOOLEAN, f"{name} is {said}, not a boolean", pointer)
    elif view.method == "delete" and view.value[name] is False:
        view.report(_DELETES, f"{name} is false on an operation that deletes", pointer)
