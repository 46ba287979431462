"""The options that say by which rules and policy a listing is judged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

from gptreview.usecases.processors import usable_processors

_Command = Callable[..., Any]
_AUDIENCE: Final = "The audience; all but content also hold the listing to publishing facts."


def profile_option(told: str = _AUDIENCE) -> Callable[[_Command], _Command]:
    """``--profile``, one of the four audiences.

    Args:
        told: What it decides, for the help.
    """
    return click.option(
        "--profile",
        type=click.Choice(["content", "public", "workspace", "internal"]),
        default="content",
        show_default=True,
        help=told,
    )


def jobs_option(told: str) -> Callable[[_Command], _Command]:
    """``--jobs``, one a processor unless it is given.

    Args:
        told: What is done at the same time, for the help.
    """
    return click.option(
        "--jobs",
        metavar="N",
        type=click.IntRange(1, 256),
        default=usable_processors,
        show_default="one a processor",
        help=told,
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
