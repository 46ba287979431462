"""What every test may ask for, and the rule that nothing is skipped where all must run."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = ROOT.parent / "shared" / "data"
REQUIRE_ALL = "GPTREVIEW_REQUIRE_ALL"

# openapi-spec-validator decides at the first validation of a process, also at one of a test's own,
# which engine words its errors.
os.environ.setdefault("OPENAPI_SPEC_VALIDATOR_SCHEMA_VALIDATOR_BACKEND", "jsonschema")

_PORTER_RULE = """
id: night-porter
title: Sealed envelope
status: stable
category: fraud
severity: high
confidence: high
message: {en: Sends an envelope to the night porter., zh: 把信封交给夜班门卫。}
fix: {en: Remove the sentence., zh: 删除这句话。}
policy: usage-policies/fraud
languages: [en]
applies_to: [name, description, instructions, starters, knowledge, actions]
detect: {all: ['\\bsealed envelope\\b', '\\bnight porter\\b'], within: sentence}
falsepositives: [Stories about hotels.]
references: ['https://example.com/rules']
tests:
  match:
    - Hand the sealed envelope to the night porter.
    - The night porter wants a sealed envelope.
  no_match:
    - Hand the envelope to the porter.
    - The night porter is asleep.
"""
"""Fails a sentence that no built-in rule knows, so that nobody's rules decide these tests."""

pytest_plugins = ("loopback", "databases", "publishing", "court")
"""tests/loopback.py: HTTPS servers for every room that reaches the network through net/.

tests/databases.py: a database of each kind for every room that keeps something.
tests/court.py: a registry with a case in it, and the people who may decide.
tests/publishing.py: a registry of listings and verdicts for whatever publishes them.
"""


@pytest.fixture(scope="session", autouse=True)
def _own_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Compiled rules go to a folder of this run, which parallel workers share; no models load."""
    base = tmp_path_factory.getbasetemp()
    folder = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    os.environ["GPTREVIEW_CACHE_DIR"] = str(folder / "gptreview-cache")
    os.environ["GPTREVIEW_NAME_MODELS"] = "false"


@pytest.fixture
def untraced() -> Iterator[None]:
    """Runs a test without coverage, which makes Python several times slower, as it is timed."""
    trace = sys.gettrace()
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(trace)


@pytest.fixture(scope="session")
def porter_rule() -> str:
    """The text of a rule that fails: Hand the sealed envelope to the night porter."""
    return _PORTER_RULE


@pytest.fixture(scope="session")
def repository_root() -> Path:
    """The folder that holds pyproject.toml."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real plugins and specs, which may be measured but not committed; for `corpus` tests only."""
    if not SHARED_DATA.is_dir():
        pytest.skip("../shared/data is not there")
    return SHARED_DATA


def _fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure that gives the skip's reason; an expected failure is no skip."""
    if os.environ.get(REQUIRE_ALL) == "1" and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{reason}\n{REQUIRE_ALL}=1: only `corpus` tests may be skipped"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Hold every test but the corpus ones to `GPTREVIEW_REQUIRE_ALL`."""
    report = yield
    if item.get_closest_marker("corpus") is None:
        _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Hold whole modules to it too: `pytest.importorskip` skips them while they are collected."""
    report = yield
    _fail_if_skipped(report)
    return report
