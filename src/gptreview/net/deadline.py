"""One wall-clock limit that every step of an exchange draws from."""

from __future__ import annotations

import time
from dataclasses import dataclass

from gptreview.errors import DependencyError


@dataclass(frozen=True, slots=True)
class Deadline:
    """The moment at which an exchange ends, finished or not.

    A limit for each read would not do: a server that sends one byte a second never exceeds it.
    """

    seconds: float
    expires: float

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        """A deadline that many seconds from now, on the monotonic clock."""
        return cls(seconds=seconds, expires=time.monotonic() + seconds)

    def remaining(self) -> float:
        """Seconds left, always above zero.

        Raises:
            DependencyError: None are left.
        """
        left = self.expires - time.monotonic()
        if left <= 0:
            raise self.missed()
        return left

    def missed(self) -> DependencyError:
        """The error that says this deadline passed."""
        return DependencyError(
            f"no complete answer within {self.seconds:g} seconds",
            next_step="try again later",
        )
