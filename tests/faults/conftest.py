"""What the tests of faults share: the commands as processes, and what a sound registry is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import func, select

from gptreview.store.database import Database
from gptreview.store.tables.events import EventRow
from gptreview.store.tables.registry import ListingRow
from gptreview.store.tables.verdicts import ClaimRow, VerdictRow
from gptreview.usecases.keep_database import KeepDatabase

_PROGRAM = """
import pathlib, sys
from gptreview import bootstrap
from gptreview.cli.main import run
rules = pathlib.Path(sys.argv[1])
bootstrap.rules_folder = lambda: rules
sys.exit(run(sys.argv[2:]))
"""
"""The command line with other built-in rules than its own, which take long to compile."""
SECONDS = 120.0
"""Within which everything here happens, or the test fails."""
Until = Callable[[Callable[[], bool]], None]


@dataclass
class Commands:
    """``gptreview registry`` as a user starts it, on one database."""

    folder: Path
    rules: Path
    url: str
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    def listings(self, count: int) -> str:
        """A file of that many listings."""
        path = self.folder / "listings.jsonl"
        with path.open("w", encoding="utf-8") as file:
            for number in range(count):
                instructions = f"Tell when museum {number} opens."
                listing = {"id": f"g-{number}", "name": "Guide", "instructions": instructions}
                file.write(json.dumps(listing) + "\n")
        return str(path)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """The command, running."""
        process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, self.rules, "registry", *arguments],
            env={**os.environ, "GPTREVIEW_DATABASE_URL": self.url},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.folder,
        )
        self.started.append(process)
        return process

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Exit status, standard output and standard error of the command."""
        return self.end(self.start(*arguments))

    @staticmethod
    def end(process: subprocess.Popen[str]) -> tuple[int, str, str]:
        """Exit status, standard output and standard error of a command that ends by itself."""
        out, err = process.communicate(timeout=SECONDS)
        return process.returncode, out, err


@pytest.fixture
def rules(tmp_path: Path, repository_root: Path, porter_rule: str) -> Path:
    """The built-in policy with one rule."""
    folder = tmp_path / "rules"
    folder.mkdir()
    shutil.copy(repository_root / "rules" / "policy.yaml", folder)
    (folder / "night-porter.yaml").write_text(porter_rule, encoding="utf-8")
    return folder


@pytest.fixture
def commands(tmp_path: Path, rules: Path, database_url: str) -> Iterator[Commands]:
    """The commands, on an empty database without tables."""
    made = Commands(tmp_path, rules, database_url)
    yield made
    for process in made.started:
        process.kill()
        process.communicate()


@pytest.fixture
def assert_sound() -> Callable[[Database], None]:
    """Fails the test unless every current version has its one verdict, and all else holds, too."""
    return _assert_sound


def _assert_sound(database: Database) -> None:
    count = func.count()
    judged = select(VerdictRow.content_digest)
    with database.snapshot() as session:
        current = select(ListingRow.id).where(ListingRow.vanished_at.is_(None))
        unjudged = session.scalars(current.where(ListingRow.content_digest.not_in(judged))).all()
        each = (VerdictRow.content_digest, VerdictRow.standard_id)
        twice = session.execute(select(*each).group_by(*each).having(count > 1)).all()
        made = session.scalars(select(count).select_from(VerdictRow)).one()
        told = select(count).select_from(EventRow).where(EventRow.kind == "verdict.made")
        claims = session.scalars(select(count).select_from(ClaimRow)).one()
        assert (unjudged, twice, claims, session.scalars(told).one()) == ([], [], 0, made)
    keeper = KeepDatabase(database)
    assert keeper.verify(None).broken is None
    assert keeper.check().problems == ()


@pytest.fixture
def until() -> Until:
    """Waits for what is to happen, and fails the test where it does not."""
    return _until


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not condition():
        if time.monotonic() > end:
            pytest.fail(f"it did not happen within {SECONDS:g} s")
        time.sleep(0.1)
