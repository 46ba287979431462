"""Findings, policies and verdicts that differ from a plain one in what a test names."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gptreview.decide.decision import decide
from gptreview.decide.policy_file import read_policy
from gptreview.model.finding import Finding
from gptreview.model.policy import Policy, Profile
from gptreview.model.segment import Locator
from gptreview.model.verdict import Coverage, ScannerRun, Verdict
from tests.findings import FINDING


@pytest.fixture(scope="session")
def default_policy(repository_root: Path) -> Policy:
    """The policy that comes with the program."""
    data = (repository_root / "rules" / "policy.yaml").read_bytes()
    return read_policy(data, name="policy.yaml")


@pytest.fixture(scope="session")
def make_finding() -> Callable[..., Finding]:
    """A finding that the default policy fails, but for what is given."""
    plain = dataclasses.replace(FINDING, start=10, end=14, locator=Locator(2, 3), excerpt="text")

    def make(**changes: Any) -> Finding:
        return dataclasses.replace(plain, **changes)

    return make


@pytest.fixture(scope="session")
def judge(default_policy: Policy) -> Callable[..., Verdict]:
    """A verdict on the 22nd of November 2026 about what is given; all else is in order."""

    def verdict(*findings: Finding, **changes: Any) -> Verdict:
        given: dict[str, Any] = {
            "listing_id": "g-1",
            "content_digest": "sha256:content",
            "findings": findings,
            "coverage": Coverage(artifacts=2, characters=100),
            "scanners": (ScannerRun("rules", "1"), ScannerRun("pii", "2")),
            "policy": default_policy,
            "profile": Profile.CONTENT,
            "ruleset_digest": "sha256:rules",
            "today": dt.date(2026, 11, 22),
        }
        return decide(**(given | changes))

    return verdict
