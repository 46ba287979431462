"""What flows are made of, without a server: names, limits, endings, progress and portions."""

from __future__ import annotations

import functools
import io
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from prefect import State
from prefect.exceptions import ObjectNotFound
from prefect.states import Completed, Crashed, Failed

from flows import drift, migrate, nightly, review, sync
from flows.endings import ended, told
from flows.limits import limit_name
from flows.portions import is_worth_another_try, portion
from flows.progress import Progress
from flows.run_names import subject_of
from gptreview.errors import DependencyError, InputError
from gptreview.model.registry import SyncCounts
from gptreview.model.watches import DriftCounts
from gptreview.render.batch_text import BatchFigures
from gptreview.usecases.sync_registry import SyncResult


def test_run_is_named_by_what_it_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Audience, policy and source stand in the name; a policy that cannot be read, by its file."""
    monkeypatch.chdir(tmp_path)
    built_in = {"profile": "public", "policy": None}
    assert subject_of("review", built_in) == "review public gptreview default policy 2026-11-22"
    missing = {"profile": "content", "policy": "rules/house.yaml", "sources": ["a", "b"]}
    assert subject_of("nightly", missing) == "nightly content policy house.yaml 2 sources"
    assert subject_of("sync", {"sources": ["compliance:w-1"]}) == "sync compliance:w-1"
    assert subject_of("drift", {"every_hours": 24}) == "drift"


def test_limit_is_named_by_its_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same source has the same limit however it is spelled, and no other source has it."""
    monkeypatch.chdir(tmp_path)
    Path("a").mkdir()
    assert limit_name("a") == limit_name("./a") == limit_name(str(tmp_path / "a"))
    assert limit_name("a") != limit_name("b")
    assert limit_name("compliance:w/1") == "gptreview-compliance-w-1-96f314c6"


def test_sync_tells_what_is_not_in_the_registry() -> None:
    """Entries that cannot be read, and those whose id another has, are for a person."""
    counts = SyncCounts(added=1_200, unreadable=2, repeated=3, conflicting=1)
    state = sync._ending([SyncResult("gpts.jsonl", 1, counts)])
    assert (state.name, state.message) == (
        "Incomplete",
        "1,200 listings of 1 source read; 2 entries cannot be read, "
        "1 entry with the id and not the content of an earlier one",
    )


def test_error_is_the_message_of_the_end() -> None:
    """Errors that a person can do something about end a run; a defect is none of them."""

    def bad() -> State[Any]:
        raise InputError("not a policy", where="house.yaml")

    def defect() -> State[Any]:
        raise ValueError("a defect")

    assert (told(bad).type.value, told(bad).message) == ("FAILED", "house.yaml: not a policy")
    assert told(lambda: ended("all of it")).message == "all of it"
    with pytest.raises(ValueError, match="a defect"):
        told(defect)


@pytest.mark.parametrize(
    ("states", "type_", "name"),
    [
        ((Completed(message="x"), Completed(message="y")), "COMPLETED", "Completed"),
        ((Completed(message="x"), ended("y", gaps="z")), "COMPLETED", "Incomplete"),
        ((ended("x", gaps="z"), Failed(message="y")), "FAILED", "Failed"),
        ((Crashed(message="x"), Completed(message="y")), "FAILED", "Failed"),
    ],
    ids=["complete", "with-gaps", "failed", "crashed"],
)
def test_night_ends_as_its_worst_step(
    states: tuple[State[Any], State[Any]], type_: str, name: str
) -> None:
    """The last state tells what each step said."""
    first, second = states
    state = nightly.ending({"sync": first, "review": second})
    assert (state.type.value, state.name) == (type_, name)
    assert state.message == f"sync: {first.message}; review: {second.message}"


def test_progress_is_drawn_over_itself() -> None:
    """A terminal shows one line with what is done, the rate and the time left."""
    lines: list[str] = []
    terminal = io.StringIO()
    seconds = iter([0.0, 10.0, 20.0])
    progress = Progress(lines.append, clock=lambda: next(seconds), terminal=terminal)
    progress.began(1200)
    progress.advanced(200)
    progress.told("waiting for another worker")
    progress.advanced(300)
    progress.close()
    assert terminal.getvalue().split("\r\x1b[K") == [
        "",
        "200 of 1,200 contents, 20/s, 1 min left",
        "",
        "500 of 1,200 contents, 25/s, 0 min left",
        "",
    ]
    assert lines == ["waiting for another worker"]


