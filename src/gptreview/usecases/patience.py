"""What a database refuses now it may do in a moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from gptreview.errors import DependencyError

Answer = TypeVar("Answer")

PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0)
"""Seconds between attempts: together what a database takes to restart."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Tries a transaction again while the database does not answer."""

    sleep: Callable[[float], None]
    told: Callable[[str], None]
    """Takes a line that says why nothing goes on."""
    is_stopped: Callable[[], bool]
    """Whether nobody wants to wait any longer."""
    pauses: tuple[float, ...] = PAUSES

    def of(self, transaction: Callable[[], Answer]) -> Answer:
        """What the transaction gives.

        It must be good to repeat: a connection that breaks while it is committed leaves open
        whether it was.

        Raises:
            DependencyError: It failed to the last.
        """
        for pause in self.pauses:
            try:
                return transaction()
            except DependencyError as error:
                if self.is_stopped():
                    raise
                self.told(f"{error.found}; trying again in {pause:g} s")
                self.sleep(pause)
        return transaction()
