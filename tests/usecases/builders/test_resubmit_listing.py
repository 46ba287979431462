"""New versions that builders upload: read, reviewed, kept, and held where one was removed."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from gptreview.errors import ConflictError, ForbiddenError, InputError, TooManyError
from gptreview.model.account import Identity
from gptreview.model.gpt import Builder, Gpt
from gptreview.model.listing import Listing
from gptreview.model.own_listing import Resubmission
from gptreview.model.verdict import Outcome
from gptreview.sources.limits import SourceLimits
from gptreview.store import registry, runs, sightings, snapshots, verdicts
from gptreview.store.database import Database
from gptreview.store.tables.cases import CaseRow, DecisionRow
from gptreview.store.tables.publications import PublicationRow
from gptreview.store.verdict_documents import to_text
from gptreview.store.verdicts import MadeVerdict, Standard
from gptreview.usecases.builders.resubmit_listing import ResubmitListing
from gptreview.usecases.publish_verdicts import PublishVerdicts
from gptreview.usecases.triage.publish_decisions import PublishDecisions
from gptreview.usecases.triage.rescan_review import Rescanned, RescanReview
from tests.usecases.builders.builder_world import SOURCE, BuilderWorld
from tests.verdicts import verdict_by

STANDARD = Standard("house", "1", "sha256:p", "sha256:r", "sha256:s", "content")
SHOP = Builder("Shop", "shop.example", "dns")
BEFORE = Gpt("Before", instructions="bad", builder=SHOP)
LIMITS = SourceLimits(max_files=20, max_file_bytes=500_000, max_total_bytes=600_000)


class Review:
    """Fails what is bad, and cannot review what is odd."""

    def __init__(self) -> None:
        self.meanwhile: Callable[[], None] = lambda: None
        self.seen: list[Gpt] = []

    def __call__(self, _review: RescanReview, listings: Iterable[Listing]) -> Iterator[Rescanned]:
        """An answer to each."""
        for listing in listings:
            self.seen.append(listing.gpt)
            self.meanwhile()
            digest, text = listing.source, listing.gpt.instructions
            if "odd" in text:
                yield Rescanned(digest, error="it took more than 60 seconds")
                continue
            outcome = Outcome.FAIL if "bad" in text else Outcome.PASS
            yield Rescanned(
                digest, STANDARD, to_text(verdict_by(STANDARD, digest, digest, outcome))
            )


class Shop:
    """A builder with a listing, and the use-case."""

    def __init__(self, database: Database) -> None:
        self.world = BuilderWorld(database)
        self.ann = self.world.somebody("ann")
        self.world.prove(self.ann, "shop.example")
        self.world.have(a=BEFORE)
        self.review = Review()
        self.resubmit = ResubmitListing(
            database,
            self.world.own_listings(),
            _no_factory,
            self.review,
            LIMITS,
            lambda gpt: gpt.name.upper(),
            self.world.clock,
            "host/1/2",
        )

    def submit(self, data: bytes | None = None, **fields: Any) -> Resubmission:
        """An upload of JSON, or of these bytes."""
        return self.resubmit.submit(1, data or json.dumps(fields).encode(), self.ann)

    def current(self) -> Gpt:
        """The content that the listing has now."""
        with self.world.database.reading() as session:
            listing = registry.find(session, "number:1")
            return snapshots.read(session, listing.content_digest)

    def judge_by(self, standard: Standard) -> None:
        """A verdict on the current content, which fails what is bad; a sync's, say."""
        gpt = self.current()
        digest = gpt.content_digest()
        outcome = Outcome.FAIL if "bad" in gpt.instructions else Outcome.PASS
        verdict = MadeVerdict(verdict_by(standard, digest, digest, outcome))
        now = self.world.now
        with self.world.database.writing() as session:
            run = runs.begin_run(session, kind="review", owner="host/1/2", now=now)
            number = verdicts.standard_id(session, standard, now=now)
            verdicts.write(session, [verdict], standard=number, run=run, now=now)

    def published(self, listing: int = 1) -> tuple[str, str | None] | None:
        """State and outcome that the public is shown once all is published."""
        PublishVerdicts(self.world.database, "content", str.upper, self.world.clock).run()
        with self.world.database.reading() as session:
            wanted = select(PublicationRow.state, PublicationRow.document)
            row = session.execute(wanted.filter_by(listing_id=listing)).one_or_none()
        return (row.state, row.document["outcome"]) if row else None

    def decide(self, action: str, *, scope: str = "version", ended: bool = False) -> None:
        """A decision on the version that the listing has now."""
        now = self.world.now
        with self.world.database.writing() as session:
            listing = registry.find(session, "number:1")
            wanted = select(CaseRow).filter_by(listing_id=1, number=listing.version)
            case = session.scalar(wanted)
            if case is None:
                case = CaseRow(
                    listing_id=1,
                    number=listing.version,
                    content_digest=listing.content_digest,
                    state="decided",
                    is_waiting=False,
                    rank=0,
                    parts={},
                    categories=" ",
                    language="en",
                    opened_at=now,
                )
                session.add(case)
                session.flush()
            for earlier in session.scalars(select(DecisionRow).filter_by(case_id=case.id)):
                earlier.replaced_at = now
            session.add(
                DecisionRow(
                    puid=f"{action}-{listing.version}",
                    case_id=case.id,
                    listing_id=1,
                    content_digest=listing.content_digest,
                    account_id=1,
                    action=action,
                    scope=scope,
                    ground="terms",
                    document={},
                    made_at=now,
                    ends_at=now if ended else None,
                )
            )


