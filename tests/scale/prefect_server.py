"""A real Prefect server, a work pool, and workers that can be killed."""

from __future__ import annotations

import json
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any

import psutil

POOL = "gptreview"
_PAUSES = (0.5, 1, 2, 4, 8)
"""Seconds before a server that is too busy is asked again."""
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
        wait_for(self.is_up, _STARTS_WITHIN, "the Prefect server answers")

    def kill(self) -> None:
        """End it at once, with all that it has started."""
        assert self.process is not None
        end(self.process)

    def said(self) -> str:
        """The end of what it logged."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-2_000:]

    def is_up(self) -> bool:
        """Whether it answers."""
        assert self.process is not None
        assert self.process.poll() is None, self.said()
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
        for pause in (*_PAUSES, None):
            try:
                with urllib.request.urlopen(request, timeout=20) as response:  # noqa: S310
                    return json.load(response)
            except urllib.error.HTTPError as error:
                # Its SQLite is busy: Prefect's own client tries again, too.
                if error.code != HTTPStatus.SERVICE_UNAVAILABLE or pause is None:
                    raise
            except TimeoutError:
                if pause is None:
                    raise
            time.sleep(pause)

    def command(self, *arguments: str) -> str:
        """What a command of Prefect's says; it must succeed."""
        done = subprocess.run(
            [self.programs / "prefect", *arguments],
            env=self.environment, cwd=self.environment["PWD"], capture_output=True, text=True,
            check=False, timeout=180,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def spawn(self, name: str, *arguments: str, **more: str) -> subprocess.Popen[bytes]:
        """A command of Prefect's that goes on, in a process group of its own."""
        with self.log.with_name(f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                [self.programs / "prefect", *arguments],
                env=self.environment | more, cwd=self.environment["PWD"], stdout=log, stderr=log,
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

    def start(self, registry: str, *names: str) -> None:
        """Start some for a registry, each for one flow run at a time."""
        for name in names:
            self.running[name] = self.server.spawn(
                name, "worker", "start", "--pool", POOL, "--type", "process", "--limit", "1",
                "--name", name, "--install-policy", "never", GPTREVIEW_DATABASE_URL=registry,
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
