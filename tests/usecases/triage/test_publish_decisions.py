"""What people decided is what the public sees, for as long as it is in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from gptreview.model.builder_key import builder_key
from gptreview.model.gpt import Builder
from gptreview.model.publication import PublicationCounts
from gptreview.signatures.keys import new_pair, signing_key
from gptreview.store import cursors
from gptreview.store.bulk import insert_missing
from gptreview.store.tables.cases import TraitRow
from gptreview.store.tables.publications import PublicationRow
from gptreview.store.tables.registry import ListingRow
from gptreview.usecases.sign_verdict import SignVerdict
from gptreview.usecases.triage.expire_claims import ExpireClaims
from gptreview.usecases.triage.publish_decisions import CURSOR, PublishDecisions
from tests.court import EVIDENCE, draft

if TYPE_CHECKING:
    from tests.court import Court


def _publish(court: Court) -> PublicationCounts:
    return PublishDecisions(court.database, (court.publisher(),)).run()


def _shown(court: Court, listing: int) -> Mapping[str, Any]:
    with court.database.reading() as session:
        wanted = select(PublicationRow.document).where(PublicationRow.listing_id == listing)
        document: Mapping[str, Any] = session.execute(wanted).scalar_one()
    return document


def _brief(court: Court, listing: int) -> tuple[str, str | None, str | None]:
    """State, outcome and action."""
    shown = _shown(court, listing)
    return shown["state"], shown["outcome"], shown["decision"] and shown["decision"]["action"]


@pytest.mark.parametrize(
    ("action", "outcome", "categories", "clauses"),
    [
        pytest.param("no_violation", "pass", [], [], id="no-violation"),
        pytest.param("label", "pass", [], [], id="label"),
        pytest.param("age_restrict", "pass", [], [], id="age-restrict"),
        pytest.param("limit", "pass", [], [], id="limit"),
        pytest.param("remove", "fail", ["fraud"], ["c/hate"], id="remove"),
    ],
)
def test_a_decision_goes_before_the_verdict(
    court: Court, action: str, outcome: str, categories: list[str], clauses: list[str]
) -> None:
    """A review that somebody decided is published, as they decided."""
    listing = court.listing("g-1", outcome="review")
    court.publisher().run()
    court.decide(court.case(listing), action=action, clauses=("c/hate",), days=10)
    assert _publish(court) == PublicationCounts(published=1)
    shown = _shown(court, listing)
    assert (shown["outcome"], shown["categories"], shown["clauses"]) == (
        outcome,
        categories,
        clauses,
    )
    assert shown["decision"] == {
        "action": action,
        "clauses": ["c/hate"],
        "until": "2026-05-14T12:00:00Z",
        "by_appeal": False,
    }
    assert _publish(court) == PublicationCounts()
    assert court.publisher().run() == PublicationCounts(unchanged=1)


def test_an_overturned_removal_is_a_pass_again(court: Court) -> None:
    """Each decision is published once; what the appeal says is marked so."""
    listing = court.listing("g-1", outcome="fail")
    case = court.case(listing)
    court.decide(case, evidence=(EVIDENCE,))
    _publish(court)
    assert _brief(court, listing) == ("published", "fail", "remove")
    court.appealing().by_reporter(1, "It was not what I have reported.")
    revision = court.claiming().claim(case, court.identity("ben")).revision
    court.answering().overturn(case, draft(action="no_violation"), revision, court.identity("ben"))
    assert _publish(court) == PublicationCounts(published=1)
    assert _brief(court, listing) == ("published", "pass", "no_violation")
    assert _shown(court, listing)["decision"]["by_appeal"] is True


def test_what_has_ended_counts_no_more(court: Court) -> None:
    """After its duration the verdict decides again: a fail is shown, a review is withdrawn."""
    failed = court.listing("g-1", outcome="fail")
    unsure = court.listing("g-2", text="Unsure.", outcome="review")
    for listing in (failed, unsure):
        court.decide(court.case(listing), action="label", days=1)
    _publish(court)
    assert _brief(court, failed) == _brief(court, unsure) == ("published", "pass", "label")
    court.later(days=1)
    ExpireClaims(court.database, court.clock).run()
    assert _publish(court) == PublicationCounts(published=1, withdrawn=1)
    assert _brief(court, failed) == ("published", "fail", None)
    assert _brief(court, unsure) == ("withdrawn", None, None)


@pytest.mark.parametrize(
    ("scope", "before", "after"),
    [
        pytest.param(
            "version", ("stale", "fail", "remove"), ("published", "pass", None), id="version"
        ),
        pytest.param(
            "listing", ("stale", "fail", "remove"), ("published", "fail", "remove"), id="listing"
        ),
    ],
)
def test_a_new_version(
    court: Court,
    scope: str,
    before: tuple[str, str, str],
    after: tuple[str, str, str | None],
) -> None:
    """A decision on a version leaves the next one alone; one on the listing does not."""
    listing = court.listing("g-1", outcome="pass")
    court.decide(court.case(listing), scope=scope)
    _publish(court)
    court.listing("g-1", text="Another one.")
    court.publisher().run()
    assert _brief(court, listing) == before
    court.listing("g-1", text="Another one.", outcome="pass")
    court.publisher().run()
    assert _brief(court, listing) == after


def test_a_removal_of_what_has_no_verdict_yet(court: Court) -> None:
    """What passed is shown no longer, though there is nothing to publish in its place yet."""
    listing = court.listing("g-1", outcome="pass")
    court.publisher().run()
    court.listing("g-1", text="Another one.")
    court.publisher().run()
    court.decide(court.case(listing), scope="listing")
    assert _publish(court) == PublicationCounts(withdrawn=1)
    assert _shown(court, listing)["reason"] == "a person decided, and there is no verdict yet"
    assert court.publisher().run() == PublicationCounts(unchanged=1)


@pytest.mark.parametrize(
    "indexed", [pytest.param(True, id="indexed"), pytest.param(False, id="not")]
)
def test_a_suspended_builder(court: Court, indexed: bool) -> None:  # noqa: FBT001
    """All listings of the builder go and nobody else's; a later decision on one changes nothing."""
    first = court.listing("g-1", domain="example.com", outcome="pass")
    second = court.listing("g-2", domain="Example.com ", outcome="pass")
    third = court.listing("g-3", domain="example.org", outcome="pass")
    nobodys = court.listing("g-4", outcome="pass")
    court.publisher().run()
    if indexed:
        _index(court, {first: "example.com", second: "example.com", third: "example.org"})
    case = court.case(first)
    court.decide(case, "cleo", action="suspend_builder", scope="builder")
    counts = _publish(court)
    assert (counts.published, counts.unchanged) == (2, 0 if indexed else 2)
    assert [_brief(court, each) for each in (first, second)] == [
        ("published", "fail", "suspend_builder")
    ] * 2
    assert [_brief(court, each) for each in (third, nobodys)] == [("published", "pass", None)] * 2
    court.decide(court.case(second), action="no_violation")
    assert _publish(court).published == 0
    court.appealing().by_reporter(1, "Not all of them are like that.")
    revision = court.claiming().claim(case, court.identity("ann")).revision
    court.answering().overturn(case, draft(action="remove"), revision, court.identity("ann"))
    assert _publish(court).published == 2
    assert _brief(court, first) == ("published", "fail", "remove")
    assert _brief(court, second) == ("published", "pass", "no_violation")