def _no_factory() -> Any:
    raise NotImplementedError


def _zip(*files: tuple[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return packed.getvalue()


@pytest.fixture
def shop(database: Database) -> Shop:
    """On an empty database of either kind."""
    return Shop(database)


def test_new_version_has_its_verdict_at_once(shop: Shop) -> None:
    """It is the current one, by its builder's word in the log, and a sync of it changes nothing."""
    assert shop.submit(name="After", instructions="good") == Resubmission(1, 2, "pass", is_new=True)
    after = Gpt("After", instructions="good", builder=SHOP)
    assert shop.current() == after
    ((_, actor, subject, payload),) = shop.world.events("listing.changed")
    assert (actor, subject) == ("account:1", "listing:1")
    assert (payload["version"], payload["content"]) == (2, after.content_digest())
    made = shop.world.events("verdict.made")
    assert [(each[1], each[3]) for each in made] == [
        (
            "resubmit",
            {"verdict": 1, "standard": 1, "run": 1, "outcome": "pass", "set_aside": False},
        )
    ]
    with shop.world.database.reading() as session:
        assert registry.find(session, "number:1").name == "AFTER"
    shop.world.have(a=after)
    assert len(shop.world.events("listing.changed")) == 1


def test_sync_finds_what_is_really_there(shop: Shop) -> None:
    """Who uploads what they do not publish has the verdict of what they publish again."""
    shop.submit(name="After", instructions="good")
    shop.world.have(a=BEFORE)
    assert shop.current() == BEFORE
    assert len(shop.world.events("listing.changed")) == 2


def test_upload_of_what_is_there(shop: Shop) -> None:
    """Nothing is reviewed and nothing written."""
    first = shop.submit(name="After", instructions="good")
    again = shop.submit(name="After", instructions="good", id="a")
    assert (again.version, again.outcome, again.is_new) == (first.version, "pass", False)
    assert len(shop.review.seen) == 1


def test_folder_as_an_archive(shop: Shop) -> None:
    """Its files are read as from any folder, with what macOS adds left out."""
    packed = _zip(
        ("mine/gpt.yaml", "name: After\ninstructions: instructions.md\nknowledge: [tips.md]\n"),
        ("mine/instructions.md", "Plan walks."),
        ("mine/tips.md", "Bring water."),
        ("mine/knowledge/more.md", "Not listed."),
        ("__MACOSX/mine/._gpt.yaml", b"\0"),
        ("mine/.DS_Store", b"\0"),
    )
    made = shop.submit(packed)
    assert made.remarks == (
        "gpt.yaml: line 1: schema is missing, and gpt/v1 is assumed",
        "gpt.yaml: line 1: 'knowledge/more.md' is not listed in gpt.yaml and was not read",
    )
    current = shop.current()
    assert (current.name, current.instructions) == ("After", "Plan walks.")
    assert [(each.name, each.data) for each in current.knowledge] == [("tips.md", b"Bring water.")]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"{", "upload: column 2"),
        (b"[]", "an empty list"),
        (b'[{"name": "A"}, {"name": "B"}]', "2 listings"),
        (b'{"name": 7}', "name"),
        (b"PK\x03\x04 not an archive", "a damaged archive"),
        (_zip(("readme.md", "x")), "gpt.yaml"),
        (_zip(("gpt.yaml", "name: [\n")), "gpt.yaml"),
        (_zip(("../gpt.yaml", "name: A")), "leads out of the archive's folder"),
        (_zip(("/gpt.yaml", "name: A")), "leads out of the archive's folder"),
        (_zip(("gpt.yaml", "name: A"), ("a", "x"), ("a/b", "x")), "no file can have"),
        (_zip(*((f"{number}.md", "x") for number in range(21))), "21 files"),
        (_zip(("gpt.yaml", "name: A"), ("big.md", bytes(500_001))), "more than 500,000 bytes"),
        (
            _zip(("gpt.yaml", "name: A"), ("1.md", bytes(400_000)), ("2.md", bytes(400_000))),
            "unpacks to more than",
        ),
        (_zip(*((f"{number}.md", "x") for number in range(500))), "entries"),
    ],
    ids=[
        "no JSON", "nothing", "two", "wrong field", "no archive", "no gpt.yaml", "wrong yaml",
        "above", "absolute", "file and folder", "many files", "large", "large together", "flood",
    ],
)  # fmt: skip
def test_upload_that_cannot_be_read(shop: Shop, data: bytes, found: str) -> None:
    """What is wrong is told, without a word of where this machine keeps files."""
    with pytest.raises(InputError) as caught:
        shop.submit(data)
    assert found in str(caught.value)
    assert "gptreview-upload-" not in str(caught.value)
    assert shop.current() == BEFORE


