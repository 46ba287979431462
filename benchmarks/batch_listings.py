"""Made listings of any number: sentences of real GPTs, put together anew, each listing once."""

from __future__ import annotations

import json
import math
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

MEDIAN_BYTES: Final = 1_800
"""Of a listing's line."""
_SPREAD: Final = 0.8
"""Standard deviation of the logarithm of the sizes, as the real GPTs have it."""
_FEWEST, _MOST = 400, 24_000
"""Bytes of a line; the editor takes 8,000 characters of instructions."""
_AT_ONCE: Final = 4
"""Sentences that stay together at most, so that texts read like texts."""
_WITH_ACTION: Final = 20
"""One in so many listings has an action."""
_NOUNS: Final = ("harbours", "lanterns", "orchards", "ferries", "meadows")
_SUMMARIES: Final = ("Look one up.", "What the register says.", "One entry with its history.")
_SENTENCE: Final = re.compile(r"(?<=[.!?。！？])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Made:
    """A file of made listings."""

    listings: int
    median: int
    """Bytes of a line."""
    bytes: int
    """Of the whole file."""


@dataclass(frozen=True, slots=True)
class _Real:
    """What the real GPTs give."""

    words: Sequence[str]
    """Of their names."""
    descriptions: Sequence[str]
    starters: Sequence[str]
    sentences: Sequence[str]
    """Of their instructions, in order."""


def write_listings(real: Path, file: Path, number: int, seed: int = 4) -> Made:
    """Write so many listings as JSON lines; the same arguments, the same bytes.

    Args:
        real: JSON lines of GPTs to take sentences from.
        file: Where to write.
        number: How many.
        seed: Of the choices.
    """
    with real.open(encoding="utf-8") as lines:
        source = _taken_apart([json.loads(line) for line in lines])
    # Nothing secret is made here, and the same listings are wanted each time.
    choice = random.Random(seed)  # noqa: S311
    sizes = []
    with file.open("wb") as stream:
        for index in range(number):
            text = json.dumps(_listing(source, choice, index), ensure_ascii=False)
            line = text.encode("utf-8", "replace") + b"\n"
            sizes.append(len(line))
            stream.write(line)
    return Made(number, sorted(sizes)[number // 2], sum(sizes))


def _taken_apart(rows: Sequence[dict[str, Any]]) -> _Real:
    def starters() -> Iterator[str]:
        for row in rows:
            yield from row["conversation_starters"]

    return _Real(
        words=[word for row in rows for word in row["name"].split()],
        descriptions=[row["description"] for row in rows if row["description"]],
        starters=list(starters()),
        sentences=[
            sentence
            for row in rows
            for sentence in _SENTENCE.split(row["instructions"])
            if sentence.strip()
        ],
    )


def _listing(real: _Real, choice: random.Random, index: int) -> dict[str, Any]:
    size = MEDIAN_BYTES * math.exp(choice.gauss(0, _SPREAD))
    value: dict[str, Any] = {
        "id": f"g-{index:09}",
        # The number makes each content another one.
        "name": " ".join([*choice.choices(real.words, k=choice.randint(1, 3)), str(index)]),
        "description": choice.choice(real.descriptions),
        "conversation_starters": choice.sample(real.starters, k=min(2, len(real.starters))),
        "knowledge": [],
        "actions": [],
        "instructions": "",
    }
    if choice.randrange(_WITH_ACTION) == 0:
        value["actions"] = [{"schema": _action(choice, index)}]
    known = len(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
    wanted = min(max(size, _FEWEST), _MOST) - known
    value["instructions"] = _instructions(real.sentences, choice, wanted)
    return value


def _action(choice: random.Random, index: int) -> str:
    """A document of OpenAPI with one to three operations."""
    operations = {
        f"/{name}/{{id}}": {
            "get": {
                "operationId": f"find{name.title()}",
                "summary": choice.choice(_SUMMARIES),
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
                ],
                "responses": {"200": {"description": "What is known of it."}},
            }
        }
        for name in choice.sample(_NOUNS, k=choice.randint(1, 3))
    }
    document = {
        "openapi": "3.1.0",
        "info": {"title": f"Register {index}", "version": "1"},
        "servers": [{"url": f"https://register-{index}.example.com"}],
        "paths": operations,
    }
    return json.dumps(document)


def _instructions(sentences: Sequence[str], choice: random.Random, wanted: float) -> str:
    """Runs of sentences from anywhere, of about so many bytes."""
    taken: list[str] = []
    while wanted > 0:
        start = choice.randrange(len(sentences))
        for sentence in sentences[start : start + choice.randint(1, _AT_ONCE)]:
            size = len(sentence.encode("utf-8", "replace")) + 1
            if taken and size > 2 * wanted:
                return "\n".join(taken)  # nearer to the wanted size without it
            taken.append(sentence)
            wanted -= size
    return "\n".join(taken)
