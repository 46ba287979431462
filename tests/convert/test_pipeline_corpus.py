"""Real API descriptions, converted as if each were an action's schema."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gptreview.convert.define.document import Origin
from gptreview.convert.reading.document import read_mapping
from gptreview.convert.redact import Redactor
from gptreview.convert.specification import ActionOptions, convert_specification
from gptreview.errors import GptReviewError

Faults = Callable[..., list[str]]

pytestmark = pytest.mark.corpus

ORIGIN = Origin(None, "https://api.example.org")


def test_real_documents_keep_every_promise(shared_data: Path, conversion_faults: Faults) -> None:
    """Each real document is refused with a reason or becomes actions without a fault."""
    faults: dict[str, list[str]] = {}
    refused: list[str] = []
    for path in sorted((shared_data / "specs").glob("*.*")):
        if path.suffix == ".tsv":
            continue
        try:
            document = read_mapping(path.read_bytes(), name=path.name)
            converted = convert_specification(document, ORIGIN, ActionOptions(), Redactor([]))
        except GptReviewError as error:
            refused.append(error.found)
            continue
        if found := conversion_faults(document.value, converted, largest=20_000):
            faults[path.name] = found
    assert faults == {}
    assert len(refused) < 40
