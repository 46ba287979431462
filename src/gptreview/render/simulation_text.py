"""A simulation for a terminal: how many flip, why, and which listings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from gptreview.model.simulation import MOVES, FlippedListing, Move, Shift, Simulation
from gptreview.render.columns import columned
from gptreview.render.registry_text import OUTCOME_COLORS
from gptreview.render.terminal import Style, counted, plain

_SHIFT_HEADS: Final = ("listings", "category", "was", "would be", "rule", "clause")
_LISTING_HEADS: Final = ("listing", "why", "id", "name")
_MOST_SHIFTS: Final = 20
_NOTHING: Final = "."
_UNREAD: Final = "what was not read"
_NOT_FOUND: Final = "not found"
_INDENT: Final = "  "
_CLAUSE_NOTES: Final = {"came": " (new in the policy)", "went": " (not in the policy)"}


def simulation_text(found: Simulation, *, color: bool, width: int | None = None) -> str:
    """The figures, a table of categories and moves, the reasons, then listings of each move.

    Args:
        found: What a candidate would do.
        color: Whether to use the colours of a terminal.
        width: Columns of the terminal, to which names are cut; None cuts nothing.
    """
    style = Style(color)
    lines = [*_head(found, style)]
    if found.flips:
        lines += ["", *_categories(found, style), "", *_shifts(found.shifts, style, width)]
    for move in _moves(found):
        of_move = [each for each in found.listings if each.flip.move == move]
        lines += ["", *_listings(move, found.moves[move], of_move, style, width)]
    return "\n".join(lines) + "\n"


def _head(found: Simulation, style: Style) -> Iterator[str]:
    candidate = found.candidate
    name = plain(f"{candidate.policy_name} {candidate.policy_version}")
    flips = f"{counted(found.flips, 'listing')} would flip"
    painted = style.paint(flips, "yellow") if found.flips else style.paint(flips, "green")
    yield f"{style.bold(name)} ({candidate.profile}): {painted}"
    compared = found.versions - found.unreviewed
    against = ", ".join(
        plain(f"{policy} ({number:,})") for policy, number in sorted(found.against.items())
    )
    yield f"{_INDENT}{counted(compared, 'current version')} compared with verdicts by {against}"
    yield (
        f"{_INDENT}{found.rejudged:,} judged again from their findings, "
        f"{found.reviewed:,} scanned again"
    )
    if found.unreviewed:
        yield (
            f"{_INDENT}{counted(found.unreviewed, 'current version')} without a verdict for "
            f"{candidate.profile}, not compared: "
            f"gptreview registry review --profile {candidate.profile}"
        )


def _categories(found: Simulation, style: Style) -> Iterator[str]:
    moves = list(_moves(found))
    names = sorted({name for each in found.categories.values() for name in each})
    rows = [("category", *map(str, moves))]
    for name in sorted(names, key=lambda each: (not each, each)):
        numbers = (found.categories.get(move, {}).get(name, 0) for move in moves)
        rows.append((name or _UNREAD, *map(_number, numbers)))
    rows.append(("listings", *(_number(found.moves[move]) for move in moves)))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for number, row in enumerate(rows):
        cells = [row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]
        if number == 0:
            yield style.dim(_line(cells))
            continue
        painted = (_painted(cell, move, style) for cell, move in zip(cells[1:], moves, strict=True))
        label = style.bold(cells[0]) if number == len(rows) - 1 else cells[0]
        yield _line([label, *painted])


def _shifts(shifts: Mapping[Shift, int], style: Style, width: int | None) -> Iterator[str]:
    ranked = sorted(shifts.items(), key=lambda each: (-each[1], each[0]))
    rows = [_shift_row(shift, number) for shift, number in ranked[:_MOST_SHIFTS]]
    yield style.bold("why")
    yield from _table(_SHIFT_HEADS, rows, style, width)
    if len(ranked) > _MOST_SHIFTS:
        yield f"{_INDENT}and {counted(len(ranked) - _MOST_SHIFTS, 'more reason')}"


def _shift_row(shift: Shift, listings: int) -> Sequence[str]:
    number = f"{listings:,}".rjust(len(_SHIFT_HEADS[0]))
    if not shift.category:
        return number, "-", "-", "-", _UNREAD, "-"
    return (
        number,
        shift.category,
        shift.before or _NOT_FOUND,
        shift.after or _NOT_FOUND,
        plain(shift.rule_id),
        plain(shift.clause) + _CLAUSE_NOTES.get(shift.clause_change, ""),
    )


def _listings(
    move: Move, number: int, some: Sequence[FlippedListing], style: Style, width: int | None
) -> Iterator[str]:
    before, after = (style.paint(one, OUTCOME_COLORS[one]) for one in (move.before, move.after))
    yield f"{before}→{after}, {counted(number, 'listing')}"
    yield from _table(_LISTING_HEADS, map(_listing_row, some), style, width)
    if number > len(some):
        yield f"{_INDENT}and {number - len(some):,} more"


def _listing_row(each: FlippedListing) -> Sequence[str]:
    first, *others = (shift.rule_id or _UNREAD for shift in each.flip.shifts)
    return (
        str(each.listing.id).rjust(len(_LISTING_HEADS[0])),
        plain(first) + (f" +{len(others)}" if others else ""),
        plain(each.listing.external_id),
        plain(each.listing.name),
    )


def _moves(found: Simulation) -> Iterator[Move]:
    yield from (move for move in MOVES if found.moves.get(move))


def _table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], style: Style, width: int | None
) -> Iterator[str]:
    head, *padded = columned([heads, *rows], None if width is None else width - len(_INDENT))
    yield style.dim(_line(head))
    yield from map(_line, padded)


def _number(number: int) -> str:
    return f"{number:,}" if number else _NOTHING


def _painted(cell: str, move: Move, style: Style) -> str:
    color = OUTCOME_COLORS[move.after]
    return cell if cell.strip() == _NOTHING else style.paint(cell, color)


def _line(row: Sequence[str]) -> str:
    return f"{_INDENT}{'  '.join(row)}".rstrip()
