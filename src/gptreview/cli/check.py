"""``gptreview check``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gptreview.cli.colors import is_colorful

if TYPE_CHECKING:
    from gptreview.model.check import CheckedAction, CheckSummary
    from gptreview.usecases.check_action import ActionChecker, Target

_MANY = 10
"""Files from which on a terminal shows progress."""

_EXAMPLES = """\b
Examples:
  gptreview check action.yaml
  gptreview check out/my-gpt --strict
  curl -s https://api.example.com/openapi.json | gptreview check -
  gptreview check actions/*.yaml --format sarif -o gptreview.sarif
  gptreview check swagger.json --fix -o action.openapi.yaml

\b
Exit status:
  0  no error
  1  errors (with --strict: or warnings)
  2  a file could not be read; the others are checked all the same
With --fix: 0 everything works now, 1 some operations do not, 2 nothing was written"""


@click.command(epilog=_EXAMPLES)
@click.argument("actions", metavar="ACTION...", nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif"]),
    default="text",
    show_default=True,
    help="How to write the result; sarif is for GitHub code scanning.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the result to FILE instead of standard output; with --fix: the repaired document.",
)
@click.option(
    "--fix",
    is_flag=True,
    help="Repair the one ACTION and write what the builder accepts to -o FILE (.yaml or .json).",
)
@click.option(
    "--server",
    metavar="URL",
    help="With --fix: the API's https address, where the document names no public host.",
)
@click.option("--strict", is_flag=True, help="Let warnings count as errors.")
@click.option(
    "--openapi",
    "against_openapi",
    is_flag=True,
    help="Also validate against the OpenAPI specification itself (slow on large documents; "
    "refused over 512 kB).",
)
def check(
    actions: tuple[str, ...],
    form: str,
    output: Path | None,
    server: str | None,
    *,
    fix: bool,
    strict: bool,
    against_openapi: bool,
) -> int:
    """Say what the GPT builder would make of an action.

    ACTION is an OpenAPI document (YAML or JSON), a folder (every .yaml, .yml and .json in its
    actions/ or in itself), or - for standard input. Nothing is sent anywhere.

    Each finding carries the builder's own words, the place, what to do, and where the rule comes
    from: confirmed by the vendor's documentation, reported by builders, or recalled.
    """
    if fix or server is not None:
        return _fix(actions, output, server, fix=fix)
    from gptreview.bootstrap import action_checker
    from gptreview.model.check import summarize

    checker = action_checker(stdin=sys.stdin.buffer, against_openapi=against_openapi)
    results = list(_checked(checker, list(checker.targets(actions))))
    summary = summarize(results, strict=strict)
    _write(_rendered(results, summary, form, color=output is None and is_colorful()), output)
    return summary.exit_status


def _fix(actions: tuple[str, ...], output: Path | None, server: str | None, *, fix: bool) -> int:
    if not fix:
        raise click.UsageError("--server goes with --fix")
    if len(actions) != 1 or output is None:
        raise click.UsageError("--fix takes one ACTION and needs -o FILE")
    from gptreview.bootstrap import action_fixer
    from gptreview.render.fix_text import fix_text
    from gptreview.usecases.action_options import action_options

    options = action_options(server=server, select=(), split=True)
    fixed = action_fixer(stdin=sys.stdin.buffer).fix(actions[0], output, options)
    kept = len(fixed.operations) - len(fixed.unusable)
    sys.stdout.write(
        fix_text(
            fixed.name,
            fixed.changes,
            [str(path) for path in fixed.written],
            kept,
            len(fixed.operations),
            color=is_colorful(),
        )
    )
    return 1 if fixed.unusable else 0


def _checked(checker: ActionChecker, targets: Sequence[Target]) -> Iterator[CheckedAction]:
    if len(targets) < _MANY or not sys.stderr.isatty():
        yield from map(checker.check, targets)
        return
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    for target in track(targets, "Checking", console=console, transient=True):
        yield checker.check(target)


def _rendered(
    results: list[CheckedAction], summary: CheckSummary, form: str, *, color: bool
) -> str:
    if form == "json":
        from gptreview.render.check_json import check_json

        return check_json(results, summary)
    if form == "sarif":
        from gptreview.render.sarif import sarif

        return sarif(results)
    from gptreview.render.check_text import check_text

    return check_text(results, summary, color=color)


def _write(text: str, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(text)
        return
    try:
        output.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        from gptreview.errors import InputError

        raise InputError(
            f"the result cannot be written ({error.strerror})",
            where=str(output),
            next_step="name another file with --output",
        ) from error
