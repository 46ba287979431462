"""Waivers that come or go: the verdicts that have their evidence are judged again, once."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.orm import Session

from gptreview.decide.decision import decide
from gptreview.model.finding import Category, Confidence, Finding, Severity, Wording
from gptreview.model.gpt import Gpt
from gptreview.model.policy import Clause, Meaning, Policy, Profile, Waiver
from gptreview.model.registry_waivers import Rejudged, Turned
from gptreview.model.verdict import Coverage, Outcome, ScannerRun, Verdict
from gptreview.store import (
    events,
    registry,
    runs,
    snapshots,
    standing_verdict,
    turns,
    verdicts,
    waivers,
)
from gptreview.store.database import Database
from gptreview.store.sizes import measure
from gptreview.store.tables.events import EventRow
from gptreview.store.tables.registry import ListingRow, SourceRow
from gptreview.store.tables.verdicts import RunRow, VerdictRow
from gptreview.store.tables.waivers import WaivedRow
from gptreview.store.verdicts import MadeVerdict, Standard
from gptreview.usecases.judge_again import as_waived
from gptreview.usecases.rejudge import RejudgeVerdicts
from tests.findings import FINDING

NOW = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
FRAUD = "usage-policies/fraud"
POLICY = Policy(
    name="house",
    version="1",
    digest="sha256:p",
    clauses={FRAUD: Clause(FRAUD, Wording("F", "F"), Wording("F", "F"), NOW.date(), "")},
    meanings={
        category: {
            severity: dict.fromkeys(Confidence, Meaning.FAIL) for severity in Severity
        }
        for category in Category
    },
    required={},
)  # fmt: skip
STANDARD = Standard("house", "1", "sha256:p", "sha256:r", "sha256:s", "content")
PASS, FAIL = Outcome.PASS, Outcome.FAIL


def waiver_of(rule: str, owner: str = "legal", until: str = "2026-12-31", why: str = "") -> Waiver:
    """A waiver of the one evidence that a rule has here."""
    day = dt.date.fromisoformat(until)
    return Waiver(rule, f"sha256:{rule}", owner, why or "a novel", day)


def _finding(rule: str) -> Finding:
    return replace(FINDING, rule_id=rule, clause=FRAUD, evidence_digest=f"sha256:{rule}")


def judged(digest: str, rules: Sequence[str], *, profile: str = "content") -> Verdict:
    """The verdict on a content in which these rules have found something."""
    return decide(
        listing_id=digest,
        content_digest=digest,
        findings=[_finding(each) for each in rules],
        coverage=Coverage(1, 9),
        scanners=(ScannerRun("rules", "1"),),
        policy=POLICY,
        profile=Profile(profile),
        ruleset_digest="sha256:r",
        today=NOW.date(),
    )


@dataclass
class Shelf:
    """A registry with verdicts, and a clock that stands still until it is set."""

    database: Database
    policy: Policy = POLICY
    now: dt.datetime = NOW

    def has(
        self, names: dict[str, Sequence[str]], standard: Standard = STANDARD, holding: Any = None
    ) -> dict[str, str]:
        """A listing for each name with a verdict on what was found; digests by name."""
        with self.database.writing() as session:
            found = snapshots.write(session, [Gpt(name) for name in names])
            digests = dict(zip(names, found, strict=True))
            self._listings(session, digests)
            number = verdicts.standard_id(session, standard, now=self.now)
            run = runs.begin_run(session, kind="review", owner="me", now=self.now)
            made = [
                as_waived(
                    judged(digests[name], names[name], profile=standard.profile),
                    self.policy,
                    self.now.date(),
                    holding or {},
                )
                for name in names
            ]
            verdicts.write(
                session, list(map(MadeVerdict, made)), standard=number, run=run, now=self.now
            )
        return digests

    def waive(self, *made: Waiver) -> None:
        """Keep waivers, and judge nothing."""
        with self.database.writing() as session:
            for each in made:
                waivers.add(session, each, at=self.now)

    def revoke(self, number: int) -> None:
        """Revoke a waiver, and judge nothing."""
        with self.database.writing() as session:
            waivers.revoke(session, number, at=self.now)

    def rejudge(self) -> Rejudged:
        """Judge what has to be."""
        return self.rejudging().by_policy()

    def rejudging(self) -> RejudgeVerdicts:
        """The use-case."""
        return RejudgeVerdicts(self.database, self.policy, lambda: self.now, "me")

    def rows(self) -> list[tuple[int, int, bool, str]]:
        """Number, turn, whether superseded, and outcome of each verdict."""
        with self.database.reading() as session:
            return [
                (row.id, row.turn, row.superseded, row.outcome)
                for row in session.scalars(select(VerdictRow).order_by(VerdictRow.id))
            ]

    def standing(self, digests: Collection[str]) -> dict[str, Outcome]:
        """The outcomes that count, by the first standard."""
        with self.database.reading() as session:
            found = verdicts.read_many(session, digests, 1)
        return {digest: verdict.outcome for digest, verdict in found.items()}

    def _listings(self, session: Session, digests: dict[str, str]) -> None:
        if session.get(SourceRow, "s") is None:
            session.add(SourceRow(name="s", cursor=None, synced_at=None))
            session.flush()
        there = set(session.scalars(select(ListingRow.external_id)))
        session.add_all(
            ListingRow(
                source="s",
                external_id=name,
                name=name,
                content_digest=digest,
                source_digest=digest,
                number=1,
                first_seen=self.now,
                last_seen=self.now,
                vanished_at=None,
            )
            for name, digest in digests.items()
            if name not in there
        )


@pytest.fixture
def shelf(database: Database) -> Shelf:
    """An empty registry."""
    return Shelf(database)


def test_only_verdicts_with_the_evidence_are_judged_again(shelf: Shelf) -> None:
    """One has another outcome, one keeps it for another finding, the others are left alone."""
    digests = shelf.has({"a": ["r"], "b": ["r", "q"], "c": ["q"], "d": []})
    shelf.waive(waiver_of("r"))
    done = shelf.rejudge()
    assert done == Rejudged(2, {(FAIL, PASS): 1}, (Turned(digests["a"], FAIL, PASS, "content"),))
    assert shelf.standing(digests.values()) == {
        digests["a"]: PASS,
        digests["b"]: FAIL,
        digests["c"]: FAIL,
        digests["d"]: PASS,
    }
    old, new = shelf.rows()[:4], shelf.rows()[4:]
    assert [each[1:3] for each in old].count((0, True)) == 2
    assert [each[1:3] for each in new] == [(1, False)] * 2


def test_judging_again_says_what_a_review_with_the_waiver_says(shelf: Shelf) -> None:
    """Reasons, clauses and order are those of a verdict that knew the waiver from the first."""
    digest = shelf.has({"a": ["q", "r"]})["a"]
    shelf.waive(waiver_of("q"))
    shelf.rejudge()
    with shelf.database.reading() as session:
        again = verdicts.read(session, digest, 1)
    knowing = replace(POLICY, waivers=(waiver_of("q"),))
    findings = [each.finding for each in judged(digest, ["r", "q"]).findings]
    assert again == decide(
        listing_id=digest,
        content_digest=digest,
        findings=findings,
        coverage=again.coverage,
        scanners=again.scanners,
        policy=knowing,
        profile=again.profile,
        ruleset_digest=again.ruleset_digest,
        today=NOW.date(),
    )


def test_second_time_changes_nothing(shelf: Shelf) -> None:
    """There is neither a verdict nor a run nor an event more."""
    shelf.has({"a": ["r"]})
    shelf.waive(waiver_of("r"))
    shelf.rejudge()
    with shelf.database.reading() as session:
        before = events.head(session), session.scalar(select(func.count(RunRow.id)))
    assert shelf.rejudge() == Rejudged()
    with shelf.database.reading() as session:
        assert before == (events.head(session), session.scalar(select(func.count(RunRow.id))))
    assert len(shelf.rows()) == 2


def test_each_turn_is_an_event(shelf: Shelf) -> None:
    """The log says which verdict took the place of which, and nothing of the waiver's texts."""
    digest = shelf.has({"a": ["r"]})["a"]
    shelf.waive(waiver_of("r", owner="Example Ltd", why="a secret reason"))
    shelf.rejudge()
    with shelf.database.snapshot() as session:
        assert events.verify(session).broken is None
        told = session.scalars(select(EventRow).order_by(EventRow.seq)).all()
    assert [(each.kind, each.subject) for each in told] == [
        ("verdict.rejudged", f"content:{digest}"),
        ("run.ended", "run:2"),
    ]
    assert json.loads(told[0].payload) == {
        "before": 1,
        "outcome": "pass",
        "run": 2,
        "standard": 1,
        "verdict": 2,
        "was": "fail",
    }
    assert json.loads(told[1].payload) == {"rejudged": 1, "turned": 1}


