"""A reviewer whose verdicts one can foretell, and labelled rows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gptreview.model.finding import Category, Confidence, Finding, Severity, Wording
from gptreview.model.listing import Listing, UnreadListing
from gptreview.model.policy import Meaning, Profile
from gptreview.model.segment import Locator
from gptreview.model.verdict import Coverage, JudgedFinding, Outcome, Reviewed, Verdict

_WORDS = re.compile(r"(fail|review)-(\w+)")


class WordReviewer:
    """Takes listings at their word: ``fail-fraud`` is fraud that fails, ``review-pii`` a doubt."""

    def review(self, listing: Listing | UnreadListing) -> Reviewed:
        """Judge what the description, the instructions, the starters and the knowledge say."""
        assert isinstance(listing, Listing)
        gpt = listing.gpt
        texts = {
            "description": gpt.description,
            "instructions": gpt.instructions,
            "starters": "\n".join(gpt.conversation_starters),
            **{f"knowledge:{file.name}": file.data.decode() for file in gpt.knowledge},
            **{f"action:{index}": action.schema for index, action in enumerate(gpt.actions)},
        }
        found = [each for field, text in texts.items() for each in _judged(field, text)]
        meanings = {each.meaning for each in found}
        outcome = Outcome.FAIL if Meaning.FAIL in meanings else Outcome.PASS
        if meanings == {Meaning.REVIEW}:
            outcome = Outcome.REVIEW
        verdict = Verdict(
            listing.id, outcome, tuple(found), Coverage(len(texts), sum(map(len, texts.values()))),
            (), (), "sha256:0", "policy", "1", "sha256:0", "sha256:0", Profile.CONTENT,
        )  # fmt: skip
        return Reviewed(listing.source, name=gpt.name, verdict=verdict)

    def abandoned(self, listing: Listing | UnreadListing, reason: str) -> Reviewed:
        """Not needed here."""
        raise AssertionError(listing, reason)


def _judged(field: str, text: str) -> Iterator[JudgedFinding]:
    for match in _WORDS.finditer(text):
        category = Category(match[2])
        finding = Finding(
            f"{category}-words", "Words", category, Severity.HIGH, Confidence.HIGH, field,
            match.start(), match.end(), Locator(1, 1), match[0], "", "", "", (),
            Wording("a", "b"), "c/d", Wording("e", "f"), "words", "sha256:0",
        )  # fmt: skip
        yield JudgedFinding(finding, Meaning(match[1]))


@pytest.fixture
def reviewer() -> WordReviewer:
    """A reviewer that takes listings at their word."""
    return WordReviewer()


@pytest.fixture
def write_rows(tmp_path: Path) -> Callable[[str, Iterable[Any]], Path]:
    """Writes JSON lines to a path below the data folder, and gives that folder back."""

    def write(name: str, rows: Iterable[Any]) -> Path:
        file = tmp_path / "data" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(
            "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8"
        )
        return tmp_path / "data"

    return write
