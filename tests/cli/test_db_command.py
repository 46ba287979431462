"""``gptreview db`` from the command line."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import delete, text

from gptreview.cli.main import run
from gptreview.store.database import Database
from gptreview.store.events import Event, append, append_all
from gptreview.store.schema import NEWEST
from gptreview.store.tables.events import EventRow
from gptreview.store.tables.registry import BlobRow

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def url(database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an empty database, which the settings name."""
    monkeypatch.setenv("GPTREVIEW_DATABASE_URL", database_url)
    return database_url


@pytest.fixture
def opened(url: str, capsys: Captured) -> Iterator[Database]:
    """That database with its tables, three events and a knowledge file."""
    assert run(["db", "upgrade"]) == 0
    capsys.readouterr()
    with closing(Database(url)) as database:
        with database.writing() as session:
            session.add(BlobRow(digest=f"sha256:{'0' * 64}", data=b"abc", size=3))
            for number in range(3):
                append(session, at=NOON, actor="a", kind="k", subject="s", payload={"n": number})
        yield database


def _printed(capsys: Captured) -> tuple[str, str]:
    captured = capsys.readouterr()
    return captured.out, captured.err


def test_upgrade_makes_tables_and_may_be_repeated(url: str, capsys: Captured) -> None:
    """The first call says that it made the tables, the second that there is nothing to do."""
    with closing(Database(url)) as database:
        address = database.address
    assert run(["db", "upgrade"]) == 0
    assert _printed(capsys) == (f"{address}: tables made, schema {NEWEST}\n", "")
    assert run(["db", "upgrade"]) == 0
    assert _printed(capsys) == (f"{address}: schema {NEWEST}, nothing to do\n", "")
    assert run(["db", "upgrade", "--format", "json"]) == 0
    assert json.loads(_printed(capsys)[0]) == {
        "schema": "gptreview/db-upgrade/v1",
        "database": address,
        "before": NEWEST,
        "after": NEWEST,
    }


def test_check_says_what_is_wrong(opened: Database, capsys: Captured) -> None:
    """A sound database ends with 0, a changed one with 1 and its problems."""
    assert run(["db", "check"]) == 0
    assert _printed(capsys) == (f"{opened.address}: schema {NEWEST}, no problem\n", "")
    with opened.writing() as session:
        session.execute(text("DROP INDEX ix_events_subject"))
    problem = "schema: add_index: events.ix_events_subject"
    assert run(["db", "check"]) == 1
    assert _printed(capsys) == (f"{problem}\n{opened.address}: 1 problem\n", "")
    assert run(["db", "check", "--format", "json"]) == 1
    assert json.loads(_printed(capsys)[0]) == {
        "schema": "gptreview/db-check/v1",
        "database": opened.address,
        "revision": NEWEST,
        "newest": NEWEST,
        "problems": [problem],
    }


def test_newer_schema_is_refused(opened: Database, capsys: Captured) -> None:
    """Every command refuses a schema of the future in the same words."""
    with opened.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for command in ("upgrade", "check", "stats", "export", "verify"):
        assert run(["db", command]) == 2
        assert _printed(capsys) == (
            "",
            f"Error: the database's schema is 9999, this gptreview knows those up to {NEWEST}; "
            "install a newer gptreview\n",
        )


@pytest.mark.usefixtures("opened")
def test_stats_count(capsys: Captured) -> None:
    """Rows of each table are counted, as text and as JSON."""
    assert run(["db", "stats"]) == 0
    lines = _printed(capsys)[0].splitlines()
    assert [line.split()[:2] for line in lines if line.startswith("  ev")] == [["events", "3"]]
    assert lines[-1] == "no verdicts"
    assert run(["db", "stats", "--format", "json"]) == 0
    found = json.loads(_printed(capsys)[0])
    assert {name: each["rows"] for name, each in found["tables"].items() if each["rows"]} == {
        "blobs": 1,
        "events": 3,
    }
    assert (found["schema"], found["outcomes"]) == ("gptreview/db-stats/v1", {})


@pytest.mark.usefixtures("opened")
def test_export_writes_json_lines(tmp_path: Path, capsys: Captured) -> None:
    """Standard output and a file get the same lines; --no-content leaves bytes out."""
    file = tmp_path / "out.jsonl"
    assert run(["db", "export"]) == 0
    printed = _printed(capsys)[0]
    assert run(["db", "export", "-o", str(file)]) == 0
    assert file.read_text(encoding="utf-8") == printed
    rows = [json.loads(line) for line in printed.splitlines()]
    assert [row["table"] for row in rows] == ["alembic_version", "blobs", *["events"] * 3]
    assert rows[1]["row"] == {"digest": f"sha256:{'0' * 64}", "data": "YWJj", "size": 3}
    assert run(["db", "export", "--no-content"]) == 0
    rows = [json.loads(line) for line in _printed(capsys)[0].splitlines()]
    assert rows[1]["row"] == {"digest": f"sha256:{'0' * 64}", "size": 3}


