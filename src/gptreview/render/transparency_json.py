"""The transparency report as JSON."""

from __future__ import annotations

from gptreview.model.transparency import TransparencyReport
from gptreview.render.json_text import pretty_json
from gptreview.render.review_json import escaped
from gptreview.render.transparency_document import transparency_document


def transparency_json(report: TransparencyReport, *, public: bool) -> str:
    """The document of `transparency_document` as text."""
    return escaped(pretty_json(transparency_document(report, public=public)))
