"""What the publishing checks look at, and how they say what they miss."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gptreview.model.action import ActionDefinition
from gptreview.model.finding import Card, Confidence, Finding, Severity, Wording, evidence_digest
from gptreview.model.gpt import Gpt, Visibility
from gptreview.model.policy import AllowList, Profile
from gptreview.model.segment import Locator
from gptreview.model.verdict import DataFlow

_MAX_EXCERPT = 400  # code points, as model/finding.py promises


@dataclass(frozen=True, slots=True)
class Facts:
    """One listing, and what its audience asks of it."""

    gpt: Gpt
    allow: AllowList
    profile: Profile
    data_flows: tuple[DataFlow, ...] = ()
    definitions: Mapping[int, ActionDefinition] | None = None
    """Actions whose document could be read, by their index; None where nobody said."""

    @property
    def open_to_all(self) -> bool:
        """Whether anybody outside a workspace can open the GPT."""
        return self.gpt.visibility in {Visibility.ANYONE_WITH_LINK, Visibility.GPT_STORE}

    def flows_of(self, index: int) -> tuple[DataFlow, ...]:
        """The consent sheet's rows for one action."""
        return tuple(flow for flow in self.data_flows if flow.action == index)

    def is_unread(self, index: int) -> bool:
        """Whether an action's document, or an operation in it, could not be read."""
        if self.definitions is None:
            return not self.flows_of(index)
        definition = self.definitions.get(index)
        return definition is None or bool(definition.unread)

    @property
    def identity(self) -> str:
        """What tells this listing from others where a fact is missing and leaves no text."""
        builder = self.gpt.builder
        return "\n".join((self.gpt.id, self.gpt.name, builder.name, builder.domain))


def state(
    card: Card,
    field: str,
    evidence: str,
    *,
    text: str = "",
    excerpt: str = "",
    message: Wording | None = None,
    confidence: Confidence | None = None,
    severity: Severity | None = None,
) -> Finding:
    """One finding.

    Args:
        card: What is said of all of its kind.
        field: As in `Finding`.
        evidence: What a waiver of it is bound to.
        text: The field's text; where it holds the excerpt, the finding points there.
        excerpt: What to show of it; empty where something is missing.
        message: Where it says more than the card's.
        confidence: Where it differs from the card's.
        severity: Where it differs from the card's.
    """
    excerpt = excerpt[:_MAX_EXCERPT]
    start = max(0, text.find(excerpt)) if excerpt else 0
    end = start + len(excerpt) if excerpt and text.startswith(excerpt, start) else start
    line_start = text.rfind("\n", 0, start) + 1
    return Finding(
        rule_id=card.id,
        title=card.title,
        category=card.category,
        severity=severity or card.severity,
        confidence=confidence or card.confidence,
        field=field,
        start=start,
        end=end,
        locator=Locator(text.count("\n", 0, start) + 1, start - line_start + 1),
        excerpt=excerpt,
        before="",
        after="",
        decoded="",
        disguises=(),
        message=message or card.message,
        clause=card.clause,
        fix=card.fix,
        scanner="publishing",
        evidence_digest=evidence_digest(card.id, field, evidence),
    )
