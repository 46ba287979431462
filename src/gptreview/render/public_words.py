"""What a publication says, in a line and in a few sentences, for feeds and badges."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gptreview.model.category_names import CATEGORY_NAMES
from gptreview.model.decision import ACTION_NAMES
from gptreview.model.finding import Wording
from gptreview.model.public import (
    OUTCOME_NAMES,
    PUBLIC_STATE_NAMES,
    PublicListing,
    PublicState,
)

_REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "the version moved on": "版本已更新",
        "its source has it no more": "来源已不再提供",
        "a person must decide": "须由人工决定",
    }
)
"""In Chinese, of the reasons of `model.publication.due`."""
_NAMELESS: Final = Wording("Listing {0}", "条目 {0}")
_HEADLINE: Final = Wording("{0}: {1}", "{0}：{1}")
_JUDGED: Final = Wording("Version {0}, policy {1} {2}.", "第 {0} 版，政策 {1} {2}。")
_CATEGORIES: Final = Wording("Categories: {0}.", "类别：{0}。")
_CLAUSES: Final = Wording("Policy clauses: {0}.", "政策条款：{0}。")
_DECIDED: Final = Wording("Decided by a person: {0}.", "人工决定：{0}。")
_REASON: Final = Wording("Reason: {0}.", "原因：{0}。")
_JOINT: Final = Wording("; ", "；")
_BLANK: Final = Wording(" ", "")


def headline(listing: PublicListing, language: str) -> str:
    """Name and state in one line."""
    name = listing.name or _NAMELESS.of(language).format(listing.number)
    return printable(_HEADLINE.of(language).format(name, state_words(listing, language)))


def state_words(listing: PublicListing, language: str) -> str:
    """The outcome, or why there is none, and whether it is stale."""
    state = PUBLIC_STATE_NAMES[listing.state].of(language)
    if listing.outcome is None:
        return state
    outcome = OUTCOME_NAMES[listing.outcome].of(language)
    if listing.state is PublicState.STALE:
        return f"{outcome}{_JOINT.of(language)}{state}"
    return outcome


def sentences(listing: PublicListing, language: str) -> str:
    """What it was judged by, and for what it fails."""
    told: list[str] = []
    if listing.policy is not None:
        policy = listing.policy
        told.append(_JUDGED.of(language).format(listing.version, policy.name, policy.version))
    if listing.categories:
        names = (CATEGORY_NAMES[each].of(language) for each in listing.categories)
        told.append(_CATEGORIES.of(language).format(_JOINT.of(language).join(names)))
    if listing.clauses:
        titles = (each.title.of(language) for each in listing.clauses)
        told.append(_CLAUSES.of(language).format(_JOINT.of(language).join(titles)))
    if listing.decision is not None:
        told.append(
            _DECIDED.of(language).format(ACTION_NAMES[listing.decision.action].of(language))
        )
    if listing.reason:
        reason = (
            _REASONS.get(listing.reason, listing.reason) if language == "zh" else listing.reason
        )
        told.append(_REASON.of(language).format(reason))
    if not told:
        told.append(state_words(listing, language))
    return printable(_BLANK.of(language).join(told))


def tag_of(language: str) -> str:
    """The language as BCP 47 names it."""
    return "zh-Hans" if language == "zh" else "en"


def printable(text: str) -> str:
    """The text in one line; XML has no place for most control characters (1.0, section 2.2)."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text)
