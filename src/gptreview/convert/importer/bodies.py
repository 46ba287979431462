"""The request body of one operation: JSON, one object, every field of it named."""

from __future__ import annotations

from typing import Any, Final

from gptreview.convert.importer import citations
from gptreview.convert.importer.components import Components
from gptreview.convert.importer.parameters import check_body_names, report_skipped
from gptreview.convert.importer.rule import OperationView, Rule
from gptreview.model.diagnostic import Level, Standing
from gptreview.reading.pointer import join

_JSON = "application/json"

_NOT_JSON: Final = Rule(
    "body.not_json",
    Level.ERROR,
    Standing.REPORTED,
    citations.BODY_REPORT,
    "Describe the body as application/json; actions send nothing else.",
)
_NOT_OBJECT: Final = Rule(
    "body.not_object",
    Level.ERROR,
    Standing.REPORTED,
    citations.BODY_REPORT,
    "Describe one object (`type: object` with `properties`), without oneOf, anyOf or allOf.",
)
_COMBINED: Final = Rule(
    "body.combined",
    Level.ERROR,
    Standing.REPORTED,
    citations.BODY_REPORT,
    "Write the properties of every part into the object itself.",
)
_NO_PROPERTIES: Final = Rule(
    "body.no_properties",
    Level.ERROR,
    Standing.REPORTED,
    citations.PROPERTIES_REPORT,
    "List the body's `properties`: what is not listed cannot be sent.",
)
_NO_TYPE: Final = Rule(
    "body.no_type",
    Level.WARNING,
    Standing.RECALLED,
    citations.BODY_REPORT,
    "Write `type: object` beside `properties`.",
)
_REFERENCE: Final = Rule(
    "body.reference",
    Level.WARNING,
    Standing.RECALLED,
    citations.REFERENCE_REPORT,
    "Write the body out in the operation; references to components/requestBodies may be dropped.",
)
_UNEXPECTED: Final = Rule(
    "body.unexpected",
    Level.WARNING,
    Standing.RECALLED,
    f"{citations.OPENAPI_31}#operation-object",
    "Take the values as query parameters, or use post.",
)


def check_body(view: OperationView, components: Components, names: set[str]) -> None:
    """Report on the request body.

    Args:
        view: The operation.
        components: The document's component schemas.
        names: Names of the parameters that the builder keeps.
    """
    if "requestBody" not in view.value:
        return
    pointer = join(view.pointer, "requestBody")
    if view.method in ("get", "delete"):
        message = view.says(f"a {view.method.upper()} with a body may arrive without it")
        view.report(_UNEXPECTED, message, pointer)
    body: Any = view.value["requestBody"]
    if isinstance(body, dict) and isinstance(body.get("$ref"), str):
        view.report(_REFERENCE, view.says("request body is a reference"), join(pointer, "$ref"))
        return
    content = body.get("content") if isinstance(body, dict) else None
    media_type = _json_type(content)
    if media_type is None:
        view.report(_NOT_JSON, view.says("request body has no application/json"), pointer)
        return
    place = join(pointer, "content", media_type)
    media = content[media_type] if isinstance(content, dict) else None
    if not isinstance(media, dict) or "schema" not in media:
        _report_not_object(view, place)
        return
    _check_schema(view, components, media["schema"], join(place, "schema"))
    check_body_names(
        view, names, components.resolved(media["schema"]).get("properties"), join(place, "schema")
    )


def _json_type(content: Any) -> str | None:
    """The media type key that the builder reads; parameters such as a charset are allowed."""
    if not isinstance(content, dict):
        return None
    keys = [key for key in content if isinstance(key, str)]
    plain = [key for key in keys if key.partition(";")[0].strip().lower() == _JSON]
    return _JSON if _JSON in keys else next(iter(plain), None)


def _check_schema(view: OperationView, components: Components, schema: Any, pointer: str) -> None:
    context = ("paths", view.path, view.method, "requestBody", "content", _JSON, "schema")
    references = components.walk.over(schema, pointer, context, view.note)
    resolved = components.resolved(schema)
    combined = [key for key in ("oneOf", "anyOf", "allOf") if resolved.get(key)]
    has_properties = isinstance(resolved.get("properties"), dict)
    if resolved.get("type") != "object" and not (has_properties and "type" not in resolved):
        _report_not_object(view, pointer)
        return
    if resolved.get("type") != "object":
        view.report(_NO_TYPE, view.says("request body schema has no type"), pointer)
    if combined:
        said = f"request body schema has {combined[0]} beside its type; only properties are kept"
        view.report(_COMBINED, view.says(said), pointer)
    elif not has_properties or _is_free_form(resolved):
        said = "request body schema names no properties; nothing can be sent"
        view.report(_NO_PROPERTIES, view.says(said), pointer)
    if not components.is_whole(references):
        view.lose("schema.unknown_component")


def _is_free_form(schema: dict[str, Any]) -> bool:
    """Whether fields are allowed, and none is named."""
    return not schema["properties"] and schema.get("additionalProperties", False) is not False


def _report_not_object(view: OperationView, pointer: str) -> None:
    said = "request body schema is not an object schema; skipping"
    view.report(_NOT_OBJECT, view.says(said), pointer)
    report_skipped(view)
