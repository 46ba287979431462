"""``gptreview registry drift`` and ``watches`` from the command line."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from gptreview import bootstrap_drift
from gptreview.cli.main import run
from gptreview.model.watches import DriftCounts
from gptreview.net.fetch import Answer
from gptreview.reading.document import ReadLimits
from gptreview.settings import Settings
from gptreview.usecases.check_drift import DriftResult
from gptreview.usecases.watch_looks import Looker

Captured = pytest.CaptureFixture[str]
GPT = {
    "id": "g-1",
    "name": "Trains",
    "actions": [
        {
            "schema": '{"openapi": "3.1.0", "servers": [{"url": "https://api.example.com"}]}',
            "schema_url": "https://api.example.com/openapi.json?key=hush",
            "privacy_policy_url": "https://example.com/privacy",
        }
    ],
}


@pytest.fixture(autouse=True)
def _registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    """A registry of one listing, on a machine whose outside is a fake."""
    monkeypatch.setenv("GPTREVIEW_DATABASE_URL", f"sqlite:///{tmp_path / 'registry.db'}")
    (tmp_path / "gpts.jsonl").write_text(json.dumps(GPT) + "\n", encoding="utf-8")
    assert run(["registry", "sync", str(tmp_path / "gpts.jsonl")]) == 0
    capsys.readouterr()


def _outside(monkeypatch: pytest.MonkeyPatch, *, up: bool = True) -> None:
    from gptreview.errors import DependencyError

    def ask(url: str, *, accept: str = "", max_bytes: int | None = None) -> Answer:
        del accept, max_bytes
        if not up:
            raise DependencyError("the server cannot be reached")
        return Answer(url, url, 200, b'{"openapi": "3.1.0"}')

    def names(host: str, *_: object) -> Sequence[str]:
        return [ask(host).url]

    def looker(_settings: Settings) -> Looker:
        return Looker(ask, names, names, 1.0, ReadLimits())

    monkeypatch.setattr(bootstrap_drift, "looker", looker)


def test_drift_and_what_is_watched(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    """A summary, then a table; no query of a URL is shown."""
    _outside(monkeypatch)
    monkeypatch.setenv("COLUMNS", "100")
    assert run(["registry", "drift"]) == 0
    assert capsys.readouterr().out.startswith("run 2: 3 looked at, 0 changed, 0 gone, 0 back")
    assert run(["registry", "watches", "g-1"]) == 0
    shown = capsys.readouterr().out
    assert "https://api.example.com/openapi.json?…" in shown
    assert "hush" not in shown
    assert shown.endswith("\n3 watches: 3 there\n")
    assert run(["registry", "watches", "--limit", "1", "--format", "json"]) == 0
    value = json.loads(capsys.readouterr().out)
    assert (len(value["watches"]), value["next"]) == (1, 1)
    assert run(["registry", "watches", "--limit", "1"]) == 0
    assert "More: --after 1" in capsys.readouterr().out


def test_nothing_reached_at_all(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    """The exit status is that of something that did not answer."""
    _outside(monkeypatch, up=False)
    assert run(["registry", "drift", "--every", "6", "--limit", "2", "--format", "json"]) == 4
    value = json.loads(capsys.readouterr().out)
    assert (value["looked"], value["reached"], value["waiting"]) == (2, 0, 1)


def test_stopped_by_a_signal(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    """What is left is told by the exit status."""

    class Stopped:
        """Is stopped as soon as it runs."""

        def run(self, limit: int | None) -> DriftResult:
            """Told to stop."""
            assert limit is None
            os.kill(os.getpid(), signal.SIGTERM)
            return DriftResult(1, DriftCounts(looked=1, reached=1, waiting=2), 0.1)

        def close(self) -> None:
            """Nothing."""

    monkeypatch.setattr(bootstrap_drift, "check_drift", lambda *_, **__: Stopped())
    assert run(["registry", "drift"]) == 128 + signal.SIGTERM
    assert "2 waiting" in capsys.readouterr().out


def test_unknown_listing(capsys: Captured) -> None:
    """A mistake of the user."""
    assert run(["registry", "watches", "g-9"]) == 2
    assert "no such listing" in capsys.readouterr().err


def test_real_outside_is_guarded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The wiring asks public addresses only, and https only."""
    from gptreview.errors import InputError

    looker = bootstrap_drift.looker(Settings())

    def inside(*_: Any, **__: Any) -> list[Any]:
        return [(0, 0, 0, "", ("10.0.0.7", 443))]

    monkeypatch.setattr("socket.getaddrinfo", inside)
    with pytest.raises(InputError, match="a private address"):
        looker.addresses("api.example.com")
    with pytest.raises(InputError, match="a private address"):
        looker.ask("https://api.example.com/")
    with pytest.raises(InputError, match="scheme http"):
        looker.ask("http://api.example.com/")
