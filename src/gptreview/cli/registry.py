"""``gptreview registry``."""

from __future__ import annotations

import datetime as dt
import shutil
import sys
from collections.abc import Callable
from contextlib import closing
from typing import Final

import click

from gptreview.cli.colors import is_colorful
from gptreview.cli.output_options import format_option, page_options
from gptreview.cli.registry_drift import drift, watches
from gptreview.cli.registry_examples import examples
from gptreview.cli.registry_publish import publish
from gptreview.cli.registry_report import report
from gptreview.cli.registry_retire import retire
from gptreview.cli.registry_review import review
from gptreview.cli.registry_subscribers import subscribe, subscribers, unsubscribe
from gptreview.cli.registry_sync import sync
from gptreview.cli.registry_waivers import unwaive, waive, waivers
from gptreview.model.registry import ListingFilter

_GROUP: Final = """\b
Examples:
  gptreview registry sync gpts/ listings.jsonl
  gptreview registry sync compliance:WORKSPACE_ID
  gptreview registry list --outcome fail
  gptreview registry diff g-2fkFE8rbu"""
_LIST: Final = """\b
Examples:
  gptreview registry list --outcome none
  gptreview registry list --source gpts/ --vanished
  gptreview registry list --changed-since 2026-11-01 --format json

\b
Exit status:
  0  listed
  2  there is no such source, or the database cannot be used
  4  the database does not answer"""
_SHOW: Final = """\b
Examples:
  gptreview registry show 7
  gptreview registry show g-2fkFE8rbu --format json

\b
Exit status:
  0  shown
  2  there is no such listing, or several have that id
  4  the database does not answer"""
_HISTORY: Final = """\b
Examples:
  gptreview registry history 7
  gptreview registry history g-2fkFE8rbu --format json

\b
Exit status:
  0  listed
  2  there is no such listing, or several have that id
  4  the database does not answer"""
_DIFF: Final = """\b
Examples:
  gptreview registry diff 7
  gptreview registry diff 7 1 3

\b
Exit status:
  0  shown, whether anything differs or not
  2  there is no such listing or version, or only one version
  4  the database does not answer"""

_listing = click.argument("name", metavar="ID")


@click.group(epilog=_GROUP)
def registry() -> None:
    """Keep published GPTs with all their versions and verdicts.

    The database is SQLite in your data folder, or what GPTREVIEW_DATABASE_URL names.
    docs/registry.md is the reference.
    """


@registry.command("list", epilog=_LIST)
@click.option("--source", metavar="SOURCE", default="", help="Only listings of this source.")
@click.option(
    "--outcome",
    type=click.Choice(["pass", "review", "fail", "none"]),
    default=None,
    help="Only those whose newest verdict is this; none: without a verdict.",
)
@click.option("--vanished/--present", default=None, help="Only those that are gone, or are not.")
@click.option(
    "--changed-since",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]),
    help="Only those whose content is new since that moment (UTC).",
)
@page_options("Listings")
@format_option()
def list_(
    source: str,
    outcome: str | None,
    vanished: bool | None,  # noqa: FBT001 - three states, as the option has
    changed_since: dt.datetime | None,
    limit: int,
    after: int,
    form: str,
) -> int:
    """List the listings, by the registry's number of each."""
    from gptreview.bootstrap_registry import read_registry
    from gptreview.render.registry_json import listings_json
    from gptreview.render.registry_text import listings_text

    since = changed_since and changed_since.replace(tzinfo=dt.UTC)
    wanted = ListingFilter(source, outcome or "", vanished, since)
    with closing(read_registry()) as use_case:
        page = use_case.page(wanted, after=after, limit=limit)
    if form == "json":
        sys.stdout.write(listings_json(page.listings, page.counts, after=page.next))
        return 0
    more = "" if page.next is None else f"--after {page.next}"
    shown = listings_text(
        page.listings, page.counts, next_page=more, color=is_colorful(), width=_width()
    )
    click.echo(shown, nl=False)
    return 0


@registry.command(epilog=_SHOW)
@_listing
@format_option()
def show(name: str, form: str) -> int:
    """Show one listing, with the newest verdicts on its current version.

    ID is the registry's number of a listing, or its id in its source.
    """
    from gptreview.render.registry_text import listing_text

    return _told(name, form, listing_text)


@registry.command(epilog=_HISTORY)
@_listing
@format_option()
def history(name: str, form: str) -> int:
    """List all versions of a listing, with the newest verdict on each.

    ID is the registry's number of a listing, or its id in its source.
    """
    from gptreview.render.registry_text import history_text

    return _told(name, form, history_text)


@registry.command(epilog=_DIFF)
@_listing
@click.argument("before", metavar="[A", type=click.IntRange(1), required=False)
@click.argument("after", metavar="B]", type=click.IntRange(1), required=False)
@format_option()
def diff(name: str, before: int | None, after: int | None, form: str) -> int:
    """Show what changed between two versions, and what that did to the verdict.

    ID is the registry's number of a listing, or its id in its source. A and B are numbers of
    versions; without them the current version is held against the one before it.
    """
    from gptreview.bootstrap_registry import read_registry
    from gptreview.render.registry_diff_text import diff_text
    from gptreview.render.registry_json import diff_json

    if before is not None and after is None:
        raise click.UsageError("give both versions, or none")
    with closing(read_registry()) as use_case:
        found = use_case.diff(name, before, after)
    if form == "json":
        sys.stdout.write(diff_json(found))
    else:
        click.echo(diff_text(found, color=is_colorful(), width=_width()), nl=False)
    return 0


def _told(name: str, form: str, text: Callable[..., str]) -> int:
    from gptreview.bootstrap_registry import read_registry
    from gptreview.render.registry_json import history_json

    with closing(read_registry()) as use_case:
        found = use_case.history(name)
    if form == "json":
        sys.stdout.write(history_json(found))
    else:
        click.echo(text(found, color=is_colorful(), width=_width()), nl=False)
    return 0


def _width() -> int | None:
    """Columns of the terminal, or what COLUMNS says; None where the output goes to a file."""
    return shutil.get_terminal_size((0, 0)).columns or None


registry.add_command(sync)
registry.add_command(retire)
registry.add_command(review)
registry.add_command(publish)
registry.add_command(subscribe)
registry.add_command(subscribers)
registry.add_command(unsubscribe)
registry.add_command(waive)
registry.add_command(waivers)
registry.add_command(unwaive)
registry.add_command(examples)
registry.add_command(drift)
registry.add_command(watches)
registry.add_command(report)
