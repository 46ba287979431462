"""What a review can find, listed and shown."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from gptreview.errors import NotFoundError
from gptreview.model.finding import Card, Category, Confidence, Severity, Wording
from gptreview.model.policy import Clause, Meaning, Policy
from gptreview.model.rule import Detect, Rule, RuleExamples, RuleStatus
from gptreview.model.rule_catalogue import CatalogueDetails, CatalogueEntry
from gptreview.model.segment import FieldKind
from gptreview.usecases.rule_catalogue import RuleCatalogue, Wanted

_CLAUSE = Clause(
    "policies/brass",
    Wording("Brass", "黄铜"),
    Wording("No brass.", "禁止黄铜。"),
    dt.date(2026, 1, 2),
    "https://example.com/brass",
)
_MEANINGS = {
    category: {
        severity: {
            Confidence.LOW: Meaning.NOTE,
            Confidence.MEDIUM: Meaning.REVIEW,
            Confidence.HIGH: Meaning.FAIL,
        }
        for severity in Severity
    }
    for category in Category
}


def _card(card_id: str, category: Category, clause: str = "policies/brass") -> Card:
    return Card(
        card_id,
        f"Title of {card_id}",
        category,
        Severity.HIGH,
        Confidence.HIGH,
        Wording("Why.", "为何。"),
        Wording("What to do.", "如何修改。"),
        clause,
    )


def _rule(
    card_id: str, category: Category, status: RuleStatus, languages: tuple[str, ...] = ("en",)
) -> Rule:
    return Rule(
        _card(card_id, category),
        status,
        languages,
        frozenset(FieldKind),
        Detect(any=("brass",)),
        (),
        (),
        RuleExamples(("brass", "Brass"), ("wood", "tin")),
    )


STABLE = _rule("brass-kettle", Category.HATE, RuleStatus.STABLE, ("en", "zh"))
EXPERIMENTAL = _rule("brass-lantern", Category.FRAUD, RuleStatus.EXPERIMENTAL, ("zh",))
DEPRECATED = _rule("brass-anchor", Category.FRAUD, RuleStatus.DEPRECATED)
PII = _card("pii-email", Category.PII, "policies/lost")
SECRET = _card("secret-key", Category.SECRETS)


@pytest.fixture
def catalogue() -> RuleCatalogue:
    """Three rules, and two scanners that can say one thing each."""
    return RuleCatalogue(
        (DEPRECATED, STABLE, EXPERIMENTAL),
        {"brass-kettle": "rules/brass-kettle.yaml", "pii-email": "old/pii-email.yaml"},
        {"pii": (PII,), "secrets": (SECRET,)},
        Policy("Brass", "1", "sha256:0", {_CLAUSE.id: _CLAUSE}, _MEANINGS, {}),
    )


def test_everything_is_listed_by_category_then_id(catalogue: RuleCatalogue) -> None:
    """Each entry says who finds it and what that means; experimental ones mean less."""
    assert catalogue.entries(Wanted()) == [
        CatalogueEntry("rules", DEPRECATED.card, None, DEPRECATED),
        CatalogueEntry("rules", EXPERIMENTAL.card, Meaning.NOTE, EXPERIMENTAL),
        CatalogueEntry("rules", STABLE.card, Meaning.FAIL, STABLE),
        CatalogueEntry("pii", PII, Meaning.REVIEW),
        CatalogueEntry("secrets", SECRET, Meaning.FAIL),
    ]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(category=Category.FRAUD), ["brass-anchor", "brass-lantern"]),
        (Wanted(category=Category.USAGE), []),
        (Wanted(language="zh"), ["brass-lantern", "brass-kettle"]),
        (Wanted(status=RuleStatus.STABLE), ["brass-kettle"]),
        (Wanted(scanner="pii"), ["pii-email"]),
        (Wanted(Category.HATE, "en", RuleStatus.STABLE, "rules"), ["brass-kettle"]),
        (Wanted(Category.HATE, "en", RuleStatus.EXPERIMENTAL), []),
    ],
)
def test_only_what_is_wanted_is_listed(
    catalogue: RuleCatalogue, wanted: Wanted, found: list[str]
) -> None:
    """Every condition must hold; language and status are those of rules alone."""
    assert [entry.card.id for entry in catalogue.entries(wanted)] == found


def test_one_rule_is_shown_with_its_file_and_clause(catalogue: RuleCatalogue) -> None:
    """The details hold where the rule stands and the sentence that it is held against."""
    assert catalogue.details("brass-kettle") == CatalogueDetails(
        CatalogueEntry("rules", STABLE.card, Meaning.FAIL, STABLE),
        "rules/brass-kettle.yaml",
        _CLAUSE,
    )


def test_what_code_finds_has_no_file(catalogue: RuleCatalogue) -> None:
    """A clause that the policy lacks is none and leaves it to a person; no file is made up."""
    assert catalogue.details("pii-email") == CatalogueDetails(
        CatalogueEntry("pii", PII, Meaning.REVIEW), "", None
    )


def test_a_rule_may_come_without_a_known_file(catalogue: RuleCatalogue) -> None:
    """Nothing is made up where the file is not known."""
    bare = dataclasses.replace(catalogue, files={})
    assert bare.details("brass-kettle").file == ""


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            "brass-ketle",
            "there is no rule 'brass-ketle'; did you mean brass-kettle or brass-lantern?",
        ),
        ("brass", "there is no rule 'brass'; `gptreview rules list` names them all"),
        ("", "there is no rule ''; `gptreview rules list` names them all"),
    ],
)
def test_an_unknown_id_is_told(catalogue: RuleCatalogue, asked: str, said: str) -> None:
    """What is close is offered."""
    with pytest.raises(NotFoundError) as caught:
        catalogue.details(asked)
    assert str(caught.value) == said