def test_upload_that_is_too_large(shop: Shop) -> None:
    """It is not even looked at."""
    with pytest.raises(InputError, match="12,582,913 bytes; expected 12,582,912 bytes"):
        shop.submit(bytes(12_582_913))
    with pytest.raises(InputError, match="15,000,001 bytes; expected 15,000,000 bytes"):
        shop.submit(b"PK" + bytes(14_999_999))


def test_upload_that_cannot_be_reviewed(shop: Shop) -> None:
    """Nothing is changed."""
    with pytest.raises(InputError, match="it could not be reviewed: it took more than 60 seconds"):
        shop.submit(name="After", instructions="odd")
    assert shop.current() == BEFORE


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({}, SHOP),
        ({"name": "Shop", "domain": "SHOP.example"}, SHOP),
        ({"name": "Other"}, Builder("Other", "shop.example", "dns")),
        ({"domain": "new.example", "verified": "billing"}, Builder("Shop", "new.example", "dns")),
    ],
    ids=["none", "same", "another name", "proven"],
)
def test_builder_is_not_just_claimed(shop: Shop, given: dict[str, str], kept: Builder) -> None:
    """What a source or a proof says of them counts, never the upload itself."""
    shop.world.prove(shop.ann, "new.example")
    shop.submit(name="After", builder=given)
    assert shop.current().builder == kept


def test_builder_of_another_name_has_not_its_bills(shop: Shop) -> None:
    """A name that is verified by billing is verified in that spelling alone."""
    shop.world.have(a=Gpt("B", builder=Builder("Shop", "shop.example", "billing")))
    shop.submit(name="After", builder={"name": "Bank"})
    assert shop.current().builder == Builder("Bank", "shop.example", "")


