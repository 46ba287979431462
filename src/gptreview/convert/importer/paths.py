"""The paths of the document: which operations the GPT builder finds there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from gptreview.convert.importer import citations
from gptreview.convert.importer.rule import Examination, OperationView, Rule, shortened
from gptreview.convert.limits import METHODS, OPERATIONS
from gptreview.convert.methods import METHODS as ALL_METHODS
from gptreview.model.diagnostic import Level, Standing
from gptreview.reading.pointer import join

_EMPTY: Final = Rule(
    "paths.empty",
    Level.ERROR,
    Standing.REPORTED,
    citations.VALIDATOR_REPORT,
    "Describe at least one operation under `paths`.",
    refuses=True,
)
_COUNT: Final = Rule(
    "paths.too_many_operations",
    Level.ERROR,
    Standing.REPORTED,
    citations.OPERATION_COUNT_REPORT,
    "Split the document into actions of at most 30 operations, or keep the 30 that matter.",
    refuses=True,
)
_SLASH: Final = Rule(
    "path.no_slash",
    Level.ERROR,
    Standing.REPORTED,
    citations.VALIDATOR_REPORT,
    "Begin the path with a slash.",
)
_NOT_OBJECT: Final = Rule(
    "path.not_object",
    Level.ERROR,
    Standing.REPORTED,
    citations.VALIDATOR_REPORT,
    "Write an object here: methods under a path, the operation's fields under a method.",
)
_METHOD: Final = Rule(
    "path.unrecognized_method",
    Level.ERROR,
    Standing.REPORTED,
    citations.METHOD_REPORT,
    "Use get, put, post, delete or patch.",
)
_PARAMETERS: Final = Rule(
    "path.parameters",
    Level.ERROR,
    Standing.REPORTED,
    citations.METHOD_REPORT,
    "Move the parameters into every operation of the path.",
)
_REFERENCE: Final = Rule(
    "path.reference",
    Level.ERROR,
    Standing.REPORTED,
    citations.METHOD_REPORT,
    "Write the path's operations in place of the reference.",
)
_KEY: Final = Rule(
    "path.unrecognized_key",
    Level.WARNING,
    Standing.REPORTED,
    citations.METHOD_REPORT,
    "Move it into the operations, or remove it.",
)


def read_paths(examination: Examination) -> list[OperationView]:
    """Every operation of the document, those included that the builder skips."""
    views: list[OperationView] = []
    for path, item in examination.section("paths").items():
        views.extend(_read_path(examination, str(path), item))
    if not views:
        pointer = "/paths" if "paths" in examination.document else ""
        examination.report(_EMPTY, "No paths found in the OpenAPI spec", pointer)
    count = sum(view.method in METHODS for view in views)
    if count > OPERATIONS:
        fix = f"There are {count}. {_COUNT.fix}"
        message = f"OpenAPI spec can have a maximum of {OPERATIONS} operations"
        examination.report(_COUNT, message, "/paths", fix=fix)
    return views


def _read_path(examination: Examination, path: str, item: Any) -> Iterator[OperationView]:
    if path.startswith("x-"):
        return
    pointer = join("/paths", path)
    if not isinstance(item, dict):
        message = f"Path {shortened(path)} is not an object; skipping"
        examination.report(_NOT_OBJECT, message, pointer)
        return
    shared = _report_path(examination, path, item, pointer)
    for key, operation in item.items():
        if key in ALL_METHODS:
            yield _operation(examination, path, (key, operation), shared)


def _report_path(
    examination: Examination, path: str, item: dict[str, Any], pointer: str
) -> list[str]:
    """Report on the path and its keys; codes of what every operation of the path loses by it."""
    lost: list[str] = []
    if not path.startswith("/"):
        message = f"Path {shortened(path)} does not start with a slash; skipping"
        examination.report(_SLASH, message, pointer)
        lost.append(_SLASH.code)
    for name in item:
        key = str(name)
        if key in METHODS:
            continue
        rule = _rule_of(key, item[name])
        message = f"Path {shortened(path)} has unrecognized method {shortened(key)}; skipping"
        label = f"{key.upper()} {path}" if key in ALL_METHODS else ""
        examination.report(rule, message, join(pointer, key), operation=label)
        if rule in (_PARAMETERS, _REFERENCE):
            lost.append(rule.code)
    return lost


def _rule_of(key: str, value: Any) -> Rule:
    if key == "parameters" and value:
        return _PARAMETERS
    if key == "$ref":
        return _REFERENCE
    known = key in ("parameters", "summary", "description", "servers") or key.startswith("x-")
    return _KEY if known else _METHOD


def _operation(
    examination: Examination, path: str, member: tuple[str, Any], shared: list[str]
) -> OperationView:
    method, value = member
    pointer = join("/paths", path, method)
    body = value if isinstance(value, dict) else {}
    view = OperationView(examination, path, method, pointer, body, reasons=list(shared))
    if method not in METHODS:
        view.lose(_METHOD.code)
    elif not isinstance(value, dict):
        message = f"In path {shortened(path)}, method {method} is not an object; skipping"
        view.report(_NOT_OBJECT, message, pointer)
    return view
