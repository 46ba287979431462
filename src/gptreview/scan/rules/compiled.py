"""All rules in one automaton: which rules may hit a text at all, and by which of its patterns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from gptreview.model.rule import Rule
from gptreview.scan.matches import Matches
from gptreview.scan.patterns import Pattern, PatternDatabase, compile_re2, read_pattern


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule whose conditions are numbers of patterns."""

    rule: Rule
    groups: tuple[tuple[int, ...], ...]
    """Of every group one pattern must match: one group for each of `all`, one for all of `any`."""
    unless: tuple[Veto, ...]


class Veto:
    """An expression that must not match. It is asked only where everything else has matched.

    Args:
        expression: One that was checked.
    """

    def __init__(self, expression: str) -> None:
        self._expression = expression

    def first(self, matches: Matches, start: int, end: int) -> tuple[int, int] | None:
        """Its first match in a stretch of the text, all in bytes.

        Raises:
            ScanLimitError: The text asks for more confirmation than any real one.
        """
        return matches.search(self._regexp, start, end)

    @cached_property
    def _regexp(self) -> Any:
        pattern = Pattern(self._expression, prose=True)
        return compile_re2(read_pattern(pattern).text, caseless=pattern.caseless)


class CompiledRules:
    """Rules that share one database; an expression that several of them use is in it once.

    Args:
        rules: Rules whose expressions were checked.
        cache: Folder for compiled databases; None keeps none.
    """

    def __init__(self, rules: Sequence[Rule], cache: Path | None = None) -> None:
        numbers: dict[str, int] = {}

        def number(expressions: tuple[str, ...]) -> tuple[int, ...]:
            return tuple(numbers.setdefault(each, len(numbers)) for each in expressions)

        self._rules = tuple(
            CompiledRule(rule, _groups(rule, number), tuple(map(Veto, rule.detect.unless)))
            for rule in rules
        )
        patterns = [Pattern(expression, prose=True) for expression in numbers]
        self._database = PatternDatabase(patterns, cache)

    def scan(self, text: str) -> Matches:
        """One pass over a text.

        Raises:
            ScanLimitError: It makes more candidates than anybody could read.
        """
        return self._database.scan(text)

    def of(self, rule: Rule) -> CompiledRule:
        """One of the rules, compiled."""
        return next(each for each in self._rules if each.rule is rule)

    def possible(self, matches: Matches) -> Iterator[CompiledRule]:
        """The rules all of whose groups have candidates, in the order of the rules."""
        found = matches.patterns()
        if not found:
            return
        candidates = {rule for pattern in found for rule in self._by_trigger.get(pattern, ())}
        for index in sorted(candidates):
            rule = self._rules[index]
            if all(not found.isdisjoint(group) for group in rule.groups):
                yield rule

    @cached_property
    def _by_trigger(self) -> dict[int, list[int]]:
        """The rules by the patterns of their first group, without one of which they cannot hit."""
        triggered: dict[int, list[int]] = {}
        for index, rule in enumerate(self._rules):
            for pattern in rule.groups[0]:
                triggered.setdefault(pattern, []).append(index)
        return triggered


def _groups(
    rule: Rule, number: Callable[[tuple[str, ...]], tuple[int, ...]]
) -> tuple[tuple[int, ...], ...]:
    groups = [number((expression,)) for expression in rule.detect.all]
    if rule.detect.any:
        groups.append(number(rule.detect.any))
    return tuple(groups)