def test_revoked_waiver_is_taken_back(shelf: Shelf) -> None:
    """The third turn says what the first did."""
    digest = shelf.has({"a": ["r"]})["a"]
    shelf.waive(waiver_of("r"))
    shelf.rejudge()
    shelf.revoke(1)
    assert shelf.rejudge().turned == {(PASS, FAIL): 1}
    assert shelf.standing([digest]) == {digest: FAIL}
    assert shelf.rows() == [(1, 0, True, "fail"), (2, 1, True, "pass"), (3, 2, False, "fail")]


def test_waiver_ends_with_its_day(shelf: Shelf) -> None:
    """On the last day it holds, on the next one not; so do those of the policy's file."""
    shelf.policy = replace(POLICY, waivers=(waiver_of("q", until="2026-05-04"),))
    shelf.waive(waiver_of("r", until="2026-05-04"))
    digests = shelf.has({"a": ["r"], "b": ["q"]})
    assert shelf.rejudge().turned == {(FAIL, PASS): 2}
    shelf.now = NOW + dt.timedelta(hours=12)
    assert shelf.rejudge().turned == {(PASS, FAIL): 2}
    assert set(shelf.standing(digests.values()).values()) == {FAIL}


def test_verdicts_of_a_worker_with_earlier_waivers_are_found(shelf: Shelf) -> None:
    """What was written later without a new waiver, or with a revoked one, is judged again."""
    r, q = waiver_of("r"), waiver_of("q")
    shelf.has({"first": ["r"]})
    shelf.waive(r, q)
    shelf.rejudge()
    shelf.revoke(2)
    assert shelf.rejudge() == Rejudged()
    knew = {("q", "sha256:q"): q}
    digests = shelf.has({"late": ["r"], "revoked": ["q"]}, holding=knew)
    assert shelf.standing(digests.values()) == {digests["late"]: FAIL, digests["revoked"]: PASS}
    assert shelf.rejudge().turned == {(FAIL, PASS): 1, (PASS, FAIL): 1}
    assert shelf.standing(digests.values()) == {digests["late"]: PASS, digests["revoked"]: FAIL}


