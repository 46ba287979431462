"""``gptreview keys``."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from gptreview.render.terminal import plain

_GROUP: Final = """\b
Examples:
  gptreview keys new --out keys
  gptreview keys show keys/gptreview.pub"""
_NEW: Final = """\b
Examples:
  gptreview keys new --out keys
  gptreview review listings.jsonl --sign keys/gptreview.key --statements statements

\b
Exit status:
  0  both files are written
  2  one of them is there already, or cannot be written"""
_SHOW: Final = """\b
Examples:
  gptreview keys show keys/gptreview.pub

\b
Exit status:
  0  shown
  2  no public key of Ed25519 can be read from it"""


@click.group(epilog=_GROUP)
def keys() -> None:
    """Make a pair of keys that verdicts are signed and verified by, or tell keys apart."""


@keys.command(epilog=_NEW)
@click.option(
    "--out",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Folder for the two files; it is made where it is missing.",
)
def new(folder: Path) -> None:
    """Make gptreview.key, which signs and is for you alone, and gptreview.pub for everybody else.

    The private key is not encrypted: its file has mode 0600, and is refused later where others may
    read it. Nothing is ever overwritten.
    """
    from gptreview.usecases.signing_keys import make_keys

    made = make_keys(folder)
    click.echo(f"private key: {plain(str(made.private))} (mode 0600; show it to nobody)")
    click.echo(f"public key:  {plain(str(made.public))}")
    click.echo(f"key id:      {made.key_id}")


@keys.command(epilog=_SHOW)
@click.argument("public", metavar="PUBLIC.pem", type=click.Path(path_type=Path, dir_okay=False))
def show(public: Path) -> None:
    """Print the id of a public key: SHA-256 of its SubjectPublicKeyInfo (DER), in hex."""
    from gptreview.usecases.signing_keys import key_id_of

    click.echo(key_id_of(public))
