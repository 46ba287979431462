"""Sources of listings into the registry."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from io import BytesIO
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import select

from gptreview.errors import DependencyError, InputError, NotFoundError
from gptreview.model.finding import Card, Category, Confidence, Hit, Severity, Wording
from gptreview.model.gpt import Gpt, KnowledgeFile
from gptreview.model.listing import Listing, UnreadListing
from gptreview.model.registry import ListingFilter, RegisteredListing, SyncCounts
from gptreview.model.segment import Segment
from gptreview.model.view import View
from gptreview.scan.scanner import Scanner
from gptreview.sources.limits import SourceLimits
from gptreview.sources.listings import open_listings
from gptreview.store import events, registry, sightings, snapshots
from gptreview.store.database import Database
from gptreview.store.tables.events import EventRow
from gptreview.store.tables.registry import SourceRow
from gptreview.store.tables.verdicts import RunRow
from gptreview.usecases import source_reading
from gptreview.usecases.retire_source import RetireSource
from gptreview.usecases.source_reading import SyncWatch
from gptreview.usecases.sync_registry import SyncRegistry, SyncResult, source_name

START = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
WORKSPACE = "compliance:ws-1"
Entry = Listing | UnreadListing | BaseException


def listed(identifier: str, text: str = "", **more: object) -> Listing:
    """A listing of the workspace."""
    return Listing(Gpt(f"GPT {identifier}", identifier, text, **more), f"{WORKSPACE}/{identifier}")  # type: ignore[arg-type]


def unread(identifier: str = "") -> UnreadListing:
    """An entry of the workspace that cannot be read."""
    place = f"{WORKSPACE}#1"
    return UnreadListing(place, InputError("no object", where=place), identifier)


@dataclass
class Bench:
    """A sync with a source that the test fills, and a clock that it sets."""

    database: Database
    entries: Sequence[Entry] = ()
    now: dt.datetime = START
    notices: list[str] = field(default_factory=list)
    read: list[int] = field(default_factory=list)
    cursors: list[str] = field(default_factory=list)
    scanners: Sequence[Scanner] = ()

    def open(self, source: str, after: str, on_cursor: Callable[[str], None]) -> Iterator[object]:
        """The entries after the cursor, each with its id as the next cursor."""
        assert source == WORKSPACE
        self.cursors.append(after)
        skipping = bool(after)
        for each in self.entries:
            if isinstance(each, BaseException):
                raise each
            identifier = each.gpt.id if isinstance(each, Listing) else each.gpt_id
            if not skipping:
                yield each
                on_cursor(identifier)
            skipping = skipping and identifier != after

    def sync(self, *entries: Entry, from_start: bool = False) -> SyncResult:
        """Sync these entries an hour after the last time."""
        self.entries = entries
        self.now += HOUR
        return self.use_case(self.open).sync(WORKSPACE, self.watch, from_start=from_start)  # type: ignore[arg-type]

    def use_case(self, opened: Callable[..., Iterable[Listing | UnreadListing]]) -> SyncRegistry:
        """The use-case with another way to open sources."""
        return SyncRegistry(
            self.database, opened, lambda: self.scanners, lambda: self.now, "host/1/2"
        )

    @property
    def watch(self) -> SyncWatch:
        """Collects what is told."""
        return SyncWatch(self.notices.append, self.read.append)

    def listings(self, wanted: ListingFilter = ListingFilter()) -> list[RegisteredListing]:  # noqa: B008
        """What the registry has."""
        with self.database.reading() as session:
            return registry.listings(session, wanted, limit=10_000)

    def log(self) -> list[tuple[str, str, object]]:
        """Kind, subject and payload of all events, of runs without the payload."""
        with self.database.reading() as session:
            assert events.verify(session).broken is None
            rows = session.scalars(select(EventRow).order_by(EventRow.seq))
            return [
                (row.kind, row.subject, row.kind == "run.ended" or json.loads(row.payload))
                for row in rows
            ]


@pytest.fixture
def bench(database: Database) -> Bench:
    """On an empty database of either kind."""
    return Bench(database)


def test_first_sync_adds(bench: Bench) -> None:
    """Each listing gets a first version, its content and an event, and the run tells the counts."""
    one, two = listed("g-1", "Alps"), listed("g-2", knowledge=(KnowledgeFile("a.txt", b"A"),))
    result = bench.sync(one, two)
    assert result == SyncResult(WORKSPACE, 1, SyncCounts(added=2))
    at = START + HOUR
    assert bench.listings() == [
        RegisteredListing(
            id=number,
            source=WORKSPACE,
            external_id=each.gpt.id,
            name=each.gpt.name,
            content_digest=each.gpt.content_digest(),
            version=1,
            first_seen=at,
            changed_at=at,
            last_seen=at,
            vanished_at=None,
            outcome="",
        )
        for number, each in enumerate((one, two), 1)
    ]
    with bench.database.reading() as session:
        assert snapshots.read(session, two.gpt.content_digest()).knowledge == two.gpt.knowledge
        run = session.scalars(select(RunRow)).one()
        source = session.scalars(select(SourceRow)).one()
    assert (run.kind, run.owner, run.started_at, run.ended_at) == ("sync", "host/1/2", at, at)
    assert run.counts == {
        "source": WORKSPACE,
        "ending": "complete",
        "added": 2,
        "changed": 0,
        "unchanged": 0,
        "returned": 0,
        "vanished": 0,
        "unreadable": 0,
        "repeated": 0,
        "conflicting": 0,
        "withheld": 0,
    }
    assert (source.cursor, source.synced_at) == (None, at)
    assert bench.log() == [
        ("listing.added", "listing:1", {"version": 1, "content": one.gpt.content_digest()}),
        ("listing.added", "listing:2", {"version": 1, "content": two.gpt.content_digest()}),
        ("run.ended", "run:1", True),
    ]
    assert (bench.notices, bench.read) == ([], [2])


def test_same_again_changes_nothing(bench: Bench) -> None:
    """A second sync of the same contents only notes that they were seen."""
    bench.sync(listed("g-1"), listed("g-2"))
    before = len(bench.log())
    assert bench.sync(listed("g-1"), listed("g-2")).counts == SyncCounts(unchanged=2)
    assert {(each.version, each.last_seen) for each in bench.listings()} == {(1, START + 2 * HOUR)}
    assert bench.log()[before:] == [("run.ended", "run:2", True)]


def test_changed_content_is_a_new_version(bench: Bench) -> None:
    """Each change gets a number, and a content that comes back gets a new one."""
    old, new = listed("g-1", "Alps"), listed("g-1", "Andes")
    for each in (old, new, old):
        result = bench.sync(each)
    assert result.counts == SyncCounts(changed=1)
    (listing,) = bench.listings()
    with bench.database.reading() as session:
        history = registry.history(session, listing)
    assert [(each.number, each.content_digest, each.seen_at) for each in history.versions] == [
        (1, old.gpt.content_digest(), START + HOUR),
        (2, new.gpt.content_digest(), START + 2 * HOUR),
        (3, old.gpt.content_digest(), START + 3 * HOUR),
    ]
    assert next(each for each in bench.log() if each[0] == "listing.changed")[2] == {
        "version": 2,
        "content": new.gpt.content_digest(),
        "before": old.gpt.content_digest(),
    }


def test_vanished_and_back(bench: Bench) -> None:
    """What a complete reading does not have is gone, once, until a later one has it again."""
    bench.sync(listed("g-1"), listed("g-2"))
    assert bench.sync(listed("g-1")).counts == SyncCounts(unchanged=1, vanished=1)
    assert bench.sync(listed("g-1")).counts == SyncCounts(unchanged=1)
    assert [each.external_id for each in bench.listings(ListingFilter(vanished=True))] == ["g-2"]
    back = bench.sync(listed("g-1"), listed("g-2", "New"))
    assert back.counts == SyncCounts(unchanged=1, changed=1, returned=1)
    assert bench.listings(ListingFilter(vanished=True)) == []
    kinds = [each[:2] for each in bench.log() if each[1] == "listing:2"]
    assert kinds == [
        (kind, "listing:2")
        for kind in ("listing.added", "listing.vanished", "listing.returned", "listing.changed")
    ]


def test_unreadable_has_not_vanished(bench: Bench) -> None:
    """An entry that cannot be read today keeps its listing, and the others may still be gone."""
    bench.sync(listed("g-1"), listed("g-2"), listed("g-3"))
    result = bench.sync(listed("g-1"), unread("g-2"))
    assert result.counts == SyncCounts(unchanged=1, vanished=1, unreadable=1)
    assert bench.notices == [f"{WORKSPACE}#1: no object"]
    assert [each.external_id for each in bench.listings(ListingFilter(vanished=False))] == [
        "g-1",
        "g-2",
    ]


def test_unknown_entry_may_be_any(bench: Bench) -> None:
    """Where an entry does not even say its id, nothing is called vanished."""
    bench.sync(listed("g-1"), listed("g-2"))
    result = bench.sync(unread(), listed("g-1"))
    assert result.counts == SyncCounts(unchanged=1, unreadable=1, withheld=1)
    assert bench.listings(ListingFilter(vanished=True)) == []


def test_failed_reading_keeps_what_it_read(bench: Bench) -> None:
    """An error in the middle is told; nothing is gone, and the next sync goes on after it."""
    failure = DependencyError("no answer")
    bench.sync(listed("g-1"), listed("g-9"))
    result = bench.sync(listed("g-1"), listed("g-2"), listed("g-3"), failure)
    assert (result.error, result.counts) == (failure, SyncCounts(added=2, unchanged=1))
    assert bench.listings(ListingFilter(vanished=True)) == []
    resumed = bench.sync(listed("g-1"), listed("g-2"), listed("g-3"), listed("g-4"))
    assert (resumed.resumed, resumed.counts) == (True, SyncCounts(added=1))
    assert bench.cursors == ["", "", "g-3"]
    whole = bench.sync(listed("g-1"), listed("g-2"), listed("g-3"))
    assert (whole.resumed, whole.counts) == (False, SyncCounts(unchanged=3, vanished=2))


def test_from_the_start_on_demand(bench: Bench) -> None:
    """Who asks for it has a source read anew that could be resumed."""
    bench.sync(listed("g-1"), DependencyError("no answer"))
    result = bench.sync(listed("g-1"), from_start=True)
    assert (result.resumed, result.counts) == (False, SyncCounts(unchanged=1))
    assert bench.cursors == ["", ""]


def test_interrupted_by_hand(bench: Bench) -> None:
    """Ctrl-C leaves what was read so far, a cursor, and a run that says so."""
    with pytest.raises(KeyboardInterrupt):
        bench.sync(listed("g-1"), listed("g-2"), KeyboardInterrupt())
    assert [each.external_id for each in bench.listings()] == ["g-1", "g-2"]
    with bench.database.reading() as session:
        assert sightings.cursor_of(session, WORKSPACE) == "g-2"
        counts = session.scalars(select(RunRow.counts)).one()
    assert (counts["ending"], counts["added"]) == ("interrupted", 2)


def test_same_id_twice(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of entries with one id the first counts, in one chunk or in several; others are told."""
    monkeypatch.setattr(source_reading, "_CHUNK", 2)
    first = listed("g-1", "First")
    result = bench.sync(first, first, listed("g-2"), first, listed("g-3"))
    assert result.counts == SyncCounts(added=3, repeated=2)
    told = f"{WORKSPACE}/g-1: an earlier entry has the same id; that one is kept"
    assert bench.notices == [told, told]


