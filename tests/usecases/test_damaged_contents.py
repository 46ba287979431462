"""Contents and rows of the registry that are damaged or gone."""

from __future__ import annotations

import datetime as dt
import hashlib
import zlib

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.orm import Session

from gptreview.errors import ConflictError, InputError
from gptreview.model.gpt import Gpt, KnowledgeFile
from gptreview.model.verdict import Outcome
from gptreview.store import bulk, consistency, sightings, snapshots, soundness, verdicts
from gptreview.store.database import Database
from gptreview.store.runs import begin_run
from gptreview.store.sightings import Sighting
from gptreview.store.tables.registry import BlobRow, SnapshotRow
from gptreview.store.verdicts import MadeVerdict, Standard
from gptreview.usecases.keep_database import KeepDatabase
from gptreview.usecases.read_registry import ReadRegistry
from tests.verdicts import verdict_by

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
OLD, NEW = (
    Gpt("One", "g-1", instructions=text, knowledge=(KnowledgeFile("a.txt", text.encode()),))
    for text in "ab"
)


@pytest.fixture
def filled(database: Database) -> Database:
    """A database with a listing that had two contents."""
    for gpt in (OLD, NEW):
        with database.writing() as session:
            sightings.hold(session, "folder")
            known = sightings.known_listings(session, "folder", ["g-1"])
            seen = [Sighting("g-1", gpt, gpt.content_digest())]
            sightings.record(
                session, "folder", seen, known, at=NOON, shown_name=lambda gpt: gpt.name
            )
    return database


def _lose(database: Database, digest: str) -> None:
    """Delete a content in spite of the rows that need it."""
    with database.reading() as session:
        if database.is_sqlite:
            session.execute(text("PRAGMA foreign_keys = OFF"))
        else:
            session.execute(text("SET session_replication_role = replica"))
        session.execute(delete(SnapshotRow).where(SnapshotRow.content_digest == digest))
        if database.is_sqlite:
            session.execute(text("PRAGMA foreign_keys = ON"))
        else:
            session.execute(text("SET session_replication_role = origin"))
            session.commit()


def _overwrite(database: Database, digest: str, data: bytes) -> None:
    with database.writing() as session:
        session.execute(
            update(SnapshotRow).where(SnapshotRow.content_digest == digest).values(data=data)
        )


def _execute(database: Database, *statements: str) -> None:
    with database.writing() as session:
        for each in statements:
            session.execute(text(each))


def _problems(database: Database) -> tuple[str, ...]:
    return KeepDatabase(database).check().problems


def _judge(database: Database) -> None:
    """A verdict on the newer content, to pass."""
    by = Standard("house", "1", "sha256:p", "sha256:r", "sha256:s", "content")
    verdict = verdict_by(by, "g-1", NEW.content_digest(), Outcome.PASS)
    with database.writing() as session:
        standard = verdicts.standard_id(session, by, now=NOON)
        run = begin_run(session, kind="review", owner="host/1/2", now=NOON)
        verdicts.write(session, [MadeVerdict(verdict)], standard=standard, run=run, now=NOON)


def test_diff_of_a_damaged_content_is_told(filled: Database) -> None:
    """Which content cannot be read is said, and who tells more, before or after."""
    for gpt in (NEW, OLD):
        _overwrite(filled, gpt.content_digest(), b"no zlib")
        with pytest.raises(ConflictError) as raised:
            ReadRegistry(filled, tuple).diff("g-1")
        assert str(raised.value) == (
            f"{gpt.content_digest()}: its content cannot be read (error); gptreview db check"
        )


def test_diff_of_a_lost_content_is_told(filled: Database) -> None:
    """A content whose row is gone is named."""
    _lose(filled, NEW.content_digest())
    with pytest.raises(ConflictError) as raised:
        ReadRegistry(filled, tuple).diff("g-1")
    assert str(raised.value) == (
        f"{NEW.content_digest()}: its content is not in the registry; gptreview db check"
    )


def test_sound_rows_are_no_problem(filled: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Contents, versions and verdicts as they were written are in order, however they are read."""
    _judge(filled)
    assert _problems(filled) == ()
    for module, limit in ((consistency, "BATCH"), (bulk, "_MAX_READ_BYTES")):
        monkeypatch.setattr(module, limit, 1)
        assert _problems(filled) == ()


def test_damaged_contents_are_problems(filled: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A content that cannot be unpacked is named, and so is one that is another one."""
    bad = (b"no zlib", zlib.compress(b"no JSON"), zlib.compress(b"{}"), zlib.compress(b"\xff"))
    names = ("error", "JSONDecodeError", "KeyError", "UnicodeDecodeError")
    old, new = OLD.content_digest(), NEW.content_digest()
    for data, name in zip(bad, names, strict=True):
        _overwrite(filled, old, data)
        assert _problems(filled) == (f"content {old}: it cannot be read ({name})",)
    for gpt, digest in ((NEW, old), (OLD, new)):
        _overwrite(filled, digest, snapshots.pack(gpt)[0])
    said = "it is another one than its digest says"
    assert _problems(filled) == tuple(f"content {each}: {said}" for each in sorted((old, new)))
    monkeypatch.setattr(soundness, "_MOST", 1)
    assert _problems(filled) == (f"content {min(old, new)}: {said}",)


def test_damaged_files_are_problems(filled: Database) -> None:
    """A content whose knowledge file is another one or gone is named."""
    new = NEW.content_digest()
    digest = f"sha256:{hashlib.sha256(b'b').hexdigest()}"
    with filled.writing() as session:
        other = {"data": zlib.compress(b"c")}
        session.execute(update(BlobRow).where(BlobRow.digest == digest).values(other))
    assert _problems(filled) == (f"content {new}: it is another one than its digest says",)
    with filled.writing() as session:
        session.execute(delete(BlobRow).where(BlobRow.digest == digest))
    assert _problems(filled) == (f"content {new}: it cannot be read (KeyError)",)


def test_listings_without_their_version_are_problems(filled: Database) -> None:
    """A current version that is not there, or has another content, is told."""
    _execute(filled, "UPDATE listings SET number = 1")
    assert _problems(filled) == (
        "listing 1: its current version, 1, has another content than it says",
    )
    _execute(filled, "UPDATE listings SET number = 7")
    assert _problems(filled) == ("listing 1: its current version, 7, is not there",)


def test_verdicts_with_another_outcome_are_problems(filled: Database) -> None:
    """An outcome that is not the one of the verdict's own document is told."""
    _judge(filled)
    _execute(filled, "UPDATE verdicts SET outcome = 'fail'")
    assert _problems(filled) == ("verdict 1: its outcome is fail, its document says pass",)
    _execute(filled, "UPDATE verdicts SET document = '{}'")
    assert _problems(filled) == ()
    if filled.is_sqlite:  # PostgreSQL keeps nothing else than JSON
        _execute(filled, "UPDATE verdicts SET document = 'pass'")
        assert _problems(filled) == ("verdict 1: its document is no JSON",)


def test_other_trouble_with_contents_is_told(
    filled: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the database cannot do is no damaged content."""

    def fail(session: Session, _digests: object) -> None:
        session.execute(text("SELECT no_such_column"))

    monkeypatch.setattr(snapshots, "read_many", fail)
    with pytest.raises(InputError, match="tables are not as gptreview makes them"):
        _problems(filled)


def test_rows_of_other_tables_are_not_judged(filled: Database) -> None:
    """Where a column lacks, its rows are not read."""
    _execute(filled, "UPDATE listings SET number = 7", "ALTER TABLE claims DROP COLUMN error")
    assert _problems(filled) == ("schema: add_column: claims.error",)
