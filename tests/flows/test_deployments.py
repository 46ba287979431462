"""One machine by a command, many by a file: the same flows, at the same time."""

from __future__ import annotations

import importlib.util
import inspect
import os
import re
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows import deployments, serving
from flows.names import CRON, DEPLOYMENT, POOL, TIMEZONE
from gptreview.errors import DependencyError, InputError

FLOWS = {"nightly", "sync", "drift", "review", "publish", "migrate"}
PARAMETERS: dict[str, Any] = {"sources": ["listings.jsonl"], "profile": "content"}


@pytest.fixture(scope="module")
def many(repository_root: Path) -> list[dict[str, Any]]:
    """The deployments of prefect.yaml."""
    text = (repository_root / "prefect.yaml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = yaml.safe_load(text)["deployments"]
    return found


def _flow(repository_root: Path, entrypoint: str) -> Any:
    path, _, name = entrypoint.partition(":")
    assert (repository_root / path).is_file()
    module = importlib.import_module(path.removesuffix(".py").replace("/", "."))
    return getattr(module, name)


def test_file_names_flows_and_their_parameters(
    many: list[dict[str, Any]], repository_root: Path
) -> None:
    """Each entrypoint is a flow that takes what it is given, in the pool that workers ask."""
    for each in many:
        flow = _flow(repository_root, each["entrypoint"])
        assert (each["name"], each["work_pool"]) == (DEPLOYMENT, {"name": POOL})
        assert set(each.get("parameters", {})) <= set(inspect.signature(flow.fn).parameters)


def test_one_machine_and_many_have_the_same(
    many: list[dict[str, Any]], repository_root: Path
) -> None:
    """The same flows under the same names, and the same schedule."""
    one = serving.deployments_of(PARAMETERS, CRON, TIMEZONE)
    assert sorted(each.flow_name for each in one) == sorted(
        _flow(repository_root, each["entrypoint"]).name for each in many
    )
    assert {each.name for each in one} == {DEPLOYMENT}
    night = next(each for each in one if each.flow_name == "nightly")
    (schedule,) = [each.schedule for each in night.schedules]
    schedules = [entry for each in many for entry in each.get("schedules", ())]
    assert schedules == [{"cron": schedule.cron, "timezone": schedule.timezone}]
    assert night.parameters == PARAMETERS
    assert [each for each in one if each is not night and each.schedules] == []


@pytest.mark.parametrize(
    ("cron", "timezone"),
    [("at two", TIMEZONE), (CRON, "Nowhere/Land")],
    ids=["cron", "timezone"],
)
def test_wrong_schedule_is_refused(cron: str, timezone: str) -> None:
    """What Prefect cannot use is told before anything is served."""
    with pytest.raises(InputError, match="the schedule cannot be used"):
        serving.deployments_of(PARAMETERS, cron, timezone)


def test_without_prefect_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit status 2, and the command that helps."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    assert deployments.run([]) == 2
    assert capsys.readouterr().err == (
        "Error: Prefect is not installed; pip install 'gptreview[flows]'\n"
    )


def test_wrong_option_is_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    """As the other commands have it."""
    assert deployments.run(["--nightly"]) == 2
    assert "No such option" in capsys.readouterr().err


@pytest.mark.parametrize(
    "signal", [KeyboardInterrupt, click.exceptions.Abort], ids=["early", "click"]
)
def test_interruption_is_status_130(
    signal: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C before anything is served leaves no stack trace."""

    def interrupted(*_arguments: Any) -> None:
        raise signal

    monkeypatch.setattr(serving, "serve_nights", interrupted)
    assert deployments.run([]) == 130


def test_help_says_how_it_ends(capsys: pytest.CaptureFixture[str]) -> None:
    """Examples and exit statuses stand in the help."""
    assert deployments.run(["--help"]) == 0
    out = capsys.readouterr().out
    assert "python -m flows.deployments --source gpts.jsonl --once" in out
    _, _, statuses = out.partition("Exit status:")
    assert re.findall(r"^  +(\d+) ", statuses, re.MULTILINE) == ["0", "1", "2", "4", "130"]


@pytest.mark.parametrize("once", [[], ["--once"]], ids=["every-night", "once"])
@pytest.mark.parametrize(
    ("named", "where"),
    [
        ("http://nobody:password@127.0.0.1:1/api", "PREFECT_API_URL (127.0.0.1:1)"),
        ("http://127.0.0.1:none/api", "PREFECT_API_URL (127.0.0.1:none)"),
        ("nowhere", "PREFECT_API_URL"),
    ],
    ids=["silent", "no-port", "no-address"],
)
def test_named_server_must_answer(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    once: list[str],
    named: str,
    where: str,
) -> None:
    """A server that is not there is one line without its password, and exit status 4."""
    monkeypatch.setenv("PREFECT_API_URL", named)
    with temporary_settings({PREFECT_API_URL: named}):  # Prefect has read the environment
        assert deployments.run(once) == 4
    assert capsys.readouterr().err == (
        f"Error: {where}: the Prefect server does not answer; "
        "expected an address such as http://127.0.0.1:4200/api; "
        "start that server or correct the address; "
        "without PREFECT_API_URL a server is started here\n"
    )


def test_night_by_hand_runs_here(
    registry: Path, prefect_server: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One night of this process, on the server that the environment names; it ends as the night."""
    del prefect_server
    monkeypatch.setenv("PREFECT_API_URL", PREFECT_API_URL.value() or "")
    (registry / "listings.jsonl").write_text('{"name": "Guide"}', encoding="utf-8")
    arguments = ["--once", "--jobs", "1", "--source"]
    assert deployments.run([*arguments, "listings.jsonl"]) == 0
    assert deployments.run([*arguments, "missing.jsonl"]) == 1


@pytest.mark.parametrize("option", ["--source", "--policy", "--rules", "--sign"])
def test_what_is_not_there_is_told_before_the_night(
    registry: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    """Exit status 2 with the path, and no server is started."""
    missing = str(registry / "missing")
    assert deployments.run([option, missing]) == 2
    assert capsys.readouterr().err.startswith(f"Error: {missing}: ")


@pytest.mark.usefixtures("prefect_server")
def test_nights_are_served_with_their_limits(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """All flows are handed to Prefect, and it is said what runs when; paths are whole."""
    import prefect

    served: list[Any] = []
    monkeypatch.setattr(deployments, "_check", lambda _night: None)
    monkeypatch.setattr(prefect, "serve", lambda *each, **_options: served.extend(each))
    monkeypatch.setenv("PREFECT_API_URL", PREFECT_API_URL.value() or "")
    given = ["--source", "compliance:w-1", "--policy", "house.yaml", "--rules", "r", "--sign", "k"]
    assert deployments.run([*given, "--cron", "5 1 * * *"]) == 0
    assert {each.flow_name for each in served} == FLOWS
    night = next(each for each in served if each.flow_name == "nightly")
    assert night.parameters == {
        "sources": ["compliance:w-1"],
        "profile": "content",
        "policy": str(Path("house.yaml").resolve()),
        "rules": [str(Path("r").resolve())],
        "jobs": None,
        "key": str(Path("k").resolve()),
    }
    assert capsys.readouterr().out.splitlines()[1:] == [
        "nightly/gptreview runs at 5 1 * * * (UTC)",
        "  syncs compliance:w-1",
        "Ctrl-C stops; what is under way goes on with the next run.",
    ]


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that is started instead of a server."""
    program = tmp_path / "server"
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setattr(serving, "_ENDS_WITHIN", 0.5)
    return program


def _write(program: Path, *lines: str) -> None:
    program.write_text("\n".join(["#!/bin/sh", *lines, ""]), encoding="utf-8")
    program.chmod(0o700)


def test_server_that_ends_is_told(stand_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that does not start is exit status 4, with the command that says more."""
    _write(stand_in, "exit 1")
    monkeypatch.setattr(serving, "_answers", lambda: False)
    with pytest.raises(DependencyError, match="the Prefect server does not start") as raised:
        serving.serve_nights(PARAMETERS, CRON, TIMEZONE, 4321)
    assert raised.value.where == "127.0.0.1:4321"
    assert "PREFECT_API_URL" not in os.environ


@pytest.mark.parametrize("lines", [["exec sleep 60"], ["trap '' TERM", "sleep 60"]],
                         ids=["willing", "stubborn"])  # fmt: skip
def test_own_server_ends_with_us(
    stand_in: Path, monkeypatch: pytest.MonkeyPatch, lines: list[str]
) -> None:
    """It is waited for until it answers, and ended afterwards, be it by force."""
    _write(stand_in, f"echo $$ > {stand_in}.pid", *lines)
    answers = iter([False, False])

    def answer() -> bool:
        return next(answers, stand_in.with_name("server.pid").exists())

    monkeypatch.setattr(serving, "_answers", answer)
    with serving.server(4321) as address:
        assert os.environ["PREFECT_API_URL"] == f"{address}/api" == "http://127.0.0.1:4321/api"
        process = int(stand_in.with_name("server.pid").read_text("ascii"))
        os.kill(process, 0)
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_server_that_is_there_is_used(stand_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is started where one answers, or where the environment names one."""
    monkeypatch.setattr(serving, "_answers", lambda: True)
    with serving.server(4321) as address:
        assert (address, stand_in.exists()) == ("http://127.0.0.1:4321", False)
    monkeypatch.setenv("PREFECT_API_URL", "http://prefect.example/api")
    with serving.server(4321) as address:
        assert address == "http://prefect.example"


@pytest.mark.usefixtures("prefect_server")
def test_server_is_asked_whether_it_answers() -> None:
    """The one of the settings."""
    assert serving._answers()


def test_page_about_one_machine_names_real_options(repository_root: Path) -> None:
    """Every option of docs/schedule.md is one, and what is printed is what the page shows."""
    page = (repository_root / "docs" / "schedule.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(--[a-z]+)", page)) - {"--limit"}
    assert named <= {each for option in deployments.main.params for each in option.opts}
    assert f"nightly/{DEPLOYMENT} runs at {CRON} ({TIMEZONE})\n  syncs gpts.jsonl\n" in page
