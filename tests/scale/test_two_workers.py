"""Two machines, as far as one can play two: workers of one pool, one registry, one server."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

from gptreview.store import events
from gptreview.store.database import Database
from gptreview.store.soundness import check
from tests.scale.prefect_server import PrefectServer, Workers, wait_for

pytestmark = pytest.mark.scale

_LISTINGS: Final = 2_000
_FAIR: Final = 0.25
"""Of the contents, what either of two workers has at least."""
_REVIEW: Final = "review/gptreview"
_ONE_PROCESS: Final = {"jobs": 1, "chunk": 32, "portion": 256}
_WORDS: Final = ("walk", "hill", "lake", "train", "museum", "bread", "garden", "winter", "ticket")
_CURRENT: Final = "SELECT count(DISTINCT content_digest) FROM listings WHERE vanished_at IS NULL"
_DOUBLE: Final = """
SELECT count(*) FROM (
    SELECT 1 FROM verdicts GROUP BY content_digest, standard_id, turn HAVING count(*) > 1
) AS doubles
"""
_BEGUN: Final = "SELECT count(*) FROM runs WHERE kind = 'review'"
_BY_RUN: Final = "SELECT run_id, count(*) FROM verdicts GROUP BY run_id ORDER BY run_id"
_SET_ASIDE: Final = "SELECT count(*) FROM verdicts WHERE set_aside <> ''"


class _Registry:
    """The registry that the workers share, as seen from outside."""

    def __init__(self, url: str) -> None:
        import psycopg

        self.url = url
        self._connection = psycopg.connect(url, autocommit=True)

    def rows(self, statement: str) -> list[Any]:
        """What the database answers."""
        return self._connection.execute(statement.encode()).fetchall()

    def number(self, statement: str) -> int:
        """The only number that it answers."""
        ((found,),) = self.rows(statement)
        return int(found)

    def reviewed(self) -> int:
        """How many verdicts there are."""
        return self.number("SELECT count(*) FROM verdicts")

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Nobody can claim anything: who begins first would have most of it."""
        with self._connection.transaction():
            self._connection.execute("LOCK TABLE claims IN SHARE MODE")
            yield

    def assert_sound(self, contents: int) -> None:
        """Every version has one verdict, none was set aside, and the chain of events holds."""
        assert self.number(_CURRENT) == contents
        assert self.reviewed() == contents
        assert (self.number(_DOUBLE), self.number(_SET_ASIDE)) == (0, 0)
        database = Database(self.url)
        with database.snapshot() as session:
            assert events.verify(session).broken is None
            assert check(session).problems == ()
        database.close()

    def close(self) -> None:
        """Let the connection go."""
        self._connection.close()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """2,000 listings of some 6 kilobytes."""
    path = tmp_path / "listings.jsonl"
    with path.open("w", encoding="utf-8") as lines:
        for number in range(_LISTINGS):
            lines.write(json.dumps(_listing(number)) + "\n")
    return path


@pytest.fixture
def registry(
    postgresql_url: str, prefect_server: PrefectServer, source: Path
) -> Iterator[_Registry]:
    """A registry of them that nobody has reviewed."""
    environment = prefect_server.environment | {"GPTREVIEW_DATABASE_URL": postgresql_url}
    program = prefect_server.programs / "gptreview"
    subprocess.run([program, "registry", "sync", source], env=environment, check=True)
    opened = _Registry(postgresql_url)
    yield opened
    opened.close()


def _listing(number: int) -> dict[str, str]:
    chance = random.Random(number)  # noqa: S311 - no secret
    sentences = (
        f"Tell of the {chance.choice(_WORDS)} and the {chance.choice(_WORDS)} in {year}."
        for year in range(120)
    )
    return {"id": f"g-{number}", "name": f"Guide {number}", "instructions": " ".join(sentences)}


@pytest.fixture
def ended(prefect_server: PrefectServer) -> Callable[..., None]:
    """Waits until flow runs are over, and holds how they ended against what was expected."""

    def wait(runs: list[str], *states: str) -> None:
        over = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}
        wait_for(lambda: {prefect_server.state(each) for each in runs} <= over, 240, "runs end")
        assert [prefect_server.state(each) for each in runs] == list(states)

    return wait


def _begun_together(registry: _Registry, prefect_server: PrefectServer) -> list[str]:
    """Two flow runs, of which none has claimed anything before the other has begun."""
    with registry.closed():
        runs = [prefect_server.run(_REVIEW, **_ONE_PROCESS) for _ in range(2)]
        wait_for(lambda: registry.number(_BEGUN) == len(runs), 120, "both begin")
    return runs


def test_two_workers_share_a_run(
    registry: _Registry, prefect_server: PrefectServer, workers: Workers, ended: Callable[..., None]
) -> None:
    """Two workers that were asked at the same time finish 2,000 listings, each a fair share."""
    workers.start(registry.url, "first", "second")
    runs = _begun_together(registry, prefect_server)
    ended(runs, "COMPLETED", "COMPLETED")
    registry.assert_sound(_LISTINGS)
    shares = [count / _LISTINGS for _, count in registry.rows(_BY_RUN)]
    assert len(shares) == 2
    assert min(shares) >= _FAIR, shares


def test_a_killed_worker_is_replaced_by_the_other(
    registry: _Registry, prefect_server: PrefectServer, workers: Workers
) -> None:
    """A worker that is killed in the middle leaves its claims to the other one, which ends all."""
    workers.start(registry.url, "first", "second")
    runs = _begun_together(registry, prefect_server)
    wait_for(lambda: len(registry.rows(_BY_RUN)) == 2, 120, "both review")
    workers.kill("first")
    before = registry.reviewed()
    assert before < _LISTINGS
    wait_for(lambda: "COMPLETED" in {prefect_server.state(each) for each in runs}, 240, "one ends")
    registry.assert_sound(_LISTINGS)


def test_a_server_that_restarts_costs_no_verdict(
    registry: _Registry, prefect_server: PrefectServer, workers: Workers, ended: Callable[..., None]
) -> None:
    """The Prefect server dies in the middle and comes back; the night after it all is done."""
    workers.start(registry.url, "first")
    prefect_server.run(_REVIEW, **_ONE_PROCESS)
    wait_for(lambda: registry.reviewed() > 0, 120, "it reviews")
    prefect_server.kill()
    before = registry.reviewed()
    assert before < _LISTINGS
    prefect_server.start()
    workers.start(registry.url, "second")
    ended([prefect_server.run(_REVIEW, **_ONE_PROCESS)], "COMPLETED")
    registry.assert_sound(_LISTINGS)


def test_two_nights_at_once_do_no_harm(
    registry: _Registry,
    prefect_server: PrefectServer,
    workers: Workers,
    ended: Callable[..., None],
    source: Path,
) -> None:
    """Schedules that fire together share the pool; each verdict and publication is made once."""
    workers.start(registry.url, "first", "second")
    night = {"sources": [str(source)], "jobs": 1, "machines": 2}
    runs = [prefect_server.run("nightly/gptreview", **night) for _ in range(2)]
    ended(runs, "COMPLETED", "COMPLETED")
    registry.assert_sound(_LISTINGS)
    revisions = "SELECT count(*), min(revision), max(revision) FROM publications"
    assert registry.rows(revisions) == [(_LISTINGS, 1, 1)]
