"""The web benchmark: what it fills in, what it counts, and one small run of all of it."""

from __future__ import annotations

import datetime as dt
import http.server
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from gptreview.model.account import Identity
from gptreview.model.queue import QueueFilter
from gptreview.store import cases, events
from gptreview.store.database import Database
from gptreview.usecases.access.sessions import Sessions
from gptreview.usecases.triage.read_queue import ReadQueue
from web_burst import Burst, search
from web_figures import WebFigures, figure_lines, percentile
from web_listings import made_listings, renamed
from web_load import NO_ANSWER, Load, Timed, arrivals, drive
from web_registry import Registry, fill
from web_requests import Asked, makers, report_on

_SCRIPT = Path(__file__).parents[2] / "benchmarks" / "web.py"
_BURST = Burst(
    reports=100,
    seconds=12.0,
    down=2.0,
    receipts=100,
    before_kill=50,
    unanswered=3,
    refused=0,
    lost=0,
    doubled=0,
    chain_holds=True,
)


def _clock() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def test_filled_cases_are_as_the_program_opens_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reviewer who is signed in sees all of them in the queue, and the log is whole."""
    monkeypatch.setenv("GPTREVIEW_NAME_MODELS", "false")
    told: list[str] = []
    with closing(Database(f"sqlite:///{tmp_path / 'web.db'}")) as database:
        filled = fill(database, 30, told.append)
        identity = Sessions(database, _clock).identify(filled.session)
        assert isinstance(identity, Identity)
        page = ReadQueue(database, _clock).page(QueueFilter(), identity, limit=30)
        with database.snapshot() as session:
            assert events.verify(session).broken is None
            number = cases.of_version(session, filled.listings[0], 1)
    assert sorted(row.id for row in page.rows) == sorted(filled.cases)
    assert sum(row.reports for row in page.rows) == filled.reports > 0
    assert (len(filled.listings), number in filled.cases) == (30, True)
    assert filled.findings > 0
    assert told == ["30 of 30 cases"]


def test_made_listings_are_the_same_every_time() -> None:
    """Listings come of a seed; each name makes a content of its own."""
    made = list(made_listings(20))
    assert made == list(made_listings(20))
    assert made != list(made_listings(20, seed=6))
    digests = {renamed(gpt, index).content_digest() for index in range(2) for gpt in made}
    assert len(digests) == 40
    assert any(gpt.actions for gpt in made)
    assert any(gpt.knowledge for gpt in made)


def test_requests_are_no_two_alike() -> None:
    """Reports come from another address each, and neighbours ask for cases apart."""
    registry = Registry(range(1, 101), range(201, 301), 0, 0, session="secret")
    made = makers(registry)
    reports = [made["report"](number) for number in range(100)]
    addresses = {each.headers["X-Forwarded-For"] for each in reports}
    bodies = [json.loads(each.body) for each in reports]
    assert len(addresses) == len({each["description"] for each in bodies}) == 100
    assert {each["listing_id"] for each in bodies} == set(range(1, 101))
    assert {made["case"](number).path for number in range(100)} == {
        f"/cases/{number}" for number in range(201, 301)
    }
    assert made["queue"](5).headers["Cookie"] == "gptreview_session=secret"


def test_percentiles_are_values_that_were_measured() -> None:
    """The nearest rank: the least value that enough of all are not above."""
    ordered = [float(each) for each in range(1, 21)]
    assert [percentile(ordered, share) for share in (0.5, 0.95, 0.99, 1.0)] == [10, 19, 20, 20]
    assert percentile([3.0], 0.5) == 3.0


def test_arrivals_have_their_rate() -> None:
    """Moments come in order, as many as the rate says, the same for a seed."""
    moments = list(arrivals(20.0, 100.0, seed=1))
    assert moments == sorted(moments) == list(arrivals(20.0, 100.0, seed=1))
    assert 1_800 < len(moments) < 2_200
    assert moments[-1] < 100.0


class _Slow(http.server.BaseHTTPRequestHandler):
    """Answers one request at a time, each after a fifth of a second."""

    def do_GET(self) -> None:
        """Refuse what is called so."""
        threading.Event().wait(0.2)
        self.send_response(404 if self.path == "/none" else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def slow() -> Iterator[tuple[str, int]]:
    """Address of a server that stalls."""
    with http.server.HTTPServer(("127.0.0.1", 0), _Slow) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield ("127.0.0.1", server.server_port)
        server.shutdown()


def test_stall_counts_for_all_who_wait(slow: tuple[str, int]) -> None:
    """Requests that come while others are answered have these answers in their time."""
    timed = drive(slow, [0.0, 0.01, 0.02], lambda _: Asked("queue", "/", 200))
    waits = sorted(each.seconds for each in timed)
    assert waits[0] >= 0.2
    assert waits[2] >= 0.55
    assert [each.fault for each in timed] == ["", "", ""]


def test_answers_that_are_not_as_expected_are_faults(slow: tuple[str, int]) -> None:
    """Another status, and no answer at all, are counted by what they are."""
    paths = ("/none", "/")
    timed = drive(slow, [0.0, 0.0], lambda place: Asked("case", paths[place], 200))
    gone = drive(("127.0.0.1", 1), [0.0], lambda _: Asked("case", "/", 200))
    load = Load("case", [*timed, *gone], 0.01)
    assert load.faults("case") == {"404": 1, NO_ANSWER: 1}


def test_lost_and_doubled_reports_are_seen(tmp_path: Path) -> None:
    """A receipt that opens nothing or another one's report is lost; a text twice is doubled."""
    from gptreview.model.report import ReportDraft
    from gptreview.usecases.triage.file_report import FileReport

    def filed(number: int, email: str) -> str:
        body = json.loads(report_on(filling.listings[0], number).body)
        body["listing"] = body.pop("listing_id")
        return filing.file(ReportDraft(**body | {"reporter_email": email}), Identity()).code

    with closing(Database(f"sqlite:///{tmp_path / 'web.db'}")) as database:
        filling = fill(database, 1, lambda _: None)
        filing = FileReport(database, _clock)
        receipts = {number: filed(number, "one@example.com") for number in range(3)}
        assert search(database, receipts) == (0, 0)
        filed(2, "two@example.com")
        assert search(database, receipts) == (0, 1)
        swapped = {0: receipts[1], 1: "0123A-BCDEF-GHJKM-NPQRS", 2: receipts[2]}
        assert search(database, swapped) == (2, 1)