def test_failing_export_leaves_no_half_file(
    url: str, opened: Database, tmp_path: Path, capsys: Captured
) -> None:
    """An export that fails leaves an earlier file as it was, and nothing beside it."""
    if not opened.is_sqlite:
        return  # the damage is made in a file of SQLite
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "out.jsonl").write_text("earlier\n", encoding="utf-8")
    with opened.writing() as session:
        append_all(session, [Event(NOON, "a", "k", "s", {"x": "y" * 99})] * 3_000)
        session.execute(text("UPDATE events SET actor = CAST(x'ff' AS TEXT) WHERE seq = 2900"))
    assert run(["db", "export", "-o", str(folder / "out.jsonl")]) == 2
    assert _printed(capsys) == (
        "",
        f"Error: {url}: damaged, or no database: Could not decode to UTF-8 column 'actor'; "
        "restore a backup, or name another database\n",
    )
    assert [path.name for path in folder.iterdir()] == ["out.jsonl"]
    assert (folder / "out.jsonl").read_text(encoding="utf-8") == "earlier\n"


@pytest.mark.usefixtures("opened")
def test_export_to_a_full_disk_is_told(capsys: Captured) -> None:
    """A file that takes no more is named."""
    full = Path("/dev/full")
    if not full.exists():
        return  # pragma: no cover - only Linux has it
    assert run(["db", "export", "-o", str(full)]) == 2
    assert _printed(capsys)[1] == (
        "Error: /dev/full: the result cannot be written (No space left on device); "
        "name another file with --output\n"
    )


def test_verify_walks_the_chain(opened: Database, capsys: Captured) -> None:
    """A chain that holds ends with 0 and its head, which a later run can be given."""
    assert run(["db", "verify"]) == 0
    first, second = _printed(capsys)[0].splitlines()
    assert first == "3 events, the chain holds"
    head = second.removeprefix("head ")
    assert run(["db", "verify", "--head", head, "--format", "json"]) == 0
    assert json.loads(_printed(capsys)[0]) == {
        "schema": "gptreview/db-verify/v1",
        "database": opened.address,
        "events": 3,
        "head": head,
        "broken": None,
    }
    with opened.writing() as session:
        session.execute(delete(EventRow).where(EventRow.seq == 3))
    assert run(["db", "verify"]) == 0
    assert _printed(capsys)[0].startswith("2 events, the chain holds\nhead 2:")
    assert run(["db", "verify", "--head", head]) == 1
    shorter = _printed(capsys)[0].splitlines()
    assert shorter[0] == (
        "broken at event 3: it is missing, and so are all up to the expected head"
    )
    assert shorter[1].startswith("2 events before it: head 2:")


def test_verify_names_the_first_broken_place(opened: Database, capsys: Captured) -> None:
    """A changed row ends with 1, as text and as JSON."""
    with opened.writing() as session:
        session.execute(text("UPDATE events SET actor = 'b' WHERE seq = 2"))
    assert run(["db", "verify"]) == 1
    first, second = _printed(capsys)[0].splitlines()
    assert first == "broken at event 2: its row is not what its hash was made of"
    assert second.startswith("1 event before it: head 1:")
    assert run(["db", "verify", "--format", "json"]) == 1
    assert json.loads(_printed(capsys)[0])["broken"] == {"seq": 2, "how": "changed"}


def test_head_must_be_one(capsys: Captured) -> None:
    """What is no head is refused before the database is opened."""
    assert run(["db", "verify", "--head", "3:abc"]) == 2
    assert "expected SEQ:HASH" in _printed(capsys)[1]


def test_unreachable_database_ends_with_4(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    """A server that does not answer ends with 4; its password is shown nowhere."""
    pytest.importorskip("psycopg")
    monkeypatch.setenv("GPTREVIEW_DATABASE_URL", "postgresql://u:s3cret@127.0.0.1:1/x")
    for command in ("upgrade", "check", "stats", "export", "verify"):
        assert run(["db", command]) == 4
        out, err = _printed(capsys)
        assert (out, "s3cret" in err) == ("", False)
        assert err.startswith("Error: postgresql://u:***@127.0.0.1:1/x: the database cannot")


def test_database_without_a_setting_is_in_the_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    """Without an address the database is a file in the user's data folder."""
    monkeypatch.delenv("GPTREVIEW_DATABASE_URL", raising=False)
    monkeypatch.setattr("platformdirs.user_data_dir", lambda *_, **__: str(tmp_path / "data"))
    assert run(["db", "stats"]) == 2
    assert "there is no database yet; gptreview db upgrade" in _printed(capsys)[1]
    assert run(["db", "upgrade"]) == 0
    assert (tmp_path / "data" / "gptreview.db").is_file()
