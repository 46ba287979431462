"""The option that says how a command writes what it found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

_Command = Callable[..., Any]


def format_option(what: str = "the result") -> Callable[[_Command], _Command]:
    """``--format text|json``, which the command gets as ``form``.

    Args:
        what: What the command writes, for the help.
    """
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help=f"How to write {what}.",
    )
