"""``gptreview simulate``."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from gptreview.cli.colors import is_colorful
from gptreview.cli.output_options import format_option
from gptreview.cli.rule_options import (
    jobs_option,
    policy_option,
    profile_option,
    rule_folders_option,
)

if TYPE_CHECKING:
    from gptreview.usecases.candidate_comparison import SimulationWatcher

_FLIPS: Final = 1
_EXAMPLES: Final = """\b
Examples:
  gptreview simulate --policy next.yaml
  gptreview simulate --rules new-rules/ --jobs 8
  gptreview simulate --policy next.yaml --profile workspace --format json

\b
Exit status:
  0  no listing would flip
  1  some listing would
  2  bad input: rules, the policy, a setting or the database cannot be used, or no current
     version has a verdict to compare with
  4  the database does not answer"""


@click.command(epilog=_EXAMPLES)
@policy_option
@rule_folders_option
@profile_option()
@jobs_option("Listings to scan at the same time, where they must be.")
@click.option(
    "--limit",
    metavar="N",
    type=click.IntRange(1, 1000),
    default=10,
    show_default=True,
    help="Listings to name of each kind of flip.",
)
@format_option()
def simulate(
    policy: Path | None,
    rule_folders: tuple[Path, ...],
    profile: str,
    jobs: int,
    limit: int,
    form: str,
) -> int:
    """Say which listings of the registry would flip under a policy or rules, and why.

    Holds the newest verdict on each current version against what the candidate would say. Nothing
    is written. Where only the policy differs, the verdicts are judged again from their findings,
    which is quick; where rules, scanners or limits differ, and for all audiences but content, the
    listings are scanned again. docs/simulator.md shows the answer.
    """
    from gptreview.bootstrap import ReviewOptions
    from gptreview.bootstrap_simulation import simulate_policy
    from gptreview.render.simulation_json import simulation_json
    from gptreview.render.simulation_text import simulation_text

    options = ReviewOptions(profile, policy, rule_folders)
    with _following() as watcher, simulate_policy(options, jobs=jobs, watcher=watcher) as use_case:
        found = use_case.run(most=limit)
    if form == "json":
        sys.stdout.write(simulation_json(found))
    else:
        width = shutil.get_terminal_size((0, 0)).columns or None
        click.echo(simulation_text(found, color=is_colorful(), width=width), nl=False)
    return _FLIPS if found.flips else 0


@contextmanager
def _following() -> Iterator[SimulationWatcher]:
    """A bar on standard error, where that is a terminal."""
    from gptreview.usecases.candidate_comparison import SimulationWatcher

    if not sys.stderr.isatty():
        yield SimulationWatcher(lambda _number: None, lambda _number: None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Left

    columns = (BarColumn(24), MofNCompleteColumn(), Left(), TextColumn("left"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)
        yield SimulationWatcher(
            lambda number: progress.update(task, total=number),
            lambda number: progress.advance(task, number),
        )
