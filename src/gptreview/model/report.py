"""A report: what somebody says is wrong with a listing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from gptreview.model.decision import Action
from gptreview.model.finding import Category, Severity, Wording


class ReportCategory(StrEnum):
    """What a report is about."""

    FRAUD = "fraud"
    HATE = "hate"
    ADULT = "adult"
    PRIVACY = "privacy"
    IMPERSONATION = "impersonation"
    INTELLECTUAL_PROPERTY = "intellectual_property"
    CHILD_SAFETY = "child_safety"
    SELF_HARM = "self_harm"
    MALWARE = "malware"
    OTHER = "other"

    @property
    def is_urgent(self) -> bool:
        """Whether it goes before all others."""
        return self in (ReportCategory.CHILD_SAFETY, ReportCategory.SELF_HARM)

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody is asked who they are: DSA article 16(2)(c) excepts these notices."""
        return self is ReportCategory.CHILD_SAFETY


REPORT_CATEGORY_NAMES: Final[Mapping[ReportCategory, Wording]] = MappingProxyType(
    {
        ReportCategory.FRAUD: Wording("Fraud or scam", "欺诈或诈骗"),
        ReportCategory.HATE: Wording("Hate", "仇恨"),
        ReportCategory.ADULT: Wording("Adult content", "成人内容"),
        ReportCategory.PRIVACY: Wording("Personal data", "个人信息"),
        ReportCategory.IMPERSONATION: Wording("Impersonation", "冒充他人"),
        ReportCategory.INTELLECTUAL_PROPERTY: Wording("Intellectual property", "知识产权"),
        ReportCategory.CHILD_SAFETY: Wording("Child safety", "儿童安全"),
        ReportCategory.SELF_HARM: Wording("Self-harm", "自我伤害"),
        ReportCategory.MALWARE: Wording("Malware", "恶意软件"),
        ReportCategory.OTHER: Wording("Something else", "其他"),
    }
)

CATEGORY_OF_REPORT: Final[Mapping[ReportCategory, Category]] = MappingProxyType(
    {
        ReportCategory.FRAUD: Category.FRAUD,
        ReportCategory.HATE: Category.HATE,
        ReportCategory.ADULT: Category.ADULT,
        ReportCategory.PRIVACY: Category.PII,
    }
)
"""The category of findings that a report may be borne out by; the others have usage clauses."""


def policy_category(name: str) -> Category | None:
    """The category of the policy that a category of findings or reports stands for.

    Args:
        name: Any word.

    Returns:
        It; None where the word is neither kind of category.
    """
    if name in frozenset(Category):
        return Category(name)
    if name in frozenset(ReportCategory):
        return CATEGORY_OF_REPORT.get(ReportCategory(name), Category.USAGE)
    return None


def policy_categories(names: Iterable[str]) -> tuple[Category, ...]:
    """Those that words stand for, each once; words that nobody knows are left out."""
    found = map(policy_category, names)
    return tuple(dict.fromkeys(each for each in found if each is not None))


SEVERITY_OF_REPORT: Final[Mapping[ReportCategory, Severity]] = MappingProxyType(
    {
        ReportCategory.FRAUD: Severity.HIGH,
        ReportCategory.HATE: Severity.HIGH,
        ReportCategory.ADULT: Severity.MEDIUM,
        ReportCategory.PRIVACY: Severity.HIGH,
        ReportCategory.IMPERSONATION: Severity.MEDIUM,
        ReportCategory.INTELLECTUAL_PROPERTY: Severity.MEDIUM,
        ReportCategory.CHILD_SAFETY: Severity.CRITICAL,
        ReportCategory.SELF_HARM: Severity.CRITICAL,
        ReportCategory.MALWARE: Severity.HIGH,
        ReportCategory.OTHER: Severity.LOW,
    }
)
"""How bad it is if it is true; what is found may be worse."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file that a reporter adds."""

    name: str
    kind: str
    """Of its content, not of its name: ``image/png``."""
    data: bytes


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """A report as it comes in, before anything of it was looked at."""

    listing: int
    """The registry's number of the listing."""
    category: str
    description: str
    location: str
    """Where exactly, in the reporter's words."""
    reporter_name: str
    reporter_email: str
    good_faith: bool
    language: str = "en"
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a reporter gets at once."""

    code: str
    """Opens the report's status without an account; only its digest is kept."""
    report: int
    case: int


class ReportState(StrEnum):
    """What a reporter is told of their report."""

    RECEIVED = "received"
    IN_REVIEW = "in_review"
    ACTIONED = "actioned"
    """Something was done about the listing."""
    NOT_ACTIONED = "not_actioned"
    """Nothing was found to do."""
    APPEALED = "appealed"


@dataclass(frozen=True, slots=True)
class Report:
    """A report that is kept."""

    id: int
    case: int
    listing: int
    number: int
    """Of the version that was the current one."""
    category: ReportCategory
    description: str
    location: str
    language: str
    filed_at: dt.datetime
    is_bad_faith: bool = False
    has_evidence: bool = False


@dataclass(frozen=True, slots=True)
class ReportStatus:
    """What a reporter is told of their report."""

    report: int
    state: ReportState
    filed_at: dt.datetime
    listing: int
    name: str
    """Of the listing, masked."""
    category: ReportCategory
    decision: int | None = None
    """Number of the decision that answers the report; None until there is one, as all below."""
    action: Action | None = None
    reason: str = ""
    """To the reporter."""
    decided_at: dt.datetime | None = None
    appeal_until: dt.datetime | None = None
    may_appeal: bool = False
    """Whether an appeal by this reporter is taken now."""


@dataclass(frozen=True, slots=True)
class Reporter:
    """Somebody who reports, as far as leads need to know who it is."""

    key: str
    """Who it is, under a key of this installation."""
    reports: int
    decided: int
    borne_out: int
    """Of those that are decided."""
    bad_faith: int
    newest: int
    """Number of their last report."""

    @property
    def accuracy(self) -> float:
        """Share of their reports that were borne out, Laplace-smoothed."""
        return accuracy(self.borne_out, self.decided)


def accuracy(borne_out: int, decided: int) -> float:
    """Share of reports that were borne out, Laplace-smoothed: one half where there are none."""
    return (borne_out + 1) / (decided + 2)
