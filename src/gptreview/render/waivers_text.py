"""Waivers of the registry, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from gptreview.model.registry_waivers import ShownWaiver, TurnedListing, WaiverEffect
from gptreview.render.columns import columned
from gptreview.render.registry_text import OUTCOME_COLORS
from gptreview.render.terminal import Style, counted, plain

_HEADS: Final = ("waiver", "state", "until", "rule", "evidence", "owner", "reason")
_STATE_COLORS: Final = {"holds": "green", "expired": "yellow", "not counted": "yellow"}
_INDENT: Final = "  "
_DIGEST: Final = 19
"""Characters of a digest that tell findings apart: ``sha256:`` and twelve digits."""


def waivers_text(waivers: Sequence[ShownWaiver], *, color: bool, width: int | None = None) -> str:
    """A table, one waiver a line.

    Args:
        waivers: In the order of their numbers.
        color: Whether to use the colours of a terminal.
        width: Columns of the terminal, to which reasons are cut; None cuts nothing.
    """
    if not waivers:
        return "No waiver: gptreview registry waive --help\n"
    style = Style(color)
    room = None if width is None else width - len(_INDENT)
    head, *rows = columned([_HEADS, *map(_row, waivers)], room)
    lines = [style.dim(_line(head))]
    for row in rows:
        paint = _STATE_COLORS.get(row[1].strip())
        lines.append(_line([row[0], style.paint(row[1], paint) if paint else row[1], *row[2:]]))
    return "\n".join(lines) + "\n"


def effect_text(effect: WaiverEffect, *, color: bool) -> str:
    """The waiver, how many verdicts were judged again, and which listings flipped."""
    return "\n".join(_effect(effect, Style(color))) + "\n"


def _effect(effect: WaiverEffect, style: Style) -> Iterator[str]:
    kept, rejudged = effect.waiver, effect.rejudged
    waiver = kept.waiver
    done = "made" if kept.revoked_at is None else "revoked"
    head = style.bold(f"waiver {kept.number} {done}")
    until = "" if kept.revoked_at else f", until {waiver.expires}"
    yield f"{head}: {plain(waiver.rule_id)} {waiver.evidence_digest[:_DIGEST]}{until}"
    flips = sum(rejudged.turned.values())
    yield (
        f"{_INDENT}{counted(rejudged.verdicts, 'verdict')} judged again, "
        f"{flips:,} with another outcome"
    )
    yield from (_turned(each, style) for each in effect.listings)
    if effect.elsewhere:
        yield (
            f"{_INDENT}{counted(effect.elsewhere, 'verdict')} by other policies with such a "
            "finding: the next `gptreview registry review` by those judges them"
        )


def _turned(each: TurnedListing, style: Style) -> str:
    before, after = (style.paint(one, OUTCOME_COLORS[one]) for one in (each.before, each.after))
    name = plain(each.listing.name or each.listing.external_id)
    return (
        f"{_INDENT}{_INDENT}listing {each.listing.id}, {name}: {before} to {after} ({each.profile})"
    )


def _row(each: ShownWaiver) -> Sequence[str]:
    waiver = each.kept.waiver
    return (
        str(each.kept.number).rjust(len(_HEADS[0])),
        each.state,
        waiver.expires.isoformat(),
        plain(waiver.rule_id),
        waiver.evidence_digest[:_DIGEST],
        plain(waiver.owner),
        plain(waiver.reason),
    )


def _line(row: Sequence[str]) -> str:
    return f"{_INDENT}{'  '.join(row)}".rstrip()
