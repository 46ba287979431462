"""The flows served by this machine: a Prefect server of its own, deployments and their schedule."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

import click

from flows.names import DEPLOYMENT
from gptreview.errors import DependencyError, InputError

HOST: Final = "127.0.0.1"
"""The server has no password, so it is for this machine alone."""
_STARTS_WITHIN: Final = 120.0
"""Seconds; Prefect makes its tables first."""
_ENDS_WITHIN: Final = 20.0


def serve_nights(parameters: Mapping[str, Any], cron: str, timezone: str, port: int) -> None:
    """Serve all flows until stopped, one run of a deployment at a time.

    Args:
        parameters: Of the flow `nightly`.
        cron: When it runs.
        timezone: Of the cron expression.
        port: Of the server, where one is to be started.

    Raises:
        InputError: The cron expression, the time zone or a source cannot be used.
        DependencyError: The server does not start.
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
        DependencyError: The server does not start.
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
        DependencyError: It does not start.
    """
    named = os.environ.get("PREFECT_API_URL")
    if named:
        yield named.removesuffix("/api")
        return
    address = f"http://{HOST}:{port}"
    os.environ["PREFECT_API_URL"] = f"{address}/api"  # read by Prefect, which is imported later
    try:
        if _answers():
            yield address
            return
        with _started(port):
            yield address
    finally:
        del os.environ["PREFECT_API_URL"]


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
        yield
    finally:
        process.terminate()
        try:
            process.wait(_ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers() -> bool:
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        return client.api_healthcheck() is None
