"""What anybody may see of listings, and what nobody is shown."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import pytest
from sqlalchemy import select, update

from gptreview.errors import InputError, NotFoundError
from gptreview.model.decision import Action
from gptreview.model.finding import Category, Wording
from gptreview.model.policy import Clause
from gptreview.model.public import (
    PublicClause,
    PublicDecision,
    PublicListing,
    PublicPolicy,
    PublicState,
    PublicTransition,
)
from gptreview.model.verdict import Outcome
from gptreview.store import public_listings
from gptreview.store.database import Database
from gptreview.store.tables.publications import PublicationRow
from gptreview.store.tables.verdicts import VerdictRow
from gptreview.usecases.public.read_public import ReadPublic
from tests.publishing import Newsroom

CLAUSE = Clause(
    "c/fail",
    Wording("No fraud", "禁止欺诈"),
    Wording("T", "T"),
    dt.date(2026, 1, 1),
    "https://e.example/",
)


def _reader(database: Database) -> ReadPublic:
    return ReadPublic(database, lambda: {"c/fail": CLAUSE})


def _names(listings: tuple[PublicListing, ...]) -> list[str]:
    return [each.name for each in listings]


def _amend(newsroom: Newsroom, number: int, **fields: Any) -> None:
    """Give the document of a publication more fields."""
    with newsroom.database.writing() as session:
        row = session.scalars(select(PublicationRow).filter_by(listing_id=number)).one()
        row.document = {**row.document, **fields}


def test_failed_listing_says_why_and_nothing_else(newsroom: Newsroom) -> None:
    """Category, clause and policy are shown; neither excerpts, rules nor digests of evidence."""
    newsroom.have(a="bad", b="good")
    newsroom.judge("bad", "fail", "fail", "note")
    newsroom.judge("good", "pass")
    newsroom.publish()
    found = _reader(newsroom.database).listing(1)
    at = found.changed_at
    assert at is not None
    assert found == PublicListing(
        number=1,
        profile="content",
        state=PublicState.PUBLISHED,
        shown_id="A",
        name="bad",
        outcome=Outcome.FAIL,
        version=1,
        changed_at=at,
        revision=1,
        policy=PublicPolicy("house", "1"),
        categories=(Category.FRAUD,),
        clauses=(PublicClause("c/fail", Wording("No fraud", "禁止欺诈"), "https://e.example/"),),
        history=(PublicTransition(at, PublicState.PUBLISHED, 1, 1, Outcome.FAIL, ""),),
    )
    told = json.dumps(asdict(found), default=str)
    assert all(word not in told for word in ("secret words", "sha256", "rule"))


def test_categories_of_reports_that_were_published_are_read(newsroom: Newsroom) -> None:
    """Documents of an earlier version name them; what nobody knows is left out."""
    newsroom.have(a="bad")
    newsroom.judge("bad", "fail", "fail")
    newsroom.publish()
    _amend(newsroom, 1, categories=["self_harm", "privacy", "usage", "strange"])
    reader = _reader(newsroom.database)
    wanted = (Category.USAGE, Category.PII)
    assert reader.listing(1).categories == wanted
    assert [each.categories for each in reader.page().listings] == [wanted]
    newsroom.have(a="better")
    newsroom.publish()
    with newsroom.database.reading() as session:
        row = session.scalars(select(PublicationRow)).one()
        assert (row.state, row.document["categories"]) == ("stale", ["usage", "pii"])


def test_document_that_nobody_can_read_takes_no_list_with_it(newsroom: Newsroom) -> None:
    """The others are shown, and of its listing nothing."""
    newsroom.have(a="bad", b="good")
    newsroom.judge("bad", "fail", "fail")
    newsroom.judge("good", "pass")
    newsroom.publish()
    _amend(newsroom, 1, outcome="strange")
    reader = _reader(newsroom.database)
    assert reader.listing(1) == PublicListing(1, "content", PublicState.NONE)
    assert _names(reader.page().listings) == ["good"]
    assert _names(reader.changes().listings) == ["good"]


def test_history_of_one_audience(newsroom: Newsroom) -> None:
    """Transitions are told newest first, those for others are not; what is gone is not shown."""
    newsroom.have(a="one")
    newsroom.judge("one", "pass")
    newsroom.judge("one", "fail", "fail", profile="public")
    newsroom.publish()
    newsroom.publish(profile="public")
    newsroom.have(a="two")
    newsroom.publish()
    newsroom.have()
    newsroom.publish()
    reader = _reader(newsroom.database)
    found = reader.listing(1)
    assert (found.state, found.reason) == (PublicState.WITHDRAWN, "its source has it no more")
    assert (found.outcome, found.policy, found.version) == (None, None, None)
    assert [(each.state.value, each.outcome, each.revision) for each in found.history] == [
        ("withdrawn", None, 3),
        ("stale", Outcome.PASS, 2),
        ("published", Outcome.PASS, 1),
    ]
    with newsroom.database.reading() as session:
        (newest,) = public_listings.transitions(session, 1, "content", limit=1)
    assert newest.payload["revision"] == 3
    other = reader.listing(1, "public")
    assert (other.state, len(other.history)) == (PublicState.STALE, 1)


def test_version_that_moved_on_is_stale_before_anybody_published(newsroom: Newsroom) -> None:
    """Staleness follows from the contents, not from when a publisher runs."""
    newsroom.have(a="one")
    newsroom.judge("one", "pass")
    newsroom.publish()
    newsroom.have(a="two")
    reader = _reader(newsroom.database)
    found = reader.listing(1)
    assert (found.state, found.reason) == (PublicState.STALE, "the version moved on")
    assert (found.outcome, found.version) == (Outcome.PASS, 1)
    assert [each.state for each in reader.page().listings] == [PublicState.STALE]
    assert [each.state for each in reader.changes().listings] == [PublicState.PUBLISHED]
    newsroom.have(a="one")
    assert reader.listing(1).state is PublicState.PUBLISHED


def test_listing_without_a_publication_has_no_name(newsroom: Newsroom) -> None:
    """That there is one, and that a person has to decide, is nobody's business."""
    newsroom.have(a="unsure")
    newsroom.judge("unsure", "review", "review")
    newsroom.publish()
    reader = _reader(newsroom.database)
    assert reader.listing(1) == PublicListing(1, "content", PublicState.NONE)
    assert reader.page().listings == ()


