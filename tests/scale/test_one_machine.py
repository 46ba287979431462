"""``make schedule`` as somebody runs it: its server, its night, and its end."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("prefect")
pytestmark = pytest.mark.scale


def _free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port: int = bound.getsockname()[1]
        return port


def _started(repository_root: Path, folder: Path, *arguments: str) -> subprocess.Popen[str]:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")
    }
    return subprocess.Popen(
        [sys.executable, "-m", "flows.deployments", *arguments],
        cwd=repository_root,
        env={
            **environment,
            "PREFECT_HOME": str(folder / "home"),
            "GPTREVIEW_DATABASE_URL": f"sqlite:///{folder / 'registry.db'}",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=_listen_to_ctrl_c,
    )


def _listen_to_ctrl_c() -> None:
    """As on a terminal; what a shell starts in the background ignores it, with all its children."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def test_machine_serves_until_it_is_stopped(repository_root: Path, tmp_path: Path) -> None:
    """It says where the pages are and what runs when; Ctrl-C ends it and its server."""
    (tmp_path / "listings.jsonl").write_text(json.dumps({"name": "Guide"}), encoding="utf-8")
    port = str(_free_port())
    source = str(tmp_path / "listings.jsonl")
    served = _started(repository_root, tmp_path, "--source", source, "--port", port)
    assert served.stdout is not None
    said = [served.stdout.readline() for _ in range(4)]
    assert said == [
        f"Runs and their pages: http://127.0.0.1:{port}\n",
        "nightly/gptreview runs at 0 2 * * * (UTC)\n",
        f"  syncs {source}\n",
        "Ctrl-C stops; what is under way goes on with the next run.\n",
    ]
    once = _started(repository_root, tmp_path, "--source", source, "--port", port, "--once")
    err = once.communicate(timeout=300)[1]
    assert once.returncode == 0, err
    assert re.search(r"review: run \d+: 1 reviewed, 0 unchanged", err.splitlines()[-1])
    served.send_signal(signal.SIGINT)
    served.communicate(timeout=120)
    assert served.returncode == 0
    with socket.socket() as asked:
        assert asked.connect_ex(("127.0.0.1", int(port))) != 0


def test_port_that_is_taken_is_told(repository_root: Path, tmp_path: Path) -> None:
    """Exit status 4, with the command that says more."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port = str(bound.getsockname()[1])
        failed = _started(repository_root, tmp_path, "--port", port)
        err = failed.communicate(timeout=300)[1]
    assert failed.returncode == 4
    assert err.splitlines()[-1] == (
        f"Error: 127.0.0.1:{port}: the Prefect server does not start; "
        f"`prefect server start --port {port}` says why; or give another --port"
    )
