"""``gptreview registry publish``, ``subscribe``, ``subscribers`` and ``unsubscribe``."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gptreview import bootstrap_registry
from gptreview.cli.main import run
from gptreview.usecases.signing_keys import make_keys

if TYPE_CHECKING:
    from tests.publishing import Newsroom

Captured = pytest.CaptureFixture[str]
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[\d.]+Z| UTC)|\d{4}-\d\d-\d\d")


@pytest.fixture
def filled(newsroom: Newsroom, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    """Two listings with verdicts, in the database that the environment names."""
    monkeypatch.setenv("GPTREVIEW_DATABASE_URL", database_url)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(newsroom.folder)
    newsroom.have(a="walk", b="trick")
    newsroom.judge("walk", "pass")
    newsroom.judge("trick", "fail", "fail")
    return newsroom


def _run(capsys: Captured, *arguments: str, status: int = 0) -> str:
    """Both outputs, without what is different each time."""
    capsys.readouterr()
    assert run(["registry", *arguments]) == status
    told = capsys.readouterr()
    return _MOMENT.sub("TIME", told.out + told.err).replace(str(Path.cwd()), "HERE")


def test_publish_to_a_folder(filled: Newsroom, capsys: Captured) -> None:
    """Transitions, then delivery, and nothing the second time."""
    said = _run(capsys, "subscribe", "site", "--folder", "site")
    assert said == "site subscribed to content; 0 publications waiting\n"
    assert _run(capsys, "publish") == (
        "listings: 2 published, 0 stale, 0 withdrawn, 0 unchanged\noutbox: 2 delivered, 0 waiting\n"
    )
    assert filled.transitions("site") == ["publish-1-content-1", "publish-2-content-1"]
    said = _run(capsys, "publish", "--format", "json")
    assert json.loads(said) == {
        "schema": "gptreview/publication-run/v1",
        "published": 0,
        "stale": 0,
        "withdrawn": 0,
        "unchanged": 2,
        "delivered": 0,
        "waiting": 0,
        "failed": [],
        "held": 0,
        "held_by": [],
    }
    late = _run(capsys, "subscribe", "late", "--folder", "late")
    assert late == "late subscribed to content; 2 publications waiting\n"


def test_ids_are_masked(
    filled: Newsroom, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever masks what the registry shows is asked for an id that might be personal data."""
    asked: list[str] = []

    def masking(_settings: object) -> Callable[[], tuple[()]]:
        return lambda: asked.append("scanners") or ()  # type: ignore[func-returns-value]

    monkeypatch.setattr(bootstrap_registry, "masking_scanners", masking)
    filled.have(**{"g-1": "walk", "0000000": "walk"})
    _run(capsys, "publish")
    assert asked == ["scanners"]


@pytest.mark.usefixtures("filled")
def test_publish_signs(capsys: Captured) -> None:
    """What is written into statements/ is accepted by `gptreview verify`."""
    make_keys(Path("keys"))
    _run(capsys, "subscribe", "site", "--folder", "site")
    _run(capsys, "publish", "--sign", "keys/gptreview.key")
    statements = sorted(map(str, Path("site/statements").iterdir()))
    assert statements == ["site/statements/listing-1.json", "site/statements/listing-2.json"]
    assert run(["verify", *statements, "--key", "keys/gptreview.pub"]) == 0
    assert "2 statements: 2 valid\n" in capsys.readouterr().out
    said = _run(capsys, "publish", "--sign", "none.key", status=2)
    assert said == "Error: none.key: there is no such file; check the path\n"


@pytest.mark.usefixtures("filled")
def test_what_cannot_be_delivered_is_named(capsys: Captured) -> None:
    """The exit status says so, and --retry does not wait."""
    _run(capsys, "subscribe", "site", "--folder", "site")
    error = (
        "HERE/site: the folder cannot be written (No such file or directory); "
        "make room, or let this user write there"
    )
    Path("site").rmdir()
    assert _run(capsys, "publish", status=4) == (
        "listings: 2 published, 0 stale, 0 withdrawn, 0 unchanged\n"
        "outbox: 0 delivered, 2 waiting\n"
        f"not delivered to site: {error}; 1 attempt, again from TIME on, or at once with --retry\n"
    )
    Path("site").mkdir()
    said = _run(capsys, "publish", "--format", "json", status=4)
    assert json.loads(said)["failed"] == [
        {
            "subscriber": "site",
            "error": error,
            "attempts": 1,
            "due_at": "TIME",
        }
    ]
    assert "outbox: 2 delivered, 0 waiting\n" in _run(capsys, "publish", "--retry")


def test_a_subscriber_that_another_one_delivers_to(filled: Newsroom, capsys: Captured) -> None:
    """It is said by whom, and how much waits, and is no failure."""
    from sqlalchemy import text

    _run(capsys, "subscribe", "site", "--folder", "site")
    until = (time.time_ns() + 60_000_000_000) // 1000
    with filled.database.writing() as session:
        session.execute(
            text("UPDATE subscribers SET holder = 'else/1/2/3/4', lease_until = :until"),
            {"until": until},
        )
    assert _run(capsys, "publish") == (
        "listings: 2 published, 0 stale, 0 withdrawn, 0 unchanged\n"
        "outbox: 0 delivered, 2 waiting\n"
        "process 3 on else is delivering to site, for which 2 waited still\n"
    )
    told = json.loads(_run(capsys, "publish", "--format", "json"))
    assert (told["waiting"], told["held"], told["held_by"]) == (
        2,
        2,
        [{"subscriber": "site", "holder": "process 3 on else", "waiting": 2}],
    )


@pytest.mark.usefixtures("filled")
def test_subscribers(capsys: Captured) -> None:
    """Who is told what, where, and who has ended."""
    assert _run(capsys, "subscribers") == (
        "Nobody is told: gptreview registry subscribe KEY --folder DIR\n"
    )
    _run(capsys, "subscribe", "site", "--folder", "site")
    _run(capsys, "subscribe", "store", "--folder", "store", "--profile", "public")
    assert _run(capsys, "unsubscribe", "site") == "site is told nothing more\n"
    assert _run(capsys, "subscribers") == (
        "key    audience  since       waiting  way\n"
        "site   content   TIME  ended    folder HERE/site\n"
        "store  public    TIME  0        folder HERE/store\n"
    )
    listed = json.loads(_run(capsys, "subscribers", "--format", "json"))
    fixed = {"kind": "folder", "since": "TIME", "waiting": 0}
    assert listed == {
        "schema": "gptreview/subscribers/v1",
        "subscribers": [
            {
                **fixed,
                "key": "site",
                "target": "HERE/site",
                "profile": "content",
                "ended_at": "TIME",
            },
            {
                **fixed,
                "key": "store",
                "target": "HERE/store",
                "profile": "public",
                "ended_at": None,
            },
        ],
    }


@pytest.mark.usefixtures("filled")
def test_keys_that_cannot_be_used(capsys: Captured) -> None:
    """Each is told with what to do."""
    assert "Error: A B: not a key; expected 1 to 63 of" in _run(
        capsys, "subscribe", "A B", "--folder", "x", status=2
    )
    _run(capsys, "subscribe", "site", "--folder", "site")
    assert "Error: site: the key was given away before, and is never used again" in _run(
        capsys, "subscribe", "site", "--folder", "other", status=2
    )
    assert "Error: nobody: no active subscriber has this key" in _run(
        capsys, "unsubscribe", "nobody", status=2
    )
