"""All rules ready to run, each waiting for what it cannot hit without."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gptreview.model.rule import Rule
from gptreview.scan.expression_store import read_expressions
from gptreview.scan.expressions import Expression, read_expression
from gptreview.scan.patterns import compile_re2
from gptreview.scan.rules.clues import ClueSearch
from gptreview.scan.scanned_text import REACH, Regexp, ScanLimitError, ScannedText


@dataclass(frozen=True, slots=True)
class Trigger:
    """One expression of the condition that a rule waits for."""

    clue: str
    """Every match holds it."""
    regexp: Regexp
    sieve: Regexp | None
    """Lets everything between the parts of the expression be anything: quicker, and a text that
    it does not match holds no match. None where there is nothing to let be."""


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule ready to run."""

    rule: Rule
    triggers: tuple[Trigger, ...]
    """One of them must match."""
    conditions: tuple[tuple[Regexp, ...], ...]
    """Of each, one expression must match, too."""
    vetoes: tuple[Regexp, ...]
    """None of them may match."""


@dataclass(frozen=True, slots=True)
class CluesFound:
    """Where the clues end in one text, sorted, in bytes."""

    text: ScannedText
    ends: Mapping[str, Sequence[int]]
    limit: ScanLimitError | None
    """Why some may be missing."""


class CompiledRules:
    """Rules that share their search for clues. Nothing is compiled before the first scan.

    Args:
        rules: Rules whose expressions were checked.
        cache: Folder for compiled databases; None keeps none.
    """

    def __init__(self, rules: Sequence[Rule], cache: Path | None = None) -> None:
        self._rules = tuple(rules)
        self._cache = cache

    def scan(self, text: str) -> CluesFound:
        """One pass over a text."""
        scanned = ScannedText(text)
        return CluesFound(scanned, *self._loaded.search.ends(scanned.data))

    def of(self, rule: Rule) -> CompiledRule:
        """One of the rules, compiled."""
        return self._loaded.rules[self._rules.index(rule)]

    def possible(self, found: CluesFound) -> Iterator[CompiledRule]:
        """The rules of which a trigger's clue was found, in the order of the rules."""
        owners = self._loaded.owners
        rules = {rule for clue in found.ends for rule in owners[clue]}
        return (self._loaded.rules[rule] for rule in sorted(rules))

    @functools.cached_property
    def _loaded(self) -> _Loaded:
        sources = [source for rule in self._rules for each in _conditions(rule) for source in each]
        read = read_expressions(sources, self._cache)
        compiled = tuple(_compile(rule, read) for rule in self._rules)
        owners: dict[str, list[int]] = {}
        for index, rule in enumerate(compiled):
            for clue in dict.fromkeys(trigger.clue for trigger in rule.triggers):
                owners.setdefault(clue, []).append(index)
        return _Loaded(ClueSearch(sorted(owners), self._cache), compiled, owners)


@dataclass(frozen=True, slots=True)
class _Loaded:
    search: ClueSearch
    rules: tuple[CompiledRule, ...]
    owners: Mapping[str, Sequence[int]]
    """The rules that wait for each clue."""


def _conditions(rule: Rule) -> list[tuple[str, ...]]:
    """Of each, one expression must match."""
    every = [(source,) for source in rule.detect.all]
    return [*every, rule.detect.any] if rule.detect.any else [*every]


def _compile(rule: Rule, read: Mapping[str, Expression]) -> CompiledRule:
    conditions = [[read[source] for source in each] for each in _conditions(rule)]
    first, *others = sorted(conditions, key=_commonness)
    return CompiledRule(
        rule,
        tuple(map(_trigger, first)),
        tuple(tuple(map(_regexp, each)) for each in others),
        tuple(map(regexp, rule.detect.unless)),
    )


def _commonness(condition: Sequence[Expression]) -> float:
    return -min(expression.rarity for expression in condition)


def _trigger(expression: Expression) -> Trigger:
    return Trigger(expression.clue, _regexp(expression), _sieve(expression))


def _sieve(expression: Expression) -> Regexp | None:
    if not expression.sieve:
        return None
    return Regexp(lambda: (compile_re2(expression.sieve, caseless=True), REACH))


def _regexp(expression: Expression) -> Regexp:
    return Regexp(lambda: (compile_re2(expression.text, caseless=True), expression.longest))


def regexp(source: str) -> Regexp:
    """What finds an expression of a rule; read when it is first asked."""
    return Regexp(functools.partial(_read, source))


def _read(source: str) -> tuple[Any, float]:
    expression = read_expression(source, prose=True)
    return compile_re2(expression.text, caseless=True), expression.longest
