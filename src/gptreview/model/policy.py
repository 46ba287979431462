"""What a policy file says once it is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from gptreview.model.finding import Category, Confidence, Severity, Wording


class Meaning(StrEnum):
    """What the policy makes of one finding."""

    NOTE = "note"
    REVIEW = "review"
    FAIL = "fail"


class Profile(StrEnum):
    """The audience that a listing is reviewed for."""

    CONTENT = "content"
    """What the GPT says and does; no publishing facts."""
    PUBLIC = "public"
    WORKSPACE = "workspace"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence of the policy that a finding can be held against."""

    id: str
    title: Wording
    text: Wording
    date: dt.date
    """Since when it stands in this wording."""
    source: str
    """URL of the published rule that it follows."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that somebody answers for, until a day."""

    rule_id: str
    evidence_digest: str
    owner: str
    reason: str
    expires: dt.date
    """The last day on which it holds."""


@dataclass(frozen=True, slots=True)
class AllowList:
    """What a workspace lets in; an empty tuple allows everything."""

    action_domains: tuple[str, ...] = ()
    """Registrable domains or hosts; a subdomain is allowed with its parent."""
    own_domains: tuple[str, ...] = ()
    """Domains of builders who belong to the workspace: their GPTs are not external."""
    gpt_ids: tuple[str, ...] = ()
    builders: tuple[str, ...] = ()
    builder_domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """A versioned policy."""

    name: str
    version: str
    digest: str
    """``sha256:`` of the file as it was read."""
    clauses: Mapping[str, Clause]
    meanings: Mapping[Category, Mapping[Severity, Mapping[Confidence, Meaning]]]
    """Complete: every category, severity and confidence has a meaning."""
    required: Mapping[Profile, frozenset[str]]
    """Ids of the publishing clauses that an audience requires."""
    allow: AllowList = AllowList()
    waivers: tuple[Waiver, ...] = ()
    may_waive: frozenset[str] = field(default_factory=frozenset)
    """Owners whose waivers count; empty: everybody's."""
