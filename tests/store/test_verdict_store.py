"""Verdicts come back as they were, and a content gets one by each standard."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from gptreview.errors import NotFoundError
from gptreview.model.finding import Category, Confidence, Finding, Severity, Wording
from gptreview.model.gpt import Gpt
from gptreview.model.policy import Clause, Meaning, Profile, Waiver
from gptreview.model.segment import Locator, Unread
from gptreview.model.verdict import (
    Coverage,
    DataFlow,
    JudgedFinding,
    Outcome,
    ScannerRun,
    Verdict,
)
from gptreview.store import snapshots, verdicts
from gptreview.store.database import Database
from gptreview.store.runs import begin_run
from gptreview.store.tables.registry import ListingRow, SourceRow
from gptreview.store.tables.verdicts import StandardRow, VerdictRow
from gptreview.store.verdicts import MadeVerdict, Standard

NOW = dt.datetime(2026, 5, 4, 3, 2, 1, 987, tzinfo=dt.UTC)
STANDARD = Standard("house", "7", "sha256:p", "sha256:r", "sha256:s", "content")


def _finding(excerpt: str = "sealed envelope") -> Finding:
    return Finding(
        rule_id="night-porter",
        title="Sealed envelope",
        category=Category.FRAUD,
        severity=Severity.HIGH,
        confidence=Confidence.MEDIUM,
        field="instructions",
        start=4,
        end=19,
        locator=Locator(2, 5, "page 3", in_file=True),
        excerpt=excerpt,
        before="the ",
        after=" now",
        decoded="",
        disguises=("leet",),
        message=Wording("Sends an envelope.", "寄信封。"),
        clause="usage-policies/fraud",
        fix=Wording("Remove it.", "删除。"),
        scanner="rules",
        evidence_digest="sha256:e",
        general=Wording("Sends something.", "寄东西。"),
    )


def _verdict(digest: str, excerpt: str = "sealed envelope") -> Verdict:
    waiver = Waiver("night-porter", "sha256:e", "legal", "a novel", dt.date(2027, 1, 2))
    return Verdict(
        listing_id=digest,
        outcome=Outcome.FAIL,
        findings=(
            JudgedFinding(_finding(excerpt), Meaning.FAIL),
            JudgedFinding(_finding("x"), Meaning.REVIEW, waiver, known=True),
        ),
        coverage=Coverage(3, 400, (Unread("knowledge:a.pdf", "encrypted PDF", "page 1", "x"),)),
        reasons=(Wording("It fails.", "不通过。"),),
        scanners=(ScannerRun("rules", "1", "gave up"),),
        content_digest=digest,
        policy_name="house",
        policy_version="7",
        policy_digest="sha256:p",
        ruleset_digest="sha256:r",
        profile=Profile.CONTENT,
        clauses={
            "usage-policies/fraud": Clause(
                "usage-policies/fraud",
                Wording("Fraud", "欺诈"),
                Wording("No fraud.", "禁止欺诈。"),
                dt.date(2025, 1, 1),
                "https://example.com/policy",
            )
        },
        data_flows=(
            DataFlow(0, "GET /a", "api.example.com", ("q",), asks_user=True, third_party=None),
        ),
        improve_models=False,
    )


def _stored(database: Database, *gpts: Gpt) -> tuple[list[str], int, int]:
    """The contents' digests, a standard, and a run."""
    with database.writing() as session:
        digests = snapshots.write(session, gpts)
        standard = verdicts.standard_id(session, STANDARD, now=NOW)
        return digests, standard, begin_run(session, kind="review", owner="me", now=NOW)


def test_verdict_comes_back_as_it_was(database: Database) -> None:
    """Every part of a verdict survives the database."""
    (digest,), standard, run = _stored(database, Gpt("a"))
    made = _verdict(digest)
    with database.writing() as session:
        new = verdicts.write(session, [MadeVerdict(made)], standard=standard, run=run, now=NOW)
    assert list(new) == [digest]
    with database.reading() as session:
        assert verdicts.read(session, digest, standard) == made


