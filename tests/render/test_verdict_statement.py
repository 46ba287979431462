"""The bytes that are signed: the same each time, and nothing in them that is not public."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from gptreview import __version__
from gptreview.model.finding import Category, Confidence, Finding, Severity, Wording
from gptreview.model.policy import Meaning, Profile, Waiver
from gptreview.model.segment import Locator, Unread
from gptreview.model.verdict import Coverage, JudgedFinding, Outcome, ScannerRun, Verdict
from gptreview.render.verdict_statement import verdict_statement
from gptreview.signatures.stated import stated_verdict

_HIDDEN = "QUOTED"
_WORDS = Wording(_HIDDEN, _HIDDEN)
_NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def _finding(category: Category) -> Finding:
    return Finding(
        rule_id=f"{category}-x",
        title=_HIDDEN,
        category=category,
        severity=Severity.HIGH,
        confidence=Confidence.HIGH,
        field=f"knowledge:{_HIDDEN}",
        start=0,
        end=1,
        locator=Locator(1, 1, _HIDDEN),
        excerpt=_HIDDEN,
        before=_HIDDEN,
        after=_HIDDEN,
        decoded=_HIDDEN,
        disguises=(),
        message=_WORDS,
        clause="c",
        fix=_WORDS,
        scanner="rules",
        evidence_digest=_HIDDEN,
    )


@pytest.fixture
def verdict() -> Verdict:
    """One that has everything, and words that nobody else may read."""
    fraud, pii = _finding(Category.FRAUD), _finding(Category.PII)
    waiver = Waiver(fraud.rule_id, "", _HIDDEN, _HIDDEN, dt.date(2027, 1, 1))
    return Verdict(
        listing_id="g-1",
        outcome=Outcome.FAIL,
        findings=(
            JudgedFinding(fraud, Meaning.FAIL),
            JudgedFinding(fraud, Meaning.FAIL),
            JudgedFinding(pii, Meaning.NOTE),
            JudgedFinding(fraud, Meaning.FAIL, waiver=waiver),
            JudgedFinding(pii, Meaning.REVIEW, known=True),
        ),
        coverage=Coverage(2, 9, (Unread(f"knowledge:{_HIDDEN}", _HIDDEN),)),
        reasons=(_WORDS,),
        scanners=(ScannerRun("pii", "2", _HIDDEN), ScannerRun("rules", "3")),
        content_digest=f"sha256:{'a' * 64}",
        policy_name="p",
        policy_version="1",
        policy_digest=f"sha256:{'b' * 64}",
        ruleset_digest="c" * 64,
        profile=Profile.PUBLIC,
    )


def test_the_statement_whole(verdict: Verdict) -> None:
    """Sorted keys, no spaces; counts, and digests of what was judged and by what."""
    assert verdict_statement(verdict, made_at=_NOON).decode() == (
        '{"_type":"https://in-toto.io/Statement/v1","predicate":{"coverage":{"complete":false},'
        '"findings":{"fraud":{"fail":2},"pii":{"note":1}},'
        f'"generator":"gptreview {__version__}","outcome":"fail",'
        f'"policy":{{"digest":{{"sha256":"{"b" * 64}"}},"name":"p","version":"1"}},'
        f'"profile":"public","ruleset":{{"digest":{{"sha256":"{"c" * 64}"}}}},'
        '"scanners":[{"failed":true,"name":"pii","version":"2"},'
        '{"failed":false,"name":"rules","version":"3"}],'
        '"setAside":{"fraud":{"fail":1},"pii":{"review":1}},'
        '"timeCreated":"2026-11-23T12:00:00Z"},"predicateType":"urn:gptreview:verdict:v1",'
        f'"subject":[{{"digest":{{"sha256":"{"a" * 64}"}},"name":"g-1"}}]}}'
    )


def test_nothing_of_the_evidence_is_stated(verdict: Verdict) -> None:
    """No quote, no reason, no name of a file, nobody's name."""
    assert _HIDDEN.encode() not in verdict_statement(verdict, made_at=_NOON)


def test_one_moment_has_one_spelling(verdict: Verdict) -> None:
    """In whatever zone it comes, and without its fraction."""
    shanghai = dt.timezone(dt.timedelta(hours=8))
    assert verdict_statement(verdict, made_at=_NOON) == verdict_statement(
        verdict, made_at=dt.datetime(2026, 11, 23, 20, 0, 0, 999_999, tzinfo=shanghai)
    )


@pytest.mark.parametrize(
    ("listing_id", "stated"), [("旅行\u2028", "旅行\u2028"), ("a\ud800\x00", "a\ufffd\x00")]
)
def test_hostile_ids_are_stated_and_read_back(
    verdict: Verdict, listing_id: str, stated: str
) -> None:
    """In ASCII; half a character becomes the replacement character."""
    data = verdict_statement(replace(verdict, listing_id=listing_id), made_at=_NOON)
    assert data.isascii()
    assert stated_verdict(data, name="s").listing_id == stated
