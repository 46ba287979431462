"""What listings depend on, and what looking at it came to, for people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from gptreview.model.watches import DriftCounts, ListedWatch, WatchState
from gptreview.render.columns import columned
from gptreview.render.terminal import Style, counted, plain

_HEADS: Final = ("watch", "state", "kind", "checked", "target")
_COLORS: Final = {WatchState.GONE: "red", WatchState.UNSEEN: "yellow", WatchState.THERE: "green"}
_STATE: Final = 1
_INDENT: Final = "  "
_NEVER: Final = "-"


def drift_text(run: int, counts: DriftCounts, seconds: float, *, color: bool) -> str:
    """How a run ended, on a line or two."""
    style = Style(color)
    lines = [
        f"run {run}: {counts.looked:,} looked at, {counts.changed:,} changed, "
        f"{counts.gone:,} gone, {counts.back:,} back, {counts.waiting:,} waiting, {seconds:,.1f} s"
    ]
    if counts.looked and not counts.reached:
        lines.append(
            style.paint("nothing could be reached at all", "red")
            + ": check the connection of this machine; none of this counts against anybody"
        )
    if counts.versions:
        lines.append(
            f"{counted(counts.versions, 'new version')} of listings to review: "
            "gptreview registry review"
        )
    return "\n".join(lines) + "\n"


def watches_text(
    watches: Sequence[ListedWatch],
    states: Mapping[WatchState, int],
    *,
    next_page: str,
    color: bool,
    width: int | None = None,
) -> str:
    """A table, and a last line that counts all watches of the registry.

    Args:
        watches: Sorted by number.
        states: How many watches there are in each state.
        next_page: How to see those that come after; empty where there are none.
        color: Whether to use the colours of a terminal.
        width: Columns of the terminal, to which targets are cut; None cuts nothing.
    """
    style = Style(color)
    lines = [*_table(watches, style, width), ""] if watches else []
    if next_page:
        lines += [f"More: {next_page}", ""]
    return "\n".join([*lines, _count(states)]) + "\n"


def _table(watches: Sequence[ListedWatch], style: Style, width: int | None) -> Iterator[str]:
    room = None if width is None else width - len(_INDENT)
    head, *rows = columned([_HEADS, *map(_row, watches)], room)
    yield style.dim(_line(head))
    for row, each in zip(rows, watches, strict=True):
        row[_STATE] = style.paint(row[_STATE], _COLORS[each.state])
        yield _line(row)
        if each.error:
            looks = counted(each.failures, "look") if each.failures else "not counted"
            yield f"{_INDENT * 2}{plain(each.error)} ({looks})"


def _row(each: ListedWatch) -> Sequence[str]:
    return (
        str(each.id).rjust(len(_HEADS[0])),
        str(each.state),
        str(each.kind),
        _NEVER if each.checked_at is None else _moment(each.checked_at),
        plain(each.target),
    )


def _count(states: Mapping[WatchState, int]) -> str:
    if not states:
        return (
            "Nothing is watched: no listing that gptreview registry drift has looked at depends on "
            "anything outside"
        )
    parts = [f"{states[state]:,} {state}" for state in WatchState if state in states]
    number = sum(states.values())
    return f"{counted(number, 'watch', 'watches')}: {', '.join(parts)}"


def _line(row: Sequence[str]) -> str:
    return f"{_INDENT}{'  '.join(row)}".rstrip()


def _moment(moment: dt.datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M")
