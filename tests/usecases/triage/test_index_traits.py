"""Contents are looked at once for what they have in common."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import update

from gptreview.errors import DependencyError
from gptreview.model.builder_key import builder_key
from gptreview.model.gpt import Builder, Gpt, GptAction
from gptreview.model.trait import RELATED, RelatedListing, Trait, TraitKind, trait
from gptreview.reading.document import ReadLimits
from gptreview.store import snapshots, traits
from gptreview.store.database import Database
from gptreview.store.tables.registry import SnapshotRow
from gptreview.usecases.triage.index_traits import IndexTraits, content_traits
from tests.casework import Casework

TEXT = "You sell the finest umbrellas of the town, and nothing else."


def _action(*servers: str) -> GptAction:
    paths = {
        f"/call{index}": {
            "get": {
                "operationId": f"call{index}",
                "servers": [{"url": server}],
                "responses": {"200": {"description": "ok"}},
            }
        }
        for index, server in enumerate(servers)
    }
    info = {"title": "Calls", "version": "1"}
    return GptAction(json.dumps({"openapi": "3.1.0", "info": info, "paths": paths}))


def _of(**fields: Any) -> list[Trait]:
    return list(content_traits(Gpt("Shop", **fields), ReadLimits()))


def test_builder_text_and_domains_are_traits() -> None:
    """Hosts by whose they are; addresses and names of one's own network are nobody's."""
    builder = Builder("Example Ltd", "example.com")
    action = _action(
        "https://a.example.org",
        "https://b.example.org/v1",
        "https://192.0.2.1",
        "https://nas.local",
    )
    assert _of(instructions=TEXT, builder=builder, actions=(action,)) == [
        Trait(TraitKind.BUILDER, builder_key(builder)),
        trait(TraitKind.TEXT, TEXT.casefold()),
        trait(TraitKind.DOMAIN, "example.org", "example.org"),
    ]


def test_same_text_in_another_dress_is_the_same() -> None:
    """Letter case, width and blanks make no other text; what is short says nothing."""
    assert _of(instructions=TEXT) == _of(instructions=f"  {TEXT.upper()}\n".replace(" ", "\u3000"))
    assert _of(instructions="You are a helpful assistant.") == []


def test_unreadable_action_hides_nothing_else() -> None:
    """Neither one that is no document, nor one that is missing or too large."""
    broken = GptAction("{"), GptAction(""), GptAction(f"# {'x' * 1_048_576}")
    found = _of(actions=(*broken, _action("https://example.net")))
    assert found == [trait(TraitKind.DOMAIN, "example.net", "example.net")]


def test_new_contents_are_indexed_in_portions(database: Database) -> None:
    """Each once, in the order of the log, and again nothing at the end."""
    work = Casework(database)
    one, two, three = (Gpt("Shop", id=each, instructions=TEXT + each) for each in "abc")
    for each in (one, two, three):
        work.listing(each)
    index = IndexTraits(database, ReadLimits())
    assert [index.run(2), index.run(2), index.run(2)] == [2, 1, 0]
    work.listing(Gpt("Shop", id="a", instructions=TEXT))
    assert [index.run(), index.run()] == [1, 0]
    with database.reading() as session:
        found = traits.of_content(session, two.content_digest())
    assert found == (trait(TraitKind.TEXT, (TEXT + "b").casefold()),)


def test_case_brings_its_content_into_the_index(database: Database) -> None:
    """Whoever opens it does not wait for the portions before it."""
    work = Casework(database)
    case = work.case(work.listing(Gpt("Shop", id="g", builder=Builder("Example Ltd"))))
    index = IndexTraits(database, ReadLimits())
    expected = (Trait(TraitKind.BUILDER, builder_key(Builder("Example Ltd"))),)
    assert index.of_case(case) == expected
    assert index.of_case(case) == expected
    assert index.run() == 1


def test_damaged_content_has_no_traits(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """And does not stop the others; a database that does not answer is another matter."""
    work = Casework(database)
    gpt = Gpt("Shop", id="g", instructions=TEXT)
    case = work.case(work.listing(gpt))
    index = IndexTraits(database, ReadLimits())

    def unanswered(*_: object) -> None:
        raise DependencyError("no answer")

    with monkeypatch.context() as broken:
        broken.setattr(snapshots, "read_outlines", unanswered)
        with pytest.raises(DependencyError):
            index.of_case(case)
    with database.writing() as session:
        session.execute(update(SnapshotRow).values(data=b"x"))
    assert index.of_case(case) == ()


def test_related_listings_are_those_with_a_trait_alike(database: Database) -> None:
    """By each trait, with the newest case of each; neither vanished ones nor the listing itself."""
    work = Casework(database)
    builder = Builder("Example Ltd")
    own = Gpt("Own", id="own", instructions=TEXT, builder=builder)
    same = Gpt("Same", id="same", instructions=TEXT, actions=(_action("https://x.example.org"),))
    number, other = work.listing(own), work.listing(same)
    by_builder = work.listing(Gpt("Mine", id="mine", builder=builder))
    work.listing(Gpt("Stranger", id="stranger", builder=Builder("Somebody Else")))
    copy = work.listing(Gpt("Own", id="copy", instructions=TEXT, builder=builder))
    case = work.case(other, state="decided")
    index = IndexTraits(database, ReadLimits())
    while index.run():
        pass
    with database.reading() as session:
        found = traits.related(session, index.of_content(own.content_digest()), listing=number)
    assert found == (
        RelatedListing(by_builder, "Mine", TraitKind.BUILDER, "", None, ""),
        RelatedListing(copy, "Own", TraitKind.BUILDER, "", None, ""),
        RelatedListing(other, "Same", TraitKind.TEXT, "", case, "decided"),
        RelatedListing(copy, "Own", TraitKind.TEXT, "", None, ""),
    )


def test_some_related_listings_are_enough(database: Database) -> None:
    """Of a builder with hundreds, twenty are shown."""
    work = Casework(database)
    gpts = [Gpt(f"Shop {each}", id=f"g-{each}", builder=Builder("Ex")) for each in range(25)]
    numbers = [work.listing(each) for each in gpts]
    index = IndexTraits(database, ReadLimits())
    index.run()
    with database.reading() as session:
        found = traits.related(
            session, index.of_content(gpts[0].content_digest()), listing=numbers[0]
        )
    assert len(found) == RELATED
    assert [each.id for each in found] == sorted(each.id for each in found)
