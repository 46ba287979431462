"""What the registry answers."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Final

import pytest

from gptreview.errors import ConflictError, InputError, NotFoundError
from gptreview.model.action import ActionAuth, AuthType
from gptreview.model.gpt import Builder, Gpt, GptAction, KnowledgeFile, Visibility
from gptreview.model.policy import Meaning
from gptreview.model.registry import (
    KeptFinding,
    KeptVerdict,
    ListingFilter,
    RegistryCounts,
)
from gptreview.model.registry_diff import ChangeKind, FieldChange
from gptreview.model.segment import Locator
from gptreview.model.verdict import JudgedFinding, Outcome
from gptreview.store import sightings, verdicts
from gptreview.store.database import Database
from gptreview.store.runs import begin_run
from gptreview.store.sightings import Sighting
from gptreview.store.verdicts import MadeVerdict, Standard
from gptreview.usecases import diff_versions
from gptreview.usecases.diff_versions import field_changes
from gptreview.usecases.read_registry import ReadRegistry
from tests.findings import FINDING
from tests.verdicts import verdict_by

START = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
SOURCE = "compliance:ws-1"
FIRST: Final = Standard("house", "1", "sha256:p1", "sha256:r1", "sha256:s1", "content")
SECOND: Final = replace(FIRST, policy_version="2", policy_digest="sha256:p2")


def found(rule: str, line: int = 1, meaning: Meaning = Meaning.FAIL) -> JudgedFinding:
    """A finding in the instructions."""
    finding = replace(
        FINDING,
        rule_id=rule,
        title=rule.title(),
        locator=Locator(line, 1),
        evidence_digest=f"sha256:{rule}",
    )
    return JudgedFinding(finding, meaning)


def kept(rule: str, line: int = 1, meaning: str = "fail", *, counts: bool = True) -> KeptFinding:
    """The same as the registry has it."""
    return KeptFinding(
        rule, rule.title(), "fraud", "high", meaning, "instructions", line, f"sha256:{rule}", counts
    )


class Shelf:
    """A registry that the test fills by hand."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = START
        self.read = ReadRegistry(database, tuple)

    def have(self, *gpts: Gpt, source: str = SOURCE) -> None:
        """A source has these an hour later."""
        self.now += HOUR
        seen = [Sighting(gpt.id, gpt, gpt.content_digest()) for gpt in gpts]
        with self.database.writing() as session:
            sightings.hold(session, source)
            known = sightings.known_listings(session, source, [gpt.id for gpt in gpts])
            sightings.record(
                session, source, seen, known, at=self.now, shown_name=lambda gpt: gpt.name
            )

    def judge(
        self, gpt: Gpt, outcome: Outcome, *findings: JudgedFinding, by: Standard = FIRST
    ) -> None:
        """A verdict on a content."""
        verdict = verdict_by(by, gpt.id, gpt.content_digest(), outcome, *findings)
        with self.database.writing() as session:
            standard = verdicts.standard_id(session, by, now=self.now)
            run = begin_run(session, kind="review", owner="host/1/2", now=self.now)
            made = [MadeVerdict(verdict)]
            verdicts.write(session, made, standard=standard, run=run, now=self.now)

    def ids(self, wanted: ListingFilter) -> list[int]:
        """Numbers of the listings that are wanted."""
        return [each.id for each in self.read.page(wanted, limit=10).listings]


@pytest.fixture
def shelf(database: Database) -> Shelf:
    """On an empty database of either kind."""
    return Shelf(database)


def test_pages_and_filters(shelf: Shelf) -> None:
    """Listings come page by page, and by source, newest verdict, presence and time of change."""
    gpts = [Gpt(f"GPT {number}", f"g-{number}") for number in range(1, 5)]
    shelf.have(*gpts[:3])
    shelf.have(gpts[3], source="compliance:ws-2")
    shelf.judge(gpts[0], Outcome.PASS)
    shelf.judge(gpts[0], Outcome.FAIL, found("trick"), by=SECOND)
    shelf.judge(gpts[1], Outcome.PASS)
    with shelf.database.writing() as session:
        sightings.vanish(session, [3], at=shelf.now)
    page = shelf.read.page(ListingFilter(), limit=3)
    assert [(each.id, each.outcome) for each in page.listings] == [
        (1, "fail"),
        (2, "pass"),
        (3, ""),
    ]
    assert page.next == 3
    assert page.counts == RegistryCounts(4, 1, (("", 1), ("fail", 1), ("pass", 1)))
    last = shelf.read.page(ListingFilter(), after=3, limit=3)
    assert ([each.id for each in last.listings], last.next) == ([4], None)
    assert shelf.ids(ListingFilter(source="compliance:ws-2")) == [4]
    assert shelf.ids(ListingFilter(outcome="fail")) == [1]
    assert shelf.ids(ListingFilter(outcome="none")) == [3, 4]
    assert shelf.ids(ListingFilter(vanished=True)) == [3]
    assert shelf.ids(ListingFilter(vanished=False)) == [1, 2, 4]
    assert shelf.ids(ListingFilter(changed_since=shelf.now)) == [4]
    assert shelf.ids(ListingFilter(outcome="review")) == []