def test_progress_is_silent_without_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A log file gets no moving line; a terminal does."""
    monkeypatch.setattr("sys.stderr", io.StringIO())
    assert Progress(print).terminal is None
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr("sys.stderr", terminal)
    assert Progress(print, clock=lambda: 0.0).terminal is terminal
    silent = Progress(print, clock=lambda: 0.0, terminal=None)
    silent.advanced(1)
    assert silent.line() == "1 of 1 contents"


@pytest.mark.parametrize(
    ("error", "again"),
    [(DependencyError("no answer"), True), (InputError("bad"), False), (ValueError("x"), False)],
    ids=["unanswered", "bad-input", "defect"],
)
def test_only_what_did_not_answer_is_tried_again(error: Exception, *, again: bool) -> None:
    """Nothing else gets better by trying again."""
    unused: Any = None
    assert is_worth_another_try(unused, unused, Failed(data=error)) is again


class _Drift:
    """Two portions of looks, then none; or a stop after the first."""

    def __init__(self, *, stops: bool) -> None:
        self._left = 2
        self._stops = stops

    def is_stopped(self) -> bool:
        return self._stops and self._left < 2

    def portion(self) -> DriftCounts | None:
        self._left -= 1
        return DriftCounts(looked=128) if self._left >= 0 else None


@pytest.mark.parametrize(("stops", "names"), [(False, [0, 128, 256]), (True, [0])], ids=str)
def test_looks_go_on_until_nothing_is_due(
    monkeypatch: pytest.MonkeyPatch, *, stops: bool, names: list[int]
) -> None:
    """Each portion is a task; whoever stops gets what was looked at."""
    taken: list[str] = []

    def take(name: str, work: Callable[[], Any], *, seconds: float) -> Any:
        assert seconds > 0
        taken.append(name)
        return work()

    monkeypatch.setattr("flows.drift.take_portion", take)
    fake: Any = _Drift(stops=stops)
    counts = functools.reduce(drift._sum, drift._portions(fake))
    assert taken == [f"looks after {number}" for number in names]
    assert counts.looked == (128 if stops else 256)


def test_gaps_are_said_at_the_end() -> None:
    """What needs a person stands in the last state, and names it incomplete."""
    figures = BatchFigures(7, 5, 0, 3, 0, 2, 2, 1, 2.0)
    assert (review._ending(figures).name, review._ending(figures).message) == (
        "Incomplete",
        "run 7: 5 reviewed, 0 unchanged, 2.0 s, 2/s; 2 set aside, 1 without a verdict",
    )
    looks = DriftCounts(looked=3)
    assert drift._ending(looks).message == (
        "3 looks, 0 changed, 0 gone, 0 back, 0 new versions; nothing could be reached"
    )
    rows = [{"state": "incomplete"}, {"state": "ready"}]
    assert migrate._ending(rows).message == "2 of 2 plugins migrated; 1 need something from you"
    assert migrate._ending(rows[1:]).name == "Completed"


@pytest.mark.parametrize(
    ("sources", "steps"),
    [((), ["drift", "review", "publish"]), (("a",), ["sync", "drift", "review", "publish"])],
    ids=["as-it-is", "with-sources"],
)
def test_steps_come_in_their_order(
    monkeypatch: pytest.MonkeyPatch, sources: tuple[str, ...], steps: list[str]
) -> None:
    """What has drifted is reviewed in the same night, and what was reviewed is published."""
    taken: list[str] = []

    def step(name: str) -> Callable[..., State[Any]]:
        def run(*_arguments: Any, **_options: Any) -> State[Any]:
            taken.append(name)
            return Completed(message="done")

        return run

    for name in ("sync", "drift", "review", "publish"):
        monkeypatch.setattr(nightly, name, step(name))
    assert nightly.nightly.fn(sources).is_completed()
    assert taken == steps


def test_other_machines_are_asked_to_review(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each gets the standard of the night, in what JSON has; nobody waits for them."""
    asked: list[tuple[str, dict[str, Any]]] = []

    def ask(name: str, **options: Any) -> None:
        asked.append((name, options))

    monkeypatch.setattr(nightly, "run_deployment", ask)
    state = nightly._ask_for_reviewers(2, "public", Path("house.yaml"), (Path("r"),), None)
    assert (state.name, state.message) == ("Completed", "2 of 2 others asked to review")
    parameters = {"profile": "public", "policy": "house.yaml", "rules": ["r"], "jobs": None}
    options = {"parameters": parameters, "timeout": 0, "as_subflow": False}
    assert asked == [("review/gptreview", options)] * 2


def test_night_goes_on_alone_where_no_other_can_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A review that is not deployed is a gap of the night, which reviews and publishes."""

    def ask(_name: str, **_options: Any) -> None:
        raise ObjectNotFound(OSError("no such deployment"))

    monkeypatch.setattr(nightly, "run_deployment", ask)
    for name in ("drift", "review", "publish"):
        monkeypatch.setattr(nightly, name, lambda *_arguments, **_options: ended("done"))
    state = nightly.nightly.fn(machines=3)
    assert (state.type.value, state.name) == ("COMPLETED", "Incomplete")
    assert state.message == (
        "drift: done; machines: 0 of 2 others asked to review; review/gptreview cannot be run "
        "(ObjectNotFound); `prefect deploy --all` deploys it; review: done; publish: done"
    )


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pauses before another try."""
    monkeypatch.setattr(portion, "retry_delay_seconds", 0)


@pytest.mark.usefixtures("prefect_server", "quick")
class TestOnServer:
    """Portions as the server has them."""

    def test_portion_is_taken_again_until_it_is_answered(self) -> None:
        """A source that does not answer three times, and then does, costs nothing but time."""
        errors = [DependencyError("no answer")] * 3

        def take() -> str:
            if errors:
                raise errors.pop()
            return "read"

        assert _portion("x {braces}", take, 60.0) == "read"

    def test_bad_input_is_tried_once(self) -> None:
        """The error comes as it was raised."""
        tries: list[int] = []

        def take() -> None:
            tries.append(1)
            raise InputError("bad")

        with pytest.raises(InputError, match="bad"):
            _portion("x", take, 60.0)
        assert tries == [1]

    def test_portion_that_takes_too_long_is_given_up(self) -> None:
        """A portion has its time, after which the run fails rather than hangs."""
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            _portion("x", lambda: time.sleep(20), 0.3)
        assert time.monotonic() - began < 15


def _portion(name: str, take: Callable[[], Any], seconds: float) -> Any:
    from prefect import flow

    from flows.portions import take_portion

    @flow(name="of a test", validate_parameters=False)
    def around() -> Any:
        return take_portion(name, take, seconds=seconds)

    return around()
