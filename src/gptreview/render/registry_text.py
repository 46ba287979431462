"""The registry as tables for a terminal: listings, versions, findings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from gptreview.model.registry import (
    KeptFinding,
    KeptVerdict,
    ListedVersion,
    ListingHistory,
    RegisteredListing,
    RegistryCounts,
    SyncCounts,
)
from gptreview.render.columns import columned
from gptreview.render.terminal import Style, counted, plain

OUTCOME_COLORS: Final[Mapping[str, str]] = MappingProxyType(
    {"fail": "red", "review": "yellow", "pass": "green"}
)
_MEANING_COLORS: Final[Mapping[str, str]] = MappingProxyType(
    {"fail": "red", "review": "yellow", "note": "cyan"}
)
_LIST_HEADS: Final = ("listing", "outcome", "version", "changed", "id", "name")
_VERSION_HEADS: Final = ("version", "outcome", "findings", "seen", "content")
_FINDING_HEADS: Final = ("rule", "means", "severity", "place", "title")
_OUTCOME: Final = 1
_INDENT: Final = "  "
_NOTHING: Final = "-"
_GONE: Final = "vanished"
_DIGEST: Final = 19
"""Characters of a digest that tell contents apart: ``sha256:`` and twelve digits."""


def listings_text(
    listings: Sequence[RegisteredListing],
    counts: RegistryCounts,
    *,
    next_page: str,
    color: bool,
    width: int | None = None,
) -> str:
    """A table for each source, and a last line that counts the whole registry.

    Args:
        listings: Sorted by number.
        counts: Of the registry.
        next_page: How to see those that come after; empty where there are none.
        color: Whether to use the colours of a terminal.
        width: Columns of the terminal, to which names are cut; None cuts nothing.
    """
    style = Style(color)
    lines: list[str] = []
    for source in dict.fromkeys(each.source for each in listings):
        members = [each for each in listings if each.source == source]
        lines += [style.bold(plain(source))]
        lines += _table(_LIST_HEADS, map(_listing_row, members), style, width)
        lines.append("")
    if next_page:
        lines += [f"More: {next_page}", ""]
    return "\n".join([*lines, _count(counts, listed=len(listings))]) + "\n"


def listing_text(history: ListingHistory, *, color: bool, width: int | None = None) -> str:
    """One listing with its newest verdicts and their findings."""
    style = Style(color)
    current = history.versions[-1]
    lines = [*_head(history.listing, style), ""]
    for verdict in current.verdicts:
        lines += [*_verdict(verdict, style, width), ""]
    if not current.verdicts:
        lines += ["No verdict yet: gptreview registry review", ""]
    return "\n".join(lines[:-1]) + "\n"


def history_text(history: ListingHistory, *, color: bool, width: int | None = None) -> str:
    """One listing with a table of its versions, the newest first."""
    style = Style(color)
    rows = [_version_row(each) for each in reversed(history.versions)]
    table = _table(_VERSION_HEADS, rows, style, width)
    return "\n".join([*_head(history.listing, style), "", *table]) + "\n"


def sync_text(source: str, counts: SyncCounts, *, resumed: bool, error: str, color: bool) -> str:
    """How the sync of one source ended, on a line or two."""
    style = Style(color)
    parts = [
        f"{counts.added:,} added",
        f"{counts.changed:,} changed",
        f"{counts.unchanged:,} unchanged",
        f"{counts.vanished:,} vanished",
        f"{counts.returned:,} returned",
        f"{counts.unreadable:,} unreadable",
    ]
    parts += [f"{counts.repeated:,} repeated"] if counts.repeated else []
    parts += [f"{counts.conflicting:,} conflicting"] if counts.conflicting else []
    ending = style.paint("Failed", "red") if error else style.paint("Synced", "green")
    lines = [f"{ending}: {plain(source)}: {', '.join(parts)}"]
    if counts.withheld:
        missing = counted(counts.withheld, "listing")
        lines.append(
            f"{_INDENT}{missing} not met; not called vanished while entries cannot be read"
        )
    if resumed:
        lines.append(f"{_INDENT}resumed where it had stopped; what vanished is told by the next")
    if error:
        lines.append(f"{_INDENT}{plain(error)}")
    return "\n".join(lines) + "\n"


def retired_text(source: str, vanished: int, *, color: bool) -> str:
    """How many listings of a source that was retired were still there, on a line."""
    ending = Style(color).paint("Retired", "green")
    return f"{ending}: {plain(source)}: {vanished:,} vanished\n"


def findings_table(findings: Sequence[KeptFinding], style: Style, width: int | None) -> list[str]:
    """Findings, one a line, in colours."""
    return _table(_FINDING_HEADS, map(_finding_row, findings), style, width, _MEANING_COLORS)


def verdict_line(verdict: KeptVerdict, style: Style) -> str:
    """Outcome, policy, audience and day of a verdict."""
    outcome = style.paint(verdict.outcome, OUTCOME_COLORS[verdict.outcome])
    policy = plain(f"{verdict.policy_name} {verdict.policy_version}")
    return f"{outcome} by {policy} ({verdict.profile}), {_day(verdict.made_at)}"


def heading(listing: RegisteredListing, style: Style) -> str:
    """Number and name."""
    return style.bold(f"{listing.id}  {plain(listing.name) or _NOTHING}")


def _head(listing: RegisteredListing, style: Style) -> Iterator[str]:
    yield heading(listing, style)
    facts = {
        "source": listing.source,
        "id": listing.external_id,
        "content": listing.content_digest,
        "version": f"{listing.version}, since {_moment(listing.changed_at)}",
        "first seen": _moment(listing.first_seen),
        "last seen": _moment(listing.last_seen),
    }
    if listing.vanished_at is not None:
        facts[_GONE] = _moment(listing.vanished_at)
    for name, fact in facts.items():
        yield f"{_INDENT}{style.dim(name.ljust(10))}  {plain(fact)}"


def _verdict(verdict: KeptVerdict, style: Style, width: int | None) -> Iterator[str]:
    yield verdict_line(verdict, style)
    if verdict.set_aside:
        yield f"{_INDENT}set aside: {plain(verdict.set_aside)}"
    if verdict.findings:
        yield from findings_table(verdict.findings, style, width)


def _listing_row(each: RegisteredListing) -> Sequence[str]:
    outcome = _GONE if each.vanished_at is not None else each.outcome or _NOTHING
    return (
        str(each.id).rjust(len(_LIST_HEADS[0])),
        outcome,
        str(each.version).rjust(len(_LIST_HEADS[2])),
        _day(each.changed_at),
        plain(each.external_id),
        plain(each.name),
    )


def _version_row(each: ListedVersion) -> Sequence[str]:
    newest = each.verdicts[0] if each.verdicts else None
    return (
        str(each.number).rjust(len(_VERSION_HEADS[0])),
        newest.outcome if newest else _NOTHING,
        (str(len(newest.findings)) if newest else _NOTHING).rjust(len(_VERSION_HEADS[2])),
        _moment(each.seen_at),
        each.content_digest[:_DIGEST],
    )


def _finding_row(each: KeptFinding) -> Sequence[str]:
    place = f"{each.field}:{each.line}" if each.line else each.field
    means = each.meaning if each.counts or each.meaning == "note" else f"({each.meaning})"
    return each.rule_id, means, each.severity, plain(place), plain(each.title)


def _table(
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    style: Style,
    width: int | None,
    colors: Mapping[str, str] = OUTCOME_COLORS,
) -> list[str]:
    """The heads and the rows, the second column in colours."""
    room = None if width is None else width - len(_INDENT)
    head, *padded = columned([heads, *rows], room)
    lines = [style.dim(_line(head))]
    for row in padded:
        color = colors.get(row[_OUTCOME].strip())
        if color:
            row[_OUTCOME] = style.paint(row[_OUTCOME], color)
        lines.append(_line(row))
    return lines


def _line(row: Sequence[str]) -> str:
    return f"{_INDENT}{'  '.join(row)}".rstrip()


def _count(counts: RegistryCounts, *, listed: int) -> str:
    if not counts.listings:
        return "The registry is empty: gptreview registry sync SOURCE"
    parts = [f"{number:,} {outcome or 'without a verdict'}" for outcome, number in counts.outcomes]
    parts += [f"{counts.vanished:,} vanished"] if counts.vanished else []
    shown = "" if listed == counts.listings else f"{listed:,} of "
    return f"{shown}{counted(counts.listings, 'listing')}: {', '.join(parts)}"


def _day(moment: dt.datetime) -> str:
    return moment.strftime("%Y-%m-%d")


def _moment(moment: dt.datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M UTC")
