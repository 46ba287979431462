"""``gptreview export dsa``, ``transparency`` and ``case``."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

from gptreview.cli.registry_sync import tell
from gptreview.cli.report_file import ReportFile

_Command = Callable[..., Any]
_DSA: Final = """\b
Examples:
  gptreview export dsa --since 2026-01-01 --dry-run
  gptreview export dsa --since 2026-01-01 --until 2026-02-01 --output january.jsonl

\b
Exit status:
  0  exported
  2  a statement breaks a rule of the database, or the file cannot be written
  4  the database does not answer"""
_TRANSPARENCY: Final = """\b
Examples:
  gptreview export transparency --since 2026-01-01 --until 2026-07-01
  gptreview export transparency --since 2026-01-01 --public --format csv --output figures.csv

\b
Exit status:
  0  written
  2  the range is empty, or the file cannot be written
  4  the database does not answer"""
_CASE: Final = """\b
Examples:
  gptreview export case 7 --output case-7.html

\b
Exit status:
  0  written
  2  there is no such case, or the file cannot be written
  4  the database does not answer"""


def _range(command: _Command) -> _Command:
    since = click.option(
        "--since",
        metavar="DATE",
        type=click.DateTime(["%Y-%m-%d"]),
        required=True,
        help="The first day (UTC).",
    )
    until = click.option(
        "--until",
        metavar="DATE",
        type=click.DateTime(["%Y-%m-%d"]),
        default=None,
        help="The day after the last one (UTC); now, unless given.",
    )
    return since(until(command))


_output: Final = click.option(
    "--output",
    "-o",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write here instead of to standard output.",
)


@click.group()
def export() -> None:
    """Export statements of reasons, figures, and single cases."""


@export.command(epilog=_DSA)
@_range
@click.option("--dry-run", is_flag=True, help="Note nothing: the same can be exported later.")
@_output
def dsa(
    since: dt.datetime, until: dt.datetime | None, output: Path | None, *, dry_run: bool
) -> int:
    """Write statements of reasons for the DSA transparency database.

    Each line is the body of one request, with 100 statements at most, which the database takes as
    a whole or not at all. A decision goes into one export only.
    """
    from gptreview.bootstrap_exports import open_exports
    from gptreview.render.terminal import counted
    from gptreview.usecases.exports.exporter import Operator

    batches = statements = 0
    with open_exports() as use_cases, ReportFile(output, streamed=True) as file:
        for batch in use_cases.statements.batches(
            *_moments(since, until), who=Operator(), dry_run=dry_run
        ):
            file.write(json.dumps({"statements": batch.statements}, ensure_ascii=False) + "\n")
            batches, statements = batches + 1, statements + len(batch.statements)
            tell(f"batch {batch.number}: {counted(len(batch.statements), 'statement')}")
    done = f"{counted(statements, 'statement')} in {counted(batches, 'batch', 'batches')}"
    tell(f"dry run: {done}, nothing noted as exported" if dry_run else done)
    return 0


@export.command(epilog=_TRANSPARENCY)
@_range
@click.option("--public", is_flag=True, help="Hide counts of 1 to 4 of a part.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "csv"]),
    default="json",
    show_default=True,
    help="How to write the report.",
)
@_output
def transparency(
    since: dt.datetime, until: dt.datetime | None, form: str, output: Path | None, *, public: bool
) -> int:
    """Count reports, decisions, waits and appeals of a time range, from the event log."""
    from gptreview.bootstrap_exports import open_exports
    from gptreview.render.transparency_csv import transparency_csv
    from gptreview.render.transparency_json import transparency_json
    from gptreview.usecases.exports.exporter import Operator

    with open_exports() as use_cases, ReportFile(output, streamed=False) as file:
        report = use_cases.noted.figures(*_moments(since, until), who=Operator(), public=public)
        write = transparency_csv if form == "csv" else transparency_json
        file.write(write(report, public=public))
    return 0


@export.command(epilog=_CASE)
@click.argument("number", metavar="N", type=click.IntRange(1, 2**63 - 1))
@_output
def case(number: int, output: Path | None) -> int:
    """Write all of a case as one page: evidence, reports, decisions, appeals, letters, steps."""
    from gptreview.bootstrap_exports import open_exports
    from gptreview.render.case_file_html import case_file_html
    from gptreview.usecases.exports.exporter import Operator

    with open_exports() as use_cases, ReportFile(output, streamed=False) as file:
        file.write(case_file_html(use_cases.cases.case(number, who=Operator())))
    return 0


def _moments(since: dt.datetime, until: dt.datetime | None) -> tuple[dt.datetime, dt.datetime]:
    ending = until.replace(tzinfo=dt.UTC) if until else dt.datetime.now(dt.UTC)
    return since.replace(tzinfo=dt.UTC), ending
