"""An API that has a bad day leaves a registry that the next sync completes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from gptreview import bootstrap
from gptreview.cli.main import run
from gptreview.store.database import Database
from tests.compliance import SOURCE, compliance_site, page_target

if TYPE_CHECKING:
    from tests.loopback import Site, World

pytestmark = pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")


@pytest.fixture
def site(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """The API at a private address, as an operator's settings name it; no pause is slept."""
    return compliance_site(world, tmp_path, monkeypatch)


def _page(*ids: str, more: bool) -> dict[str, Any]:
    data = [
        {
            "id": each,
            "latest_config": {
                "data": [{"name": "Rain", "instructions": f"Say {each}.", "files": None}]
            },
        }
        for each in ids
    ]
    return {"data": data, "last_id": ids[-1], "has_more": more}


def _truncated(site: Site, value: dict[str, Any]) -> bytes:
    """A complete answer with half of its JSON."""
    body = site.json(value).partition(b"\r\n\r\n")[2]
    half = body[: len(body) // 2]
    return site.message("200 OK", "Content-Type: application/json", body=half)


def test_sync_gets_over_the_faults_of_an_api(
    site: Site,
    database: Database,
    database_url: str,
    rules: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    assert_sound: Callable[[Database], None],
) -> None:
    """429 and 500 are asked again; half a JSON ends the sync, and the next one goes on there."""
    monkeypatch.setenv("GPTREVIEW_DATABASE_URL", database_url)
    busy, fault = site.message("429 Too Many Requests"), site.message("500 Internal Server Error")
    last = _page("g-3", more=False)
    site.say(page_target(), busy, fault, site.json(_page("g-1", "g-2", more=True)))
    site.say(page_target("g-2"), fault, _truncated(site, last), busy, site.json(last))
    assert run(["registry", "sync", SOURCE]) == 4
    told = capsys.readouterr()
    assert "2 added" in told.out
    assert "sync again: it goes on after g-2" in told.out + told.err
    assert run(["registry", "sync", SOURCE]) == 0
    assert "1 added" in capsys.readouterr().out
    monkeypatch.setattr(bootstrap, "rules_folder", lambda: rules)
    # The policy is named, for a process makes one reviewer of what was asked for.
    review = ["registry", "review", "--jobs", "1", "--policy", str(rules / "policy.yaml")]
    assert run(review) == 0
    assert "3 reviewed" in capsys.readouterr().out
    assert_sound(database)