@pytest.mark.parametrize("number", [2, 0, -1, 2**63, 10**40], ids=str)
def test_unknown_number(newsroom: Newsroom, number: int) -> None:
    """No listing has it, whatever a database thinks of such a number."""
    newsroom.have(a="one")
    with pytest.raises(NotFoundError):
        _reader(newsroom.database).listing(number)


@pytest.mark.parametrize(
    ("decision", "shown"),
    [
        (None, None),
        (
            {"action": "remove", "clauses": ["c/fail"], "until": "2026-05-01T00:00:00Z"},
            PublicDecision(
                Action.REMOVE,
                (PublicClause("c/fail", CLAUSE.title, CLAUSE.source),),
                "2026-05-01T00:00:00Z",
            ),
        ),
        (
            {"action": "label", "clauses": ["gone"], "until": None, "by_appeal": True},
            PublicDecision(
                Action.LABEL, (PublicClause("gone", Wording("gone", "gone")),), by_appeal=True
            ),
        ),
    ],
    ids=["none", "until a day", "by appeal"],
)
def test_decision_is_shown(
    newsroom: Newsroom, decision: Mapping[str, Any] | None, shown: PublicDecision | None
) -> None:
    """With its clauses, of which a current policy may no longer know the title."""
    newsroom.have(a="bad")
    newsroom.judge("bad", "fail", "fail")
    newsroom.publish()
    _amend(newsroom, 1, decision=decision)
    assert _reader(newsroom.database).listing(1).decision == shown


def test_clauses_have_the_words_of_the_verdict(newsroom: Newsroom) -> None:
    """A policy that says it differently by now does not change what was judged."""
    newsroom.have(a="bad")
    newsroom.judge("bad", "fail", "fail")
    newsroom.publish()
    with newsroom.database.writing() as session:
        row = session.scalars(select(VerdictRow)).one()
        words = {"title": {"en": "Old", "zh": "旧"}, "source": "https://old.example/"}
        session.execute(
            update(VerdictRow).values(document={**row.document, "clauses": {"c/fail": words}})
        )
    (clause,) = _reader(newsroom.database).listing(1).clauses
    assert clause == PublicClause("c/fail", Wording("Old", "旧"), "https://old.example/")


