"""``gptreview registry sync``, and what all commands of the registry share."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, Final

import click

from gptreview.cli.colors import is_colorful
from gptreview.cli.output_options import format_option
from gptreview.errors import InputError
from gptreview.render.terminal import plain

if TYPE_CHECKING:
    from gptreview.usecases.sync_registry import SyncRegistry, SyncResult

_SYNC: Final = """\b
Examples:
  gptreview registry sync gpts/
  gptreview registry sync listings.jsonl compliance:WORKSPACE_ID
  gptreview registry sync listings.jsonl --format json

\b
Exit status (of several the first of 4, 2 that any source has):
  0  every source was read to its end, and every entry
  2  a source or some entry of it cannot be read, or entries with one id differ; the others
     were synced
  4  the database or something outside this machine did not answer"""


@click.command(epilog=_SYNC)
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option(
    "--from-start",
    is_flag=True,
    help="Read a compliance: source from its beginning where an interrupted sync could go on.",
)
@format_option()
def sync(sources: tuple[str, ...], form: str, *, from_start: bool) -> int:
    """Bring the registry up to date with its sources.

    SOURCE is a folder of GPTs or a tree of such folders, a .json, .jsonl or .ndjson file, an agent
    plugin package, or compliance:WORKSPACE_ID. Only what is new or has changed is written; what a
    source has no more is marked as vanished, and kept.
    """
    from gptreview.bootstrap_registry import sync_registry
    from gptreview.render.registry_json import syncs_json

    results: list[SyncResult] = []
    notices: list[str] = []
    with closing(sync_registry(tell)) as use_case:
        for source in sources:
            result = _synced(use_case, source, notices, from_start=from_start)
            results.append(result)
            if form == "text":
                _write(result)
    if form == "json":
        sys.stdout.write(syncs_json(list(map(_object, results)), notices))
    return max(map(_status, results))


def _synced(
    use_case: SyncRegistry, source: str, notices: list[str], *, from_start: bool
) -> SyncResult:
    """One source; its notices go to standard error at once."""
    from gptreview.usecases.count_listings import count_listings
    from gptreview.usecases.source_reading import SyncWatch

    def on_notice(notice: str) -> None:
        notices.append(notice)
        tell(notice)

    with _following(functools.partial(count_listings, [source])) as on_read:
        return use_case.sync(source, SyncWatch(on_notice, on_read), from_start=from_start)


def _write(result: SyncResult) -> None:
    from gptreview.render.registry_text import sync_text

    error = str(result.error) if result.error else ""
    shown = sync_text(
        result.source, result.counts, resumed=result.resumed, error=error, color=is_colorful()
    )
    click.echo(shown, nl=False)


def _object(result: SyncResult) -> dict[str, Any]:
    from gptreview.render.registry_json import sync_object

    return sync_object(
        result.source, result.run, result.counts, resumed=result.resumed, error=result.error
    )


def _status(result: SyncResult) -> int:
    if result.error is not None:
        return result.error.exit_status
    unreviewed = result.counts.unreadable or result.counts.conflicting
    return InputError.exit_status if unreviewed else 0


def tell(sentence: str) -> None:
    """One line on standard error."""
    click.echo(plain(sentence), err=True)


@contextmanager
def _following(total: Callable[[], int | None]) -> Iterator[Callable[[int], None]]:
    """A moving line on standard error, where that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda _number: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

    columns: Sequence[Any] = (BarColumn(16), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total())
        yield lambda number: progress.update(task, advance=number)
