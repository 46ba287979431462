"""A rule's own examples: whether it hits what it must, and leaves alone what it must not hit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from gptreview.model.rule import Rule, Scope
from gptreview.scan.rules.compiled import CompiledRule, CompiledRules, regexp
from gptreview.scan.rules.places import places
from gptreview.scan.scanned_text import ScannedText

_LONGEST_QUOTE: Final = 80


@dataclass(frozen=True, slots=True)
class FailedExample:
    """An example that did not go as its rule says."""

    rule_id: str
    kind: str
    """``match`` or ``no_match``."""
    index: int
    """Counted from 0 in the list."""
    text: str
    happened: str
    """What happened instead, in one clause."""


def run_examples(rules: Sequence[Rule], compiled: CompiledRules) -> Iterator[FailedExample]:
    """Every example of the rules that fails, each rule in turn.

    Args:
        rules: Whose examples to run.
        compiled: Holds these rules, and maybe others.
    """
    for rule in rules:
        for kind, texts in (("match", rule.examples.match), ("no_match", rule.examples.no_match)):
            for index, text in enumerate(texts):
                happened = _happened(compiled.of(rule), compiled, text, wanted=kind == "match")
                if happened:
                    yield FailedExample(rule.card.id, kind, index, text, happened)


def _happened(rule: CompiledRule, compiled: CompiledRules, text: str, *, wanted: bool) -> str:
    """What is wrong; empty where all is well. An example is too short to meet a limit."""
    words = compiled.scan(text)
    place = next(places(rule, words), None)
    if place is None:
        return _missing(rule.rule, words.text) if wanted else ""
    return "" if wanted else f"it hits {_quoted(text[place.start : place.end])}"


def _missing(rule: Rule, text: ScannedText) -> str:
    """Which condition kept the rule from hitting."""
    detect = rule.detect
    conditions = {
        f"`all` {number + 1}": detect.all[number:][:1] for number in range(len(detect.all))
    }
    if detect.any:
        conditions["`any`"] = detect.any
    for name, expressions in conditions.items():
        if not any(_span(expression, text) for expression in expressions):
            return f"{name} matches nothing in it"
    for number, expression in enumerate(detect.unless):
        span = _span(expression, text)
        if span is not None:
            return f"`unless` {number + 1} matches {_quoted(text.text[slice(*span)])}"
    within = detect.within
    scope = f"one {within}" if isinstance(within, Scope) else f"{within} code points"
    return f"its parts match, but not within {scope}"


def _span(expression: str, text: ScannedText) -> tuple[int, int] | None:
    """The first match in the whole text, in code points."""
    span = next(text.within(regexp(expression), 0, len(text.data)), None)
    return None if span is None else (text.offsets.point(span[0]), text.offsets.point(span[1]))


def _quoted(text: str) -> str:
    cut = text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"
    return repr(cut)
