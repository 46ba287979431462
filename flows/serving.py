"""The flows served by this machine: a Prefect server of its own, deployments and their schedule."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlsplit

import click

from flows.names import DEPLOYMENT
from gptreview.errors import DependencyError, InputError

HOST: Final = "127.0.0.1"
"""The server has no password, so it is for this machine alone."""
_STARTS_WITHIN: Final = 120.0
"""Seconds; Prefect makes its tables first."""
_ENDS_WITHIN: Final = 20.0
_ANSWERS_WITHIN: Final = 10.0
_HANDED_IN_WITHIN: Final = 20.0
"""Seconds for logs, and as many for events."""
_NAMED_BY: Final = "PREFECT_API_URL"


def serve_nights(parameters: Mapping[str, Any], cron: str, timezone: str, port: int) -> None:
    """Serve all flows until stopped, one run of a deployment at a time.

    Args:
        parameters: Of the flow `nightly`.
        cron: When it runs.
        timezone: Of the cron expression.
        port: Of the server, where one is to be started.

    Raises:
        InputError: The cron expression, the time zone or a source cannot be used.
        DependencyError: The server does not start, or the one that is named does not answer.
    """
    with server(port) as address:
        from prefect import serve

        from flows.limits import make_limits

        make_limits(parameters["sources"])
        deployments = deployments_of(parameters, cron, timezone)
        click.echo(f"Runs and their pages: {address}")
        click.echo(f"nightly/{DEPLOYMENT} runs at {cron} ({timezone})")
        for source in parameters["sources"]:
            click.echo(f"  syncs {source}")
        click.echo("Ctrl-C stops; what is under way goes on with the next run.")
        serve(*deployments, print_starting_message=False, limit=1)


def run_once(parameters: Mapping[str, Any], port: int) -> int:
    """Run one night in this process.

    Returns:
        The exit status.

    Raises:
        DependencyError: The server does not start, or the one that is named does not answer.
    """
    with server(port):
        from flows.limits import make_limits
        from flows.nightly import nightly

        make_limits(parameters["sources"])
        state = nightly(**parameters, return_state=True)
    click.echo(state.message or state.name, err=True)
    return 0 if state.is_completed() else 1


def deployments_of(parameters: Mapping[str, Any], cron: str, timezone: str) -> Sequence[Any]:
    """The night with its schedule, and its steps for whoever wants one of them by hand.

    Raises:
        InputError: The cron expression or the time zone cannot be used.
    """
    from prefect.schedules import Cron

    from flows.drift import drift
    from flows.migrate import migrate
    from flows.nightly import nightly
    from flows.publish import publish
    from flows.review import review
    from flows.sync import sync

    try:
        schedule = Cron(cron, timezone=timezone)
        night = nightly.to_deployment(
            DEPLOYMENT, schedule=schedule, paused=False, parameters=dict(parameters),
            concurrency_limit=1,
        )  # fmt: skip
    except ValueError as error:
        raise InputError(
            "the schedule cannot be used",
            where=f"{cron} ({timezone})",
            expected="a cron expression of five fields and a time zone of the IANA database",
        ) from error
    steps = (sync, drift, review, publish, migrate)
    return [night, *(each.to_deployment(DEPLOYMENT) for each in steps)]


@contextmanager
def server(port: int) -> Iterator[str]:
    """The Prefect server to work with, for as long as it is needed.

    Args:
        port: Where to start one, or to find one that was started.

    Yields:
        The address of its pages.

    Raises:
        DependencyError: It does not start, or the one that is named does not answer.
    """
    named = os.environ.get(_NAMED_BY)
    if named:
        if not _answers():
            raise _silent(named)
        yield named.removesuffix("/api")
        return
    address = f"http://{HOST}:{port}"
    os.environ[_NAMED_BY] = f"{address}/api"  # read by Prefect, which is imported later
    try:
        if _answers():
            yield address
            return
        with _started(port):
            yield address
    finally:
        del os.environ[_NAMED_BY]


def _silent(named: str) -> DependencyError:
    """What to say of a server that is named; its address may hold a password."""
    try:
        host = urlsplit(named).netloc.rpartition("@")[2]
    except ValueError:
        host = ""
    return DependencyError(
        "the Prefect server does not answer",
        where=f"{_NAMED_BY} ({host})" if host else _NAMED_BY,
        expected="an address such as http://127.0.0.1:4200/api",
        next_step=f"start that server or correct the address; without {_NAMED_BY} "
        "a server is started here",
    )


@contextmanager
def _started(port: int) -> Iterator[None]:
    arguments = ["-m", "prefect", "server", "start", "--host", HOST, "--port", str(port)]
    # Ctrl-C is for us: the server must still answer while its schedules are put to rest.
    process = subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + _STARTS_WITHIN
        while not _answers():
            if process.poll() is not None or time.monotonic() > deadline:
                raise DependencyError(
                    "the Prefect server does not start",
                    where=f"{HOST}:{port}",
                    next_step=f"`prefect server start --port {port}` says why; "
                    "or give another --port",
                )
            time.sleep(0.25)
        try:
            yield
        finally:
            _hand_in()
    finally:
        process.terminate()
        try:
            process.wait(_ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _hand_in() -> None:
    """Have the server take the logs and events that still wait in this process.

    Prefect would do so when the interpreter ends. Then the server is gone, nothing is taken, and it
    is tried for more than a minute.
    """
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    EventsWorker.drain_all(timeout=_HANDED_IN_WITHIN)
    APILogWorker.drain_all(timeout=_HANDED_IN_WITHIN)


def _answers() -> bool:
    import httpx
    from prefect.client.orchestration import get_client

    try:
        with get_client(httpx_settings={"timeout": _ANSWERS_WITHIN}, sync_client=True) as client:
            return client.api_healthcheck() is None
    except (httpx.InvalidURL, ValueError):  # what is named is no address
        return False
