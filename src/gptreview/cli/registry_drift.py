"""``gptreview registry drift`` and ``gptreview registry watches``."""

from __future__ import annotations

import datetime as dt
import shutil
import sys
from contextlib import closing
from typing import Final

import click

from gptreview.cli.colors import is_colorful
from gptreview.cli.finite_range import FiniteRange
from gptreview.cli.output_options import format_option, page_options
from gptreview.cli.registry_sync import tell

_NOT_REACHED: Final = 4
_DRIFT: Final = """\b
Examples:
  gptreview registry drift
  gptreview registry drift --every 6 --limit 10000
  gptreview registry drift --format json

\b
Exit status:
  0  all that was due was looked at, or as much as --limit says
  2  the database cannot be used
  4  nothing could be reached at all, or the database did not answer
  130, 143  stopped by Ctrl-C or SIGTERM before all that was due was looked at"""
_WATCHES: Final = """\b
Examples:
  gptreview registry watches
  gptreview registry watches g-2fkFE8rbu
  gptreview registry watches 7 --format json

\b
Exit status:
  0  listed
  2  there is no such listing, or several have that id
  4  the database does not answer"""


@click.command(epilog=_DRIFT)
@click.option(
    "--every",
    metavar="HOURS",
    type=FiniteRange(1, 24 * 366),
    default=24,
    show_default=True,
    help="After how many hours to look again where nothing is wrong.",
)
@click.option(
    "--limit", metavar="N", type=click.IntRange(1), default=None, help="Looks at most; all."
)
@format_option("the summary")
def drift(every: float, limit: int | None, form: str) -> int:
    """Look again at what listings depend on, and note what has changed there.

    Specifications of actions, privacy policies, hosts, and the proofs of builders' domains are
    asked for over the internet; docs/drift.md says what is sent to whom. A listing whose
    dependency has changed gets a new version, which the next review looks at.
    """
    from gptreview.bootstrap_drift import check_drift
    from gptreview.render.drift_json import drift_json
    from gptreview.render.drift_text import drift_text
    from gptreview.usecases.stop_signals import stop_signals

    with stop_signals() as signals:
        use_case = check_drift(tell, every=dt.timedelta(hours=every), is_stopped=signals.is_stopped)
        with closing(use_case):
            result = use_case.run(limit)
    counts = result.counts
    if form == "json":
        sys.stdout.write(drift_json(result.run, counts, result.seconds))
    else:
        shown = drift_text(result.run, counts, result.seconds, color=is_colorful())
        click.echo(shown, nl=False)
    if signals.received and counts.waiting:
        return 128 + signals.received
    return _NOT_REACHED if counts.looked and not counts.reached else 0


@click.command(epilog=_WATCHES)
@click.argument("name", metavar="[ID]", required=False)
@page_options("Watches")
@format_option()
def watches(name: str | None, limit: int, after: int, form: str) -> int:
    """List what listings depend on outside of themselves, and how it was found.

    ID is the registry's number of a listing, or its id in its source; without it all are listed.
    """
    from gptreview.bootstrap_drift import list_watches
    from gptreview.render.drift_json import watches_json
    from gptreview.render.drift_text import watches_text

    page = list_watches().page(name, after=after, limit=limit)
    if form == "json":
        sys.stdout.write(watches_json(page.watches, page.states, after=page.next))
        return 0
    more = "" if page.next is None else f"--after {page.next}"
    width = shutil.get_terminal_size((0, 0)).columns or None
    shown = watches_text(
        page.watches, page.states, next_page=more, color=is_colorful(), width=width
    )
    click.echo(shown, nl=False)
    return 0
