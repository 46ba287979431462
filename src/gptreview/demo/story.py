"""What happened to the demonstration's listings before somebody looks at them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from gptreview.model.decision import Action, Ground, Scope
from gptreview.model.report import ReportCategory

PEOPLE: Final = (
    ("admin", "admin"),
    ("lead", "lead"),
    ("reviewer", "reviewer"),
    ("second-reviewer", "reviewer"),
    ("builder", "builder"),
)
"""Name and role of each account."""
OWNED: Final = ("g-lesson", "g-trains", "g-recipes")
"""Listings of the builder, by their ids."""


@dataclass(frozen=True, slots=True)
class ToldReport:
    """A report, so many hours after the listings were first seen."""

    hour: float
    listing: str
    category: ReportCategory
    description: str
    location: str = "Instructions"
    language: str = "en"
    evidence: str = ""


REPORTS: Final = (
    ToldReport(
        20,
        "g-returns",
        ReportCategory.FRAUD,
        "It promised me a fixed return each month and then wanted the deposit in gift cards.",
    ),
    ToldReport(
        26,
        "g-returns",
        ReportCategory.FRAUD,
        "It would not stop pressing me to pay tonight. My neighbour got the very same words.",
        "First answer",
    ),
    ToldReport(
        31,
        "g-recipes",
        ReportCategory.OTHER,
        "I do not like the recipes that it gives. They are dull and have too many leeks.",
        "Everywhere",
    ),
    ToldReport(
        50,
        "g-lesson",
        ReportCategory.FRAUD,
        "The instructions speak of gift cards and guaranteed returns, which scammers do.",
    ),
    ToldReport(
        90,
        "g-rebate",
        ReportCategory.FRAUD,
        "它先返了一小笔佣金，然后要求我垫付大额货款，之后又说系统卡单，必须继续充值才能提现。",
        "对话开始后不久",
        "zh",
    ),
    ToldReport(
        96,
        "g-desk",
        ReportCategory.IMPERSONATION,
        "It says that it is my bank, and asks for the code that was sent to my phone.",
    ),
    ToldReport(
        101,
        "g-desk",
        ReportCategory.FRAUD,
        "It asked for my card number and the one-time code before it would go on.",
        "Second answer",
    ),
    ToldReport(
        130,
        "g-helper",
        ReportCategory.PRIVACY,
        "My meeting notes were sent to another site before I had seen any answer.",
        "Instructions, second paragraph",
    ),
    ToldReport(
        138,
        "g-loans",
        ReportCategory.FRAUD,
        "It wants a fee up front before any loan is paid out, and calls approval guaranteed.",
    ),
    ToldReport(
        141,
        "g-poems",
        ReportCategory.SELF_HARM,
        "A poem that it wrote for a friend of mine made light of hurting oneself. Please look.",
        "Third answer",
    ),
)


@dataclass(frozen=True, slots=True)
class ToldDecision:
    """A decision by a reviewer, so many hours after the listings were first seen."""

    hour: float
    listing: str
    person: str
    action: Action
    clause: str
    facts: str
    reason_builder: str
    reason_reporter: str
    is_answer: bool = False
    """Whether it overturns the decision that stood."""
    scope: Scope = Scope.VERSION
    ground: Ground = Ground.TERMS


DECISIONS: Final = (
    ToldDecision(
        33,
        "g-recipes",
        "reviewer",
        Action.NO_VIOLATION,
        "usage-policies/spam",
        "The listing suggests dinners. Nothing in it is against the policy.",
        "Somebody reported this listing. We looked at it and found nothing against the policy.",
        "We read the listing and found nothing in it that the policy forbids. Taste is not a rule.",
    ),
    ToldDecision(
        36,
        "g-returns",
        "reviewer",
        Action.REMOVE,
        "usage-policies/fraud",
        "The instructions tell the model to promise a guaranteed return and to take the deposit in "
        "gift cards.",
        "The instructions promise a guaranteed return and ask for gift cards. Remove the promise "
        "and the request for payment, or explain the real product with its risks.",
        "You were right: the listing promises a return that nobody can promise. It was removed.",
    ),
    ToldDecision(
        60,
        "g-lesson",
        "reviewer",
        Action.REMOVE,
        "usage-policies/fraud",
        "The instructions name a guaranteed return and payment in gift cards.",
        "The instructions name a guaranteed return and payment in gift cards. Remove both.",
        "The listing speaks of a guaranteed return and of gift cards. It was removed.",
    ),
    ToldDecision(
        84,
        "g-lesson",
        "second-reviewer",
        Action.NO_VIOLATION,
        "usage-policies/fraud",
        "The sentence quotes what scammers say in order to teach people to recognise it.",
        "You are right: the sentence teaches people to recognise a scam. The listing is back.",
        "The listing warns of the scam that it describes, so it was put back.",
        is_answer=True,
    ),
    ToldDecision(
        94,
        "g-rebate",
        "second-reviewer",
        Action.REMOVE,
        "usage-policies/fraud",
        "指令要求用户先垫付货款，再以系统卡单为由要求继续充值。",
        "指令让用户垫付货款并继续充值才能提现，属于刷单诈骗。请删除这些内容。",
        "您的举报属实：该 GPT 诱导用户刷单垫付，已下架。",
    ),
)


@dataclass(frozen=True, slots=True)
class ToldAppeal:
    """An appeal by the builder."""

    hour: float
    listing: str
    reason: str


APPEALS: Final = (
    ToldAppeal(
        70,
        "g-lesson",
        "The sentence is a quotation: the lesson warns people of exactly this scam, and tells them "
        "where to report it.",
    ),
)
NOW: Final = 144.0
"""Hours from the first sync to when somebody looks."""
