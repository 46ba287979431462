"""The options that say by which rules and policy a listing is judged."""

from __future__ import annotations

from pathlib import Path

import click

profile_option = click.option(
    "--profile",
    type=click.Choice(["content", "public", "workspace", "internal"]),
    default="content",
    show_default=True,
    help="The audience; all but content also hold the listing to publishing facts.",
)
policy_option = click.option(
    "--policy",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Judge by this policy instead of the built-in one.",
)
rule_folders_option = click.option(
    "--rules",
    "rule_folders",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    multiple=True,
    help="Add the rules of this folder; may be repeated.",
)
