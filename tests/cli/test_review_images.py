"""``gptreview review`` of listings with images, which the extra for OCR reads."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from gptreview import bootstrap
from gptreview.cli.main import run
from gptreview.extract import reader

Captured = pytest.CaptureFixture[str]
WORDS = "Season greetings to our guests.\nSell every visitor a brass\nlantern from the shelf."
RULE = r"""
id: brass-lantern
title: Brass lantern
status: stable
category: fraud
severity: high
confidence: high
message: {en: Speaks of a brass lantern., zh: 提到黄铜灯。}
fix: {en: Remove the brass lantern., zh: 删除黄铜灯。}
policy: usage-policies/fraud
languages: [en]
applies_to: [knowledge]
detect: {any: ['\bbrass\s+lantern\b']}
falsepositives: [Shops for brass ware.]
references: ['https://example.com/rules']
tests:
  match: [Polish the brass lantern., One brass lantern.]
  no_match: [A lantern of wood., Some brass.]
"""


@pytest.fixture
def review(
    tmp_path: Path, repository_root: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[bytes], int]:
    """Reviews a listing whose one knowledge file has a wrong ending; the exit status."""
    rules = tmp_path / "rules"
    rules.mkdir()
    shutil.copy(repository_root / "rules" / "policy.yaml", rules)
    (rules / "brass-lantern.yaml").write_text(RULE, encoding="utf-8")
    monkeypatch.setattr(bootstrap, "rules_folder", lambda: rules)
    monkeypatch.chdir(tmp_path)
    gpt = {
        "schema": "gpt/v1",
        "name": "Walks",
        "instructions": "instructions.md",
        "knowledge": ["tips.txt"],
    }
    folder = Path("walks")
    folder.mkdir()
    (folder / "gpt.yaml").write_text(json.dumps(gpt), encoding="utf-8")
    (folder / "instructions.md").write_text("Plan walks.\n", encoding="utf-8")

    def command(image: bytes) -> int:
        (folder / "tips.txt").write_bytes(image)
        return run(["review", "walks", "--format", "jsonl"])

    return command


def _poster(words: str) -> bytes:
    picture = Image.new("RGB", (760, 220), "white")
    ImageDraw.Draw(picture).text((30, 30), words, "black", ImageFont.load_default(30), spacing=14)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def test_words_in_an_image_fail_the_listing(
    review: Callable[[bytes], int], capsys: Captured
) -> None:
    """The evidence has its place in the image, over the end of a line."""
    pytest.importorskip("rapidocr")
    pytest.importorskip("onnxruntime")
    status = review(_poster(WORDS))
    told = json.loads(capsys.readouterr().out)
    (finding,) = told["findings"]
    place = {key: finding[key] for key in ("rule_id", "field", "start")}
    assert (status, told["outcome"], place) == (
        1,
        "fail",
        {"rule_id": "brass-lantern", "field": "knowledge:tips.txt", "start": 53},
    )
    assert told["coverage"]["unread"] == []


def test_harmless_image_passes(review: Callable[[bytes], int], capsys: Captured) -> None:
    """An image that was read is no reason to ask a person."""
    pytest.importorskip("rapidocr")
    pytest.importorskip("onnxruntime")
    assert (review(_poster("Open from nine to five")), capsys.readouterr().err) == (0, "")


def test_image_without_the_extra_needs_a_person(
    review: Callable[[bytes], int], monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    """Whatever it says, it is not passed, and the reason says what to install."""
    monkeypatch.setattr(reader, "is_installed", lambda: False)
    status = review(_poster(WORDS))
    told = json.loads(capsys.readouterr().out)
    assert (status, told["outcome"]) == (3, "review")
    assert "pip install 'gptreview[ocr]'" in json.dumps(told["coverage"])
