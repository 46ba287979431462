"""``gptreview registry waive``, ``waivers`` and ``unwaive``."""

from __future__ import annotations

import datetime as dt
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from gptreview.cli.colors import is_colorful
from gptreview.cli.output_options import format_option
from gptreview.cli.registry_sync import tell
from gptreview.cli.rule_options import policy_option

if TYPE_CHECKING:
    from gptreview.model.registry_waivers import WaiverEffect

_WAIVE: Final = """\b
Examples:
  gptreview registry waive 7 --rule fraud-advance-fee --owner legal \\
      --reason "The lesson quotes the scam." --until 2027-06-30
  gptreview registry waive g-2fkFE8rbu --rule secrets-aws --evidence sha256:52fe... \\
      --owner security --reason "A documented sample key." --until 2027-06-30

\b
Exit status:
  0  kept, and the verdicts were judged again
  2  no such listing or finding, several are meant, or the owner may not waive
  4  the database does not answer, or has no room"""
_LIST: Final = """\b
Examples:
  gptreview registry waivers
  gptreview registry waivers --all --format json

\b
Exit status:
  0  listed
  2  the policy or the database cannot be used
  4  the database does not answer"""
_UNWAIVE: Final = """\b
Examples:
  gptreview registry unwaive 3

\b
Exit status:
  0  revoked, and the verdicts were judged again
  2  there is no such waiver, or it was revoked before
  4  the database does not answer, or has no room"""


@click.command(epilog=_WAIVE)
@click.argument("listing", metavar="LISTING")
@click.option("--rule", metavar="RULE", required=True, help="Rule of the finding.")
@click.option(
    "--evidence",
    metavar="DIGEST",
    default="",
    help="The finding's evidence_digest or how it begins, where the listing has several.",
)
@click.option("--owner", metavar="NAME", required=True, help="Who answers for it.")
@click.option("--reason", metavar="TEXT", required=True, help="Why, in one line.")
@click.option(
    "--until",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    required=True,
    help="The last day on which it holds (UTC).",
)
@policy_option
@format_option()
def waive(
    listing: str,
    rule: str,
    evidence: str,
    owner: str,
    reason: str,
    until: dt.datetime,
    policy: Path | None,
    form: str,
) -> int:
    """Answer for a finding until a day; verdicts that have it are judged again at once.

    LISTING is the registry's number of a listing, or its id in its source. The waiver goes by the
    finding's evidence, so it covers every listing in which the same stands in the same field.
    """
    from gptreview.bootstrap_waivers import keep_waivers
    from gptreview.usecases.keep_waivers import WantedWaiver

    wanted = WantedWaiver(listing, rule, evidence, owner, reason, until.date())
    with keep_waivers(policy, tell) as use_case:
        return _write(use_case.waive(wanted), form)


@click.command(epilog=_LIST)
@click.option("--all", "everything", is_flag=True, help="Revoked and expired ones, too.")
@policy_option
@format_option("the list")
def waivers(policy: Path | None, form: str, *, everything: bool) -> int:
    """List the waivers that the registry keeps; those of a policy's file are not among them."""
    from gptreview.bootstrap_waivers import keep_waivers
    from gptreview.render.waivers_json import waivers_json
    from gptreview.render.waivers_text import waivers_text

    with keep_waivers(policy, None) as use_case:
        found = use_case.list(everything=everything)
    if form == "json":
        sys.stdout.write(waivers_json(found))
    else:
        width = shutil.get_terminal_size((0, 0)).columns or None
        click.echo(waivers_text(found, color=is_colorful(), width=width), nl=False)
    return 0


@click.command(epilog=_UNWAIVE)
@click.argument("number", metavar="N", type=click.IntRange(1, 2**63 - 1))
@policy_option
@format_option()
def unwaive(number: int, policy: Path | None, form: str) -> int:
    """Revoke a waiver by its number; verdicts that it was good for are judged again at once."""
    from gptreview.bootstrap_waivers import keep_waivers

    with keep_waivers(policy, tell) as use_case:
        return _write(use_case.unwaive(number), form)


def _write(effect: WaiverEffect, form: str) -> int:
    from gptreview.render.waivers_json import effect_json
    from gptreview.render.waivers_text import effect_text

    if form == "json":
        sys.stdout.write(effect_json(effect))
    else:
        click.echo(effect_text(effect, color=is_colorful()), nl=False)
    return 0
