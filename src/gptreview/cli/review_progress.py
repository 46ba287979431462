"""A line on a terminal that says how far a review is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from gptreview.render.terminal import plain

if TYPE_CHECKING:
    from rich.progress import ProgressColumn

    from gptreview.model.verdict import Reviewed

_WIDTH: Final = 24
"""Columns for a listing's name, so that all of it fits a terminal of 80."""
_BAR: Final = 16


def with_progress(
    reviews: Iterable[Reviewed], *, total: Callable[[], int | None], streams: bool
) -> Iterable[Reviewed]:
    """The reviews, followed on standard error where that is a terminal.

    Args:
        reviews: As they come.
        total: How many there will be, where that is known; asked only if it is shown.
        streams: Whether each is written to standard output at once; on the same terminal that
            says how far they are, and a moving line would stand in its way.
    """
    if not sys.stderr.isatty() or (streams and sys.stdout.isatty()):
        return reviews
    return _followed(reviews, total())


def _followed(reviews: Iterable[Reviewed], total: int | None) -> Iterator[Reviewed]:
    from rich.cells import cell_len, split_text
    from rich.console import Console
    from rich.progress import Progress

    with Progress(*_columns(total), console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total, name="")
        for each in reviews:
            # A name comes from a stranger: no control character of it reaches the terminal.
            name = plain(each.name)
            if cell_len(name) > _WIDTH:
                name = split_text(name, _WIDTH)[0]
            progress.update(task, advance=1, name=name)
            yield each


def _columns(total: int | None) -> Sequence[ProgressColumn]:
    """A bar with the time left, where that can be told; else how many there were so far."""
    from rich.progress import (
        BarColumn,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    name = TextColumn("{task.fields[name]}", markup=False)
    if total is None:
        return (SpinnerColumn(), TextColumn("{task.completed:,} reviewed"), name,
                TimeElapsedColumn())  # fmt: skip
    return (
        BarColumn(_BAR),
        TextColumn("{task.completed:,} of {task.total:,},"),
        TimeRemainingColumn(),
        TextColumn("left"),
        name,
    )
