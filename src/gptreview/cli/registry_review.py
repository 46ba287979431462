"""``gptreview registry review``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from gptreview.cli.finite_range import FiniteRange
from gptreview.cli.output_options import format_option
from gptreview.cli.registry_sync import tell
from gptreview.cli.rule_options import (
    jobs_option,
    policy_option,
    profile_option,
    rule_folders_option,
)
from gptreview.usecases.batch_terms import LISTING_SECONDS

if TYPE_CHECKING:
    from rich.progress import Progress


_INCOMPLETE: Final = 3
_EXAMPLES = """\b
Examples:
  gptreview registry review
  gptreview registry review --jobs 8 --profile workspace --policy policy.yaml
  gptreview registry review --format json

\b
Exit status:
  0  every current version has its verdict; what they are, the summary says
  2  bad input: rules, policy or a setting cannot be used
  3  some versions were set aside: their review failed three times; or their contents are not in
     the database
  4  the database did not answer, or has no room
  130, 143  stopped by Ctrl-C or SIGTERM before every version had its verdict"""


@click.command(epilog=_EXAMPLES)
@jobs_option("Listings to review at the same time.")
@click.option(
    "--chunk",
    metavar="N",
    type=click.IntRange(1, 1000),
    default=256,
    show_default=True,
    help="Contents to claim, and to write, together.",
)
@profile_option()
@policy_option
@rule_folders_option
@click.option(
    "--lease",
    "lease_seconds",
    metavar="SECONDS",
    type=FiniteRange(1, 86_400),
    default=300,
    show_default=True,
    help="After how long without a sign of life another worker takes over; several times as long "
    "as the clocks of your machines may differ.",
)
@click.option(
    "--listing-seconds",
    metavar="SECONDS",
    type=FiniteRange(1, 86_400),
    default=LISTING_SECONDS,
    show_default=True,
    help="How long one listing may take; after three attempts that took longer it is set aside.",
)
@format_option("the summary")
def review(
    jobs: int,
    chunk: int,
    profile: str,
    policy: Path | None,
    rule_folders: tuple[Path, ...],
    lease_seconds: float,
    listing_seconds: float,
    form: str,
) -> int:
    """Review every current version that has no verdict by today's policy and rules.

    Any number of these may run at once on one database, on one machine or many: they share the
    work. It ends when every version has its verdict, whoever gave it. A first Ctrl-C finishes the
    chunks that are under way, a second one stops at once; the next run goes on from there.
    """
    from gptreview.bootstrap import ReviewOptions
    from gptreview.bootstrap_registry import BatchSize, review_registry
    from gptreview.render.batch_text import batch_text
    from gptreview.render.json_text import pretty_json
    from gptreview.usecases.batch_figures import batch_figures
    from gptreview.usecases.stop_signals import stop_signals

    options = ReviewOptions(profile, policy, rule_folders)
    size = BatchSize(jobs, chunk, lease_seconds, listing_seconds)
    with stop_signals() as signals, _progress() as progress:
        use_case = review_registry(options, size, _Watcher(progress), signals.is_stopped, tell)
        with closing(use_case):
            result = use_case.run()
    figures = batch_figures(result)
    if form == "json":
        click.echo(
            pretty_json({**asdict(figures), "per_second": round(figures.per_second, 1)}), nl=False
        )
    else:
        click.echo(batch_text(figures), nl=False)
    if signals.received and not result.complete:
        return 128 + signals.received
    return _INCOMPLETE if figures.set_aside or figures.unreviewed else 0


class _Watcher:
    """Shows on a terminal how far the run is, and says anywhere what it waits for."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress

    def began(self, contents: int) -> None:
        """Draw the bar."""
        if self._progress is not None:
            self._progress.add_task("", total=contents)

    def advanced(self, contents: int) -> None:
        """Move it."""
        if self._progress is not None:
            self._progress.advance(self._progress.task_ids[0], contents)

    def told(self, line: str) -> None:
        """Say it above the bar."""
        if self._progress is not None:
            self._progress.console.print(line, markup=False, highlight=False)
        else:
            click.echo(line, err=True)


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """A bar with what is done, the rate and the time left, where standard error is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """Contents in a second."""

        def render(self, task: Task) -> Text:
            """The rate of the last while."""
            speed = task.finished_speed or task.speed
            return Text(f"{speed:,.0f}/s," if speed else "")

    columns = (
        BarColumn(24),
        TextColumn("{task.completed:,.0f} of {task.total:,.0f},"),
        Rate(),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield progress
