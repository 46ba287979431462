"""The parameters of one operation: which of them reach the model."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Any, Final

from gptreview.convert.importer import citations
from gptreview.convert.importer.components import Components
from gptreview.convert.importer.rule import OperationView, Rule, as_printed, shortened
from gptreview.convert.importer.steering import check_text
from gptreview.convert.limits import PARAMETER_TEXT
from gptreview.model.diagnostic import Level, Standing
from gptreview.reading.pointer import join

_TEMPLATE: Final = re.compile(r"\{([^{}/]+)\}")

_NO_NAME: Final = Rule(
    "parameter.no_name",
    Level.ERROR,
    Standing.REPORTED,
    citations.REFERENCE_REPORT,
    "Write the parameter out in the operation, with its name: references are not followed.",
)
_SKIPPED: Final = Rule(
    "operation.skipped",
    Level.ERROR,
    Standing.REPORTED,
    citations.REFERENCE_REPORT,
    "Put right what else is reported for this operation.",
)
_LOCATION: Final = Rule(
    "parameter.location",
    Level.ERROR,
    Standing.CONFIRMED,
    f"{citations.PRODUCTION_NOTES}#additional-limitations",
    "Remove it, or let the API take it in the query; actions send no headers of their own.",
)
_SECURITY_HEADER: Final = Rule(
    "parameter.security_header",
    Level.WARNING,
    Standing.REPORTED,
    citations.HEADER_REPORT,
    "Remove it: the action's authentication sends this header.",
)
_DUPLICATED: Final = Rule(
    "parameter.duplicated",
    Level.ERROR,
    Standing.REPORTED,
    citations.SCHEMA_REPORT,
    "Keep one of them, or give it another name: path, query and body share one list of names.",
)
_TOO_LONG: Final = Rule(
    "parameter.description_too_long",
    Level.WARNING,
    Standing.CONFIRMED,
    f"{citations.PRODUCTION_NOTES}#open-api-specification-limits",
    "Shorten it to 700 characters.",
)
_NOT_LIST: Final = Rule(
    "parameter.not_list",
    Level.ERROR,
    Standing.REPORTED,
    f"{citations.OPENAPI_31}#operation-object",
    "Write `parameters` as a list.",
)
_NO_SCHEMA: Final = Rule(
    "parameter.no_schema",
    Level.WARNING,
    Standing.RECALLED,
    f"{citations.OPENAPI_31}#parameter-object",
    "Give the parameter a `schema` with a type.",
)
_UNDECLARED: Final = Rule(
    "parameter.undeclared",
    Level.WARNING,
    Standing.RECALLED,
    f"{citations.OPENAPI_31}#path-templating",
    "Declare it as a required path parameter of the operation.",
)


def check_parameters(
    view: OperationView, components: Components, security: Container[str]
) -> set[str]:
    """Report on the parameters; the names of those that the builder keeps."""
    parameters: Any = view.value.get("parameters", [])
    names: set[str] = set()
    if not isinstance(parameters, list):
        pointer = join(view.pointer, "parameters")
        view.report(_NOT_LIST, view.says("parameters is not a list; ignoring"), pointer)
        return names
    skipped = False
    for index, parameter in enumerate(parameters):
        pointer = join(view.pointer, "parameters", index)
        name = parameter.get("name") if isinstance(parameter, dict) else None
        if not isinstance(name, str):
            said = f"parameter {as_printed(parameter)} is has missing or non-string name; skipping"
            view.report(_NO_NAME, view.says(said), pointer)
            skipped = True
        elif _is_kept(view, parameter, pointer, security):
            _check_duplicate(view, name, names, pointer)
            _check_parameter(view, components, parameter, pointer)
            names.add(name)
    if skipped:
        report_skipped(view)
    _check_template(view, parameters)
    return names


def check_body_names(view: OperationView, names: set[str], body: Any, pointer: str) -> None:
    """Report on every property of the body that has the name of a parameter."""
    for name in body if isinstance(body, dict) else ():
        if name in names:
            _check_duplicate(view, name, names, pointer)


def report_skipped(view: OperationView) -> None:
    """Say that the builder leaves the operation out."""
    if _SKIPPED.code not in view.reasons:
        view.report(_SKIPPED, view.says("skipping function due to errors"), view.pointer)


def _is_kept(
    view: OperationView, parameter: dict[str, Any], pointer: str, security: Container[str]
) -> bool:
    location = parameter.get("in")
    if location in ("path", "query"):
        return True
    name: str = parameter["name"]
    said = view.says(f"parameter {shortened(name)} has location {_location(location)}; ignoring")
    if location == "header" and (
        name.lower() in security
        # OpenAPI 3.1, Parameter Object: definitions with these names are ignored anyway.
        or name.lower() in ("accept", "content-type")
    ):
        view.report(_SECURITY_HEADER, said, pointer)
    else:
        needed = location not in ("header", "cookie") or parameter.get("required") is True
        view.report(_LOCATION, said, pointer, costs=needed)
    return False


def _location(value: Any) -> str:
    return shortened(value, 40) if isinstance(value, str) else as_printed(value)


def _check_duplicate(view: OperationView, name: str, names: set[str], pointer: str) -> None:
    if name in names:
        said = f"parameter {shortened(name)} is duplicated; skipping function due to errors"
        view.report(_DUPLICATED, view.says(said), pointer)


def _check_parameter(
    view: OperationView, components: Components, parameter: dict[str, Any], pointer: str
) -> None:
    name: str = parameter["name"]
    description = parameter.get("description")
    if isinstance(description, str) and len(description) > PARAMETER_TEXT:
        length = f"has length {len(description)} exceeding limit of {PARAMETER_TEXT}"
        said = view.says(f"parameter {shortened(name)} description {length}")
        view.report(_TOO_LONG, said, join(pointer, "description"))
    place = join(pointer, "description")
    check_text(view.examination, description, place, operation=view.label)
    if not isinstance(parameter.get("schema"), dict | bool):
        view.report(_NO_SCHEMA, view.says(f"parameter {shortened(name)} has no schema"), pointer)
        return
    context = ("paths", view.path, view.method, "parameters", name, "schema")
    references = components.walk.over(
        parameter["schema"], join(pointer, "schema"), context, view.note
    )
    if not components.is_whole(references):
        view.lose("schema.unknown_component")


def _check_template(view: OperationView, parameters: list[Any]) -> None:
    declared = {
        parameter.get("name")
        for parameter in parameters
        if isinstance(parameter, dict) and isinstance(parameter.get("name"), str)
    }
    if "path.parameters" in view.reasons or "parameter.no_name" in view.reasons:
        return
    for name in dict.fromkeys(_TEMPLATE.findall(view.path)):
        if name not in declared:
            said = view.says(f"path parameter {shortened(name)} is not declared")
            view.report(_UNDECLARED, said, view.pointer)
