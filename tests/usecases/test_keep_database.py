"""Keeping a database."""

from __future__ import annotations

import base64
import datetime as dt
import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, Integer, LargeBinary, String, text

from gptreview.errors import ConflictError, DependencyError
from gptreview.model.database import DatabaseCheck, TableSize
from gptreview.model.gpt import Gpt
from gptreview.store.database import Database
from gptreview.store.events import append
from gptreview.store.schema import METADATA, NEWEST, upgrade
from gptreview.store.snapshots import pack
from gptreview.store.tables.base import UtcTime
from gptreview.store.tables.registry import ListingRow, SnapshotRow, SourceRow
from gptreview.store.tables.verdicts import RunRow, StandardRow, VerdictRow
from gptreview.usecases.keep_database import KeepDatabase

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
FIRST, SECOND = (Gpt("One", instructions=text) for text in "ad")
DIGEST, OTHER = FIRST.content_digest(), SECOND.content_digest()


@pytest.fixture
def keeper(database: Database) -> KeepDatabase:
    """A database with two contents, a listing and their verdicts."""
    with database.writing() as session:
        session.add(SourceRow(name="folder", cursor=None, synced_at=NOON))
        session.add(SnapshotRow(content_digest=DIGEST, data=pack(FIRST)[0], size=2_500_000_000))
        session.add(SnapshotRow(content_digest=OTHER, data=pack(SECOND)[0], size=0))
        session.add(
            StandardRow(
                policy_name="p",
                policy_version="1",
                policy_digest=DIGEST,
                ruleset_digest=DIGEST,
                scanners_digest=DIGEST,
                profile="public",
                first_used=NOON,
            )
        )
        session.add(RunRow(kind="review", owner="o", started_at=NOON, ended_at=None, counts={}))
        session.flush()
        for digest, outcome in ((DIGEST, "pass"), (OTHER, "fail")):
            session.add(
                VerdictRow(
                    content_digest=digest,
                    standard_id=1,
                    run_id=1,
                    outcome=outcome,
                    document={"名": [1.5, None]},
                    made_at=NOON,
                )
            )
    return KeepDatabase(database)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _rows(keeper: KeepDatabase, name: str, *, content: bool) -> list[dict[str, Any]]:
    return [row for table, row in keeper.export(content=content) if table == name]


def test_export_has_all_rows(keeper: KeepDatabase) -> None:
    """The revision comes first, then each table with its rows in the order of their keys."""
    rows = list(keeper.export(content=True))
    assert rows[0] == ("alembic_version", {"version_num": NEWEST})
    assert sorted(table for table, _ in rows) == [
        "alembic_version", "runs", "snapshots", "snapshots", "sources", "standards", "verdicts",
        "verdicts",
    ]  # fmt: skip
    assert _rows(keeper, "snapshots", content=True) == [
        {"content_digest": DIGEST, "data": _base64(pack(FIRST)[0]), "size": 2_500_000_000},
        {"content_digest": OTHER, "data": _base64(pack(SECOND)[0]), "size": 0},
    ]
    assert _rows(keeper, "sources", content=True) == [
        {"name": "folder", "cursor": None, "synced_at": "2026-03-01T12:00:00.000000+00:00"}
    ]
    assert _rows(keeper, "verdicts", content=True)[0]["document"] == {"名": [1.5, None]}


def test_export_can_leave_contents_out(keeper: KeepDatabase) -> None:
    """Without contents the rows are there, but not their bytes."""
    assert _rows(keeper, "snapshots", content=False) == [
        {"content_digest": DIGEST, "size": 2_500_000_000},
        {"content_digest": OTHER, "size": 0},
    ]


def _value(column: Column[Any]) -> Any:
    """Something for a column of each type that the tables have; parents and children agree."""
    values: dict[type[Any], Any] = {
        UtcTime: NOON,
        Boolean: True,
        Date: NOON.date(),
        JSON: {"x": 1},
        LargeBinary: b"x",
        String: "x",
        Integer: 1,
        BigInteger: 1,
    }
    return values[type(column.type)]


def test_export_knows_every_column(database: Database) -> None:
    """A row of every table, with a value in every column, is JSON; a waiver's day is ISO 8601."""
    with database.writing() as session:
        for table in METADATA.sorted_tables:
            session.execute(table.insert(), {each.name: _value(each) for each in table.columns})
    rows = dict(KeepDatabase(database).export(content=True))
    assert set(rows) == {*METADATA.tables, "alembic_version"}
    assert json.loads(json.dumps(rows)) == rows
    assert rows["waivers"] == {
        "id": 1,
        "rule_id": "x",
        "evidence_digest": "x",
        "owner": "x",
        "reason": "x",
        "expires": "2026-03-01",
        "made_at": "2026-03-01T12:00:00.000000+00:00",
        "revoked_at": "2026-03-01T12:00:00.000000+00:00",
    }


