"""What docs/compliance.md shows is what the program does."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from gptreview.cli.main import run

if TYPE_CHECKING:
    from tests.loopback import World

KEY = "sk-test.0123456789"
PREFIX = "GPTREVIEW_COMPLIANCE_"
PAGES = "/v1/compliance/workspaces/WORKSPACE_ID/gpts?limit=20"


@pytest.fixture(scope="module")
def sessions(repository_root: Path) -> list[str]:
    """The commands of the page, each without its prompt."""
    page = (repository_root / "docs" / "compliance.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```console\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    return [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]


def _page(identifier: str, *, more: bool) -> dict[str, Any]:
    config = {"name": "Weather", "instructions": "Say whether it rains."}
    gpt = {"id": identifier, "latest_config": {"data": [{**config, "files": None, "tools": None}]}}
    return {"data": [gpt], "last_id": identifier, "has_more": more}


def _ids(file: str) -> list[str]:
    return [json.loads(line)["id"] for line in Path(file).read_text("utf-8").splitlines()]


def test_commands_of_the_page_work(
    sessions: list[str],
    world: World,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A workspace is reviewed into both files; after an outage the second command goes on."""
    key, review, resume = (shlex.split(each) for each in sessions)
    site = world.site("127.0.0.1")
    monkeypatch.chdir(tmp_path)
    world.authority.cert_pem.write_to_path("authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", "authority.pem")
    monkeypatch.setenv(key[1].partition("=")[0], KEY)
    monkeypatch.setenv(f"{PREFIX}URL", site.url("/v1", "127.0.0.1"))
    monkeypatch.setenv(f"{PREFIX}ALLOW_PRIVATE", "true")
    monkeypatch.setenv(f"{PREFIX}ATTEMPTS", "1")
    site.say(PAGES, site.json(_page("g-1", more=True)))
    fault = site.message("500 Internal Server Error")
    site.say(f"{PAGES}&after=g-1", fault, site.json(_page("g-2", more=False)))
    assert (key[0], review[0], resume[0]) == ("export", "gptreview", "gptreview")

    assert run(review[1:]) == 4
    assert _ids("verdicts.jsonl") == ["g-1", "compliance:WORKSPACE_ID"]
    assert Path("review.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    assert "resume with --after g-1" in capsys.readouterr().out
    assert run([each.replace("g-…", "g-1") for each in resume[1:]]) == 0
    assert _ids("verdicts-2.jsonl") == ["g-2"]
    assert site.keys == [f"Authorization: Bearer {KEY}"] * 3
