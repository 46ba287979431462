"""Numbers of options that are numbers."""

from __future__ import annotations

from typing import Any

import click


class FiniteRange(click.FloatRange):
    """A range that has no place for ``nan``, which is neither below a bound nor above one."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """The number that a word says; one that lies nowhere is refused as a wrong option."""
        number = float(super().convert(value, param, ctx))
        if number != number:
            self.fail(f"{value} is no number.", param, ctx)
        return number
