"""The answer: outcome, evidence, what was read, and what it was judged by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from gptreview.errors import GptReviewError
from gptreview.model.finding import Finding, Wording
from gptreview.model.listing import FieldPlace
from gptreview.model.policy import Clause, Meaning, Profile, Waiver
from gptreview.model.segment import Unread


class Outcome(StrEnum):
    """How a review ends."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    """Everything was read and nothing in it is failed by the policy."""
    REVIEW = "review"
    """A person must decide: something unread, a scanner down, or evidence below the threshold."""
    FAIL = "fail"
    """At least one finding that the policy fails."""


@dataclass(frozen=True, slots=True)
class ScannerRun:
    """One scanner's part in a verdict."""

    name: str
    version: str
    failure: str = ""
    """Why it could not finish, in one clause; empty where it did."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was read, and what was not."""

    artifacts: int
    """Parts of the listing that hold anything."""
    characters: int
    """Code points that every scanner has seen."""
    unread: tuple[Unread, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether everything was read."""
        return not self.unread


@dataclass(frozen=True, slots=True)
class JudgedFinding:
    """A finding and what the policy makes of it."""

    finding: Finding
    meaning: Meaning
    waiver: Waiver | None = None
    """Where somebody answers for it; it then counts for nothing."""
    known: bool = False
    """Whether the baseline has it; it then counts for nothing."""

    @property
    def counts(self) -> bool:
        """Whether it bears on the outcome."""
        return self.waiver is None and not self.known and self.meaning is not Meaning.NOTE


@dataclass(frozen=True, slots=True)
class DataFlow:
    """One row of the consent sheet: what an operation hands to whom."""

    action: int
    """Index of the action, counted from 0."""
    operation: str
    """``METHOD /path``."""
    domain: str
    """Host that receives the data; empty where the document names none."""
    sends: tuple[str, ...]
    """Names of the parameters and body fields, in document order."""
    asks_user: bool
    """Whether ChatGPT asks for confirmation before the call."""
    third_party: bool | None
    """Whether the host is not the builder's own; None where the builder's domain is unknown."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a review says of one listing; the same inputs give the same verdict."""

    listing_id: str
    outcome: Outcome
    findings: tuple[JudgedFinding, ...]
    """Sorted: the worst first, then by field and place."""
    coverage: Coverage
    reasons: tuple[Wording, ...]
    """Why the outcome is what it is, one sentence each, the strongest first."""
    scanners: tuple[ScannerRun, ...]
    content_digest: str
    policy_name: str
    policy_version: str
    policy_digest: str
    ruleset_digest: str
    profile: Profile
    clauses: Mapping[str, Clause] = field(default_factory=dict)
    """The clauses that the findings name."""
    data_flows: tuple[DataFlow, ...] = ()
    improve_models: bool | None = None
    """Whether chats may be used to improve models; None where the listing does not say."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One listing after its review, as a face shows it: a verdict, or why there is none."""

    source: str
    """What the user calls it."""
    name: str = ""
    verdict: Verdict | None = None
    error: GptReviewError | None = None
    id: str = ""
    """The listing's, where there is no verdict to say it; empty where it is the source."""
    places: Mapping[str, FieldPlace] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
