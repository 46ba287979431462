"""``gptreview verify``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import click

from gptreview.cli.colors import is_colorful
from gptreview.cli.output_options import format_option
from gptreview.cli.rule_options import policy_option, rule_folders_option

_EXAMPLES: Final = """\b
Examples:
  gptreview verify statements/*.json --key keys/gptreview.pub
  gptreview verify trip.json --key keys/gptreview.pub --content out/trip_planner
  gptreview verify trip.json --key old.pub --key new.pub --format json

\b
Exit status (of several statements the first of 2, 1 that any of them has):
  0  every statement is signed by a given key, and nothing that was compared has moved
  1  a signature is wrong, or a statement is stale
  2  bad input: a statement, a key or the content cannot be read"""


@click.command(epilog=_EXAMPLES)
@click.argument(
    "statements",
    metavar="STATEMENT...",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
)
@click.option(
    "--key",
    "keys",
    metavar="PUBLIC.pem",
    type=click.Path(path_type=Path, dir_okay=False),
    multiple=True,
    required=True,
    help="The signer's public key; may be repeated, and one of them suffices.",
)
@click.option(
    "--content",
    metavar="SOURCE",
    help="Compare with the listing as it is there now, and with the policy, rules and scanners of "
    "now; any source that review takes.",
)
@policy_option
@rule_folders_option
@format_option()
def verify(
    statements: tuple[Path, ...],
    keys: tuple[Path, ...],
    content: str | None,
    policy: Path | None,
    rule_folders: tuple[Path, ...],
    form: str,
) -> int:
    """Say what signed verdicts state, by which key, since when, and whether it still holds.

    Only the signature is checked unless --content, --policy or --rules asks for more: then a
    statement is stale where the content, policy, rules or scanners are others now. Nothing is
    told of a statement that no given key has signed.
    """
    from gptreview.bootstrap_statements import verify_statement
    from gptreview.render.statement_report import exit_status, statements_json, statements_text

    verifier = verify_statement(
        keys, content=content, policy=policy, rule_folders=rule_folders, stdin=sys.stdin.buffer
    )
    checked = verifier.verify(statements)
    if form == "json":
        sys.stdout.write(statements_json(checked))
    else:
        sys.stdout.write(statements_text(checked, color=is_colorful()))
    return exit_status(checked)
