"""``gptreview db``."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from gptreview.cli.colors import is_colorful
from gptreview.cli.output_options import format_option
from gptreview.cli.report_file import ReportFile

if TYPE_CHECKING:
    from gptreview.model.database import ChainHead

_GROUP: Final = """\b
Examples:
  gptreview db upgrade
  gptreview db stats
  GPTREVIEW_DATABASE_URL=postgresql://reviewer@db.example/gptreview gptreview db upgrade"""
_UPGRADE: Final = """\b
Examples:
  gptreview db upgrade
  gptreview db upgrade --format json

\b
Exit status:
  0  the schema is the newest
  2  the schema is newer than this gptreview, or this is no database of its own
  4  the database does not answer, or has no room"""
_CHECK: Final = """\b
Examples:
  gptreview db check
  gptreview db check --format json

\b
Exit status:
  0  no problem
  1  problems, each on a line
  2  the schema is newer than this gptreview, or this is no database
  4  the database does not answer"""
_STATS: Final = """\b
Examples:
  gptreview db stats
  gptreview db stats --format json

\b
Exit status:
  0  measured
  2  there is no database, or its schema is another one
  4  the database does not answer"""
_EXPORT: Final = """\b
Examples:
  gptreview db export -o registry.jsonl
  gptreview db export --no-content | gzip > registry.jsonl.gz

\b
Exit status:
  0  written
  2  there is no database, it cannot be read, or the file cannot be written
  4  the database does not answer"""
_VERIFY: Final = """\b
Examples:
  gptreview db verify
  gptreview db verify --head "$(cat head.txt)"
  gptreview db verify --format json

\b
Exit status:
  0  the chain holds
  1  it is broken; the first place is named
  2  there is no database, or its schema is another one
  4  the database does not answer"""
_HEAD: Final = re.compile(r"(\d{1,18}):([0-9a-f]{64})")
_PIECE: Final = 1 << 16
"""Characters that are written at once."""


@click.group(epilog=_GROUP)
def db() -> None:
    """Make, check, measure, export and verify the database of the registry.

    It is the one that GPTREVIEW_DATABASE_URL names, sqlite:///PATH or postgresql://USER@HOST/NAME;
    without it, a file of SQLite in your data folder.
    """


@db.command(epilog=_UPGRADE)
@format_option()
def upgrade(form: str) -> int:
    """Make the tables, or bring them to what this gptreview needs.

    It may be called again at any time. There is no way back: keep a backup.
    """
    from gptreview.bootstrap_registry import keep_database

    with keep_database() as keeper:
        move = keeper.upgrade()
    if form == "json":
        from gptreview.render.database_json import move_json

        sys.stdout.write(move_json(move, keeper.address))
    else:
        from gptreview.render.database_text import move_text

        sys.stdout.write(move_text(move, keeper.address))
    return 0


@db.command(epilog=_CHECK)
@format_option()
def check(form: str) -> int:
    """Compare the tables with what this gptreview needs.

    Contents are held against their digests, listings against their versions, and verdicts against
    their documents. On SQLite the whole file is read too, for damaged pages and rows without their
    parent.
    """
    from gptreview.bootstrap_registry import keep_database

    with keep_database() as keeper:
        found = keeper.check()
    if form == "json":
        from gptreview.render.database_json import check_json

        sys.stdout.write(check_json(found, keeper.address))
    else:
        from gptreview.render.database_text import check_text

        sys.stdout.write(check_text(found, keeper.address, color=is_colorful()))
    return 1 if found.problems else 0


@db.command(epilog=_STATS)
@format_option()
def stats(form: str) -> int:
    """Count rows and bytes of each table, and verdicts by outcome."""
    from gptreview.bootstrap_registry import keep_database

    with keep_database() as keeper:
        found = keeper.stats()
    if form == "json":
        from gptreview.render.database_json import stats_json

        sys.stdout.write(stats_json(found, keeper.address))
    else:
        from gptreview.render.database_text import stats_text

        sys.stdout.write(stats_text(found, keeper.address, color=is_colorful()))
    return 0


@db.command(epilog=_EXPORT)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write there, all of it or nothing; without it: standard output.",
)
@click.option(
    "--content/--no-content",
    default=True,
    show_default=True,
    help="Whether with the bytes of contents and knowledge files, as base64.",
)
def export(output: Path | None, *, content: bool) -> int:
    """Write all rows of all tables as JSON lines, as they are at one moment.

    Each line is an object with `table` and `row`. Times are ISO 8601 in UTC.
    """
    from gptreview.bootstrap_registry import keep_database
    from gptreview.render.database_json import row_line

    with (
        keep_database() as keeper,
        ReportFile(output, streamed=False) as file,
        closing(keeper.export(content=content)) as rows,
    ):
        for piece in _pieces(row_line(table, row) for table, row in rows):
            file.write(piece)
    return 0


def _read_head(_context: click.Context, _option: object, value: str | None) -> ChainHead | None:
    from gptreview.model.database import ChainHead

    if value is None:
        return None
    match = _HEAD.fullmatch(value.strip())
    if match is None:
        raise click.BadParameter("expected SEQ:HASH, as an earlier `gptreview db verify` wrote it")
    return ChainHead(int(match[1]), match[2])


@db.command(epilog=_VERIFY)
@click.option(
    "--head",
    metavar="SEQ:HASH",
    callback=_read_head,
    help="The head that an earlier run wrote: tells whether events were cut off since.",
)
@format_option()
def verify(head: ChainHead | None, form: str) -> int:
    """Walk along the chain of events; say the first place where it is broken.

    Keep the head that is written where nobody can change it together with the database.
    """
    from gptreview.bootstrap_registry import keep_database

    with keep_database() as keeper:
        found = keeper.verify(head)
    if form == "json":
        from gptreview.render.database_json import chain_json

        sys.stdout.write(chain_json(found, keeper.address))
    else:
        from gptreview.render.database_text import chain_text

        sys.stdout.write(chain_text(found, color=is_colorful()))
    return 1 if found.broken else 0


def _pieces(lines: Iterable[str]) -> Iterator[str]:
    """The lines joined to pieces that are worth a write."""
    kept: list[str] = []
    length = 0
    for line in lines:
        kept.append(line)
        length += len(line)
        if length >= _PIECE:
            yield "".join(kept)
            kept, length = [], 0
    yield "".join(kept)
