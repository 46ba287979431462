"""A case page shows all that whoever decides it has to know, and nothing personal."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import update

from gptreview.errors import DependencyError, ForbiddenError, NotFoundError
from gptreview.extract.limits import ExtractLimits
from gptreview.model.account import Role
from gptreview.model.builder_key import builder_key
from gptreview.model.case_page import Highlight, OperationRow, ShownText
from gptreview.model.decision import Action
from gptreview.model.finding import Severity, Wording
from gptreview.model.gpt import Builder, Gpt, GptAction
from gptreview.model.policy import Meaning
from gptreview.model.trait import TraitKind
from gptreview.model.verdict import JudgedFinding
from gptreview.reading.document import ReadLimits
from gptreview.scan.scanner import Scanner
from gptreview.store import snapshots
from gptreview.store.database import Database
from gptreview.store.events import Event, append_all
from gptreview.store.tables.cases import AppealRow, DecisionRow, StrikeRow
from gptreview.store.tables.registry import SnapshotRow
from gptreview.usecases.triage.index_traits import IndexTraits
from gptreview.usecases.triage.presence import KeepPresence
from gptreview.usecases.triage.read_case import ReadCase
from gptreview.usecases.triage.shown_snapshot import ShownSnapshots
from tests.casework import NOW, Casework, NumberScanner
from tests.findings import FINDING

SPEC = json.dumps(
    {
        "openapi": "3.1.0",
        "info": {"title": "Pay", "version": "1"},
        "servers": [{"url": "https://pay.example.org"}],
        "paths": {
            "/of/5550100": {
                "get": {"operationId": "balance", "responses": {"200": {"description": "ok"}}},
                "post": {
                    "operationId": "pay",
                    "x-openai-isConsequential": False,
                    "responses": {"200": {"description": "ok"}},
                },
            }
        },
    }
)
GPT = Gpt(
    "Money tips",
    id="g-1",
    instructions="Call 5550100 and send money.",
    actions=(GptAction(SPEC),),
    builder=Builder("Example Ltd", "example.com"),
)


def _reader(work: Casework) -> ReadCase:
    return ReadCase(
        work.database,
        work.clock,
        _snapshots(),
        IndexTraits(work.database, ReadLimits()),
        str.upper,
    )


def _snapshots(scanners: Sequence[Scanner] = (NumberScanner(),)) -> ShownSnapshots:
    return ShownSnapshots(lambda: scanners, ExtractLimits(), ReadLimits())


def _judged(start: int, end: int, severity: Severity, meaning: Meaning) -> JudgedFinding:
    digest = f"sha256:{start}"
    finding = replace(FINDING, start=start, end=end, severity=severity, evidence_digest=digest)
    return JudgedFinding(finding, meaning)


def test_snapshot_is_shown_with_its_findings(database: Database) -> None:
    """Each text masked, the findings at their places, and what the actions can call."""
    work = Casework(database)
    listing = work.listing(GPT)
    case = work.case(listing)
    verdict = work.verdict(
        GPT,
        _judged(17, 27, Severity.MEDIUM, Meaning.FAIL),
        _judged(0, 4, Severity.CRITICAL, Meaning.NOTE),
    )
    page = _reader(work).case(case, work.account("ann"))
    name, instructions, action = page.texts
    assert name == ShownText("name", "Money tips", (), is_masked=False, characters=10, is_cut=False)
    assert instructions == ShownText(
        field="instructions",
        text="Call [number] and send money.",
        highlights=(Highlight(0, 4, 1), Highlight(18, 28, 0)),
        is_masked=True,
        characters=28,
        is_cut=False,
    )
    assert (action.field, "5550100" in action.text, action.is_masked) == ("action:0", False, True)
    assert page.operations == (
        _row("balance", "GET", consequential=None),
        _row("pay", "POST", consequential=False),
    )
    assert page.verdict is not None
    assert page.verdict.id == verdict
    assert [each.finding.severity for each in page.verdict.verdict.findings] == [
        Severity.MEDIUM,
        Severity.CRITICAL,
    ]
    assert page.recommendation.action is Action.REQUIRE_CHANGE
    ben = work.account("ben").account
    assert ben is not None
    _decide(work, case, listing, ben.id)
    again = _reader(work).case(case, work.account("cleo"))
    # The strike is of the decision that is looked at again, and goes with it.
    assert (again.strikes, again.recommendation) == (3, page.recommendation)


def _row(operation: str, method: str, *, consequential: bool | None) -> OperationRow:
    return OperationRow(
        action=0,
        operation=operation,
        method=method,
        path="/of/[number]",
        host="pay.example.org",
        consequential=consequential,
        asks_user=False,
        third_party=True,
    )


def test_what_people_said_and_decided_stands_beside_it(database: Database) -> None:
    """Reports without who made them, decisions, appeals, steps in words, who else is there."""
    work = Casework(database)
    ann, bob = work.account("ann"), work.account("bob")
    assert bob.account is not None
    listing = work.listing(GPT)
    case = work.case(
        listing,
        state="appealed",
        decision_id=1,
        holder_id=bob.account.id,
        lease_until=NOW + dt.timedelta(hours=1),
        opened_at=NOW - dt.timedelta(hours=12),
        rescan_at=NOW,
        rescan_error="took too long",
    )
    first = work.report(case, "First.", name="Reporter", email="r@example.com")
    second = work.report(case, "Second.", evidence_kind="image/png")
    _decide(work, case, listing, bob.account.id)
    KeepPresence(database, work.clock).heartbeat(case, bob)
    KeepPresence(database, work.clock).heartbeat(case, ann)
    page = _reader(work).case(case, ann)
    assert [(each.id, each.has_evidence) for each in page.reports] == [
        (second, True),
        (first, False),
    ]
    assert "Reporter" not in repr(page)
    assert "r@example.com" not in repr(page)
    assert [each.action for each in page.decisions] == [Action.REMOVE]
    assert [each.reason for each in page.appeals] == ["No."]
    assert [(each.wording.en, each.actor) for each in page.timeline] == [
        ("Opened", ""),
        ("Reported", ""),
        ("Decided", "bob"),
        ("Appealed against", ""),
        ("Exported", "bob"),
        ("strange.kind", "bob"),
    ]
    assert page.timeline[0].payload == {"case": case}
    assert page.timeline[5].wording == Wording("strange.kind", "strange.kind")
    assert page.people == {bob.account.id: "bob"}
    assert [each.name for each in page.present] == ["bob"]
    assert page.strikes == 3
    assert page.parts["age"] == 1_000
    assert page.categories == ("fraud",)
    assert (page.is_rescan_wanted, page.rescan_error) == (True, "took too long")


def _decide(work: Casework, case: int, listing: int, account: int) -> None:
    with work.database.writing() as session:
        session.add(
            DecisionRow(
                id=1,
                puid="p",
                case_id=case,
                listing_id=listing,
                content_digest=GPT.content_digest(),
                account_id=account,
                action="remove",
                scope="version",
                ground="terms",
                document={
                    "clauses": ["c"],
                    "facts": "f",
                    "reason_builder": "b",
                    "reason_reporter": "r",
                    "legal_ground": "",
                    "evidence": [],
                    "note": "",
                },
                made_at=NOW,
            )
        )
        session.flush()
        appeal = AppealRow(
            case_id=case, decision_id=1, party="builder", who=1, reason="No.", filed_at=NOW
        )
        until = NOW + dt.timedelta(days=9)
        key = builder_key(GPT.builder)
        strike = StrikeRow(decision_id=1, builder=key, weight=3, made_at=NOW, expires_at=until)
        session.add_all([appeal, strike])
        session.flush()
        actor = f"account:{account}"
        append_all(
            session,
            [
                Event(NOW, "public", "case.opened", f"case:{case}", {"case": case}),
                Event(NOW, "public", "report.filed", "report:1", {}),
                Event(NOW, "sync", "listing.added", "listing:99", {}),
                Event(NOW, actor, "decision.made", "decision:1", {}),
                Event(NOW, "public", "appeal.filed", f"appeal:{appeal.id}", {}),
                Event(NOW, actor, "export.made", f"case:{case}", {}),
                Event(NOW, actor, "strange.kind", f"case:{case}", {}),
            ],
        )


def test_listing_may_have_moved_on(database: Database) -> None:
    """The snapshot stays that of the case, and related listings are those of its content."""
    work = Casework(database)
    listing = work.listing(GPT)
    case = work.case(listing)
    reader, ann = _reader(work), work.account("ann")
    assert reader.case(case, ann).is_current
    work.listing(replace(GPT, name="Money tips 2", instructions=""))
    other = work.listing(Gpt("Other", id="g-2", builder=GPT.builder))
    reader.index.run()
    page = reader.case(case, ann)
    assert (page.listing.name, page.listing.external_id) == ("Money tips 2", "G-1")
    assert (page.is_current, page.case.number, page.listing.version) == (False, 1, 2)
    assert page.texts[1].text == "Call [number] and send money."
    assert [(each.id, each.kind) for each in page.related] == [(other, TraitKind.BUILDER)]
    assert page.verdict is None
    assert page.recommendation.action is None


def test_a_held_publication_is_told_until_somebody_decides(database: Database) -> None:
    """Of the version that the listing has now, and of no other."""
    work = Casework(database)
    reader, ann = _reader(work), work.account("ann")
    free, moved = (work.listing(replace(GPT, id=each)) for each in ("g-free", "g-moved"))
    held = work.listing(GPT)
    numbers = [
        work.case(each, holds_publication=holds)
        for each, holds in ((free, False), (moved, True), (held, True))
    ]
    work.listing(replace(GPT, id="g-moved", instructions="Another."))
    assert [reader.case(each, ann).holds_publication for each in numbers] == [False, False, True]
    assert ann.account is not None
    _decide(work, numbers[2], held, ann.account.id)
    assert not reader.case(numbers[2], ann).holds_publication


def test_verdict_made_for_the_case_comes_before_the_standing_one(database: Database) -> None:
    """A re-scan with the current rules is what its reports triggered."""
    work = Casework(database)
    listing = work.listing(GPT)
    verdict = work.verdict(GPT)
    case = work.case(listing, verdict_id=verdict)
    page = _reader(work).case(case, work.account("ann"))
    assert page.verdict is not None
    assert (page.verdict.id, page.verdict.made_at) == (verdict, NOW)


def test_damaged_snapshot_hides_nothing_else(database: Database) -> None:
    """Reports and verdict can still be read; the exception's text is not told."""
    work = Casework(database)
    case = work.case(work.listing(GPT))
    work.report(case)
    with database.writing() as session:
        session.execute(update(SnapshotRow).values(data=b"x"))
    page = _reader(work).case(case, work.account("ann"))
    assert (page.texts, page.operations) == ((), ())
    assert page.unreadable == "its content cannot be read (error)"
    assert len(page.reports) == 1


