"""Ways to a subscriber, one module each; `delivery.ways` names them."""

from __future__ import annotations

from typing import Protocol

from gptreview.model.publication import Message


class Sink(Protocol):
    """One subscriber's end of a way."""

    def deliver(self, message: Message) -> None:
        """Give a transition; giving it again changes nothing.

        Transitions come in the order of their numbers, but for one that is given again.

        Raises:
            DependencyError: It cannot be given now.
            InputError: It cannot be given there until somebody changes something.
        """
        ...
