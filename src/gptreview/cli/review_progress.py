"""A line on a terminal that says how far a review is."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from gptreview.render.terminal import plain

if TYPE_CHECKING:
    from gptreview.model.verdict import Reviewed

_WIDTH: Final = 40
"""Characters of a listing's name that are shown."""


def with_progress(reviews: Iterable[Reviewed], *, streams: bool) -> Iterable[Reviewed]:
    """The reviews, followed on standard error where that is a terminal.

    Args:
        reviews: As they come.
        streams: Whether each is written to standard output at once; on the same terminal that
            says how far they are, and a moving line would stand in its way.
    """
    if not sys.stderr.isatty() or (streams and sys.stdout.isatty()):
        return reviews
    return _followed(reviews)


def _followed(reviews: Iterable[Reviewed]) -> Iterator[Reviewed]:
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.completed:,} reviewed"),
        TextColumn("{task.fields[name]}", markup=False),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None, name="")
        for each in reviews:
            # A name comes from a stranger: no control character of it reaches the terminal.
            progress.update(task, advance=1, name=plain(each.name)[:_WIDTH])
            yield each
