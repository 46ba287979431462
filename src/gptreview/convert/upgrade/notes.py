"""What an upgrade says of itself: single changes at once, countable ones in one sentence."""

from __future__ import annotations

from typing import Any

from gptreview.convert.ledger import Stage
from gptreview.convert.upgrade.spot import Spot
from gptreview.model.change import ChangeKind


class Notes:
    """Records changes into a stage, by the spot of a walk rather than by pointer."""

    __slots__ = ("_tallies", "stage")

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._tallies: dict[str, tuple[ChangeKind, str, Spot, int]] = {}

    def mapping(self, code: str, message: str, spot: Spot) -> None:
        """Record something said differently, with nothing lost."""
        self.stage.mapping(code, message, before=spot.before, after=spot.after)

    def repair(self, code: str, message: str, spot: Spot) -> None:
        """Record a fault or a silence of the source that was put right."""
        self.stage.repair(code, message, before=spot.before, after=spot.after)

    def loss(self, code: str, message: str, spot: Spot, *, kept: bool = False) -> None:
        """Record something that the result cannot say; ``kept`` where a part of it stands on."""
        self.stage.loss(code, message, before=spot.before, after=spot.after if kept else None)

    def moved(self, spot: Spot) -> None:
        """Record that the subtree at this spot changed place."""
        self.stage.moved(spot.before, spot.after)

    def tally(
        self, code: str, message: str, spot: Spot, *, kind: ChangeKind = ChangeKind.MAPPING
    ) -> None:
        """Count one more of a kind; ``{n}`` in the message becomes the count when all is done."""
        known = self._tallies.get(code)
        if known is None:
            self._tallies[code] = (kind, message, spot, 1)
        else:
            self._tallies[code] = (*known[:3], known[3] + 1)

    def close(self) -> None:
        """Write the counted changes, each with the place where it was first seen."""
        for code, (kind, message, spot, count) in self._tallies.items():
            record = self.repair if kind is ChangeKind.REPAIR else self.mapping
            record(code, message.format(n=count), spot)
        self._tallies.clear()


def shown(value: Any) -> str:
    """A value as a message quotes it: short, in JSON's words, whatever it is."""
    if value is None or isinstance(value, bool):
        return str(value).lower().replace("none", "null")
    if isinstance(value, int) and value.bit_length() > 64:
        return "a very large number"  # Python refuses to write thousands of digits
    if isinstance(value, list):
        return "a list"
    return "an object" if isinstance(value, dict) else f"{value!r:.60}"
