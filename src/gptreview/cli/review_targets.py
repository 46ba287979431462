"""What a review writes where: formats and files as the user paired them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from gptreview.errors import InputError

if TYPE_CHECKING:
    from gptreview.model.verdict import Reviewed

FORMATS: Final = ("text", "json", "jsonl", "sarif", "html", "junit", "md")
_ENDINGS: Final = {
    ".txt": "text",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".sarif": "sarif",
    ".html": "html",
    ".htm": "html",
    ".xml": "junit",
    ".md": "md",
}
_STDOUT: Final = Path("-")
_HEAD: Final = 256
"""Bytes in which the first sign of a page stands."""


@dataclass(frozen=True, slots=True)
class Target:
    """One result to write."""

    form: str
    file: Path | None = None
    """None is standard output."""


def destinations(forms: Sequence[str], outputs: Sequence[Path], default: str) -> tuple[Target, ...]:
    """What to write where.

    Formats go to the files in their order; without formats the files' endings tell. Unless one of
    the files is ``-``, the text goes to standard output as well.

    Args:
        forms: As the user gave them.
        outputs: As the user gave them.
        default: The format where the user named none at all.

    Raises:
        click.UsageError: Formats and files do not pair, or two would go to the same place.
    """
    if not outputs:
        if len(forms) > 1:
            raise click.UsageError(
                "several --format need an -o FILE each; - is standard output, for one of them"
            )
        return (Target(forms[0] if forms else default),)
    if forms and len(forms) != len(outputs):
        raise click.UsageError(
            f"{len(forms)} --format and {len(outputs)} -o; give one -o FILE for each --format, "
            "or no --format and let the endings tell"
        )
    chosen = forms or [default if file == _STDOUT else _form(file) for file in outputs]
    files = [None if file == _STDOUT else file for file in outputs]
    targets = tuple(map(Target, chosen, files))
    _refuse_twice(targets)
    return targets if None in files else (*targets, Target("text"))


def refuse_inputs(targets: Iterable[Target], inputs: Iterable[str], baseline: Path | None) -> None:
    """See that no result takes the place of what the review reads.

    Args:
        targets: Where results go.
        inputs: Files that are read and must stay as they are.
        baseline: May be replaced once everything is read, but not written to before.

    Raises:
        click.UsageError: A result would.
    """
    kept = {os.path.realpath(each) for each in inputs}
    for target in targets:
        if target.file is None:
            continue
        real = os.path.realpath(target.file)
        if real in kept:
            raise click.UsageError(
                f"{target.file}: the review reads this file; name another one with -o"
            )
        if target.form == "jsonl" and baseline is not None and real == os.path.realpath(baseline):
            raise click.UsageError(
                f"{target.file}: jsonl is written while the baseline is still needed; "
                "name another file with -o, or use json"
            )


def refuse_page(baseline: Path | None) -> None:
    """See that a baseline is none of the other formats of a review.

    Raises:
        InputError: It is a page or XML, or has the ending of another format.
    """
    if baseline is None:
        return
    form = _ENDINGS.get(baseline.suffix.lower(), "")
    try:
        with baseline.open("rb") as file:
            page = file.read(_HEAD).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    except OSError:
        return  # told when it is read as a whole
    if page or form not in ("", "json", "jsonl"):
        raise InputError(
            "a page or XML, which holds too little to compare"
            if page
            else f"a review's {form}, which holds too little to compare",
            where=str(baseline),
            expected="what `gptreview review` wrote as json or jsonl",
            next_step="write one with `gptreview review SOURCE --format json -o baseline.json`",
        )


def refuse_listed_files(targets: Iterable[Target], reviews: Iterable[Reviewed]) -> None:
    """See that no result takes the place of a listing's own file.

    Raises:
        InputError: A result would.
    """
    places = (place for each in reviews for place in each.places.values())
    files = {os.path.realpath(file) for place in places for file in place.files()}
    for target in targets:
        if target.file is not None and os.path.realpath(target.file) in files:
            raise InputError(
                "this file is a part of a listing",
                where=str(target.file),
                next_step="name another file with --output",
            )


def _form(file: Path) -> str:
    form = _ENDINGS.get(file.suffix.lower())
    if form is None:
        raise click.UsageError(
            f"{file}: its ending tells no format; add --format, or use one of {' '.join(_ENDINGS)}"
        )
    return form


def _refuse_twice(targets: Sequence[Target]) -> None:
    places: set[str | None] = set()
    for target in targets:
        place = None if target.file is None else os.path.realpath(target.file)
        if place in places:
            raise click.UsageError(f"{target.file or '-'}: two results cannot go to the same place")
        places.add(place)