def test_export_is_of_one_moment(keeper: KeepDatabase) -> None:
    """What is written while an export runs is not half in it."""
    rows = keeper.export(content=False)
    first = next(rows)
    with keeper.database.writing() as session:
        session.add(
            ListingRow(
                source="folder",
                external_id="a",
                name="N",
                content_digest=DIGEST,
                source_digest=DIGEST,
                number=1,
                first_seen=NOON,
                last_seen=NOON,
            )
        )
    assert first[0] == "alembic_version"
    assert "listings" not in {table for table, _ in rows}
    assert len(_rows(keeper, "listings", content=False)) == 1


def test_stats_count_rows_bytes_and_outcomes(keeper: KeepDatabase) -> None:
    """Each table has its rows and bytes, and verdicts are counted by outcome."""
    stats = keeper.stats()
    rows = {each.name: each.rows for each in stats.tables}
    assert rows == dict.fromkeys(METADATA.tables, 0) | {
        "runs": 1, "snapshots": 2, "sources": 1, "standards": 1, "verdicts": 2,
    }  # fmt: skip
    assert (stats.revision, stats.outcomes) == (NEWEST, (("fail", 1), ("pass", 1)))
    sizes = [each.size or 0 for each in stats.tables]
    assert min(sizes) > 0
    assert stats.size >= sum(sizes)


def test_stats_do_without_sizes(keeper: KeepDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build of SQLite that cannot tell the sizes of tables counts their rows all the same."""
    if not keeper.database.is_sqlite:
        return
    monkeypatch.setattr(
        "gptreview.store.sizes._SQLITE_TABLES", text("SELECT 1, 1 FROM no_such_table")
    )
    assert TableSize("runs", 1, None) in keeper.stats().tables


def test_other_trouble_is_told(keeper: KeepDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    """What SQLite cannot do for another reason is neither a missing size nor a problem found."""
    if not keeper.database.is_sqlite:
        return
    monkeypatch.setattr("gptreview.store.sizes._SQLITE_TABLES", text("SELECT no_such_function()"))
    with pytest.raises(DependencyError, match="no such function"):
        keeper.stats()
    monkeypatch.setattr("gptreview.store.soundness._MOST", "(")
    with pytest.raises(DependencyError, match="syntax error"):
        keeper.check()


def test_sound_database_has_no_problem(keeper: KeepDatabase) -> None:
    """A database with rows is in order."""
    assert keeper.check() == DatabaseCheck(NEWEST, NEWEST, ())


def test_missing_tables_are_a_problem(database_url: str) -> None:
    """A database without tables is told with what to do; upgrade mends it."""
    with closing(Database(database_url)) as database:
        keeper = KeepDatabase(database)
        with database.writing():
            pass
        problem = "the database has no tables yet; gptreview db upgrade"
        assert keeper.check() == DatabaseCheck(None, NEWEST, (problem,))
        with pytest.raises(ConflictError):
            keeper.stats()
        keeper.upgrade()
        assert keeper.check().problems == ()


def test_changed_schema_is_a_problem(keeper: KeepDatabase) -> None:
    """A table that lacks what this program needs is named."""
    with keeper.database.writing() as session:
        session.execute(text("DROP INDEX ix_events_subject"))
    assert keeper.check().problems == ("schema: add_index: events.ix_events_subject",)


def test_newer_schema_is_not_judged(keeper: KeepDatabase) -> None:
    """What a newer gptreview made is refused by all that reads it."""
    with keeper.database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for call in (
        keeper.check,
        keeper.stats,
        keeper.upgrade,
        lambda: keeper.verify(None),
        lambda: list(keeper.export(content=False)),
    ):
        with pytest.raises(ConflictError, match="install a newer gptreview"):
            call()


def test_row_without_its_parent_is_a_problem(tmp_path: Path) -> None:
    """A row of SQLite whose parent is gone is named."""
    with closing(Database(f"sqlite:///{tmp_path / 'registry.db'}")) as database:
        upgrade(database)
        with database.reading() as session:
            session.execute(text("PRAGMA foreign_keys = OFF"))
            session.execute(text("INSERT INTO versions VALUES (7, 1, 'sha256:0', 0)"))
            session.execute(text("PRAGMA foreign_keys = ON"))
        assert KeepDatabase(database).check().problems == (
            "foreign key: row 1 of versions has no parent in snapshots",
            "foreign key: row 1 of versions has no parent in listings",
        )


def test_damaged_file_is_a_problem(tmp_path: Path) -> None:
    """Pages of SQLite that were overwritten are told, whatever they held."""
    path = tmp_path / "registry.db"
    with closing(Database(f"sqlite:///{path}")) as database:
        upgrade(database)
        with database.writing() as session:
            for _ in range(300):
                append(session, at=NOON, actor="a", kind="k", subject="s", payload={"x": "y" * 500})
    content = bytearray(path.read_bytes())
    content[40 * 4096 : 44 * 4096] = b"\xff" * (4 * 4096)
    path.write_bytes(content)
    with closing(Database(f"sqlite:///{path}")) as database:
        problems = KeepDatabase(database).check().problems
    assert problems
    assert {problem.split(":")[0] for problem in problems} == {"integrity"}
