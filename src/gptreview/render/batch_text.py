"""How a review of the registry ended, for people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gptreview.render.terminal import counted


@dataclass(frozen=True, slots=True)
class BatchFigures:
    """What a run did, and how the current versions stand after it."""

    run: int
    """The registry's number of it."""
    reviewed: int
    """Contents that got their verdict in this run."""
    unchanged: int
    """Versions that had one before, or got it from another worker."""
    passed: int
    failed: int
    review: int
    """Versions that a person must look at."""
    set_aside: int
    """Of these: versions that nobody could review to the end."""
    unreviewed: int
    """Versions without a verdict."""
    seconds: float
    """Wall time."""
    rejudged: int = 0
    """Verdicts that were judged again because waivers came or went."""

    @property
    def per_second(self) -> float:
        """Contents that were reviewed in a second."""
        return self.reviewed / self.seconds if self.seconds > 0 else 0.0


def batch_text(figures: BatchFigures) -> str:
    """Some lines, the last with its end."""
    return "".join(f"{line}\n" for line in _lines(figures))


def _lines(figures: BatchFigures) -> Iterator[str]:
    speed = f", {figures.per_second:,.0f}/s" if figures.reviewed else ""
    yield (
        f"run {figures.run}: {figures.reviewed:,} reviewed, {figures.unchanged:,} unchanged, "
        f"{figures.seconds:,.1f} s{speed}"
    )
    yield (
        f"registry: {figures.passed:,} passed, {figures.failed:,} failed, "
        f"{figures.review:,} to review"
    )
    if figures.rejudged:
        yield f"judged again because waivers came or went: {counted(figures.rejudged, 'verdict')}"
    if figures.set_aside:
        yield (
            f"set aside after repeated failures: {figures.set_aside:,} of those to review; "
            "`gptreview registry list --outcome review` names them"
        )
    if figures.unreviewed:
        yield (
            f"no verdict yet: {figures.unreviewed:,}; `gptreview registry review` goes on with them"
        )
