"""What the tests of scale share; all of it runs from .venv-flows, which holds what the image holds.

`make scale` makes it.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scale.prefect_server import POOL, PrefectServer, Workers


@pytest.fixture(scope="session")
def programs(repository_root: Path) -> Path:
    """The programs of the environment that the image has."""
    folder = repository_root / ".venv-flows" / "bin"
    if not (folder / "gptreview").is_file():
        pytest.skip("`make scale` makes .venv-flows from requirements-flows.lock and the wheel")
    return folder


@pytest.fixture(scope="session")
def prefect_server(
    programs: Path, repository_root: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PrefectServer]:
    """A server with the work pool, and the deployments of prefect.yaml.

    Its own database is SQLite: the PostgreSQL of these tests has no pg_trgm, which Prefect needs.
    """
    folder = tmp_path_factory.mktemp("prefect")
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith("PREFECT_")
    } | {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PWD": str(repository_root),
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_HOME": str(folder / "home"),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_WORKER_QUERY_SECONDS": "1",
    }
    server = PrefectServer(programs, environment, port, folder / "server.log")
    try:
        server.start()
        server.command("work-pool", "create", POOL, "--type", "process", "--overwrite")
        server.command("--no-prompt", "deploy", "--all")
        yield server
    finally:
        server.kill()


@pytest.fixture
def workers(prefect_server: PrefectServer) -> Iterator[Workers]:
    """No worker yet; those that are started are killed in the end."""
    started = Workers(prefect_server)
    yield started
    for name in list(started.running):
        started.kill(name)
