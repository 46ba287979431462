"""What must hold of every conversion, whatever went in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from gptreview.convert.importer import import_action
from gptreview.convert.specification import ConvertedSpecification
from gptreview.convert.targets.yaml_text import dump_yaml
from gptreview.model.change import ChangeKind, Place
from gptreview.model.diagnostic import Level
from gptreview.reading.document import read_mapping
from gptreview.reading.pointer import existing

METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")

Faults = Callable[..., list[str]]


@pytest.fixture(scope="session")
def conversion_faults() -> Faults:
    """Everything that is wrong with a conversion; an empty list where it keeps its promises."""

    def faults(source: Any, converted: ConvertedSpecification, *, largest: int) -> list[str]:
        texts = {file: dump_yaml(value) for file, value in converted.documents.items()}
        found = [*_places(source, converted), *_fates(source, converted)]
        for file, text in texts.items():
            value = converted.documents[file]
            if read_mapping(text.encode(), name=file).value != value:
                found.append(f"{file} does not read back as it was written")
            found += [f"{file}: {fault}" for fault in _import_faults(value, len(text))]
            if len(text) < largest:
                found += [f"{file}: openapi: {fault}" for fault in _openapi_faults(value)]
        return found

    return faults


def _import_faults(value: Any, size: int) -> Iterator[str]:
    report = import_action(value, size=size)
    for diagnostic in report.diagnostics:
        if diagnostic.level is Level.ERROR:
            yield f"{diagnostic.pointer}: {diagnostic.message}"
    for operation in report.operations:
        if not operation.usable:
            yield f"{operation.pointer}: not usable: {', '.join(operation.reasons)}"


def _openapi_faults(value: Any) -> Iterator[str]:
    from jsonschema_path import SchemaPath
    from openapi_spec_validator import OpenAPIV31SpecValidator

    for error in OpenAPIV31SpecValidator(SchemaPath.from_dict(value, handlers={})).iter_errors():
        yield f"{'/'.join(map(str, error.absolute_path))}: {str(error.message)[:200]}"


def _places(source: Any, converted: ConvertedSpecification) -> Iterator[str]:
    """Changes whose places are not there."""
    for change in converted.changes:
        if change.before and not _is_there(source, change.before.pointer):
            yield f"{change.code}: {change.before.pointer} is not in the source"
        after: Place | None = change.after
        if after and not _is_there(converted.documents.get(after.file), after.pointer):
            yield f"{change.code}: {after.pointer} is not in {after.file}"
        if not change.message.strip() or "\n" in change.message[-1:]:
            yield f"{change.code}: no message"


def _is_there(document: Any, pointer: str) -> bool:
    return document is not None and existing(document, pointer) == pointer


def _fates(source: Any, converted: ConvertedSpecification) -> Iterator[str]:
    """Operations of the source of which nothing is said, or that are not where they should be."""
    losses = [change for change in converted.changes if change.kind is ChangeKind.LOSS]
    lost_at = {change.before.pointer for change in losses if change.before}
    fates = {outcome.pointer for outcome in converted.operations}
    calls = {(outcome.method, outcome.path) for outcome in converted.operations}
    for outcome in converted.operations:
        written = converted.documents.get(outcome.file, {}).get("paths", {})
        ids = {each["operationId"] for item in written.values() for each in item.values()}
        if outcome.file and outcome.operation_id not in ids:
            yield f"{outcome.pointer} is not in {outcome.file}"
        codes = {change.code for change in losses}
        if not outcome.file and not (outcome.reason and outcome.code in codes):
            yield f"{outcome.pointer} was left out for no reason"
    for pointer, call in _operations(source):
        told = any(pointer == lost or pointer.startswith(f"{lost}/") for lost in lost_at)
        if pointer not in fates and call not in calls and not told:
            yield f"nothing is said of {pointer}"


def _operations(source: Any) -> Iterator[tuple[str, tuple[str, str]]]:
    paths = source.get("paths") if isinstance(source, dict) else None
    for path, item in paths.items() if isinstance(paths, dict) else ():
        if path.startswith("x-") or not isinstance(item, dict):
            continue
        for method, value in item.items():
            if method in METHODS and isinstance(value, dict):
                escaped = path.replace("~", "~0").replace("/", "~1")
                yield f"/paths/{escaped}/{method}", (method.upper(), path)
