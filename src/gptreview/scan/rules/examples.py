"""A rule's own examples: whether it hits what it must, and leaves alone what it must not hit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from gptreview.model.rule import Rule, Scope
from gptreview.scan.matches import Matches, ScanLimitError
from gptreview.scan.rules.compiled import CompiledRule, CompiledRules
from gptreview.scan.rules.places import places

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
    """What is wrong; empty where all is well."""
    try:
        matches = compiled.scan(text)
        place = next(places(rule, matches), None)
        if wanted:
            return "" if place is not None else _missing(rule, matches)
    except ScanLimitError as error:
        return f"it was given up: {error}"
    return f"it hits {_quoted(text[place.start : place.end])}" if place is not None else ""


def _missing(rule: CompiledRule, matches: Matches) -> str:
    """Which condition kept the rule from hitting."""
    detect = rule.rule.detect
    names = [f"`all` {number + 1}" for number in range(len(detect.all))]
    names += ["`any`"] if detect.any else []
    for name, group in zip(names, rule.groups, strict=True):
        if not any(_stands(pattern, matches) for pattern in group):
            return f"{name} matches nothing in it"
    for number, veto in enumerate(rule.unless):
        span = veto.first(matches, 0, matches.size)
        if span is not None:
            start, end = map(matches.offsets.point, span)
            return f"`unless` {number + 1} matches {_quoted(matches.text[start:end])}"
    within = detect.within
    scope = f"one {within}" if isinstance(within, Scope) else f"{within} code points"
    return f"its parts match, but not within {scope}"


def _stands(pattern: int, matches: Matches) -> bool:
    return any(True for _ in matches.spans(pattern, 0, matches.size))


def _quoted(text: str) -> str:
    cut = text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"
    return repr(cut)
