"""Limits count visitors: behind a proxy that is trusted by its word, else by their connections."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from typing import IO, Any, Final

import httpx2
import pytest

from gptreview.model.gpt import Gpt
from gptreview.store.database import Database
from gptreview.usecases.triage.file_report import REPORTS_A_DAY
from tests.casework import Casework
from tests.databases import MakeTables

_PROGRAM: Final = "import sys; from gptreview.cli.main import run; sys.exit(run(sys.argv[1:]))"
_SERVES: Final = re.compile("gptreview serves .*?(http://[0-9.:]+)")
_SECONDS: Final = 60
Serve = Callable[..., str]


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory, make_tables: MakeTables) -> str:
    """Address of a database with a listing."""
    address = f"sqlite:///{tmp_path_factory.mktemp('visitors') / 'registry.db'}"
    with closing(Database(address)) as database:
        make_tables(database)
        Casework(database).listing(Gpt("Till", id="g-1", instructions="Pay first."))
    return address


@pytest.fixture
def serve(registry: str) -> Iterator[Serve]:
    """Starts a server as an operator does, with options; its address."""
    started: list[subprocess.Popen[str]] = []

    def start(*options: str) -> str:
        command = [sys.executable, "-c", _PROGRAM, "serve", "--port", "0", *options]
        environment = {**os.environ, "GPTREVIEW_DATABASE_URL": registry}
        process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stderr is not None
        return _first(process.stderr)

    yield start
    for process in started:
        process.terminate()
        # Reads what else it says, and closes the pipe.
        process.communicate(timeout=_SECONDS)


def _first(pipe: IO[str]) -> str:
    said = ""
    for line in pipe:
        said += line
        if found := _SERVES.search(said):
            return found[1]
    pytest.fail(f"it says {said}")


def _report(base: str, number: int, headers: Mapping[str, str]) -> Any:
    body = {
        "listing_id": 1,
        "category": "fraud",
        "description": f"It asks for money before it does anything, {number}.",
        "reporter_name": "Robin Example",
        "reporter_email": f"robin{number}@example.com",
        "good_faith": True,
    }
    return httpx2.post(f"{base}/api/v1/reports", json=body, headers=headers, timeout=_SECONDS)


def test_a_proxys_word_is_taken_where_it_is_trusted(serve: Serve) -> None:
    """One visitor's limit is no other's, though all come by the same connection's address.

    Without the option the header is anybody's to write, and changes nothing.
    """
    trusting = serve("--proxy", "127.0.0.1")
    for number in range(REPORTS_A_DAY):
        made = _report(trusting, number, {"x-forwarded-for": "192.0.2.1"})
        assert made.status_code == 201, made.text
    first, second = ({"x-forwarded-for": f"192.0.2.{each}"} for each in (1, 2))
    assert _report(trusting, 100, first).status_code == 429
    # What a visitor sends themselves stands before what the proxy adds.
    lying = {"x-forwarded-for": "192.0.2.77, 192.0.2.1"}
    assert _report(trusting, 101, lying).status_code == 429
    assert _report(trusting, 102, second).status_code == 201


def test_no_word_is_taken_of_anybody_else(serve: Serve) -> None:
    """However many addresses somebody claims to come from, they are one visitor."""
    plain = serve()
    for number in range(REPORTS_A_DAY):
        made = _report(plain, 200 + number, {"x-forwarded-for": f"198.51.100.{number}"})
        assert made.status_code == 201, made.text
    answer = _report(plain, 300, {"x-forwarded-for": "198.51.100.99"})
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many")
