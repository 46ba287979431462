"""The flows on a real Prefect server: what they do, how they end, what their pages show."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from prefect import State
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    ArtifactFilter,
    ArtifactFilterFlowRunId,
    FlowRunFilter,
    FlowRunFilterId,
    FlowRunFilterParentFlowRunId,
)
from prefect.client.schemas.sorting import FlowRunSort, TaskRunSort
from prefect.settings import PREFECT_API_URL
from sqlalchemy import func, select

from flows.limits import limit_name, make_limits
from flows.migrate import migrate
from flows.nightly import nightly
from flows.publish import publish
from flows.review import review
from flows.sync import sync
from gptreview.cli.main import run
from gptreview.errors import DependencyError
from gptreview.store import events
from gptreview.store.database import Database
from gptreview.store.tables.publications import PublicationRow
from gptreview.store.tables.verdicts import ClaimRow, RunRow, VerdictRow
from gptreview.usecases.sync_registry import SyncRegistry

pytestmark = [
    pytest.mark.usefixtures("prefect_server", "registry"),
    pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning"),
]
DAY = r"\d{4}-\d\d-\d\d \d\d:\d\d"


def _listings(count: int, *, also: str = "") -> None:
    """``listings.jsonl`` with so many listings and perhaps a line that is none."""
    lines = [
        json.dumps({"id": f"g-{number}", "name": f"Guide {number}", "instructions": "Hi!"})
        for number in range(count)
    ]
    Path("listings.jsonl").write_text("\n".join([*lines, also]), encoding="utf-8")


def _flow_run(state: State[Any]) -> UUID:
    found = state.state_details.flow_run_id
    assert found is not None
    return found


def _steps(client: SyncPrefectClient, night: UUID) -> dict[str, tuple[str, UUID]]:
    """The flow runs below a night in their order: how each ended, and its id, by its name."""
    below = FlowRunFilter(parent_flow_run_id=FlowRunFilterParentFlowRunId(any_=[night]))
    runs = client.read_flow_runs(flow_run_filter=below, sort=FlowRunSort.START_TIME_ASC)
    return {re.sub(DAY, "DAY", each.name): (each.state_name or "", each.id) for each in runs}


def _tasks(client: SyncPrefectClient, flow_run: UUID) -> list[str]:
    """Names of the tasks of a flow run, in their order; they reach the server a little later."""
    of = FlowRunFilter(id=FlowRunFilterId(any_=[flow_run]))
    for _ in range(100):
        found = client.read_task_runs(flow_run_filter=of, sort=TaskRunSort.EXPECTED_START_TIME_ASC)
        if found and all(each.state and each.state.is_final() for each in found):
            break
        time.sleep(0.1)
    return [each.name for each in sorted(found, key=lambda each: str(each.start_time))]


def _page(client: SyncPrefectClient, flow_run: UUID) -> dict[str, Any]:
    """What the page of a flow run shows, by type."""
    of = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[flow_run]))
    return {each.type or "": each.data for each in client.read_artifacts(artifact_filter=of)}


def test_night_goes_through_all_steps(porter_rule: str) -> None:
    """Each step is a flow run with a name; what cannot be read stops nothing, and is told."""
    _listings(3, also='{"id": "g-9", "name": 7}')
    Path("rules").mkdir()
    Path("rules/night-porter.yaml").write_text(porter_rule, encoding="utf-8")
    state = nightly(("listings.jsonl",), rules=(Path("rules"),), jobs=1, return_state=True)
    assert (state.type.value, state.name) == ("COMPLETED", "Incomplete")
    assert re.sub(r"[\d.]+ s, \d+/s", "T", state.message or "") == (
        "sync: 3 listings of 1 source read; 1 entry cannot be read; "
        "drift: 0 looks, 0 changed, 0 gone, 0 back, 0 new versions; "
        "review: run 3: 3 reviewed, 0 unchanged, T; "
        "publish: 3 published, 0 stale, 0 withdrawn, 0 delivered"
    )
    with get_client(sync_client=True) as client:
        steps = _steps(client, _flow_run(state))
        policy = "gptreview default policy 2026-11-22"
        assert {name: ended for name, (ended, _) in steps.items()} == {
            "sync listings.jsonl, DAY": "Incomplete",
            "drift, DAY": "Completed",
            f"review content {policy}, DAY": "Completed",
            "publish content, DAY": "Completed",
        }
        page = _page(client, steps["sync listings.jsonl, DAY"][1])
        assert [(row["added"], row["unreadable"]) for row in json.loads(page["table"])] == [(3, 1)]
        page = _page(client, steps[f"review content {policy}, DAY"][1])
    assert page["progress"] == 100
    chart, *rows = page["markdown"].splitlines()
    assert rows[1:9] == [
        "| figure | value |",
        "|---|---:|",
        "| reviewed in this run | 3 |",
        "| unchanged | 0 |",
        "| passed | 3 |",
        "| failed | 0 |",
        "| to review by a person | 0 |",
        "| of these set aside after repeated failures | 0 |",
    ]
    drawn = re.fullmatch(r"!\[Run 3 of the registry\]\(data:image/svg\+xml;base64,(.+)\)", chart)
    assert drawn is not None
    assert ">passed</text>" in base64.b64decode(drawn[1]).decode()


def test_task_is_a_portion_of_contents(registry: Path) -> None:
    """A task takes some hundred contents, here four; nothing left is a run without portions."""
    _listings(10)
    sync(("listings.jsonl",), return_state=True)
    state = review(jobs=1, chunk=2, portion=4, return_state=True)
    again = review(jobs=1, return_state=True)
    with get_client(sync_client=True) as client:
        assert _tasks(client, _flow_run(state)) == [
            "begin",
            "contents after 0",
            "contents after 4",
            "contents after 8",
            "end",
        ]
        assert _tasks(client, _flow_run(again)) == ["begin", "end"]
    assert (again.message or "").startswith("run 3: 0 reviewed, 10 unchanged")
    assert _kept(registry) == (10, 0)


def test_wrong_policy_is_a_message(registry: Path) -> None:
    """Bad input fails the run with what the command line says, and no stack trace."""
    Path("policy.yaml").write_text("name: [", encoding="utf-8")
    _listings(1)
    sync(("listings.jsonl",), return_state=True)
    state = review(policy=Path("policy.yaml"), return_state=True)
    assert state.type.value == "FAILED"
    assert (state.message or "").startswith("policy.yaml: ")
    assert _kept(registry) == (0, 0)


def test_missing_source_fails_the_night_and_stops_no_step() -> None:
    """The registry is reviewed as it is; the night says what was missing."""
    _listings(2)
    sources = ("missing.jsonl", "listings.jsonl")
    state = nightly(sources, jobs=1, return_state=True)
    assert state.type.value == "FAILED"
    assert "missing.jsonl: no such file or folder" in (state.message or "")
    assert "2 reviewed" in (state.message or "")


def test_database_that_is_away_fails_each_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what did not answer; after the last try the run fails."""
    monkeypatch.setattr("flows.portions.portion.retry_delay_seconds", 0)
    monkeypatch.setattr(
        "gptreview.store.sightings.cursor_of",
        lambda *_arguments: (_ for _ in ()).throw(DependencyError("the database is away")),
    )
    _listings(1)
    state = sync(("listings.jsonl",), return_state=True)
    assert (state.type.value, state.message) == ("FAILED", "the database is away")