def test_second_verdict_is_not_written(database: Database) -> None:
    """Whoever comes second changes neither the verdict nor its findings."""
    (a, b), standard, run = _stored(database, Gpt("a"), Gpt("b"))
    first, other = _verdict(a), _verdict(b)
    late = dataclasses.replace(first, outcome=Outcome.PASS, findings=())
    with database.writing() as session:
        verdicts.write(session, [MadeVerdict(first)], standard=standard, run=run, now=NOW)
    with database.writing() as session:
        made = [MadeVerdict(late), MadeVerdict(other)]
        new = verdicts.write(session, made, standard=standard, run=run, now=NOW)
    assert list(new) == [b]
    with database.reading() as session:
        assert verdicts.read_many(session, (a, b, "sha256:no"), standard) == {a: first, b: other}


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        pytest.param("a\0b\ud800c", "a\ufffdb\ufffdc", id="both"),
        pytest.param("a\0b", "a\ufffdb", id="nul"),
        pytest.param(r"a\u0000b", r"a\u0000b", id="spelt-out"),
    ],
)
def test_strangers_characters_do_not_stop_a_write(
    database: Database, written: str, kept: str
) -> None:
    """What no database keeps as text is shown as a replacement character."""
    (digest,), standard, run = _stored(database, Gpt("a"))
    made = [MadeVerdict(_verdict(digest, written))]
    with database.writing() as session:
        verdicts.write(session, made, standard=standard, run=run, now=NOW)
    with database.reading() as session:
        found = verdicts.read(session, digest, standard)
    assert found == _verdict(digest, kept)


def test_standard_is_found_again(database: Database) -> None:
    """The same standard has one number, and another profile another one."""
    other = dataclasses.replace(STANDARD, profile="public")
    numbers = []
    for each in (STANDARD, other, STANDARD):
        with database.writing() as session:
            numbers.append(verdicts.standard_id(session, each, now=NOW))
    assert numbers[0] == numbers[2] != numbers[1]
    with database.reading() as session:
        assert session.query(StandardRow).count() == 2


def test_verdict_that_is_not_there_is_named(database: Database) -> None:
    """Who asks for a verdict by a standard that gave none is told so."""
    with database.reading() as session, pytest.raises(NotFoundError, match="sha256:no: no verdict"):
        verdicts.read(session, "sha256:no", 1)


def test_tally_counts_current_versions(database: Database) -> None:
    """Two listings with one content count twice, vanished ones not at all."""
    digests, standard, run = _stored(database, Gpt("a"), Gpt("b"), Gpt("c"), Gpt("d"))
    a, b, c, d = digests
    with database.writing() as session:
        session.add(SourceRow(name="s", cursor=None, synced_at=None))
        session.flush()
        for number, digest in enumerate((a, a, b, c, d)):
            session.add(
                ListingRow(
                    source="s",
                    external_id=str(number),
                    name="x",
                    content_digest=digest,
                    source_digest=digest,
                    number=1,
                    first_seen=NOW,
                    last_seen=NOW,
                    vanished_at=NOW if digest == d else None,
                )
            )
        set_aside = dataclasses.replace(_verdict(b), outcome=Outcome.REVIEW, findings=())
        made = [
            MadeVerdict(_verdict(a)),
            MadeVerdict(set_aside, "it died"),
            MadeVerdict(_verdict(d)),
        ]
        verdicts.write(session, made, standard=standard, run=run, now=NOW)
    with database.reading() as session:
        found = verdicts.tally(session, standard)
        kept = session.query(VerdictRow).filter_by(content_digest=b).one()
    outcomes = {Outcome.PASS: 0, Outcome.REVIEW: 1, Outcome.FAIL: 2}
    assert (found.outcomes, found.set_aside, found.unreviewed) == (outcomes, 1, 1)
    assert found.versions == 4
    assert kept.set_aside == "it died"