def test_empty_registry(shelf: Shelf) -> None:
    """Nothing is listed, and a source that was never synced is told."""
    page = shelf.read.page(ListingFilter(), limit=3)
    assert (page.listings, page.next, page.counts) == ((), None, RegistryCounts(0, 0, ()))
    with pytest.raises(NotFoundError) as raised:
        shelf.read.page(ListingFilter(source="compliance:none"), limit=3)
    assert str(raised.value) == (
        "compliance:none: the registry has no such source; expected a source that was synced; "
        "gptreview registry sync SOURCE"
    )


def test_number_that_is_an_id_too_is_asked_for(shelf: Shelf) -> None:
    """Whoever names the number of one listing and the id of another must say which."""
    shelf.have(Gpt("One", "2"), Gpt("Two", "g-2"), Gpt("Three", "3"))
    with pytest.raises(ConflictError) as both:
        shelf.read.history("2")
    assert str(both.value) == (
        "2: several listings have this id or number; give one of them: number:2, number:1"
    )
    names = [shelf.read.history(name).listing.name for name in ("number:2", "number:1", "3")]
    assert names == ["Two", "One", "Three"]
    with pytest.raises(NotFoundError):
        shelf.read.history("number:g-2")


def test_found_by_number_or_id(shelf: Shelf) -> None:
    """A listing is known by the registry's number, and by its own id where only one has it."""
    shelf.have(Gpt("One", "g-1"), Gpt("Digits", "2026"), Gpt("Both", "g-3"))
    shelf.have(Gpt("Both too", "g-3"), source="compliance:ws-2")
    names = [shelf.read.history(name).listing.name for name in ("1", "g-1", "2026")]
    assert names == ["One", "One", "Digits"]
    with pytest.raises(ConflictError) as several:
        shelf.read.history("g-3")
    assert str(several.value) == (
        "g-3: several listings have this id or number; give one of them: number:3, number:4"
    )
    assert shelf.read.history("0" * 5_000 + "1").listing.name == "One"


@pytest.mark.parametrize(
    "name",
    ["0", "9" * 19, "9" * 30, "9" * 5_000, "number:" + "9" * 5_000],
    ids=["zero", "too-large", "longer", "no-number-of-python", "prefixed"],
)
def test_no_listing_has_such_a_number(shelf: Shelf, name: str) -> None:
    """Digits that no listing can have as its number, however many, are not found."""
    shelf.have(Gpt("One", "g-1"))
    with pytest.raises(NotFoundError, match="no such listing in the registry"):
        shelf.read.history(name)


def test_history_has_all_verdicts(shelf: Shelf) -> None:
    """Each version has its verdicts with their findings, the newest first."""
    old, new = Gpt("One", "g-1", instructions="a"), Gpt("One", "g-1", instructions="b")
    shelf.have(old)
    shelf.judge(old, Outcome.PASS, found("hint", 3, Meaning.NOTE))
    shelf.judge(old, Outcome.FAIL, found("trick"), found("hint", 3, Meaning.NOTE), by=SECOND)
    shelf.have(new)
    history = shelf.read.history("g-1")
    assert [(each.number, len(each.verdicts)) for each in history.versions] == [(1, 2), (2, 0)]
    newest, oldest = history.versions[0].verdicts
    hint = kept("hint", 3, "note", counts=False)
    assert newest == KeptVerdict(
        id=2,
        outcome="fail",
        standard=2,
        policy_name="house",
        policy_version="2",
        profile="content",
        made_at=START + HOUR,
        set_aside="",
        findings=(kept("trick"), hint),
    )
    assert (oldest.outcome, oldest.findings) == ("pass", (hint,))


def test_personal_ids_are_masked(shelf: Shelf) -> None:
    """An id that might be somebody's number is shown with the masks of reports only."""
    shelf.have(Gpt("One", "call-0000000"), Gpt("Two", f"sha256:{'0' * 64}"), Gpt("Three", "g-1"))
    asked: list[int] = []
    shelf.read = ReadRegistry(shelf.database, lambda: asked.append(1) or ())  # type: ignore[func-returns-value]
    shelf.ids(ListingFilter())
    assert asked == [1]


