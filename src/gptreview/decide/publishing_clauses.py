"""Ids of the clauses about publishing facts: what an audience can require of a listing."""

from __future__ import annotations

from typing import Final

PRIVACY_URL: Final = "publishing/privacy-url"
VERIFIED_BUILDER: Final = "publishing/verified-builder"
LISTING_FACTS: Final = "publishing/listing-facts"
ACTION_DOMAINS: Final = "publishing/action-domains"
EXTERNAL_GPT: Final = "publishing/external-gpt"
DATA_CONSENT: Final = "publishing/data-consent"
ACTION_HOSTS: Final = "publishing/action-hosts"

PUBLISHING_CLAUSES: Final = (
    LISTING_FACTS,
    VERIFIED_BUILDER,
    EXTERNAL_GPT,
    PRIVACY_URL,
    ACTION_DOMAINS,
    DATA_CONSENT,
    ACTION_HOSTS,
)
"""In the order in which they are looked at."""
