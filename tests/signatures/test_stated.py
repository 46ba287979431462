"""Statements read back: what is stated, and what is no statement of ours."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from gptreview.errors import InputError
from gptreview.model.finding import Category
from gptreview.model.policy import Meaning, Profile
from gptreview.model.statement import StatedVerdict
from gptreview.model.verdict import Outcome
from gptreview.signatures.stated import stated_verdict

_A, _B, _C = ("a" * 64, "b" * 64, "c" * 64)


def _statement() -> dict[str, Any]:
    return {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": "g-1", "digest": {"sha256": _A}, "more": 1}],
        "predicateType": "urn:gptreview:verdict:v1",
        "predicate": {
            "outcome": "fail",
            "profile": "public",
            "policy": {"name": "p", "version": "1", "digest": {"sha256": _B}},
            "ruleset": {"digest": {"sha256": _C}},
            "scanners": [
                {"name": "pii", "version": "2", "failed": True},
                {"name": "rules", "version": "3", "failed": False},
            ],
            "coverage": {"complete": False, "characters": 3},
            "findings": {"fraud": {"fail": 2, "note": 1}},
            "setAside": {"pii": {"review": 1}},
            "timeCreated": "2026-11-23T09:00:00Z",
            "generator": "x",
        },
        "more": None,
    }


def test_a_statement_is_read() -> None:
    """All of it; what is unknown is ignored."""
    assert stated_verdict(json.dumps(_statement()).encode(), name="s.json") == StatedVerdict(
        listing_id="g-1",
        content_digest=f"sha256:{_A}",
        outcome=Outcome.FAIL,
        profile=Profile.PUBLIC,
        policy_name="p",
        policy_version="1",
        policy_digest=f"sha256:{_B}",
        ruleset_digest=_C,
        scanners={"pii": "2", "rules": "3"},
        failed_scanners=("pii",),
        complete=False,
        findings={Category.FRAUD: {Meaning.FAIL: 2, Meaning.NOTE: 1}},
        set_aside={Category.PII: {Meaning.REVIEW: 1}},
        made_at=dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC),
    )


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("subject", []),
        ("subject", [{"name": "g", "digest": {"sha256": _A}}] * 2),
        ("subject", [{"name": 1, "digest": {"sha256": _A}}]),
        ("subject", [{"name": "g", "digest": {"sha512": _A}}]),
        ("subject", [{"name": "g", "digest": {"sha256": _A.upper()}}]),
        ("subject", [{"name": "g", "digest": {"sha256": _A + "\n"}}]),
        ("predicate", None),
        ("predicate.outcome", "passed"),
        ("predicate.outcome", []),
        ("predicate.scanners", {"pii": "2"}),
        ("predicate.scanners", [{"name": "pii", "version": "2", "failed": 0}]),
        ("predicate.coverage", {"complete": "yes"}),
        ("predicate.findings", {"fraud": {"fail": True}}),
        ("predicate.findings", {"fraud": {"fail": -1}}),
        ("predicate.findings", {"fraud": 1}),
        ("predicate.findings", {"theft": {"fail": 1}}),
        ("predicate.timeCreated", "2026-11-23"),
        ("predicate.timeCreated", 0),
    ],
)
def test_a_statement_with_a_wrong_part_is_refused(path: str, value: Any) -> None:
    """Whatever is missing or of another kind."""
    statement = _statement()
    *above, last = path.split(".")
    (statement[above[0]] if above else statement)[last] = value
    with pytest.raises(InputError) as caught:
        stated_verdict(json.dumps(statement).encode(), name="s.json")
    assert str(caught.value) == (
        "s.json: payload: a part of the statement is missing, or of the wrong kind; expected a "
        "verdict as docs/statements.md shows it; ask its signer by which program it was made"
    )


@pytest.mark.parametrize("key", ["_type", "predicateType"])
def test_other_statements_are_refused(key: str) -> None:
    """A signature over a statement of another kind states no verdict."""
    statement = _statement()
    expected, statement[key] = statement[key], "https://slsa.dev/provenance/v1"
    with pytest.raises(InputError) as caught:
        stated_verdict(json.dumps(statement).encode(), name="s.json")
    assert str(caught.value) == (
        f"s.json: payload: its {key} is another; expected {expected}; "
        "verify it with the program that made it, or with a newer gptreview"
    )