def test_what_a_change_did(shelf: Shelf) -> None:
    """A diff holds the current version against the one before, by a standard that both have."""
    versions = [Gpt("One", "g-1", instructions=text) for text in ("a\nb", "a\nc", "d")]
    for gpt in versions:
        shelf.have(gpt)
    shelf.judge(versions[0], Outcome.PASS, found("old"), found("same"))
    shelf.judge(versions[1], Outcome.FAIL, found("same"), found("same"), found("new"))
    shelf.judge(versions[1], Outcome.REVIEW, by=SECOND)
    diff = shelf.read.diff("g-1", 1, 2)
    assert diff.changes == (
        FieldChange(
            "instructions", ChangeKind.CHANGED, lines=("@@ -1,2 +1,2 @@", " a", "-b", "+c")
        ),
    )
    change = diff.verdicts
    assert change.same_standard
    assert change.before is not None
    assert change.after is not None
    assert (change.before.outcome, change.after.outcome) == ("pass", "fail")
    assert (change.came, change.went) == ((kept("same"), kept("new")), (kept("old"),))
    current = shelf.read.diff("1")
    assert (current.before.number, current.after.number) == (2, 3)
    assert (current.verdicts.after, current.verdicts.same_standard) == (None, False)
    shelf.judge(versions[2], Outcome.PASS, by=replace(SECOND, profile="public"))
    assert not shelf.read.diff("1").verdicts.same_standard


def test_versions_that_are_not_there(shelf: Shelf) -> None:
    """One version has nothing to be held against, and others do not exist."""
    shelf.have(Gpt("One", "g-1"))
    with pytest.raises(InputError) as single:
        shelf.read.diff("g-1")
    assert str(single.value) == (
        "1: the listing has only one version so far; gptreview registry show 1"
    )
    with pytest.raises(NotFoundError) as missing:
        shelf.read.diff("g-1", 1, 7)
    assert str(missing.value) == "1: no version 7; expected 1 to 1"


def test_every_field_is_compared() -> None:
    """Texts line by line, lists item by item, files and actions by name with what is different."""
    schema = '{"openapi": "3.1.0", "info": {"title": "Trains"}}'
    before = Gpt(
        "One",
        conversation_starters=("Hi", "Bye"),
        knowledge=(KnowledgeFile("a.txt", b"A"), KnowledgeFile("b.txt", unread="too large")),
        actions=(GptAction(schema), GptAction("- no mapping"), GptAction("{}"), GptAction("same")),
        visibility=Visibility.WORKSPACE,
    )
    after = Gpt(
        "Two",
        conversation_starters=("Hi",),
        knowledge=(KnowledgeFile("a.txt", b"AA"), KnowledgeFile("c.txt", b"C")),
        actions=(
            GptAction(schema, ActionAuth(AuthType.OAUTH), "https://example.com"),
            GptAction("- list"),
            GptAction('{"info": {"title": 7}}'),
            GptAction("same"),
        ),
        builder=Builder("Lee", "example.com"),
        improve_models=False,
    )
    changed, added, removed = ChangeKind.CHANGED, ChangeKind.ADDED, ChangeKind.REMOVED
    assert field_changes(before, after, str) == (
        FieldChange("name", changed, lines=("@@ -1 +1 @@", "-One", "+Two")),
        FieldChange("starters", changed, lines=("@@ -1,2 +1 @@", " Hi", "-Bye")),
        FieldChange("builder", added, lines=("@@ -0,0 +1,2 @@", "+Lee", "+example.com")),
        FieldChange("visibility", removed, lines=("@@ -1 +0,0 @@", "-workspace")),
        FieldChange("improve_models", added, lines=("@@ -0,0 +1 @@", "+no")),
        FieldChange("knowledge:a.txt", changed, "1 bytes before, 2 bytes after"),
        FieldChange("knowledge:b.txt", removed, "not read"),
        FieldChange("knowledge:c.txt", added, "1 bytes"),
        FieldChange("action:Trains", changed, "authentication, privacy policy"),
        FieldChange("action:1", changed, "schema"),
        FieldChange("action:2", changed, "schema"),
    )


def test_lines_are_compared_as_written_and_shown_masked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A number that became another one is a change, though both are masked alike."""

    def change(before: str, after: str, masked: str = "##") -> FieldChange:
        was, now = Gpt("One", instructions=before), Gpt("One", instructions=after)
        mask = lambda text: text.replace("1234", masked).replace("5678", masked)  # noqa: E731
        (found,) = field_changes(was, now, mask)
        return found

    changed = ChangeKind.CHANGED
    assert change("a\n1234", "a\n5678") == FieldChange(
        "instructions", changed, lines=("@@ -1,2 +1,2 @@", " a", "-##", "+##")
    )
    said = "differs only in line ends or in what is masked"
    assert change("a\n1234", "a\n5678", "#\n#") == FieldChange("instructions", changed, said)
    assert change("a", "a\n") == FieldChange("instructions", changed, said)
    monkeypatch.setattr(diff_versions, "_MAX_LINES", 2)
    assert change("a", "b\n" * 3) == FieldChange("instructions", changed, "1 lines before, 3 after")
