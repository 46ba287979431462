"""``gptreview migrate``: legacy plugins to GPT action bundles."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gptreview.errors import GptReviewError

if TYPE_CHECKING:
    from gptreview.render.migration_text import MigrationLine
    from gptreview.usecases.migrate_plugin import MigrationOutcome

_EPILOG = """\b
Examples:
  gptreview migrate ai-plugin.json -o out
  gptreview migrate plugin/ --spec plugin/api.yaml -o out
  gptreview migrate plugins/ -o out --format json
  gptreview migrate https://example.com/.well-known/ai-plugin.json --fetch -o out

\b
Exit status:
  0  every plugin became a complete bundle
  1  bundles were written, and some need something from you first (see MIGRATION.md)
  2  some input could not be read or used; the others were migrated all the same
  4  a server did not answer (--fetch)
"""


def _folder(context: click.Context, parameter: click.Parameter, value: str) -> Path:
    """An empty OUT would mean this folder, which nobody who left a variable unset wanted."""
    if not value.strip():
        raise click.BadParameter("it is empty", context, parameter)
    return Path(value)


@click.command(epilog=_EPILOG)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("-o", "--output", required=True, callback=_folder, metavar="OUT",
              help="Folder for the bundles, one folder a plugin.")  # fmt: skip
@click.option("--spec", type=click.Path(path_type=Path), metavar="FILE",
              help="The OpenAPI document, where it does not lie beside the manifest.")  # fmt: skip
@click.option("--server", metavar="URL",
              help="The API's https address, where neither document nor manifest "
              "names a public host.")  # fmt: skip
@click.option("--select", "select", multiple=True, metavar="OPERATION",
              help="Take only this operation: id or 'METHOD /path'. Repeatable.")  # fmt: skip
@click.option("--split/--no-split", default=True, show_default=True,
              help="More than 30 operations become several actions, or are refused.")  # fmt: skip
@click.option("--fetch", is_flag=True,
              help="Allow https sources to be fetched, never from private addresses.")  # fmt: skip
@click.option("--force", is_flag=True, help="Overwrite bundles that were edited since.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text",
              show_default=True, help="How the summary is printed.")  # fmt: skip
def migrate(
    sources: tuple[str, ...],
    output: Path,
    spec: Path | None,
    server: str | None,
    select: tuple[str, ...],
    split: bool,  # noqa: FBT001
    fetch: bool,  # noqa: FBT001
    force: bool,  # noqa: FBT001
    form: str,
) -> int:
    """Turn legacy ChatGPT plugins into GPT actions that the GPT builder accepts.

    SOURCE is an ai-plugin.json, a folder that holds one, a tree of many, or an https URL.
    """
    from gptreview.bootstrap import migrate_plugin
    from gptreview.usecases.action_options import action_options
    from gptreview.usecases.migrate_plugin import MigrateRequest

    options = action_options(server=server, select=select, split=split)
    request = MigrateRequest(sources, output, spec, options, fetch=fetch, force=force)
    usecase = migrate_plugin()
    plugins = usecase.find(request)
    outcomes = _with_progress(usecase.run(request, plugins), len(plugins))
    _print(outcomes, form)
    return _exit_status(outcomes)


def _with_progress(outcomes: Iterable[MigrationOutcome], total: int) -> list[MigrationOutcome]:
    """Run to the end; a bar on a terminal where there is more than one plugin."""
    if total < 2 or not sys.stderr.isatty():
        return list(outcomes)
    from rich.console import Console
    from rich.progress import track

    bar = track(outcomes, "Migrating", total=total, console=Console(stderr=True), transient=True)
    return list(bar)


def _print(outcomes: Sequence[MigrationOutcome], form: str) -> None:
    lines = list(_lines(outcomes))
    if form == "json":
        click.echo(json.dumps(list(map(_value, outcomes, lines)), indent=2))
        return
    from rich.console import Console

    from gptreview.render.migration_text import (
        migration_failures,
        migration_summary,
        migration_table,
    )

    # A pipe has no width of its own; rich would guess 80 and fold the names.
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 120)
    with console.capture() as table:
        console.print(migration_table(lines))
    click.echo("\n".join(line.rstrip() for line in table.get().splitlines()))
    for failure in migration_failures(lines):
        click.echo(f"Error: {failure}", err=True)
    click.echo()
    click.echo(migration_summary(lines))
    folders = [outcome.folder for outcome in outcomes if outcome.folder]
    if folders:
        place = folders[0] if len(folders) == 1 else folders[0].parent
        guide = "MIGRATION.md there" if len(folders) == 1 else "each bundle's MIGRATION.md"
        click.echo(f"Written to {place}; read {guide}.")


def _lines(outcomes: Sequence[MigrationOutcome]) -> Iterator[MigrationLine]:
    from gptreview.render.migration_text import MigrationLine

    for outcome in outcomes:
        yield MigrationLine(
            outcome.source,
            outcome.migration,
            str(outcome.error or ""),
        )


def _value(outcome: MigrationOutcome, line: MigrationLine) -> dict[str, object]:
    found: dict[str, object] = {"source": line.source, "state": line.state}
    migration = outcome.migration
    if migration is None:
        return {**found, "error": _error(outcome.error)}
    return {
        **found,
        "folder": str(outcome.folder),
        "operations": line.total,
        "usable": line.usable,
        "actions": [action.file for action in migration.actions],
        "gaps": [gap.code for gap in migration.gaps],
    }


def _error(error: GptReviewError | None) -> dict[str, str]:
    if error is None:
        return {}
    return {
        "code": error.code,
        "where": error.where,
        "found": error.found,
        "expected": error.expected,
        "next_step": error.next_step,
    }


def _exit_status(outcomes: Sequence[MigrationOutcome]) -> int:
    failed = [outcome.error.exit_status for outcome in outcomes if outcome.error]
    if failed:
        return 2 if 2 in failed else max(failed)
    return 1 if any(outcome.migration and outcome.migration.gaps for outcome in outcomes) else 0
