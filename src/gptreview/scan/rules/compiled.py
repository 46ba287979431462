"""All rules ready to run, each waiting for what it cannot hit without."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gptreview.model.rule import Rule, Scope
from gptreview.scan.expression_store import read_expressions
from gptreview.scan.expressions import Expression, read_expression
from gptreview.scan.patterns import compile_re2
from gptreview.scan.required_words import burden
from gptreview.scan.rules.units import MAX_SENTENCE
from gptreview.scan.rules.word_search import Anchors, Wanted, WordSearch
from gptreview.scan.scanned_text import Regexp, ScanLimitError, ScannedText


@dataclass(frozen=True, slots=True)
class Trigger:
    """One expression of the condition that a rule waits for."""

    number: int
    """Among all triggers."""
    regexp: Regexp


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
class WordsFound:
    """Where triggers may match in one text: bytes after which a word of theirs ends, sorted."""

    text: ScannedText
    anchors: Anchors
    """By the trigger's number."""
    limit: ScanLimitError | None
    """Why some may be missing."""


class CompiledRules:
    """Rules that share their search for words. Nothing is compiled before the first scan.

    Args:
        rules: Rules whose expressions were checked.
        cache: Folder for compiled databases; None keeps none.
    """

    def __init__(self, rules: Sequence[Rule], cache: Path | None = None) -> None:
        self._rules = tuple(rules)
        self._cache = cache

    def scan(self, text: str) -> WordsFound:
        """One pass over a text."""
        scanned = ScannedText(text)
        return WordsFound(scanned, *self._loaded.search.anchors(scanned))

    def of(self, rule: Rule) -> CompiledRule:
        """One of the rules, compiled."""
        return self._loaded.rules[self._rules.index(rule)]

    def possible(self, found: WordsFound) -> Iterator[CompiledRule]:
        """The rules of which a trigger may match, in the order of the rules."""
        loaded = self._loaded
        rules = {loaded.owners[number] for number in found.anchors}
        return (loaded.rules[rule] for rule in sorted(rules))

    @functools.cached_property
    def _loaded(self) -> _Loaded:
        sources = [source for rule in self._rules for each in _conditions(rule) for source in each]
        read = read_expressions(sources, self._cache)
        triggers: list[Wanted] = []
        owners: list[int] = []
        compiled = []
        for index, rule in enumerate(self._rules):
            compiled.append(_compile(rule, read, triggers))
            owners += [index] * (len(triggers) - len(owners))
        return _Loaded(WordSearch(triggers, self._cache), tuple(compiled), tuple(owners))


@dataclass(frozen=True, slots=True)
class _Loaded:
    search: WordSearch
    rules: tuple[CompiledRule, ...]
    owners: tuple[int, ...]
    """The rule of each trigger."""


def _conditions(rule: Rule) -> list[tuple[str, ...]]:
    """Of each, one expression must match."""
    every = [(source,) for source in rule.detect.all]
    return [*every, rule.detect.any] if rule.detect.any else [*every]


def _compile(rule: Rule, read: Mapping[str, Expression], triggers: list[Wanted]) -> CompiledRule:
    """A rule ready to run; what it waits for is put to the triggers of the others."""
    conditions = [[read[source] for source in each] for each in _conditions(rule)]
    first, *others = sorted(conditions, key=_burden)
    number = len(triggers)
    beside = tuple(_words(each) for each in others if all(one.words for one in each))
    unit = _unit(rule.detect.within)
    triggers += (Wanted(each, beside if unit else (), unit) for each in first)
    return CompiledRule(
        rule,
        tuple(Trigger(at, _regexp(each)) for at, each in enumerate(first, number)),
        tuple(tuple(map(_regexp, each)) for each in others),
        tuple(map(regexp, rule.detect.unless)),
    )


def _words(condition: Sequence[Expression]) -> tuple[str, ...]:
    """One of which stands in every match of one of the expressions."""
    return tuple(dict.fromkeys(word for each in condition for word in each.words))


def _unit(within: Scope | int) -> int:
    """The most code points that a rule's conditions have to share; 0 where there is no end."""
    if isinstance(within, Scope):
        return MAX_SENTENCE if within is Scope.SENTENCE else 0
    return within


def _burden(condition: Sequence[Expression]) -> float:
    """How often what it is looked for by stands in ordinary text."""
    return sum(burden(each.words) if each.words else math.inf for each in condition)


def _regexp(expression: Expression) -> Regexp:
    return Regexp(lambda: (compile_re2(expression.text, caseless=True), expression.longest))


def regexp(source: str) -> Regexp:
    """What finds an expression of a rule; read when it is first asked."""
    return Regexp(functools.partial(_read, source))


def _read(source: str) -> tuple[Any, float]:
    expression = read_expression(source, prose=True)
    return compile_re2(expression.text, caseless=True), expression.longest