def test_upload_that_takes_what_is_not_theirs(shop: Shop) -> None:
    """Neither another listing's id, nor a domain that they have not proven."""
    with pytest.raises(InputError, match="the id of another listing"):
        shop.submit(name="After", id="g-other")
    with pytest.raises(InputError) as caught:
        shop.submit(name="After", builder={"domain": "bank.example"})
    assert str(caught.value) == (
        "upload: builder: a builder's domain that you have not proven; expected shop.example; "
        "prove the domain first, or leave it out"
    )
    ben = shop.world.somebody("ben")
    with pytest.raises(ForbiddenError):
        shop.resubmit.submit(1, b'{"name": "After"}', ben)


def test_so_many_uploads_a_day(shop: Shop) -> None:
    """Each costs a review; those that cannot be read count, too."""
    for _ in range(20):
        with pytest.raises(InputError):
            shop.submit(b"{")
    with pytest.raises(TooManyError):
        shop.submit(name="After")
    shop.world.now += dt.timedelta(days=1)
    assert shop.submit(name="After").is_new


def _cases(shop: Shop) -> list[tuple[int, str]]:
    with shop.world.database.reading() as session:
        rows = session.scalars(select(CaseRow).order_by(CaseRow.id))
        return [(row.number, row.state) for row in rows]


@pytest.mark.parametrize(
    ("action", "scope"),
    [("remove", "version"), ("remove", "listing"), ("suspend_builder", "listing")],
    ids=["version", "listing", "builder"],
)
def test_removed_listing_does_not_come_back_by_itself(shop: Shop, action: str, scope: str) -> None:
    """A person has to decide on each new version, whatever its verdict."""
    shop.decide(action, scope=scope)
    made = shop.submit(name="After", instructions="good")
    assert (made.outcome, made.version) == ("pass", 2)
    assert _cases(shop) == [(1, "decided"), (2, "open")]
    ((_, actor, subject, payload),) = shop.world.events("case.opened")
    assert (actor, subject) == ("account:1", f"case:{made.case}")
    assert (payload["by"], payload["number"], payload["state"]) == ("resubmission", 2, "open")
    third = shop.submit(name="Third", instructions="good")
    assert (third.outcome, third.case) == ("pass", made.case + 1 if made.case else None)


def test_removed_listing_is_published_once_somebody_decided(shop: Shop) -> None:
    """Before that the public is shown nothing of the new version, nor any longer of the old one."""
    shop.submit(name="Second", instructions="good")
    assert shop.published() == ("published", "pass")
    shop.decide("remove")
    assert shop.published() == ("published", "fail")
    shop.submit(name="Third", instructions="good")
    assert shop.published() == ("withdrawn", None)
    shop.decide("no_violation")
    assert shop.published() == ("published", "pass")


def test_public_sees_the_new_version_where_it_saw_the_old(shop: Shop) -> None:
    """The server's own chore publishes it; what was never published is left to the operator."""
    publisher = PublishVerdicts(shop.world.database, "content", str.upper, shop.world.clock)
    chore = PublishDecisions(shop.world.database, (publisher,))
    shop.submit(name="Second", instructions="bad")
    assert chore.run().published == 0
    assert shop.published() == ("published", "fail")
    shop.submit(name="Third", instructions="good")
    assert chore.run().published == 1
    assert chore.run().published == 0
    assert publisher.run().published == 0
    assert shop.published() == ("published", "pass")


def test_passing_verdict_that_is_there_already(shop: Shop) -> None:
    """Neither one by the same standard from before nor one by a later standard publishes it."""
    shop.submit(name="After", instructions="good")
    shop.world.have(a=BEFORE)
    shop.decide("remove")
    made = shop.submit(name="After", instructions="good")
    assert (made.outcome, made.version, made.case) == ("pass", 4, 2)
    assert shop.published() is None
    shop.judge_by(replace(STANDARD, policy_version="2", policy_digest="sha256:p2"))
    assert shop.published() is None
    assert shop.submit(name="After", instructions="good").is_new is False
    assert shop.published() is None


def test_verdict_that_waits_for_nobody_elses_sake(shop: Shop) -> None:
    """Another listing of the same content is published: nobody has removed that one."""
    after = Gpt("After", instructions="good", builder=SHOP)
    shop.world.have(a=BEFORE, b=after)
    shop.decide("remove")
    shop.submit(name="After", instructions="good")
    assert (shop.published(1), shop.published(2)) == (None, ("published", "pass"))


