"""Real listings and the evasions of the development set."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gptreview.normalize.views import views

pytestmark = pytest.mark.corpus

READ_BY = {
    "pinyin": "evasion", "char-split": "evasion", "spacing": "spaced", "leet": "leet",
    "homoglyph": "confusable", "zero-width": "zero-width", "unicode-tags": "tags",
    "base64": "base64",
}  # fmt: skip


def bundles(shared_data: Path) -> list[dict[str, Any]]:
    """The pairs of the development set."""
    lines = (
        (shared_data / "gpt-pairs/bundles.jsonl").read_text(encoding="utf-8").strip().split("\n")
    )
    return [json.loads(line) for line in lines]


def fields(bundle: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The texts of a listing by the names that evidence goes by."""
    for name in ("name", "description", "instructions"):
        yield name, bundle[name]
    yield "starters", "\n".join(bundle["conversation_starters"])
    for file in bundle["knowledge"]:
        yield f"knowledge:{file['name']}", file["text"]


def test_disguised_evidence_is_undone_by_its_name(shared_data: Path) -> None:
    """Of every failing item with a disguise of form, some evidence reads plainly in a view."""
    for bundle in bundles(shared_data):
        disguise = READ_BY.get(bundle["evasion"])
        if bundle["expected"] != "fail" or disguise is None:
            continue
        texts = dict(fields(bundle))
        found = set()
        for evidence in bundle["evidence"]:
            text = texts[evidence["field"]]
            start = text.index(evidence["text"])
            for view in views(text)[1:]:
                for piece in view.pieces or ():
                    if piece.end > start and piece.start < start + len(evidence["text"]):
                        found.add(piece.disguise)
        assert disguise in found, bundle["id"]


def test_innocent_emoji_joiners_and_letters_are_no_disguise(shared_data: Path) -> None:
    """In the passing items no invisible character and no foreign letter is called a disguise."""
    for bundle in bundles(shared_data):
        if bundle["expected"] == "pass":
            named = {
                piece.disguise
                for _, text in fields(bundle)
                for view in views(text)[1:]
                for piece in view.pieces or ()
            }
            assert named <= {"", "leet", "spaced", "base64"}, bundle["id"]


def test_real_listings_are_rarely_called_disguised(shared_data: Path) -> None:
    """At most five in a hundred real instructions hold anything that is named a disguise."""
    path = shared_data / "gpts/published-gpts.jsonl"
    lines = path.read_text(encoding="utf-8").strip().split("\n")
    disguised = 0
    for line in lines:
        found = views(json.loads(line)["instructions"])[1:]
        disguised += any(piece.disguise for view in found for piece in view.pieces or ())
    assert disguised <= len(lines) * 0.05