def test_source_is_synced_once_at_a_time(caplog: pytest.LogCaptureFixture) -> None:
    """A limit is taken where the server has one of the source's name; none is needed."""
    _listings(1)
    sync(("listings.jsonl",), return_state=True)
    assert f"Concurrency limits ['{limit_name('listings.jsonl')}'] do not exist" in caplog.text
    caplog.clear()
    make_limits(["listings.jsonl"])
    state = sync(("listings.jsonl",), return_state=True)
    assert state.is_completed()
    assert "do not exist" not in caplog.text
    with get_client(sync_client=True) as client:
        limit = client.read_global_concurrency_limit_by_name(limit_name("listings.jsonl"))
    assert (limit.limit, limit.active_slots) == (1, 0)


def test_undelivered_publication_is_a_gap(registry: Path) -> None:
    """A subscriber whose folder is no folder any more is named; all else is published."""
    _listings(2)
    sync(("listings.jsonl",), return_state=True)
    review(jobs=1, return_state=True)
    assert run(["registry", "subscribe", "site", "--folder", "site"]) == 0
    shutil.rmtree("site", ignore_errors=True)
    Path("site").write_text("in the way", encoding="utf-8")
    state = publish(return_state=True)
    assert state.name == "Incomplete"
    assert (state.message or "").startswith("2 published, 0 stale, 0 withdrawn, 0 delivered; ")
    assert "not delivered to site (" in (state.message or "")
    assert registry.is_dir()


