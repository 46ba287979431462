"""How a publication ended, and who is told of it, for people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from gptreview.model.publication import DeliveryReport, PublicationCounts, Subscriber
from gptreview.render.columns import columned
from gptreview.render.terminal import Style, counted, plain

_HEADS = ("key", "audience", "since", "waiting", "way")


def run_text(counts: PublicationCounts, report: DeliveryReport, *, color: bool) -> str:
    """Some lines, the last with its end."""
    return "".join(f"{line}\n" for line in _run(counts, report, Style(color)))


def subscribers_text(
    subscribers: Sequence[Subscriber], *, color: bool, width: int | None = None
) -> str:
    """A table of all subscribers.

    Args:
        subscribers: By key.
        color: Whether to use the colours of a terminal.
        width: Columns of the terminal, to which places are cut; None cuts nothing.
    """
    if not subscribers:
        return "Nobody is told: gptreview registry subscribe KEY --folder DIR\n"
    head, *rows = columned([_HEADS, *map(_row, subscribers)], width)
    style = Style(color)
    lines = [style.bold("  ".join(head).rstrip())]
    lines += ["  ".join(row).rstrip() for row in rows]
    return "\n".join(lines) + "\n"


def _run(counts: PublicationCounts, report: DeliveryReport, style: Style) -> Iterator[str]:
    yield (
        f"listings: {counts.published:,} published, {counts.stale:,} stale, "
        f"{counts.withdrawn:,} withdrawn, {counts.unchanged:,} unchanged"
    )
    yield f"outbox: {report.delivered:,} delivered, {report.waiting:,} waiting"
    for each in report.failed:
        told = style.paint(f"not delivered to {plain(each.subscriber)}", "red")
        yield (
            f"{told}: {plain(each.error)}; {counted(each.attempts, 'attempt')}, "
            f"again from {_moment(each.due_at)} on, or at once with --retry"
        )
    for held in report.held:
        yield (
            f"{plain(held.holder)} is delivering to {plain(held.subscriber)}, "
            f"for which {held.waiting:,} waited still"
        )


def _row(each: Subscriber) -> Sequence[str]:
    waiting = "ended" if each.ended_at else f"{each.waiting:,}"
    since = each.since.astimezone(dt.UTC).strftime("%Y-%m-%d")
    return plain(each.key), plain(each.profile), since, waiting, plain(f"{each.kind} {each.target}")


def _moment(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
