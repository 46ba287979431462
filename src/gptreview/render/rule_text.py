"""One rule whole, as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from gptreview.model.finding import Wording
from gptreview.model.policy import Clause, Meaning
from gptreview.model.rule import Detect, Rule, RuleStatus, Scope
from gptreview.model.rule_catalogue import CatalogueDetails, CatalogueEntry
from gptreview.model.segment import FieldKind
from gptreview.render.columns import wrapped
from gptreview.render.rules_text import MEANING_COLORS
from gptreview.render.terminal import Style, plain

_LABEL: Final = 12
_MEANING: Final = {
    Meaning.FAIL: "fails a listing",
    Meaning.REVIEW: "a person must look at the listing",
    Meaning.NOTE: "a note, which counts for nothing",
}


@dataclass(frozen=True, slots=True)
class _Paper:
    """How the text is to be written."""

    style: Style
    width: int | None

    def section(self, title: str, lines: Iterable[str]) -> list[str]:
        """An empty line, a title, and the lines below it."""
        return ["", self.style.bold(title), *lines]

    def item(self, label: str, text: str) -> Iterator[str]:
        """A text with a label before it, wrapped beside the label."""
        room = None if self.width is None else self.width - len(label) - 4
        first, *others = wrapped(plain(text), room) or [""]
        yield f"  {self.style.dim(label)}  {first}"
        yield from (f"  {' ' * len(label)}  {line}" for line in others)

    def whole(self, label: str, text: str) -> str:
        """A text that is never wrapped, so that it can be copied."""
        return f"  {self.style.dim(label)}  {plain(text)}"


def rule_text(details: CatalogueDetails, *, color: bool, width: int | None = None) -> str:
    """One entry of the catalogue, in both languages.

    Args:
        details: The entry.
        color: Whether to use the colours of a terminal.
        width: Columns of the terminal, at which sentences are wrapped, expressions never; None
            wraps nothing.
    """
    paper = _Paper(Style(color), width)
    entry = details.entry
    lines = [f"{paper.style.bold(entry.card.id)}: {plain(entry.card.title)}"]
    if details.file:
        lines.append(paper.style.dim(plain(details.file)))
    lines += ["", *_facts(entry, paper)]
    lines += paper.section("Message", _both(entry.card.message, paper))
    lines += paper.section("Fix", _both(entry.card.fix, paper))
    lines += paper.section("Policy", _clause(entry.card.clause, details.clause, paper))
    if entry.rule is None:
        lines += ["", f"Found by the code of the {entry.scanner} scanner; there is no rule file."]
    else:
        lines += _rule(entry.rule, paper)
    return "\n".join(lines) + "\n"


def _facts(entry: CatalogueEntry, paper: _Paper) -> Iterator[str]:
    card, rule, meaning = entry.card, entry.rule, entry.meaning
    said = "deprecated: it does not run" if meaning is None else _MEANING[meaning]
    yield _fact("category", card.category, paper)
    yield _fact("severity", card.severity, paper)
    lowered = rule is not None and rule.status is RuleStatus.EXPERIMENTAL
    yield _fact("confidence", card.confidence + (" (low while experimental)" * lowered), paper)
    color = "cyan" if meaning is None else MEANING_COLORS[meaning]
    yield _fact("means", paper.style.paint(said, color), paper)
    yield _fact("scanner", entry.scanner, paper)
    if rule is not None:
        yield _fact("status", rule.status, paper)
        yield _fact("languages", ", ".join(rule.languages), paper)
        fields = [kind for kind in FieldKind if kind in rule.applies_to]
        yield _fact("applies to", ", ".join(fields), paper)


def _fact(label: str, text: str, paper: _Paper) -> str:
    return f"  {paper.style.dim(label.ljust(_LABEL))} {text}"


def _both(wording: Wording, paper: _Paper) -> Iterator[str]:
    yield from paper.item("en", wording.en)
    yield from paper.item("zh", wording.zh)


def _clause(clause_id: str, clause: Clause | None, paper: _Paper) -> Iterator[str]:
    if clause is None:
        yield f"  {plain(clause_id)}: the policy has no such clause"
        return
    titles = f"{plain(clause.title.en)}, {plain(clause.title.zh)}"
    yield f"  {plain(clause_id)}: {titles}; since {clause.date}"
    yield from _both(clause.text, paper)
    yield f"  {plain(clause.source)}"


def _rule(rule: Rule, paper: _Paper) -> list[str]:
    lines = paper.section(_scope(rule.detect), _conditions(rule.detect, paper))
    if rule.false_positives:
        lines += paper.section("Known to be taken wrongly", _items(rule.false_positives, paper))
    if rule.references:
        lines += paper.section("References", (f"  {plain(url)}" for url in rule.references))
    examples = rule.examples
    lines += paper.section("Examples that it must find", _items(examples.match, paper))
    lines += paper.section("Examples that it must leave alone", _items(examples.no_match, paper))
    return lines


def _scope(detect: Detect) -> str:
    if isinstance(detect.within, Scope):
        return f"Detected where, within one {detect.within},"
    return f"Detected where, within {detect.within:,} characters,"


def _conditions(detect: Detect, paper: _Paper) -> Iterator[str]:
    parts = (
        ("all of these match", detect.all),
        ("one of these matches", detect.any),
        ("none of these matches", detect.unless),
    )
    joined = ""
    for said, expressions in parts:
        if not expressions:
            continue
        yield f"  {joined}{said}"
        joined = "and "
        wide = len(str(len(expressions)))
        for number, expression in enumerate(expressions, start=1):
            yield paper.whole(f"  {number:>{wide}}", expression)


def _items(texts: Iterable[str], paper: _Paper) -> Iterator[str]:
    for number, text in enumerate(texts, start=1):
        first, *others = text.strip().splitlines()
        yield from paper.item(str(number), first)
        for line in others:
            yield from paper.item(" " * len(str(number)), line)
