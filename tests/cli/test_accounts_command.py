"""``gptreview accounts``."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from gptreview.cli.main import run
from gptreview.model.account import Role
from gptreview.store.database import Database
from tests.entrance import Entrance

Captured = pytest.CaptureFixture[str]
TODAY = re.compile(r"\d{4}-\d\d-\d\d")
SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


@pytest.fixture
def entrance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> Entrance:
    """A database behind the commands, with two accounts."""
    url = f"sqlite:///{tmp_path / 'registry.db'}"
    monkeypatch.setenv("GPTREVIEW_DATABASE_URL", url)
    assert run(["db", "upgrade"]) == 0
    capsys.readouterr()
    assert run(["accounts", "list"]) == 0
    assert capsys.readouterr().out == "No account: gptreview accounts invite --help\n"
    made = Entrance(Database(url))
    made.join("kim", Role.ADMIN)
    made.join("lee")
    return made


@pytest.mark.usefixtures("entrance")
def test_accounts_are_listed(capsys: Captured) -> None:
    """One a line, in order of their numbers, a page at a time."""
    assert run(["accounts", "disable", "lee"]) == 0
    assert run(["accounts", "list"]) == 0
    assert TODAY.sub("<day>", capsys.readouterr().out) == (
        "lee is disabled\n"
        "account  name  role     signs in by  state     since\n"
        "1        kim   admin    password     active    <day>\n"
        "2        lee   builder  password     disabled  <day>\n"
    )
    assert run(["accounts", "list", "--limit", "1"]) == 0
    assert capsys.readouterr().out.endswith("There may be more: --after 1\n")


def test_accounts_are_listed_for_programs(entrance: Entrance, capsys: Captured) -> None:
    """Without anything that is nobody's business."""
    assert run(["accounts", "list", "--format", "json", "--limit", "1"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "schema": "gptreview/accounts/v1",
        "accounts": [
            {
                "id": 1,
                "name": "kim",
                "role": "admin",
                "is_local": True,
                "created_at": entrance.now.isoformat(),
                "disabled_at": None,
            }
        ],
        "next": 1,
    }


@pytest.mark.parametrize(
    ("address", "hint"),
    [
        ("https://review.example.com", ""),
        ("", "; put the web face's address before it, or set GPTREVIEW_BASE_URL"),
    ],
    ids=["set", "unset"],
)
def test_a_link_is_made(
    entrance: Entrance,
    capsys: Captured,
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    hint: str,
) -> None:
    """To a colleague's account or to a new password; the link alone is on standard output."""
    monkeypatch.setenv("GPTREVIEW_BASE_URL", address)
    for arguments in (["invite", "reviewer"], ["reset", "kim"]):
        assert run(["accounts", *arguments]) == 0
        told = capsys.readouterr()
        assert SECRET.sub("<secret>", told.out) == f"{address}/invitations/<secret>\n"
        assert re.fullmatch(
            r"works once, until \d{4}-\d\d-\d\d \d\d:\d\d UTC" + re.escape(hint) + "\n", told.err
        )
        secret = told.out.strip().rpartition("/")[2]
        assert entrance.invite.look(secret)


@pytest.mark.usefixtures("entrance")
def test_roles_are_given_and_accounts_enabled(capsys: Captured) -> None:
    """What is the case afterwards is said; the last admin is kept."""
    for arguments in (["role", "Lee", "lead"], ["disable", "lee"], ["enable", "lee"]):
        assert run(["accounts", *arguments]) == 0
    assert capsys.readouterr().out == "lee is lead\nlee is disabled\nlee is enabled\n"
    assert run(["accounts", "disable", "kim"]) == 2
    assert capsys.readouterr().err == (
        "Error: account:1: the last admin's account; make somebody else an admin first\n"
    )
    assert run(["accounts", "role", "nobody", "lead"]) == 2
    assert capsys.readouterr().err == (
        "Error: account: no such account; gptreview accounts list shows them\n"
    )
    assert run(["accounts", "role", "kim", "reporter"]) == 2