def test_search_and_pages(newsroom: Newsroom) -> None:
    """By a part of the name in either case and by outcome; signs of patterns mean themselves."""
    newsroom.have(a="Alpine one", b="alpine two", c="100% snow", d="ALPINE three", e="gone")
    for word in ("Alpine one", "alpine two", "100% snow", "gone"):
        newsroom.judge(word, "pass")
    newsroom.judge("ALPINE three", "fail", "fail")
    newsroom.publish()
    newsroom.have(a="Alpine one", b="alpine two", c="100% snow", d="ALPINE three")
    newsroom.publish()
    reader = _reader(newsroom.database)
    first = reader.page(" alpine ", limit=2)
    assert (_names(first.listings), first.next) == (["Alpine one", "alpine two"], 2)
    second = reader.page("alpine", limit=2, after=2)
    assert (_names(second.listings), second.next) == (["ALPINE three"], None)
    assert _names(reader.page("%").listings) == ["100% snow"]
    assert _names(reader.page("' OR 1=1 --").listings) == []
    assert _names(reader.page(outcome="fail").listings) == ["ALPINE three"]
    assert reader.page(profile="public").listings == ()
    everything = reader.page()
    assert (len(everything.listings), everything.next) == (4, None)
    assert everything.listings[0].history == ()


def test_limited_listings_are_found_by_their_link_alone(newsroom: Newsroom) -> None:
    """Lists and feeds leave them out, and whoever has the number is shown them; others stay."""
    newsroom.have(a="limited", b="labelled", c="free")
    for word in ("limited", "labelled", "free"):
        newsroom.judge(word, "pass")
    newsroom.publish()
    _amend(newsroom, 1, decision={"action": "limit", "clauses": [], "until": None})
    _amend(newsroom, 2, decision={"action": "label", "clauses": [], "until": None})
    _amend(newsroom, 3, decision=None)
    reader = _reader(newsroom.database)
    assert _names(reader.page().listings) == ["labelled", "free"]
    assert sorted(_names(reader.changes().listings)) == ["free", "labelled"]
    assert reader.listing(1).name == "limited"


def test_page_looks_at_so_many(newsroom: Newsroom) -> None:
    """A search that meets nothing in its window goes on in the next page."""
    words = [f"n{number}" for number in range(5)] + ["wanted"]
    newsroom.have(**{word: word for word in words})
    for word in words:
        newsroom.judge(word, "pass")
    newsroom.publish()
    seen: list[tuple[list[str], int | None]] = []
    after: int | None = 0
    while after is not None:
        with newsroom.database.reading() as session:
            found, following = public_listings.page(
                session, "content", query="want", after=after, limit=10, window=4
            )
        seen.append(([each.document["listing"]["name"] for each in found], following))
        after = following
    assert seen == [([], 4), (["wanted"], None)]


def test_changes_newest_first(newsroom: Newsroom) -> None:
    """Each listing with its last transition, a withdrawn one too, page by page."""
    newsroom.have(a="one", b="two", c="three")
    for word in ("one", "two", "three"):
        newsroom.judge(word, "pass")
        newsroom.publish()
    newsroom.have(b="two", c="three")
    newsroom.publish()
    reader = _reader(newsroom.database)
    first = reader.changes(limit=2)
    assert [(each.name, each.state.value) for each in first.listings] == [
        ("one", "withdrawn"),
        ("three", "published"),
    ]
    second = reader.changes(limit=2, after=first.next)
    assert (_names(second.listings), second.next) == (["two"], "")


@pytest.mark.parametrize(
    ("wanted", "where"),
    [
        ({"query": "x" * 101}, "query"),
        ({"query": "a\nb"}, "query"),
        ({"query": "a\0b"}, "query"),
        ({"outcome": "review"}, "outcome"),
        ({"profile": "nobody"}, "profile"),
        ({"after": -1}, "after"),
        ({"after": 2**63}, "after"),
        ({"limit": 0}, "limit"),
        ({"limit": 201}, "limit"),
    ],
    ids=[
        "long query", "two lines", "no text", "outcome", "audience", "before the first",
        "number too large", "no listing", "too many",
    ],
)  # fmt: skip
def test_page_that_cannot_be_made(
    newsroom: Newsroom, wanted: Mapping[str, Any], where: str
) -> None:
    """What was wrong is named."""
    with pytest.raises(InputError) as caught:
        _reader(newsroom.database).page(**wanted)
    assert caught.value.where == where


@pytest.mark.parametrize(
    "cursor", ["x", "1", "1-", "-1-1", "1-1 ", "1" * 18 + "-1", "1-" + "1" * 19, "٣-1"], ids=ascii
)
def test_cursor_that_is_none(newsroom: Newsroom, cursor: str) -> None:
    """Nobody but the page before makes one."""
    with pytest.raises(InputError, match="no place in the list"):
        _reader(newsroom.database).changes(after=cursor)
