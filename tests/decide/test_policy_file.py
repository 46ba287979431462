"""A policy loads whole, or says everything that is wrong with it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

import pytest

from gptreview.decide.policy_file import read_policy
from gptreview.errors import InputError
from gptreview.model.finding import Category, Confidence, Severity, Wording
from gptreview.model.policy import AllowList, Clause, Meaning, Policy, Profile, Waiver

DIGEST = f"sha256:{'a' * 64}"
SMALL = """\
schema: policy/v1
name: Small policy
version: "1"
meanings:
  default:
    critical: {low: fail, medium: fail, high: fail}
    high: {low: review, medium: fail, high: fail}
    medium: {low: note, medium: review, high: review}
    low: {low: note, medium: note, high: note}
  pii:
    high: {low: note}
profiles:
  public: [publishing/privacy-url]
  workspace: []
  internal: []
clauses:
  publishing/privacy-url:
    title: Privacy policy
    date: 2026-01-02
    text: {en: Each action has one., zh: 每个操作都有。}
    source: https://example.com/rules
"""


def _read(text: str) -> Policy:
    return read_policy(text.encode(), name="own.yaml")


def _message(text: str) -> str:
    with pytest.raises(InputError) as caught:
        _read(text)
    return str(caught.value)


def test_policy_is_read_whole() -> None:
    """Every key of the file reaches the policy; a category's own cells go before the default's."""
    extra = f"""\
allow:
  action_domains: [Example.COM., bücher.example]
  own_domains: [example.org]
  gpt_ids: [g-1]
  builders: [Example Ltd]
  builder_domains: [example.net]
may_waive: [Ann Lee]
waivers:
  - rule_id: fraud-a
    evidence_digest: {DIGEST}
    owner: Ann Lee
    reason: A sample text.
    expires: 2026-12-31