def test_owner_must_be_one_whose_waivers_count(shelf: Shelf) -> None:
    """A waiver by somebody whom may_waive does not name changes nothing."""
    shelf.policy = replace(POLICY, may_waive=frozenset({"Legal"}))
    shelf.has({"a": ["r"], "b": ["q"]})
    shelf.waive(waiver_of("r", owner="sales"), waiver_of("q", owner="legal"))
    assert shelf.rejudge().verdicts == 1


def test_verdict_names_who_answers_now(shelf: Shelf) -> None:
    """When the first of two waivers is revoked, the verdict names the other one's owner."""
    digest = shelf.has({"a": ["r"]})["a"]
    shelf.waive(waiver_of("r"), waiver_of("r", owner="trust", why="a study"))
    shelf.rejudge()
    shelf.revoke(1)
    assert shelf.rejudge() == Rejudged(1)
    with shelf.database.reading() as session:
        found = verdicts.read(session, digest, 1)
    assert [each.waiver for each in found.findings] == [waiver_of("r", "trust", why="a study")]


def test_two_at_once_make_one_turn(shelf: Shelf) -> None:
    """Whoever comes second finds nothing to do, on both databases."""
    shelf.has({f"gpt {number}": ["r"] for number in range(450)})
    shelf.waive(waiver_of("r"))
    barrier, done = threading.Barrier(2), []

    def work() -> None:
        barrier.wait()
        done.append(shelf.rejudge())

    threads = [threading.Thread(target=work) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sum(each.verdicts for each in done) == 450
    rows = shelf.rows()
    assert sum(not superseded for *_, superseded, _ in rows) == 450
    assert len(rows) == 900
    with shelf.database.snapshot() as session:
        assert events.verify(session).broken is None


def test_older_verdicts_of_an_audience_stay(shelf: Shelf) -> None:
    """Judged again they would be the newest; those for another audience are judged in order."""
    newer = replace(STANDARD, ruleset_digest="sha256:r2")
    public = replace(STANDARD, profile="public")
    other = replace(STANDARD, policy_digest="sha256:other")
    digests = shelf.has({"a": ["r"]})
    shelf.has({"a": ["r"]}, public)
    shelf.has({"a": ["r"]}, newer)
    shelf.has({"b": ["r"]}, other)
    shelf.waive(waiver_of("r"))
    assert shelf.rejudge().verdicts == 2
    with shelf.database.reading() as session:
        kept = registry.verdicts_on(session, digests.values())[digests["a"]]
        assert turns.with_finding(session, ("r", "sha256:r"), but=[1, 2, 3]) == 1
    assert [(each.profile, each.standard, each.outcome) for each in kept] == [
        ("content", 3, "pass"),
        ("public", 2, "pass"),
        ("content", 1, "fail"),
    ]


def test_verdicts_of_what_was_used_last_are_judged_again(shelf: Shelf) -> None:
    """Rules that were rolled back stand, so that the newer verdict is the one that is left."""
    digests = shelf.has({"a": ["r"]})
    shelf.has({"a": ["r"]}, replace(STANDARD, ruleset_digest="sha256:r2"))
    with shelf.database.writing() as session:
        standing_verdict.note_use(session, 1, run=3)
    shelf.waive(waiver_of("r"))
    assert shelf.rejudge().verdicts == 1
    with shelf.database.reading() as session:
        kept = registry.verdicts_on(session, digests.values())[digests["a"]]
    assert [(each.standard, each.outcome) for each in kept] == [(1, "pass"), (2, "fail")]


def test_run_judges_all_verdicts_by_its_standard(shelf: Shelf) -> None:
    """By today's standard it is today's verdict, and becomes the newest."""
    digests = shelf.has({"a": ["r"]})
    shelf.has({"a": ["r"]}, replace(STANDARD, ruleset_digest="sha256:r2"))
    shelf.waive(waiver_of("r"))
    assert shelf.rejudging().by_standard(1, 1).verdicts == 1
    with shelf.database.reading() as session:
        (newest, _) = registry.verdicts_on(session, digests.values())[digests["a"]]
        assert session.scalar(select(func.count(RunRow.id))) == 2
    assert (newest.standard, newest.outcome) == (1, "pass")


def test_every_reader_takes_the_later_turn(shelf: Shelf) -> None:
    """Counts of the registry, of a standard and of the database know one verdict a content."""
    shelf.has({"a": ["r"], "b": []})
    shelf.waive(waiver_of("r"))
    shelf.rejudge()
    with shelf.database.reading() as session:
        assert verdicts.tally(session, 1).outcomes[PASS] == 2
        assert verdicts.tally(session, 1).versions == 2
        assert registry.counts(session).outcomes == (("pass", 2),)
        assert measure(session).outcomes == (("pass", 2),)


def test_waivers_of_odd_characters_end(shelf: Shelf) -> None:
    """What no database keeps as it is does not make the same verdict again and again."""
    odd = replace(waiver_of("r"), reason="a\ud800b\0c")
    shelf.policy = replace(POLICY, waivers=(odd, replace(odd, rule_id="\ud800")))
    shelf.has({"a": ["r"]})
    assert shelf.rejudge().verdicts == 1
    assert shelf.rejudge() == Rejudged()


def test_others_that_undo_it_end_it(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two programs whose days differ cannot hold one another up for ever."""
    shelf.has({"a": ["r"]})
    shelf.waive(waiver_of("r"))
    ahead = Shelf(shelf.database, now=NOW + dt.timedelta(days=365))
    unlike = turns.unlike

    def before(*args: Any, **options: Any) -> Any:
        monkeypatch.setattr(turns, "unlike", unlike)
        ahead.rejudge()
        monkeypatch.setattr(turns, "unlike", before)
        return unlike(*args, **options)

    monkeypatch.setattr(turns, "unlike", before)
    assert shelf.rejudge().verdicts == 3


def test_named_waivers_are_remembered_once(shelf: Shelf) -> None:
    """There is one row for a waiver and a standard, however many verdicts name it."""
    shelf.has({"a": ["r"], "b": ["r"]})
    shelf.waive(waiver_of("r"))
    shelf.rejudge()
    with shelf.database.reading() as session:
        rows = session.scalars(select(WaivedRow)).all()
    assert [(row.standard_id, row.rule_id, row.evidence_digest) for row in rows] == [
        (1, "r", "sha256:r")
    ]


def test_statements_grow_with_portions_not_with_verdicts(shelf: Shelf) -> None:
    """Verdicts are read and written together, and each waiver goes through the index."""
    shelf.has({f"gpt {number}": ["r"] if number % 2 else [] for number in range(900)})
    shelf.waive(*(waiver_of(f"other {number}") for number in range(120)), waiver_of("r"))
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        seen.append((statement, parameters))

    event.listen(shelf.database.engine, "before_cursor_execute", note)
    assert shelf.rejudge().verdicts == 450
    event.remove(shelf.database.engine, "before_cursor_execute", note)
    assert len(seen) < 90
    asked = [each for each in seen if "used_run" in each[0] and "findings" in each[0]]
    assert len(asked) == 4  # two batches of waivers, twice: something, then nothing
    plan = _plan(shelf.database, *asked[0])
    assert "ix_findings_rule_id_evidence_digest" in plan


def _plan(database: Database, statement: str, parameters: Any) -> str:
    explain = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
    with database.engine.connect() as connection:
        if not database.is_sqlite:  # so few rows are quicker read one after another
            connection.execute(text("SET enable_seqscan = off"))
        rows = connection.exec_driver_sql(explain + statement, parameters)
        return "\n".join(str(tuple(row)) for row in rows)
