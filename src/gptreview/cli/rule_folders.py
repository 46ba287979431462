"""The option that adds rules to the built-in ones."""

from __future__ import annotations

from pathlib import Path

import click

rule_folders_option = click.option(
    "--rules",
    "rule_folders",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    multiple=True,
    help="Add the rules of this folder; may be repeated.",
)
