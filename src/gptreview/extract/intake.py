"""What was read of one artifact so far, and what it may still cost."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from gptreview.extract.limits import ExtractLimits
from gptreview.extract.text import Text, join, shifted
from gptreview.model.segment import Artifact, Segment, Unread

SEPARATOR = "\n\n"
"""Between the files of an archive."""


@dataclass(slots=True)
class Intake:
    """Takes what the readers of formats find, file by file, inside one budget for all of them."""

    artifact: Artifact
    limits: ExtractLimits
    files: list[tuple[Text, ...]] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    container: str = ""
    """Media type of the archive that the files are in, by IANA's names."""
    characters: int = 0
    members: int = 0
    unpacked_bytes: int = 0
    """Of archive members, those that were given up half-way included."""
    tokens_left: int = 100_000
    """Of markup: a page of 1.3 MB saved with all its scripts has about 10,000."""
    started: float = 0.0
    """When the first parser of a binary format was started, on the monotonic clock; 0: none."""
    image_seconds: float = 0.0
    """That reading images has taken so far."""

    @property
    def exhausted(self) -> str:
        """Which budget is used up, so that no further file is worth opening; empty: none."""
        if self.members >= self.limits.max_members:
            return f"over the budget of {self.limits.max_members:,} members"
        if self.unpacked_bytes >= self.limits.max_unpacked_bytes:
            return f"over the budget of {self.limits.max_unpacked_bytes:,} unpacked bytes"
        return "" if self.characters_left else self._over_characters()

    @property
    def characters_left(self) -> int:
        """How many code points may still be taken."""
        return max(0, self.limits.max_characters - self.characters)

    @property
    def seconds_left(self) -> float:
        """How long parsers of binary formats may still take, all together."""
        if not self.started:
            self.started = time.monotonic()
        return self.limits.max_seconds - (time.monotonic() - self.started)

    def charge_image(self, seconds: float) -> None:
        """Count what an image has taken on the images' budget alone."""
        self.image_seconds += seconds
        if self.started:
            self.started += seconds

    def take(self, texts: Sequence[Text], place: str) -> None:
        """Take what is kept of one file's text: all of it, or its beginning and its end."""
        size = sum(len(text.text) for text in texts)
        if size > self.characters_left or (texts[-1].start and not size):
            self.skip(self._over_characters(), place, "too-large")
            return
        self.characters += size
        self.files.append(tuple(_placed(text, place) for text in texts))
        if texts[-1].start:
            span = f"characters {len(texts[0].text) + 1:,} to {texts[-1].start:,}"
            self.skip(self._over_characters(), join(place, span), "too-large")

    def skip(self, reason: str, place: str, code: str) -> None:
        """Say what was not read, and why."""
        self.unread.append(Unread(self.artifact.field, reason, place, code))

    def segments(self) -> Iterator[Segment]:
        """One segment; a further one after each gap, since offsets count what was left out."""
        end = 0
        parts: list[tuple[int, Text]] = []
        for file in self.files:
            start = end + len(SEPARATOR) if parts else 0
            for text in file:
                if text.start:
                    yield self._segment(parts)
                    parts = []
                parts.append((start + text.start, text))
            end = start + file[-1].start + len(file[-1].text)
        if parts:
            yield self._segment(parts)

    def _segment(self, parts: Sequence[tuple[int, Text]]) -> Segment:
        start = parts[0][0]
        return Segment(
            self.artifact.field,
            self.artifact.kind,
            SEPARATOR.join(text.text for _, text in parts),
            start,
            tuple(mark for at, text in parts for mark in shifted(text.marks, at - start)),
            self.container or parts[0][1].media_type,
        )

    def _over_characters(self) -> str:
        return f"over the budget of {self.limits.max_characters:,} characters"


def _placed(text: Text, place: str) -> Text:
    return replace(text, marks=tuple(shifted(text.marks, 0, place))) if place else text
