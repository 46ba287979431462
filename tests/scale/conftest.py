"""A real Prefect server on PostgreSQL, a work pool, and workers that can be killed.

Everything runs from .venv-flows, which holds what the image holds: `make scale` makes it.
"""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import pytest

POOL = "gptreview"
_STARTS_WITHIN = 120.0
"""Seconds; Prefect makes its tables first."""


@dataclass
class PrefectServer:
    """A server that can be killed and started again on the same port and database."""

    programs: Path
    environment: dict[str, str]
    port: int
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        arguments = ["server", "start", "--host", "127.0.0.1", "--port", str(self.port)]
        self.process = self.spawn("server", *arguments)
        wait_for(self.answers, _STARTS_WITHIN, "the Prefect server answers")

    def kill(self) -> None:
        """End it at once, with all that it has started."""
        assert self.process is not None
        end(self.process)

    def answers(self) -> bool:
        """Whether it is up."""
        try:
            self.ask("GET", "/health")
        except OSError:
            return False
        return True

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """What its API answers."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=20) as response:  # noqa: S310 - loopback
            return json.load(response)

    def command(self, *arguments: str) -> str:
        """What a command of Prefect's says; it must succeed."""
        done = subprocess.run(
            [self.programs / "prefect", *arguments],
            env=self.environment, cwd=self.environment["PWD"], capture_output=True, text=True,
            check=False, timeout=180,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def spawn(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        """A command of Prefect's that goes on, in a process group of its own."""
        with self.log.with_name(f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                [self.programs / "prefect", *arguments],
                env=self.environment, cwd=self.environment["PWD"], stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip

    def run(self, deployment: str, **parameters: Any) -> str:
        """Ask for a run of a deployment; the flow run's id."""
        found = self.ask("GET", f"/deployments/name/{deployment}")
        path = f"/deployments/{found['id']}/create_flow_run"
        run: str = self.ask("POST", path, {"parameters": parameters})["id"]
        return run

    def state(self, run: str) -> str:
        """``SCHEDULED``, ``RUNNING``, ``COMPLETED`` and so on."""
        found: str = self.ask("GET", f"/flow_runs/{run}")["state_type"]
        return found


@dataclass
class Workers:
    """Workers of the pool, by name."""

    server: PrefectServer
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, *names: str) -> None:
        """Start some, each for one flow run at a time."""
        for name in names:
            self.running[name] = self.server.spawn(
                name, "worker", "start", "--pool", POOL, "--type", "process", "--limit", "1",
                "--name", name, "--install-policy", "never",
            )  # fmt: skip

    def kill(self, name: str) -> None:
        """End one at once, with the flow run that it has."""
        end(self.running.pop(name))


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and all its descendants, whatever their groups."""
    family = [psutil.Process(process.pid)]
    family += family[0].children(recursive=True)
    for each in family:
        try:
            each.send_signal(signal.SIGKILL)
        except psutil.NoSuchProcess:
            continue
    process.wait(timeout=30)


def wait_for(holds: Callable[[], bool], seconds: float, what: str) -> None:
    """Look again and again until something holds."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.25)


@pytest.fixture(scope="session")
def programs(repository_root: Path) -> Path:
    """The programs of the environment that the image has."""
    folder = repository_root / ".venv-flows" / "bin"
    if not (folder / "gptreview").is_file():
        pytest.skip("`make scale` makes .venv-flows from requirements-flows.lock and the wheel")
    return folder


@pytest.fixture(scope="session")
def prefect_server(
    programs: Path,
    repository_root: Path,
    postgresql: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[PrefectServer]:
    """A server on PostgreSQL with the work pool, and the deployments of prefect.yaml."""
    import psycopg

    name = f"prefect_{secrets.token_hex(4)}"
    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    folder = tmp_path_factory.mktemp("prefect")
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
    address, _, place = postgresql.partition("?")
    database = f"{address.rpartition('/')[0]}/{name}?{place}"
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith("PREFECT_")
    } | {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PWD": str(repository_root),
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_HOME": str(folder / "home"),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": database.replace(
            "postgresql://", "postgresql+asyncpg://"
        ),
        "PREFECT_WORKER_QUERY_SECONDS": "1",
    }
    server = PrefectServer(programs, environment, port, folder / "server.log")
    server.start()
    server.command("work-pool", "create", POOL, "--type", "process", "--overwrite")
    server.command("--no-prompt", "deploy", "--all")
    yield server
    server.kill()


@pytest.fixture
def workers(prefect_server: PrefectServer) -> Iterator[Workers]:
    """No worker yet; those that are started are killed in the end."""
    started = Workers(prefect_server)
    yield started
    for name in list(started.running):
        started.kill(name)