def test_database_that_does_not_answer_is_told(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is no damaged snapshot: the same page may be there in a minute."""
    work = Casework(database)
    case = work.case(work.listing(GPT))

    def unanswered(*_: object) -> None:
        raise DependencyError("no answer")

    monkeypatch.setattr(snapshots, "read", unanswered)
    with pytest.raises(DependencyError):
        _reader(work).case(case, work.account("ann"))


def test_only_reviewers_read_cases_that_are_there(database: Database) -> None:
    """A builder is told what it takes, a reviewer what is not there."""
    work = Casework(database)
    reader = _reader(work)
    with pytest.raises(ForbiddenError):
        reader.case(1, work.account("eve", Role.BUILDER))
    with pytest.raises(NotFoundError) as error:
        reader.case(1, work.account("ann"))
    assert str(error.value) == "no case 1; look it up in the queue"


def test_contents_are_remembered_and_the_oldest_forgotten() -> None:
    """Looking for personal data takes longer than a page may."""
    loaded: list[str] = []
    known = _snapshots(())

    def show(digest: str) -> None:
        def load() -> Gpt:
            loaded.append(digest)
            return Gpt(digest)

        assert known.of(digest, load).texts[0].text == digest

    for each in ("a", "b", "a", *map(str, range(15)), "a", "b"):
        show(each)
    assert loaded == ["a", "b", *map(str, range(15)), "b"]


def test_text_beyond_the_budget_is_cut() -> None:
    """One listing cannot keep a page waiting for minutes."""
    files = "x" * 100_001
    gpt = Gpt("n", description=files, instructions=files, conversation_starters=(files, files))
    shown = _snapshots().of("d", lambda: replace(gpt, actions=(GptAction(files),)))
    assert [(each.field, len(each.text), each.characters) for each in shown.texts] == [
        ("name", 1, 1),
        ("description", 100_000, 100_001),
        ("instructions", 100_000, 100_001),
        ("starters", 99_999, 200_003),
        ("action:0", 0, 100_001),
    ]