def test_label_on_the_whole_listing_lets_nothing_through(shop: Shop) -> None:
    """What an earlier decision says of all versions is not about one that is held."""
    shop.decide("label", scope="listing")
    shop.submit(name="Second", instructions="good")
    assert shop.published() == ("published", "pass")
    shop.decide("remove")
    shop.submit(name="Third", instructions="good")
    assert shop.published() == ("withdrawn", None)


def test_sync_of_a_listing_that_is_held(shop: Shop) -> None:
    """What its source has is what people meet: the verdict on it is published as ever."""
    shop.decide("remove")
    shop.submit(name="After", instructions="good")
    fixed = Gpt("Fixed", instructions="good, too", builder=SHOP)
    shop.world.have(a=fixed)
    shop.judge_by(STANDARD)
    assert shop.published() == ("published", "pass")
    shop.world.have(a=BEFORE)
    shop.judge_by(STANDARD)
    assert shop.published() == ("published", "fail")


def test_removed_listing_that_still_fails(shop: Shop) -> None:
    """It fails, and a person looks at it all the same."""
    shop.decide("remove")
    made = shop.submit(name="After", instructions="bad, still")
    assert (made.outcome, made.case) == ("fail", 2)


def test_listing_that_came_back(shop: Shop) -> None:
    """Once somebody has found nothing in a new version, the next one is like any other."""
    shop.decide("remove")
    shop.submit(name="After", instructions="good")
    shop.decide("no_violation")
    made = shop.submit(name="Third", instructions="good")
    assert (made.outcome, made.case) == ("pass", None)
    assert shop.published() == ("published", "pass")


@pytest.mark.parametrize(
    ("action", "ended"), [("label", ""), ("require_change", ""), ("remove", "ended")],
    ids=["label", "change", "ended"],
)  # fmt: skip
def test_listing_that_was_not_removed(shop: Shop, action: str, ended: str) -> None:
    """Its new version is reviewed, and nobody is asked."""
    shop.decide(action, ended=bool(ended))
    made = shop.submit(name="After", instructions="good")
    assert (made.outcome, made.case) == ("pass", None)


def test_listing_changes_meanwhile(shop: Shop) -> None:
    """A sync, or a decision, while the upload is reviewed wins; the builder looks again."""
    shop.review.meanwhile = lambda: shop.world.have(a=Gpt("Sync", builder=SHOP))
    with pytest.raises(ConflictError, match="it changed while the upload was reviewed"):
        shop.submit(name="After")
    assert shop.current().name == "Sync"
    shop.review.meanwhile = lambda: shop.decide("remove")
    with pytest.raises(ConflictError, match="it changed while the upload was reviewed"):
        shop.submit(name="After")


def _vanish(shop: Shop) -> None:
    with shop.world.database.writing() as session:
        sightings.hold(session, SOURCE)
        sightings.vanish(session, [1], at=shop.world.now)


def test_listing_that_is_gone(shop: Shop) -> None:
    """There is nothing to make a new version of, however late that is seen."""
    shop.review.meanwhile = lambda: _vanish(shop)
    for _ in range(2):
        with pytest.raises(ConflictError, match="its source has it no more"):
            shop.submit(name="After")
    assert len(shop.review.seen) == 1


def test_known_content_keeps_its_verdict(shop: Shop) -> None:
    """The same inputs have one verdict, whoever uploads them."""
    shop.submit(name="After", instructions="good")
    shop.world.have(a=BEFORE)
    assert shop.submit(name="After", instructions="good") == Resubmission(1, 4, "pass", is_new=True)
    assert len(shop.world.events("verdict.made")) == 1


def test_identity_is_needed(shop: Shop) -> None:
    """Before anything of the upload is looked at."""
    from gptreview.errors import UnauthorizedError

    with pytest.raises(UnauthorizedError):
        shop.resubmit.submit(1, b"{", Identity())
