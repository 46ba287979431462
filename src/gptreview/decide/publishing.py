"""The facts that an audience requires, as findings like any other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from gptreview.decide import publishing_clauses as clauses
from gptreview.decide.action_facts import (
    action_domains,
    action_hosts,
    data_consent,
    privacy_urls,
)
from gptreview.decide.facts import Facts
from gptreview.decide.listing_facts import external_gpt, listing_facts, verified_builder
from gptreview.model.action import ActionDefinition
from gptreview.model.finding import Finding
from gptreview.model.gpt import Gpt
from gptreview.model.policy import Policy, Profile
from gptreview.model.verdict import DataFlow

PUBLISHING_VERSION: Final = "3"
"""Changes whenever the same listing could get other findings from here."""

_CHECKS: Final[Mapping[str, Callable[[Facts], Iterator[Finding]]]] = {
    clauses.LISTING_FACTS: listing_facts,
    clauses.VERIFIED_BUILDER: verified_builder,
    clauses.EXTERNAL_GPT: external_gpt,
    clauses.PRIVACY_URL: privacy_urls,
    clauses.ACTION_DOMAINS: action_domains,
    clauses.DATA_CONSENT: data_consent,
    clauses.ACTION_HOSTS: action_hosts,
}


def publishing_findings(
    gpt: Gpt,
    policy: Policy,
    profile: Profile,
    data_flows: Sequence[DataFlow],
    definitions: Mapping[int, ActionDefinition] | None = None,
) -> tuple[Finding, ...]:
    """What the listing lacks for its audience; nothing where the policy requires nothing.

    Args:
        gpt: The listing.
        policy: Which clauses an audience requires, and what a workspace lets in.
        profile: The audience.
        data_flows: The consent sheet of all actions.
        definitions: The actions whose document could be read, by their index; None where the
            caller does not say: then an action without data flows counts as unread.
    """
    required = policy.required.get(profile, frozenset())
    facts = Facts(gpt, policy.allow, profile, tuple(data_flows), definitions)
    return tuple(
        finding
        for clause, check in _CHECKS.items()
        if clause in required
        for finding in check(facts)
    )
