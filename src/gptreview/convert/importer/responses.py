"""The responses of one operation: never a reason to drop it, often a reason for red text."""

from __future__ import annotations

from typing import Any, Final

from gptreview.convert.importer import citations
from gptreview.convert.importer.components import Components
from gptreview.convert.importer.rule import OperationView, Rule
from gptreview.model.diagnostic import Level, Standing
from gptreview.reading.pointer import join

_JSON = "application/json"

_MISSING: Final = Rule(
    "responses.missing",
    Level.WARNING,
    Standing.RECALLED,
    f"{citations.OPENAPI_31}#responses-object",
    "Describe at least the successful response.",
)


def check_responses(view: OperationView, components: Components) -> None:
    """Report on what the operation says it answers."""
    responses: Any = view.value.get("responses")
    if not isinstance(responses, dict) or not responses:
        pointer = join(view.pointer, "responses") if "responses" in view.value else view.pointer
        view.report(_MISSING, view.says("responses are missing"), pointer)
        return
    for status, response in responses.items():
        content = response.get("content") if isinstance(response, dict) else None
        media = content.get(_JSON) if isinstance(content, dict) else None
        if isinstance(media, dict) and "schema" in media:
            place = join(view.pointer, "responses", status, "content", _JSON, "schema")
            # The builder's own wording: "response" in the singular, and no method.
            context = ("paths", view.path, str(status), "response", "content", _JSON, "schema")
            components.walk.over(media["schema"], place, context, view.note)
