"""Publishing facts of the listing as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from gptreview.decide import publishing_cards as cards
from gptreview.decide.domain import canonical_host, is_public_host, is_within
from gptreview.decide.facts import Facts, state
from gptreview.model.finding import Card, Finding
from gptreview.model.gpt import Builder, Verification
from gptreview.model.policy import Profile


def listing_facts(facts: Facts) -> Iterator[Finding]:
    """Name and description are there, and it is known who can open the GPT."""
    gpt = facts.gpt
    if not gpt.name.strip():
        yield state(cards.NAME_MISSING, "name", facts.identity)
    if not gpt.description.strip():
        yield state(cards.DESCRIPTION_MISSING, "description", facts.identity)
    if gpt.visibility is None:
        yield _of_listing(cards.VISIBILITY_UNKNOWN, facts)
    elif facts.open_to_all and facts.profile is not Profile.PUBLIC:
        yield _of_listing(cards.VISIBILITY_WIDER, facts)


def verified_builder(facts: Facts) -> Iterator[Finding]:
    """Whoever publishes to everybody has proved a name or a domain."""
    public = facts.open_to_all or facts.profile is Profile.PUBLIC
    if public and not _proven(facts.gpt.builder):
        yield _of_listing(cards.BUILDER_UNVERIFIED, facts)


def _proven(builder: Builder) -> bool:
    """Whether what the way of verifying proves is there, too: a domain, or a name."""
    if builder.verified == Verification.DNS:
        return is_public_host(canonical_host(builder.domain))
    return builder.verified == Verification.BILLING and bool(builder.name.strip())


def external_gpt(facts: Facts) -> Iterator[Finding]:
    """A GPT from outside is on one of the allow lists, where there are any."""
    allow, builder = facts.allow, facts.gpt.builder
    if not (allow.gpt_ids or allow.builders or allow.builder_domains):
        return
    domain = canonical_host(builder.domain)
    allowed = (
        facts.gpt.id in allow.gpt_ids,
        _folded(builder.name) in map(_folded, allow.builders),
        any(is_within(domain, each) for each in (*allow.own_domains, *allow.builder_domains)),
    )
    if not any(allowed):
        yield _of_listing(cards.EXTERNAL_GPT, facts)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _of_listing(card: Card, facts: Facts) -> Finding:
    """A fact that stands in no field: it is shown at the name."""
    return state(card, "name", facts.identity, text=facts.gpt.name, excerpt=facts.gpt.name)
