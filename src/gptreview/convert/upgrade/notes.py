"""What an upgrade says of itself: single changes at once, countable ones in one sentence."""

from __future__ import annotations

from gptreview.convert.ledger import Stage
from gptreview.convert.upgrade.trail import Trail
from gptreview.model.change import ChangeKind


class Notes:
    """Records changes into a stage, by trail rather than by pointer."""

    __slots__ = ("_tallies", "stage")

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._tallies: dict[str, tuple[ChangeKind, str, Trail, int]] = {}

    def mapping(self, code: str, message: str, trail: Trail) -> None:
        """Record something said differently, with nothing lost."""
        self.stage.mapping(code, message, before=trail.before, after=trail.after)

    def repair(self, code: str, message: str, trail: Trail) -> None:
        """Record a fault or a silence of the source that was put right."""
        self.stage.repair(code, message, before=trail.before, after=trail.after)

    def loss(self, code: str, message: str, trail: Trail, *, kept: bool = False) -> None:
        """Record something that the result cannot say; ``kept`` where a part of it stands on."""
        self.stage.loss(code, message, before=trail.before, after=trail.after if kept else None)

    def moved(self, trail: Trail) -> None:
        """Record that the subtree at this trail changed place."""
        self.stage.moved(trail.before, trail.after)

    def tally(
        self, code: str, message: str, trail: Trail, *, kind: ChangeKind = ChangeKind.MAPPING
    ) -> None:
        """Count one more of a kind; ``{n}`` in the message becomes the count when all is done."""
        known = self._tallies.get(code)
        if known is None:
            self._tallies[code] = (kind, message, trail, 1)
        else:
            self._tallies[code] = (*known[:3], known[3] + 1)

    def close(self) -> None:
        """Write the counted changes, each with the place where it was first seen."""
        for code, (kind, message, trail, count) in self._tallies.items():
            record = self.repair if kind is ChangeKind.REPAIR else self.mapping
            record(code, message.format(n=count), trail)
        self._tallies.clear()
