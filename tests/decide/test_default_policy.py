"""The policy that comes with the program."""

from __future__ import annotations

from gptreview.decide.publishing_clauses import PUBLISHING_CLAUSES
from gptreview.model.finding import Category, Confidence, Severity
from gptreview.model.policy import AllowList, Meaning, Policy, Profile

USAGE = {
    "fraud", "hate", "adult", "romantic-companion", "academic-dishonesty", "regulated-advice",
    "gambling-payday", "political-campaigning", "impersonation", "malware", "tracking-biometrics",
    "automated-decisions", "weapons-drugs", "self-harm", "child-safety", "spam", "copyright",
    "jailbreak", "publishing-hygiene",
}  # fmt: skip
OTHERS = {
    "privacy/personal-data", "security/secrets", "security/injection", "security/exfiltration",
    "actions/least-surprise", "actions/oauth-domains", "actions/server",
}  # fmt: skip


def test_clauses_that_rules_name_are_there(default_policy: Policy) -> None:
    """The clauses are those that rules, scanners and publishing facts are held against."""
    usage = {f"usage-policies/{each}" for each in USAGE}
    assert set(default_policy.clauses) == usage | OTHERS | set(PUBLISHING_CLAUSES)


def test_clauses_speak_both_languages(default_policy: Policy) -> None:
    """Every clause has a title and a sentence in English and in Chinese."""
    for clause in default_policy.clauses.values():
        assert clause.title.en != clause.title.zh
        assert clause.text.en.endswith(".")
        assert clause.text.zh.endswith("。")


def test_low_confidence_never_fails(default_policy: Policy) -> None:
    """Where the scanner is not sure, at most a person is asked."""
    for category in Category:
        for severity in Severity:
            assert default_policy.meanings[category][severity][Confidence.LOW] is not Meaning.FAIL


def test_meanings_grow_with_severity_and_confidence(default_policy: Policy) -> None:
    """Worse or surer evidence never means less."""
    weight = list(Meaning).index
    for category in Category:
        table = default_policy.meanings[category]
        for severity in Severity:
            row = [weight(table[severity][each]) for each in Confidence]
            assert row == sorted(row)
        for confidence in Confidence:
            column = [weight(table[each][confidence]) for each in Severity]
            assert column == sorted(column)


def test_audiences_require_their_facts(default_policy: Policy) -> None:
    """Nothing for the content alone, and for each audience what it is exposed to."""
    required = {
        profile: {each.removeprefix("publishing/") for each in clauses}
        for profile, clauses in default_policy.required.items()
    }
    assert required == {
        Profile.CONTENT: set(),
        Profile.PUBLIC: {
            "listing-facts", "verified-builder", "privacy-url", "data-consent", "action-hosts",
        },
        Profile.WORKSPACE: {
            "listing-facts", "external-gpt", "privacy-url", "action-domains", "data-consent",
            "action-hosts",
        },
        Profile.INTERNAL: {"listing-facts", "action-domains", "action-hosts"},
    }  # fmt: skip


def test_nothing_is_waived_or_barred_from_the_start(default_policy: Policy) -> None:
    """Allow lists and waivers are the owner's to fill."""
    assert (default_policy.allow, default_policy.waivers) == (AllowList(), ())
    assert default_policy.may_waive == frozenset()