def test_same_id_for_other_contents(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Entries that an earlier one hides with another content are counted, and each is told."""
    monkeypatch.setattr(source_reading, "_CHUNK", 4)
    bench.sync(listed("g-1", "Before"))
    first, other = listed("g-1", "First"), listed("g-1", "Other")
    result = bench.sync(first, other, other, first, listed("g-2"), other, other, first)
    assert result.counts == SyncCounts(added=1, changed=1, repeated=6, conflicting=4)
    assert bench.listings()[0].content_digest == first.gpt.content_digest()
    told = (
        f"{WORKSPACE}/g-1: an earlier entry has the same id and another content; that one is "
        "kept, this one is not reviewed; give each an id of its own"
    )
    kept = f"{WORKSPACE}/g-1: an earlier entry has the same id; that one is kept"
    assert bench.notices == [told, told, kept] * 2


def test_readable_after_unreadable(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """An entry that cannot be read hides no later one with the same id."""
    monkeypatch.setattr(source_reading, "_CHUNK", 1)
    bench.sync(listed("g-1", "Before"))
    result = bench.sync(unread("g-1"), listed("g-1", "After"))
    assert result.counts == SyncCounts(changed=1, unreadable=1)


def test_large_files_make_small_chunks(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A chunk ends with the file that fills it, so that memory stays flat."""
    monkeypatch.setattr(source_reading, "_CHUNK_BYTES", 3)
    files = (KnowledgeFile("a.txt", b"abc"),)
    bench.sync(*(listed(f"g-{number}", knowledge=files) for number in range(3)))
    assert bench.read == [1, 1, 1]


def test_met_by_another(bench: Bench) -> None:
    """A listing that another sync met meanwhile is not gone, however this one missed it."""
    bench.sync(listed("g-1"), listed("g-2"))
    with bench.database.reading() as session:
        start, end = bench.now - HOUR, bench.now + HOUR
        seen = {1}.__contains__
        assert sightings.missing(session, WORKSPACE, seen, since=start, until=end) == []
        assert sightings.missing(session, WORKSPACE, seen, since=bench.now, until=end) == [2]
        # The clock was set back since.
        assert sightings.missing(session, WORKSPACE, seen, since=start, until=start) == [2]


@dataclass(frozen=True)
class Numbers:
    """Masks four digits that stand alone."""

    name: str = "numbers"
    version: str = "1"

    def cards(self) -> Sequence[Card]:
        """The one."""
        why, how = Wording("Why.", "为什么。"), Wording("How.", "怎么改。")
        grades = (Category.PII, Severity.LOW, Confidence.HIGH)
        return (Card("pii-number", "Number", *grades, why, how, "privacy/personal-data"),)

    def scan(self, segment: Segment, views: Sequence[View]) -> Iterator[Hit]:
        """The numbers as written."""
        del views
        for found in re.finditer(r"(?<!\S)\d{4}(?!\S)", segment.text):
            yield Hit(self.cards()[0], *found.span(), masked="##")


def test_names_are_masked(bench: Bench) -> None:
    """A name is kept as reports show it; what no database takes is replaced, what is long cut."""
    bench.scanners = [Numbers()]
    names = ["Ring 1234 now", "Nul\0 half\ud800", "long " * 60]
    bench.sync(*(Listing(Gpt(name, f"g-{at}"), "x") for at, name in enumerate(names)))
    assert [each.name for each in bench.listings()] == [
        "Ring ## now",
        "Nul\ufffd half\ufffd",
        f"{('long ' * 60)[:199]}…",
    ]


def test_notices_are_masked(bench: Bench, tmp_path: Path) -> None:
    """What an error quotes from an entry is masked; where the entry stands can be read."""
    bench.scanners = [Numbers()]
    path = tmp_path / "gpts.jsonl"
    entry = {"id": "g-1", "name": "n", "instructions": "x", "visibility": "room 1234 left"}
    path.write_text(json.dumps(entry))
    bench.use_case(opened).sync(str(path), bench.watch)
    (notice,) = bench.notices
    assert notice.startswith(f"{path}:1: /visibility: 'room ## left'; expected ")


def test_hostile_ids(bench: Bench) -> None:
    """An id that no index takes is kept as its digest, and is still the same listing."""
    entries = [listed("g-\0"), listed("x" * 10_000), listed("\ud800")]
    assert bench.sync(*entries).counts == SyncCounts(added=3)
    assert bench.sync(*entries).counts == SyncCounts(unchanged=3)
    assert {each.external_id[:7] for each in bench.listings()} == {"sha256:"}


def test_ids_that_look_like_places(bench: Bench, tmp_path: Path) -> None:
    """No id takes the key of another entry: every one is a listing of its own, each time."""
    long = "./" + "x" * 300
    hostile = [":1", "#/0", ".", "./a", f"sha256:{'0' * 64}", f"id-sha256:{'0' * 64}", long]
    ordinary = ["g-1", ".a", "a:1", "id-7"]
    entries = [{"name": "No id"}, *({"name": "n", "id": each} for each in (*hostile, *ordinary))]
    path = tmp_path / "gpts.jsonl"
    path.write_text("".join(f"{json.dumps(each)}\n" for each in entries))
    for counts in (SyncCounts(added=len(entries)), SyncCounts(unchanged=len(entries))):
        assert bench.use_case(opened).sync(str(path), bench.watch).counts == counts
    assert bench.notices == []
    assert [each.external_id for each in bench.listings()] == [
        ":1",
        *(f"id-sha256:{sha256(each.encode()).hexdigest()}" for each in hostile),
        *ordinary,
    ]


def test_folders_that_are_named_like_lines(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder is known by its path, whatever it is called and from wherever it is synced."""
    for name in (":1", "#", "x" * 210):
        (tmp_path / name).mkdir()
        (tmp_path / name / "gpt.yaml").write_text("name: Trip")
    bench.use_case(opened).sync(str(tmp_path), bench.watch)
    monkeypatch.chdir(tmp_path)
    result = bench.use_case(opened).sync(".", bench.watch)
    assert result.counts == SyncCounts(unchanged=3)
    long = f"./{'x' * 210}".encode()
    assert {each.external_id for each in bench.listings()} == {
        "./:1",
        "./#",
        f"sha256:{sha256(long).hexdigest()}",
    }


def opened(
    source: str, _after: str, _on_cursor: Callable[[str], None]
) -> Iterator[Listing | UnreadListing]:
    """The real readers of folders and files."""
    return open_listings(source, limits=SourceLimits(), stdin=BytesIO())


def test_listings_without_an_id_go_by_their_place(bench: Bench, tmp_path: Path) -> None:
    """In files and folders a listing that has no id is known by where it stands."""
    lines, items = tmp_path / "gpts.jsonl", tmp_path / "gpts.json"
    lines.write_text('{"name": "One"}\n{"name": "Two", "id": "g-2"}\n')
    items.write_text('[{"name": "Three"}]')
    for folder in ("tree/alps", "tree/andes/north"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "gpt.yaml").write_text("name: Trip")
    single = tmp_path / "tree" / "alps"
    use_case = bench.use_case(opened)
    for source in (lines, items, tmp_path / "tree", single):
        use_case.sync(str(source), bench.watch)
    assert [(Path(each.source).name, each.external_id) for each in bench.listings()] == [
        ("gpts.jsonl", ":1"),
        ("gpts.jsonl", "g-2"),
        ("gpts.json", "#/0"),
        ("tree", "./alps"),
        ("tree", "./andes/north"),
        ("alps", "."),
    ]


def test_the_same_source_by_other_names(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However a folder is spelled, its listings are the same."""
    for name in ("tree/.alps", "tree/andes"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "gpt.yaml").write_text(f"name: {name}")
    spellings = {"tree": tmp_path, "./tree/": tmp_path, ".": tmp_path / "tree"}
    spellings |= {"../tree": tmp_path / "tree", str(tmp_path / "tree"): tmp_path}
    for spelling, folder in spellings.items():
        monkeypatch.chdir(folder)
        result = bench.use_case(opened).sync(spelling, bench.watch)
        assert (result.source, result.counts.read) == (str(tmp_path / "tree"), 2)
    assert [(each.external_id, each.version) for each in bench.listings()] == [
        ("./.alps", 1),
        ("./andes", 1),
    ]
    monkeypatch.chdir(tmp_path / "tree" / "andes")
    bench.use_case(opened).sync(".", bench.watch)
    assert bench.listings()[2].external_id == "."


def test_a_folder_that_cannot_be_read_today(bench: Bench, tmp_path: Path) -> None:
    """A listing that is known by its folder is there while its file is broken."""
    for name in ("alps", "andes", "urals"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "gpt.yaml").write_text(f"name: {name}")
    bench.use_case(opened).sync(str(tmp_path), bench.watch)
    (tmp_path / "alps" / "gpt.yaml").write_text("[]")
    (tmp_path / "urals" / "gpt.yaml").unlink()
    bench.now += HOUR
    result = bench.use_case(opened).sync(str(tmp_path), bench.watch)
    assert result.counts == SyncCounts(unchanged=1, vanished=1, unreadable=1)
    assert [each.external_id for each in bench.listings(ListingFilter(vanished=True))] == [
        "./urals"
    ]


def test_a_missing_source_loses_nothing(bench: Bench, tmp_path: Path) -> None:
    """A file that is not there today is an error, and its listings stay."""
    path = tmp_path / "gpts.jsonl"
    path.write_text('{"name": "One"}')
    bench.use_case(opened).sync(str(path), bench.watch)
    path.unlink()
    result = bench.use_case(opened).sync(str(path), bench.watch)
    assert (result.error and result.error.code, result.counts) == ("not_found", SyncCounts())
    assert len(bench.listings(ListingFilter(vanished=False))) == 1


def test_what_to_do_about_a_source_that_is_gone(bench: Bench, tmp_path: Path) -> None:
    """While a source that is gone or empty has listings, its error says how to retire it."""
    path = tmp_path / "gpts.jsonl"

    def next_step() -> str | None:
        error = bench.use_case(opened).sync(str(path), bench.watch).error
        return error.next_step if error else None

    assert next_step() == ""
    path.write_text('{"name": "One"}')
    assert next_step() is None
    retire = f"gptreview registry retire {path}, if it was given up"
    path.write_text("\n")
    assert next_step() == retire
    path.unlink()
    assert next_step() == retire
    RetireSource(bench.database, lambda: bench.now).retire(str(path))
    assert next_step() == ""


def test_a_mistake_in_a_source_does_not_end_it(bench: Bench, tmp_path: Path) -> None:
    """Nobody is told to retire a file that only cannot be parsed today."""
    path = tmp_path / "gpts.json"
    path.write_text('[{"name": "One"}]')
    bench.use_case(opened).sync(str(path), bench.watch)
    path.write_text('[{"name": "One"')
    result = bench.use_case(opened).sync(str(path), bench.watch)
    assert "retire" not in str(result.error)
    assert isinstance(result.error, InputError)


def test_a_workspace_that_is_gone(bench: Bench) -> None:
    """What its API says to do about it stays, and what it cannot know is added."""
    bench.sync(listed("g-1"))
    gone = NotFoundError("no such workspace", where=WORKSPACE, next_step="check its identifier")
    assert str(bench.sync(gone).error) == (
        f"{WORKSPACE}: no such workspace; check its identifier; "
        f"gptreview registry retire {WORKSPACE}, if it was given up"
    )
    refused = InputError("the API refuses the key", where=WORKSPACE, next_step="check it")
    assert bench.sync(refused).error is refused


def test_two_at_once(bench: Bench) -> None:
    """Schedules that fire together add each listing once, and none of them calls any gone."""
    entries = [listed(f"g-{number}", "x") for number in range(1_200)]
    bench.entries = entries
    moments = (START + HOUR + dt.timedelta(microseconds=number) for number in count())
    syncs = [
        SyncRegistry(bench.database, bench.open, tuple, partial(next, moments), "host/1/2")  # type: ignore[arg-type]
        for _ in range(2)
    ]
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda sync: sync.sync(WORKSPACE, bench.watch), syncs))
    assert [each.error for each in results] == [None, None]
    assert sum(each.counts.added for each in results) == 1_200
    assert sum(each.counts.unchanged for each in results) == 1_200
    assert sum(each.counts.vanished for each in results) == 0
    assert len(bench.listings()) == 1_200
    assert [each[0] for each in bench.log()].count("listing.added") == 1_200


def test_standard_input_is_refused() -> None:
    """A stream has no name that a later sync could be held against."""
    with pytest.raises(InputError) as raised:
        source_name("-")
    assert str(raised.value) == (
        "-: standard input cannot be synced, for it is another one each time; expected a folder, "
        "a file or compliance:WORKSPACE_ID; save it as a .jsonl file and sync that"
    )