def test_plugins_are_migrated_in_portions(repository_root: Path) -> None:
    """Bundles are written, the page names each plugin, and a bad one stops no other."""
    shutil.copytree(repository_root / "examples" / "trip-planner", "plugins/a")
    Path("plugins/b").mkdir()
    Path("plugins/b/ai-plugin.json").write_text("{", encoding="utf-8")
    state = migrate(("plugins",), Path("out"), portion=1, return_state=True)
    assert state.name == "Incomplete"
    assert state.message == "1 of 2 plugins migrated; 1 cannot be read or used"
    assert Path("out/trip_planner/gpt.yaml").is_file()
    with get_client(sync_client=True) as client:
        rows = json.loads(_page(client, _flow_run(state))["table"])
        names = _tasks(client, _flow_run(state))
    assert [(row["plugin"], row["state"]) for row in rows] == [
        ("plugins/a/ai-plugin.json", "ready"),
        ("plugins/b/ai-plugin.json", "failed"),
    ]
    assert names == ["plugins after 0", "plugins after 1", "plugins after 2"]


def _kept(registry: Path) -> tuple[int, int]:
    """Verdicts and claims; the events' chain holds, and every run says that it has ended."""
    database = Database(f"sqlite:///{registry / 'registry.db'}")
    with database.snapshot() as session:
        assert events.verify(session).broken is None
        assert all(session.scalars(select(RunRow.ended_at)))
        found = (
            session.scalars(select(func.count()).select_from(VerdictRow)).one(),
            session.scalars(select(func.count()).select_from(ClaimRow)).one(),
        )
    database.close()
    return found


def _elsewhere(repository_root: Path, code: str) -> subprocess.Popen[str]:
    """A flow in a process of its own, on the server of the tests."""
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env={
            **os.environ,
            "PREFECT_API_URL": PREFECT_API_URL.value() or "",
            "PYTHONPATH": f"{repository_root}",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_two_nights_at_once_share_the_work(repository_root: Path, registry: Path) -> None:
    """Two schedules that fire at once give each content one verdict and one publication."""
    _listings(600)
    assert run(["db", "upgrade"]) == 0
    night = "from flows.nightly import nightly; nightly(('listings.jsonl',), jobs=1)"
    nights = [_elsewhere(repository_root, night) for _ in range(2)]
    said = [each.communicate(timeout=120)[0] for each in nights]
    assert [each.returncode for each in nights] == [0, 0], said
    shares = [int(number) for each in said for number in _numbers(each, r"(\d+) reviewed, ")]
    assert sum(shares[::2]) == 600
    assert _kept(registry) == (600, 0)
    database = Database(f"sqlite:///{registry / 'registry.db'}")
    with database.reading() as session:
        revisions = session.execute(
            select(PublicationRow.revision, func.count()).group_by(PublicationRow.revision)
        )
        assert [tuple(each) for each in revisions] == [(1, 600)]
    database.close()


def _numbers(text: str, pattern: str) -> Sequence[str]:
    return re.findall(pattern, text)


def test_terminated_run_finishes_its_chunk(repository_root: Path, registry: Path) -> None:
    """SIGTERM leaves whole chunks and no claims; the flow run is shown as crashed."""
    _listings(2000)
    assert run(["registry", "sync", "listings.jsonl"]) == 0
    code = "from flows.review import review; review(jobs=1, chunk=16, portion=64)"
    worker = _elsewhere(repository_root, code)
    assert worker.stdout is not None
    lines = []
    for line in worker.stdout:
        lines.append(line)
        if "contents after 0" in line:
            worker.send_signal(signal.SIGTERM)
            break
    rest = worker.communicate(timeout=60)[0]
    assert worker.returncode == -signal.SIGTERM, "".join([*lines, rest])
    verdicts, claims = _kept(registry)
    assert (verdicts % 16, claims) == (0, 0)
    assert 64 <= verdicts < 2000
    with get_client(sync_client=True) as client:
        newest = client.read_flow_runs(sort=FlowRunSort.START_TIME_DESC, limit=1)
    assert newest[0].state_name == "Crashed"


def test_unanswering_source_is_tried_again_and_then_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was read stays, the other sources are read, and the reason is the run's message."""
    _listings(1)
    original = SyncRegistry.sync
    asked: list[str] = []

    def unanswering(self: SyncRegistry, source: str, *arguments: Any) -> Any:
        asked.append(source)
        result = original(self, "listings.jsonl", *arguments)
        if source == "away":
            return replace(result, error=DependencyError("no answer", where=source))
        return result

    monkeypatch.setattr(SyncRegistry, "sync", unanswering)
    monkeypatch.setattr("flows.portions.portion.retry_delay_seconds", 0)
    state = sync(("away", "listings.jsonl"), return_state=True)
    assert asked == ["away"] * 5 + ["listings.jsonl"]
    assert state.type.value == "FAILED"
    assert (state.message or "").endswith("away: no answer")
