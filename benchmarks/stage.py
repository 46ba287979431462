"""One measured stage."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage over some texts."""

    name: str
    seconds: float
    """CPU seconds of the best round."""
    bytes: int
    """UTF-8 bytes that went through it."""

    @property
    def speed(self) -> float:
        """Megabytes a second."""
        return self.bytes / 1e6 / self.seconds if self.seconds else 0.0
