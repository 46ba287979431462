"""What the tests of whole reviews share: a rule of their own, and a review in its own process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

MAX_SECONDS = 2.0
"""Of processor time, over what a review of next to nothing takes to start."""
MAX_MEBIBYTES = 300.0
_ATTEMPTS = 3
_CROWDED = 2.0 if "PYTEST_XDIST_WORKER" in os.environ else 1.0
"""Processor seconds are longer where other workers keep the same cores busy."""
"""Processor time of the same work doubles where other programs share the core's caches."""

EVERYWHERE_RULE = """
id: door-bell
title: Door bell
status: stable
category: fraud
severity: low
confidence: low
message: {en: Rings., zh: 门铃。}
fix: {en: Remove it., zh: 删除。}
policy: usage-policies/fraud
languages: [en]
applies_to: [knowledge]
detect: {any: ['\\bda\\b']}
falsepositives: [Songs.]
references: ['https://example.com/rules']
tests: {match: [da da, oh da], no_match: [dada, door]}
"""
"""Notes a word that makes up a whole text where somebody wants it to."""

_CHILD = """
import json, pathlib, resource, sys
from gptreview.cli.main import main
status = None
try:
    main()
except SystemExit as ending:
    status = ending.code
own, children = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
kibibytes = own.ru_maxrss
try:  # on Linux the figure above includes what the parent held when it started this process
    told = pathlib.Path("/proc/self/status").read_text()
    kibibytes = int(told.split("VmHWM:")[1].split()[0])
except FileNotFoundError:
    kibibytes //= 1024 if sys.platform == "darwin" else 1
print(json.dumps({
    "status": status,
    "seconds": sum((own.ru_utime, own.ru_stime, children.ru_utime, children.ru_stime)),
    "mebibytes": max(kibibytes, children.ru_maxrss) / 1024,
}), file=sys.stderr)
"""


@dataclass(frozen=True, slots=True)
class ReviewRun:
    """One ``gptreview review`` in a process of its own."""

    status: int
    """Exit status."""
    seconds: float
    """Of processor time, those of its own children and of starting included."""
    mebibytes: float
    """Peak resident memory of the process, or of a child of it that held more."""
    result: dict[str, Any]
    """What it printed."""


ReviewAlone = Callable[[Path], ReviewRun]


@dataclass(frozen=True)
class Ending:
    """What a review of one listing came to."""

    status: int
    outcome: str
    """``error`` where there is no verdict."""
    payload: frozenset[str] = frozenset()
    """Fields in which the sentence was found; with its disguise, if it had one."""
    unread: frozenset[str] = frozenset()
    """Field and code of what was not read."""
    gave_up: frozenset[str] = frozenset()
    """Scanners that could not finish."""


@dataclass(frozen=True)
class HostileReview:
    """Reviews a hostile listing and holds that to its ceilings."""

    review: ReviewAlone
    start_seconds: float
    """What a review of a name takes."""

    def ends(
        self,
        source: Path,
        *,
        status: int = 1,
        outcome: str = "fail",
        payload: Iterable[str] = (),
        unread: Iterable[str] = (),
        gave_up: Iterable[str] = (),
        seconds: float = MAX_SECONDS,
    ) -> dict[str, Any]:
        """Check how a review of the source ends and what it costs; its listing, for more."""
        there = _paths(source.parent)
        for _ in range(_ATTEMPTS):
            run = self.review(source)
            taken = run.seconds - self.start_seconds
            if taken <= seconds * _CROWDED:
                break
        expected = Ending(status, outcome, *map(frozenset, (payload, unread, gave_up)))
        (listing,) = run.result["listings"]
        assert _ending(run.status, listing) == expected
        assert taken <= seconds * _CROWDED
        assert run.mebibytes <= MAX_MEBIBYTES
        assert _paths(source.parent) == there
        return dict(listing)


def _paths(folder: Path) -> Collection[Path]:
    """Everything in a folder, at any depth."""
    return set(folder.rglob("*"))


def _ending(status: int, listing: dict[str, Any]) -> Ending:
    if "error" in listing:
        return Ending(status, "error")
    found = [each for each in listing["findings"] if each["rule_id"] == "night-porter"]
    return Ending(
        status,
        listing["outcome"],
        frozenset(" ".join((each["field"], *each["disguises"])) for each in found),
        frozenset(f"{each['field']} {each['code']}" for each in listing["coverage"]["unread"]),
        frozenset(each["name"] for each in listing["scanners"] if each["failure"]),
    )


@pytest.fixture(scope="session")
def phrase_rules(tmp_path_factory: pytest.TempPathFactory, porter_rule: str) -> Path:
    """A folder with a rule that fails: Hand the sealed envelope to the night porter."""
    folder = tmp_path_factory.mktemp("phrase-rules")
    (folder / "night-porter.yaml").write_text(porter_rule, encoding="utf-8")
    (folder / "door-bell.yaml").write_text(EVERYWHERE_RULE, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def rule_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where compiled rules are kept for all tests of one session, and for no other."""
    return tmp_path_factory.mktemp("rule-cache")


@pytest.fixture(scope="session")
def review_alone(phrase_rules: Path, rule_cache: Path) -> ReviewAlone:
    """Reviews a source by the command line's own code, with JSON out, and measures that."""
    options = ("--rules", str(phrase_rules), "--format", "json")
    environment = os.environ | {"GPTREVIEW_CACHE_DIR": str(rule_cache)}

    def run(source: Path) -> ReviewRun:
        ended = subprocess.run(
            [sys.executable, "-c", _CHILD, "review", str(source), *options],
            cwd=source.parent,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        lines = ended.stderr.splitlines()
        assert len(lines) == 1, ended.stderr
        told = json.loads(lines[0])
        return ReviewRun(**told, result=json.loads(ended.stdout))

    return run


@pytest.fixture(scope="session")
def write_listing() -> Callable[..., Path]:
    """Writes a gpt.yaml, which JSON is, too, into a folder, and gives the folder back."""

    def write(folder: Path, **fields: Any) -> Path:
        value = {"schema": "gpt/v1", "name": "City guide", **fields}
        (folder / "gpt.yaml").write_text(json.dumps(value), encoding="utf-8")
        return folder

    return write


@pytest.fixture(scope="session")
def hostile(
    review_alone: ReviewAlone,
    write_listing: Callable[..., Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> HostileReview:
    """Measures reviews against one of next to nothing, with compiled rules on the disk."""
    folder = write_listing(tmp_path_factory.mktemp("start"))
    review_alone(folder)  # compiles
    return HostileReview(review_alone, min(review_alone(folder).seconds for _ in range(3)))


@pytest.fixture
def listing_folder(tmp_path: Path) -> Path:
    """An empty folder for a listing, in a folder that has nothing else in it."""
    folder = tmp_path / "listing"
    folder.mkdir()
    return folder
