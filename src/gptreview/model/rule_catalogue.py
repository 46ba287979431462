"""What a person asks of rules: which there are, what one says, and whether it keeps its word."""

from __future__ import annotations

from dataclasses import dataclass

from gptreview.model.finding import Card
from gptreview.model.policy import Clause, Meaning
from gptreview.model.rule import Rule


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """Something that a review can say, and who says it."""

    scanner: str
    """``rules``, ``pii``, ``secrets``, ``actions``, ``publishing``."""
    card: Card
    meaning: Meaning | None
    """What the policy makes of it where nothing raises or lowers it; None: it does not run."""
    rule: Rule | None = None
    """None where a scanner's own code finds it."""


@dataclass(frozen=True, slots=True)
class CatalogueDetails:
    """All there is to know of one entry."""

    entry: CatalogueEntry
    file: str
    """Where its rule stands; empty without one."""
    clause: Clause | None
    """The sentence of the policy that it is held against; None where the policy lacks it."""


@dataclass(frozen=True, slots=True)
class ExampleFailure:
    """An example that did not go as its rule says."""

    kind: str
    """``match`` or ``no_match``."""
    number: int
    """Counted from 1 in its list."""
    line: int
    """Line of the file, counted from 1."""
    text: str
    happened: str
    """What happened instead, in one clause."""


@dataclass(frozen=True, slots=True)
class TriedRule:
    """One file that ought to hold a rule, and how its own examples went."""

    file: str
    rule_id: str
    """What its file name says."""
    examples: int = 0
    """How many it has; 0 where the file is no sound rule."""
    failures: tuple[ExampleFailure, ...] = ()
    defects: tuple[str, ...] = ()
    """Why the file is no sound rule: where, found, expected, next step."""

    @property
    def is_right(self) -> bool:
        """Whether it would load."""
        return not self.failures and not self.defects


@dataclass(frozen=True, slots=True)
class RuleTrial:
    """All files that were tried, in the order in which they were found."""

    rules: tuple[TriedRule, ...]

    @property
    def wrong(self) -> tuple[TriedRule, ...]:
        """Those that would not load."""
        return tuple(each for each in self.rules if not each.is_right)

    @property
    def exit_status(self) -> int:
        """0 all right, 1 some example fails or a file is no sound rule."""
        return 1 if self.wrong else 0
