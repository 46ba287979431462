"""What a repair did, as text for a terminal or a log."""

from __future__ import annotations

from collections.abc import Sequence

from gptreview.model.change import Change, ChangeKind
from gptreview.render.terminal import Style, counted, plain

_STYLES = {ChangeKind.REPAIR: "yellow", ChangeKind.LOSS: "red"}


def fix_text(
    name: str, changes: Sequence[Change], written: Sequence[str], kept: int, total: int, *,
    color: bool,
) -> str:  # fmt: skip
    """One line a repair and a loss, then where the result is.

    Args:
        name: The document, as the user calls it.
        changes: Everything that was done; mappings are counted, not listed.
        written: The files that were written.
        kept: Operations that work in the GPT builder now.
        total: Operations of the document.
        color: Whether to use the colours of a terminal.
    """
    style = Style(color)
    lines = [
        f"{style.bold(plain(name))}: {_place(change)}"
        f"{style.paint(change.kind.value, _STYLES[change.kind])}[{change.code}] "
        f"{plain(change.message)}"
        for change in changes
        if change.kind in _STYLES
    ]
    losses = sum(change.kind is ChangeKind.LOSS for change in changes)
    repairs = sum(change.kind is ChangeKind.REPAIR for change in changes)
    counts = f"{counted(repairs, 'repair')}, {losses} named loss{'' if losses == 1 else 'es'}"
    lines.append(
        f"{counts}; {kept} of {total} operations usable in the GPT builder; written to "
        f"{plain(', '.join(written))}"
    )
    return "\n".join(lines) + "\n"


def _place(change: Change) -> str:
    place = change.before or change.after
    return f"{plain(place.pointer)}: " if place and place.pointer else ""