def _index(court: Court, domains: Mapping[int, str]) -> None:
    """What the traits of all contents say of their builders."""
    with court.database.writing() as session:
        found = session.execute(select(ListingRow.id, ListingRow.content_digest))
        contents = {row.id: row.content_digest for row in found}
        rows = [
            {
                "content_digest": contents[listing],
                "kind": "builder",
                "value": builder_key(Builder(domain=domain)),
                "shown": domain,
            }
            for listing, domain in domains.items()
        ]
        looked_at = [
            {"content_digest": content, "kind": "read", "value": "", "shown": ""}
            for content in contents.values()
        ]
        insert_missing(session, TraitRow, [*rows, *looked_at])


def test_the_newest_decision_counts(court: Court) -> None:
    """Of two cases of one listing it is the later decision, not the later case."""
    listing = court.listing("g-1", outcome="pass")
    old = court.case(listing)
    court.listing("g-1", text="Another one.", outcome="pass")
    new = court.case(listing)
    court.decide(new, action="label")
    court.later(seconds=1)
    court.decide(old, scope="listing")
    _publish(court)
    assert _brief(court, listing) == ("published", "fail", "remove")


def test_no_signature_contradicts_a_decision(court: Court) -> None:
    """The signed verdict goes out where it says what is shown, and nowhere else."""
    signer = SignVerdict(signing_key(new_pair().private_pem, name="key"))
    publisher = replace(court.publisher(), signer=signer)
    removed = court.listing("g-1", outcome="pass")
    labelled = court.listing("g-2", text="Another one.", outcome="pass")
    court.decide(court.case(removed))
    court.decide(court.case(labelled), action="label")
    PublishDecisions(court.database, (publisher,)).run()
    assert _shown(court, removed)["statement"] is None
    assert set(_shown(court, labelled)["statement"]) == {"payload", "payloadType", "signatures"}


def test_two_readers_at_once_lose_nothing(court: Court) -> None:
    """The one that was slower leaves the place of the other as it is."""
    listing = court.listing("g-1", outcome="pass")
    court.decide(court.case(listing))
    end = court.newest()

    def overtaken() -> dt.datetime:
        with court.database.writing() as session:
            cursors.take(session, CURSOR)
            cursors.advance(session, CURSOR, end + 5)
        return court.now

    publisher = replace(court.publisher(), clock=overtaken)
    assert PublishDecisions(court.database, (publisher,)).run() == PublicationCounts(published=1)
    with court.database.reading() as session:
        assert cursors.position(session, CURSOR) == end + 5


def test_only_one_listing_is_looked_at(court: Court) -> None:
    """A number that is nobody's, or that of another listing, publishes nothing."""
    first = court.listing("g-1", outcome="pass")
    second = court.listing("g-2", text="Another one.", outcome="pass")
    publisher = court.publisher()
    assert publisher.only(second) == PublicationCounts(published=1)
    assert publisher.only(second + 1) == PublicationCounts()
    with court.database.reading() as session:
        assert session.scalars(select(PublicationRow.listing_id)).all() == [second]
    assert publisher.only(first) == PublicationCounts(published=1)
    assert dt.datetime.fromisoformat(_shown(court, first)["at"]) == court.now
