"""``gptreview rules``."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import click

from gptreview.cli.colors import is_colorful
from gptreview.cli.output_options import format_option
from gptreview.cli.rule_options import policy_option, rule_folders_option
from gptreview.model.finding import Category
from gptreview.model.rule import RuleStatus

_GROUP = """\b
Examples:
  gptreview rules list --category fraud
  gptreview rules show fraud-advance-fee
  gptreview rules new own-lottery --category fraud --folder my-rules
  gptreview rules test my-rules
  gptreview review out/trip_planner --rules my-rules"""
_LIST = """\b
Examples:
  gptreview rules list
  gptreview rules list --category fraud --language zh
  gptreview rules list --scanner rules --status experimental
  gptreview rules list --format json

\b
Exit status:
  0  listed
  2  rules or policy cannot be used"""
_SHOW = """\b
Examples:
  gptreview rules show fraud-advance-fee
  gptreview rules show pii-email
  gptreview rules show own-lottery --rules my-rules --format json

\b
Exit status:
  0  shown
  2  there is no such rule, or rules or policy cannot be used"""
_TEST = """\b
Examples:
  gptreview rules test
  gptreview rules test my-rules
  gptreview rules test my-rules/own-lottery.yaml --policy own.yaml

\b
Exit status:
  0  every example went as its rule says
  1  some example fails, or a file is no sound rule
  2  a path cannot be read or holds no rule; nothing was tried"""
_NEW = """\b
Examples:
  gptreview rules new own-lottery --category fraud
  gptreview rules new own-lottery --category fraud --folder my-rules

\b
Exit status:
  0  written
  2  the id is taken or is none, or the file is already there"""

_CATEGORIES: Final = tuple(each.value for each in Category)
_STATUSES: Final = tuple(each.value for each in RuleStatus)
_Command = Callable[..., Any]


def _options(*options: Callable[[_Command], _Command]) -> Callable[[_Command], _Command]:
    """Several options as one decorator, in the order of the help."""

    def decorate(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


_catalogue = _options(
    rule_folders_option,
    policy_option,
    format_option(),
)


@click.group(epilog=_GROUP)
def rules() -> None:
    """List, show, test and begin the rules of a review.

    rules/README.md is the reference of the format, docs/policy.md says what severity and
    confidence lead to.
    """


@rules.command("list", epilog=_LIST)
@click.option("--category", type=click.Choice(_CATEGORIES), help="Only what is about this.")
@click.option(
    "--language",
    type=click.Choice(["en", "zh"]),
    help="Only rules whose expressions are written for this language.",
)
@click.option("--status", type=click.Choice(_STATUSES), help="Only rules of this status.")
@click.option(
    "--scanner",
    type=click.Choice(["rules", "pii", "secrets", "actions", "publishing"]),
    help="Only what this scanner finds.",
)
@_catalogue
def list_(
    category: str | None,
    language: str | None,
    status: str | None,
    scanner: str | None,
    rule_folders: tuple[Path, ...],
    policy: Path | None,
    form: str,
) -> int:
    """List everything that a review can find, by category.

    `means` is what the policy makes of a finding: it fails the listing, asks a person to review
    it, or is a note. The scanner `rules` runs the rule files; the others have their own code.
    """
    from gptreview.bootstrap_rules import rule_catalogue
    from gptreview.usecases.rule_catalogue import Wanted

    with _waiting("Loading the rules"):
        catalogue = rule_catalogue(policy, rule_folders)
    wanted = Wanted(
        category=Category(category) if category else None,
        language=language,
        status=RuleStatus(status) if status else None,
        scanner=scanner,
    )
    entries = catalogue.entries(wanted)
    if form == "json":
        from gptreview.render.rules_json import catalogue_json

        sys.stdout.write(catalogue_json(entries))
        return 0
    from gptreview.render.rules_text import catalogue_text

    sys.stdout.write(catalogue_text(entries, color=is_colorful(), width=_width()))
    return 0


@rules.command(epilog=_SHOW)
@click.argument("rule_id", metavar="ID")
@_catalogue
def show(rule_id: str, rule_folders: tuple[Path, ...], policy: Path | None, form: str) -> int:
    """Show one rule whole, with the clause that it is held against and its examples."""
    from gptreview.bootstrap_rules import rule_catalogue

    with _waiting("Loading the rules"):
        catalogue = rule_catalogue(policy, rule_folders)
    details = catalogue.details(rule_id)
    if form == "json":
        from gptreview.render.rules_json import rule_json

        sys.stdout.write(rule_json(details))
        return 0
    from gptreview.render.rule_text import rule_text

    sys.stdout.write(rule_text(details, color=is_colorful(), width=_width()))
    return 0


@rules.command(epilog=_TEST)
@click.argument("paths", metavar="[PATH...]", nargs=-1, type=click.Path(path_type=Path))
@policy_option
def test(paths: tuple[Path, ...], policy: Path | None) -> int:
    """Check rule files, and run the examples of each.

    PATH is a file or a folder of rules; without any, the built-in rules are tested. Each rule must
    find all its `match` examples and leave all its `no_match` examples alone.
    """
    from gptreview.bootstrap_rules import rule_tester
    from gptreview.render.rules_text import trial_text

    with _waiting("Running the examples"):
        trial = rule_tester(policy).run(paths)
    sys.stdout.write(trial_text(trial, color=is_colorful()))
    return trial.exit_status


@rules.command(epilog=_NEW)
@click.argument("rule_id", metavar="ID")
@click.option(
    "--category",
    type=click.Choice(_CATEGORIES),
    required=True,
    help="What its findings are about.",
)
@click.option(
    "--folder",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default="this folder",
    help="Where to write ID.yaml; made where it is missing.",
)
@policy_option
def new(rule_id: str, category: str, folder: Path, policy: Path | None) -> int:
    """Begin a rule: write a template that says what to fill in.

    ID is lower-case words joined by hyphens, such as own-lottery, and is the file's name.
    """
    from gptreview.bootstrap_rules import rule_beginner

    path = rule_beginner(policy).begin(rule_id, Category(category), folder)
    click.echo(f"Written to {path}; fill in what stands empty, then: gptreview rules test {path}")
    return 0


@contextmanager
def _waiting(what: str) -> Iterator[None]:
    """Tell a person at a terminal why nothing happens yet."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(what):
        yield


def _width() -> int | None:
    """Columns of the terminal, or what COLUMNS says; None where the output goes to a file."""
    return shutil.get_terminal_size((0, 0)).columns or None
