"""Rules as a table for a terminal: which there are, and how their examples went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import Final

from gptreview.model.policy import Meaning
from gptreview.model.rule import RuleStatus
from gptreview.model.rule_catalogue import CatalogueEntry, ExampleFailure, RuleTrial, TriedRule
from gptreview.render.columns import columned
from gptreview.render.terminal import Style, counted, plain

_HEADS: Final = ("rule", "means", "severity", "confidence", "lang", "scanner", "title")
_MEANS: Final = _HEADS.index("means")
MEANING_COLORS: Final = MappingProxyType(
    {Meaning.FAIL: "red", Meaning.REVIEW: "yellow", Meaning.NOTE: "cyan"}
)
_TRIAL_HEADS: Final = ("rule", "examples", "result")
_NOTHING: Final = "-"
_INDENT: Final = "  "


def catalogue_text(
    entries: Sequence[CatalogueEntry], *, color: bool, width: int | None = None
) -> str:
    """A table for each category, and a last line that counts.

    Args:
        entries: Sorted by category.
        color: Whether to use the colours of a terminal.
        width: Columns of the terminal, to which titles are cut; None cuts nothing.
    """
    style = Style(color)
    room = None if width is None else width - len(_INDENT)
    head, *rows = columned([_HEADS, *map(_row, entries)], room)
    left = iter(rows)
    lines: list[str] = []
    for category, group in groupby(entries, key=lambda entry: entry.card.category):
        members = list(group)
        lines += [style.bold(f"{category} ({len(members)})"), style.dim(_line(head))]
        lines += [_painted(next(left), member.meaning, style) for member in members]
        lines.append("")
    return "\n".join([*lines, _count(entries)]) + "\n"


def trial_text(trial: RuleTrial, *, color: bool) -> str:
    """A table of the rules, then everything that is wrong, then how it ended.

    Args:
        trial: The files that were tried.
        color: Whether to use the colours of a terminal.
    """
    style = Style(color)
    head, *rows = columned([_TRIAL_HEADS, *map(_trial_row, trial.rules)], None)
    lines = [style.dim(_line(head))]
    for row, each in zip(rows, trial.rules, strict=True):
        row[-1] = style.paint(row[-1], "green" if each.is_right else "red")
        lines.append(_line(row))
    lines.append("")
    for each in trial.wrong:
        lines += [*_wrong(each, style), ""]
    return "\n".join([*lines, _ending(trial, style)]) + "\n"


def _row(entry: CatalogueEntry) -> tuple[str, ...]:
    card, rule = entry.card, entry.rule
    title = plain(card.title)
    if rule is not None and rule.status is not RuleStatus.STABLE:
        title = f"({rule.status}) {title}"
    return (
        card.id,
        entry.meaning or _NOTHING,
        card.severity,
        card.confidence,
        ", ".join(rule.languages) if rule else _NOTHING,
        entry.scanner,
        title,
    )


def _line(row: Sequence[str]) -> str:
    return f"{_INDENT}{'  '.join(row)}".rstrip()


def _painted(row: list[str], meaning: Meaning | None, style: Style) -> str:
    if meaning is not None:
        row[_MEANS] = style.paint(row[_MEANS], MEANING_COLORS[meaning])
    return _line(row)


def _count(entries: Sequence[CatalogueEntry]) -> str:
    if not entries:
        return "Nothing is listed: no rule is of that kind."
    rules = sum(entry.rule is not None for entry in entries)
    meanings = Counter(entry.meaning for entry in entries)
    said = {Meaning.FAIL: "fail", Meaning.REVIEW: "review", Meaning.NOTE: "note", None: "not run"}
    told = ", ".join(f"{meanings[key]} {word}" for key, word in said.items() if meanings[key])
    return f"{counted(rules, 'rule')}, {len(entries) - rules} found by code: {told}"


def _trial_row(each: TriedRule) -> tuple[str, str, str]:
    if each.defects:
        return plain(each.rule_id), _number(_NOTHING), "no sound rule"
    wrong = len(each.failures)
    return plain(each.rule_id), _number(str(each.examples)), f"{wrong} failed" if wrong else "ok"


def _number(text: str) -> str:
    return text.rjust(len(_TRIAL_HEADS[1]))


def _wrong(each: TriedRule, style: Style) -> Iterator[str]:
    yield style.bold(plain(each.rule_id))
    for defect in each.defects:
        yield f"{_INDENT}{plain(defect)}"
    for failure in each.failures:
        yield from _failure(each.file, failure, style)


def _failure(file: str, failure: ExampleFailure, style: Style) -> Iterator[str]:
    place = plain(f"{file}:{failure.line}")
    wanted = "must be found" if failure.kind == "match" else "must be left alone"
    example = style.paint(f"{failure.kind} {failure.number}", "red")
    yield f"{_INDENT}{place}: {example} {wanted}: {plain(failure.happened)}"
    for line in failure.text.strip().splitlines():
        yield f"{_INDENT}{style.dim('  |')} {plain(line)}"


def _ending(trial: RuleTrial, style: Style) -> str:
    rules = counted(len(trial.rules), "rule")
    examples = counted(sum(each.examples for each in trial.rules), "example")
    if not trial.wrong:
        return f"{style.paint('Passed', 'green')}: {rules}, {examples}"
    failures = sum(len(each.failures) for each in trial.rules)
    defective = sum(bool(each.defects) for each in trial.rules)
    parts = [f"{failures} of {examples} failed"] if failures else []
    parts += [f"{defective} of {rules} would not load"] if defective else []
    return f"{style.paint('Failed', 'red')}: {'; '.join(parts)}"
