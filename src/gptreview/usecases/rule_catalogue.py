"""List what a review can say, and show one entry whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from gptreview.errors import NotFoundError
from gptreview.model.finding import Card, Category, Confidence
from gptreview.model.policy import Meaning, Policy
from gptreview.model.rule import Rule, RuleStatus
from gptreview.model.rule_catalogue import CatalogueDetails, CatalogueEntry


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries to list; None asks nothing."""

    category: Category | None = None
    language: str | None = None
    """``en`` or ``zh``: rules whose expressions are written for it."""
    status: RuleStatus | None = None
    """Of rules; what a scanner's own code finds has none."""
    scanner: str | None = None

    def __call__(self, entry: CatalogueEntry) -> bool:
        """Whether an entry is wanted."""
        rule = entry.rule
        return (
            self.category in (None, entry.card.category)
            and self.scanner in (None, entry.scanner)
            and (self.language is None or (rule is not None and self.language in rule.languages))
            and (self.status is None or (rule is not None and rule.status is self.status))
        )


@dataclass(frozen=True, slots=True)
class RuleCatalogue:
    """Everything that a review can say."""

    rules: Sequence[Rule]
    files: Mapping[str, str]
    """Where each rule stands, by its id."""
    scanners: Mapping[str, Sequence[Card]]
    """What the scanners without rule files can say, by their names."""
    policy: Policy

    def entries(self, wanted: Wanted) -> list[CatalogueEntry]:
        """The wanted entries, by category, then by id."""
        order = list(Category)
        return sorted(
            filter(wanted, self._all()),
            key=lambda entry: (order.index(entry.card.category), entry.card.id),
        )

    def details(self, entry_id: str) -> CatalogueDetails:
        """One entry.

        Raises:
            NotFoundError: Nothing has this id.
        """
        entries = {entry.card.id: entry for entry in self._all()}
        entry = entries.get(entry_id)
        if entry is None:
            close = get_close_matches(entry_id, entries, n=2)
            raise NotFoundError(
                f"there is no rule {entry_id!r}",
                next_step=f"did you mean {' or '.join(close)}?"
                if close
                else "`gptreview rules list` names them all",
            )
        clause = self.policy.clauses.get(entry.card.clause)
        return CatalogueDetails(entry, self.files.get(entry_id, "") if entry.rule else "", clause)

    def _all(self) -> Iterator[CatalogueEntry]:
        for rule in self.rules:
            yield CatalogueEntry("rules", rule.card, self._meaning(rule.card, rule.status), rule)
        for scanner, cards in self.scanners.items():
            for card in cards:
                yield CatalogueEntry(scanner, card, self._meaning(card, RuleStatus.STABLE))

    def _meaning(self, card: Card, status: RuleStatus) -> Meaning | None:
        if status is RuleStatus.DEPRECATED:
            return None
        if card.clause not in self.policy.clauses:
            return Meaning.REVIEW
        experimental = status is RuleStatus.EXPERIMENTAL
        confidence = Confidence.LOW if experimental else card.confidence
        return self.policy.meanings[card.category][card.severity][confidence]