"""
    policy = _read(SMALL + extra)
    row = dict.fromkeys(Confidence, Meaning.NOTE)
    default = {
        Severity.LOW: row,
        Severity.MEDIUM: dict.fromkeys(Confidence, Meaning.REVIEW) | {Confidence.LOW: Meaning.NOTE},
        Severity.HIGH: dict.fromkeys(Confidence, Meaning.FAIL) | {Confidence.LOW: Meaning.REVIEW},
        Severity.CRITICAL: dict.fromkeys(Confidence, Meaning.FAIL),
    }
    pii = default | {Severity.HIGH: default[Severity.HIGH] | {Confidence.LOW: Meaning.NOTE}}
    assert policy == Policy(
        name="Small policy",
        version="1",
        digest=f"sha256:{hashlib.sha256((SMALL + extra).encode()).hexdigest()}",
        clauses={
            "publishing/privacy-url": Clause(
                id="publishing/privacy-url",
                title=Wording("Privacy policy", "Privacy policy"),
                text=Wording("Each action has one.", "每个操作都有。"),
                date=dt.date(2026, 1, 2),
                source="https://example.com/rules",
            )
        },
        meanings={each: pii if each is Category.PII else default for each in Category},
        required={
            Profile.CONTENT: frozenset(),
            Profile.PUBLIC: frozenset({"publishing/privacy-url"}),
            Profile.WORKSPACE: frozenset(),
            Profile.INTERNAL: frozenset(),
        },
        allow=AllowList(
            action_domains=("example.com", "xn--bcher-kva.example"),
            own_domains=("example.org",),
            gpt_ids=("g-1",),
            builders=("Example Ltd",),
            builder_domains=("example.net",),
        ),
        waivers=(Waiver("fraud-a", DIGEST, "Ann Lee", "A sample text.", dt.date(2026, 12, 31)),),
        may_waive=frozenset({"Ann Lee"}),
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "policy/v1",
            "policy/v2",
            "own.yaml: line 1, /schema: “policy/v2”; expected policy/v1",
        ),
        (
            'version: "1"',
            "version: 1",
            "own.yaml: line 3, /version: 1; expected a text; put it in quotes",
        ),
        (
            "name: Small policy",
            "name: [a]",
            "own.yaml: line 2, /name: a list; expected a text",
        ),
        ("name: Small policy\n", "", "own.yaml: line 1: name is missing; write name: below it"),
        (
            "schema: policy/v1",
            "schema: policy/v1\nmay_wave: []",
            "own.yaml: line 2, /may_wave: unknown key “may_wave”; expected schema, name, version,"
            " meanings, profiles, clauses, allow, may_waive or waivers; did you mean may_waive?",
        ),
        (
            "schema: policy/v1",
            "schema: policy/v1\nschema: policy/v1",
            "own.yaml: line 2, /schema: this key stands twice; keep one of them",
        ),
        (
            "clauses:\n",
            "clauses:\n  publishing/privacy-url: {title: a, text: {en: b, zh: b}, source: c}\n",
            "own.yaml: line 18, /clauses/publishing~1privacy-url: this key stands twice; keep one"
            " of them",
        ),
        (
            "{low: note}",
            "{low: fial}",
            "own.yaml: line 11, /meanings/pii/high/low: unknown meaning “fial”; expected fail,"
            " review or note; did you mean fail?",
        ),
        (
            "{low: note}",
            "{low: true}",
            "own.yaml: line 11, /meanings/pii/high/low: True; expected fail, review or note",
        ),
        (
            "  pii:",
            "  spam:",
            "own.yaml: line 10, /meanings/spam: unknown key “spam”; expected default, fraud, hate,"
            " adult, pii, secrets, injection, usage or publishing",
        ),
        (
            "    low: {low: note, medium: note, high: note}\n",
            "",
            "own.yaml: line 4, /meanings: low severity has no meaning for any category at low,"
            " medium and high confidence; complete default: low",
        ),
        (
            "high: {low: review, medium: fail, high: fail}",
            "high: {medium: fail, high: fail}",
            "own.yaml: line 4, /meanings: high severity has no meaning for fraud, hate, adult,"
            " secrets, injection, usage, publishing at low confidence; complete default: high",
        ),
        (
            "  workspace: []\n",
            "",
            "own.yaml: line 12, /profiles: workspace is missing; write workspace: below it",
        ),
        (
            "  workspace: []",
            "  workspace:",
            "own.yaml: line 14, /profiles/workspace: nothing; expected a list of clause ids, empty"
            " for none",
        ),
        (
            "  workspace: []",
            "  workspace: [publishing/privacy-uri]",
            "own.yaml: line 14, /profiles/workspace/0: unknown publishing clause"
            " “publishing/privacy-uri”; expected publishing/listing-facts,"
            " publishing/verified-builder, publishing/external-gpt, publishing/privacy-url,"
            " publishing/action-domains, publishing/data-consent or publishing/action-hosts;"
            " did you mean publishing/privacy-url?",
        ),
        (
            "  workspace: []",
            "  workspace: [publishing/data-consent]",
            "own.yaml: line 14, /profiles/workspace/0: no clause publishing/data-consent; add"
            " publishing/data-consent to clauses",
        ),
        (
            "  workspace: []",
            "  workspace: [3]",
            "own.yaml: line 14, /profiles/workspace/0: 3; expected a clause id; put it in quotes",
        ),
        (
            "  workspace: []",
            "  workspace: []\n  content: [publishing/privacy-url]",
            "own.yaml: line 15, /profiles/content: content requires no publishing clause;"
            " expected []",
        ),
        (
            "clauses:\n",
            "clauses:\n  Fraud: {title: a, date: 2026-01-02, text: b, source: 'https://a.example'}\n",
            "own.yaml: line 17, /clauses/Fraud: “Fraud” is no clause id; expected an id like"
            " usage-policies/fraud",
        ),
        (
            "    title: Privacy policy\n",
            "",
            "own.yaml: line 17, /clauses/publishing~1privacy-url: title is missing; write title:"
            " below it",
        ),
        (
            "title: Privacy policy",
            "title: {en: Privacy policy}",
            "own.yaml: line 18, /clauses/publishing~1privacy-url/title: zh is missing; write zh:"
            " below it",
        ),
        (
            "title: Privacy policy",
            'title: "\\t"',
            "own.yaml: line 18, /clauses/publishing~1privacy-url/title: “'\\t'”; expected a text",
        ),
        (
            "title: Privacy policy",
            "title:",
            "own.yaml: line 18, /clauses/publishing~1privacy-url/title: nothing; expected a"
            " mapping with en and zh",
        ),
        (
            "2026-01-02",
            "2026-02-30",
            "own.yaml: line 19, /clauses/publishing~1privacy-url/date: “2026-02-30”; expected a"
            " date like 2026-12-31",
        ),
        (
            "2026-01-02",
            "20260102",
            "own.yaml: line 19, /clauses/publishing~1privacy-url/date: 20260102; expected a date"
            " like 2026-12-31",
        ),
        (
            "https://example.com/rules",
            "http://example.com",
            "own.yaml: line 21, /clauses/publishing~1privacy-url/source: “http://example.com”;"
            " expected an https URL",
        ),
    ],
)
def test_defect_is_told_with_its_line(old: str, new: str, message: str) -> None:
    """Each defect names file, line, key, what was found and what was expected."""
    assert SMALL.count(old) >= 1
    assert _message(SMALL.replace(old, new, 1)) == message


@pytest.mark.parametrize(
    ("section", "message"),
    [
        (
            "meanings: 3",
            "/meanings: 3; expected a mapping with default, fraud, hate, adult, pii, secrets,"
            " injection, usage and publishing",
        ),
        ("clauses: []", "/clauses: a list; expected a mapping from clause ids to clauses"),
        ("may_waive: Ann Lee", "/may_waive: “Ann Lee”; expected a list of owners"),
        ("may_waive: ['']", "/may_waive/0: “”; expected an owner's name"),
        ("waivers: {}", "/waivers: a mapping; expected a list of waivers, empty for none"),
        (
            "waivers: [3]",
            "/waivers/0: 3; expected a mapping with rule_id, evidence_digest, owner, reason and"
            " expires",
        ),
        ("allow: {builders: Ann}", "/allow/builders: “Ann”; expected a list of texts"),
        (
            "allow: {own_domains: ['*.example.com']}",
            "/allow/own_domains/0: “*.example.com”; expected a host like example.com; leave out"
            " scheme, port, path and wildcard: subdomains are included",
        ),
        (
            "allow: {action_domains: [com]}",
            "/allow/action_domains/0: “com”; expected a host like example.com; leave out scheme,"
            " port, path and wildcard: subdomains are included",
        ),
        (
            "allow: {action_domains: [null]}",
            "/allow/action_domains/0: nothing; expected a host like example.com",
        ),
    ],
)
def test_sections_of_the_wrong_shape(section: str, message: str) -> None:
    """A section that is something else is told at its place."""
    rest = SMALL.replace(f"\n{section.partition(':')[0]}:", "\nother:")
    told = _message(f"{section}\n{rest}")
    assert f"line 1, {message}" in told


def test_all_defects_are_told_at_once() -> None:
    """Several defects come in one message, in the order of the text."""
    waiver = {"rule_id": "a", "evidence_digest": "sha256:1", "owner": 3, "expires": "soon"}
    text = SMALL.replace("high: fail}", "high: fali}", 1) + f"waivers: [{json.dumps(waiver)}]\n"
    assert _message(text) == (
        "own.yaml: 5 defects\n"
        "  line 6, /meanings/default/critical/high: unknown meaning “fali”; expected fail, review"
        " or note; did you mean fail?\n"
        "  line 22, /waivers/0: reason is missing; write reason: below it\n"
        "  line 22, /waivers/0/evidence_digest: “sha256:1”; expected sha256: and 64 hex digits;"
        " copy evidence_digest from the finding in the JSON report\n"
        "  line 22, /waivers/0/owner: 3; expected a text; put it in quotes\n"
        "  line 22, /waivers/0/expires: “soon”; expected a date like 2026-12-31"
    )


def test_message_has_an_end() -> None:
    """Of a file with hundreds of defects, the first twenty are told and the others counted."""
    text = SMALL + "waivers:\n" + "  - x\n" * 30
    lines = _message(text).split("\n")
    assert (len(lines), lines[0], lines[-1]) == (22, "own.yaml: 30 defects", "  … and 10 more")


def test_empty_policy_lacks_everything() -> None:
    """A mapping without a known key names every key that is needed."""
    assert _message("{}").count("is missing") == 6


def test_long_values_are_cut() -> None:
    """A value in a message is short."""
    told = _message(SMALL.replace("policy/v1", "x" * 500))
    assert told == f"own.yaml: line 1, /schema: “{'x' * 60}…”; expected policy/v1"


@pytest.mark.parametrize(
    "data",
    [b"", b"- a", b"schema: [", b"\xff\xfe\x00", b"a: &a [b]\nc: *d", b"<html></html>"],
)
def test_other_files_are_bad_input(data: bytes) -> None:
    """What is no mapping at all is bad input, and says in which file."""
    with pytest.raises(InputError) as caught:
        read_policy(data, name="own.yaml")
    assert str(caught.value).startswith("own.yaml: ")


def test_json_is_a_policy_too() -> None:
    """A policy may be JSON; lines are told all the same."""
    value: dict[str, Any] = {"schema": "policy/v1", "nam": ""}
    assert "line 3, /nam: unknown key “nam”" in _message(json.dumps(value, indent=1))