def _figures() -> WebFigures:
    quick = [Timed("queue", 0.01 * each, 0.001, "") for each in range(1, 11)]
    mixed = [Timed("queue", 0.02, 0.0, ""), Timed("case", 0.3, 0.004, "500")]
    return WebFigures(
        date=dt.date(2026, 11, 23),
        machine="2 cores",
        database="sqlite",
        workers=2,
        cases=50_000,
        reports=70_000,
        findings=67_000,
        filled=100.0,
        rate=20.0,
        seconds=60.0,
        loads=[Load("queue", quick, 0.02), Load("mixed", mixed, 0.03)],
        burst=_BURST,
        complaints=["it failed\n"],
    )


def test_tables_say_what_is_missed() -> None:
    """A row a load and kind, a word beside an aim that is missed and a report that is lost."""
    figures = _figures()
    assert list(figure_lines(figures)) == [
        "Measured on 2026-11-23 with 2 cores, sqlite, --workers 2: 50,000 open cases with "
        "70,000 reports and 67,000 findings, filled in 100 s.",
        "20 requests/s for 60 s each, at random moments.",
        "",
        "| load                   | requests | failed  | p50 ms | p95 ms | p99 ms | max ms "
        "| CPU ms | aim                 |",
        "|------------------------|----------|---------|--------|--------|--------|--------"
        "|--------|---------------------|",
        "| queue page, GET /queue | 10       | 0       | 50     | 100    | 100    | 100    "
        "| 20     | p95 < 100 ms        |",
        "| mixed: queue           | 1        | 0       | 20     | 20     | 20     | 20     "
        "| 30     | p95 < 100 ms        |",
        "| mixed: case            | 1        | 1 x 500 | 300    | 300    | 300    | 300    "
        "| 30     | p95 < 100 ms MISSED |",
        "",
        "No request was sent more than 4 ms late.",
        "",
        "| burst                                                 | figure  |",
        "|-------------------------------------------------------|---------|",
        "| reports                                               | 100     |",
        "| reports/s, without the time that the server was down  | 10      |",
        "| seconds from the kill until the server answered again | 2.0     |",
        "| receipts given before the kill, in all                | 50, 100 |",
        "| requests without an answer, sent again                | 3       |",
        "| requests refused                                      | 0       |",
        "| receipts that open no report (lost)                   | 0       |",
        "| reports that are there twice                          | 0       |",
        "| event log                                             | holds   |",
        "SERVER it failed",
    ]
    lost = replace(_BURST, lost=2, doubled=1, chain_holds=False)
    told = "\n".join(figure_lines(replace(figures, burst=lost)))
    assert "(lost)                   | 2 WRONG " in told
    assert "there twice                          | 1 WRONG " in told
    assert "event log                                             | BROKEN " in told


@pytest.mark.parametrize(
    "wrong",
    [{"lost": 1}, {"doubled": 1}, {"refused": 1}, {"receipts": 99}, {"chain_holds": False}],
    ids=["lost", "doubled", "refused", "fewer", "chain"],
)
def test_burst_is_sound_only_with_every_report(wrong: dict[str, int]) -> None:
    """A report that is lost, there twice or refused, or a broken log, is a failure."""
    assert _BURST.is_sound
    assert not replace(_BURST, **wrong).is_sound  # type: ignore[arg-type] # of fields of all types


def test_run_is_sound_only_where_all_is_answered() -> None:
    """One answer that is not as expected is a failure of the run."""
    figures = _figures()
    assert not figures.is_sound
    assert replace(figures, loads=figures.loads[:1]).is_sound
    assert replace(figures, loads=(), burst=None).is_sound


def test_web_is_measured() -> None:
    """A small run answers everything, survives its kill, and says so."""
    words = ("--cases", "20", "--seconds", "1", "--rate", "5", "--burst", "40", "--format", "json")
    done = subprocess.run(
        [sys.executable, str(_SCRIPT), *words], capture_output=True, text=True, check=False
    )
    figures = json.loads(done.stdout)
    assert (done.returncode, figures["is_sound"], figures["cases"]) == (0, True, 20)
    kinds = [(each["load"], each["kind"]) for each in figures["loads"]]
    assert kinds[:3] == [("queue", "queue"), ("case", "case"), ("report", "report")]
    assert all(each["faults"] == {} for each in figures["loads"])
    burst = figures["burst"]
    assert (burst["receipts"], burst["lost"], burst["doubled"]) == (40, 0, 0)
    assert burst["before_kill"] >= 20
    assert burst["down"] > 0


def test_web_refuses_a_database_that_is_in_use(tmp_path: Path) -> None:
    """Somebody's registry is left alone."""
    url = f"sqlite:///{tmp_path / 'web.db'}"
    with closing(Database(url)) as database:
        fill(database, 1, lambda _: None)
    done = subprocess.run(
        [sys.executable, str(_SCRIPT), "--database", url, "--cases", "1"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "the database is not empty" in done.stderr
