"""Every transition of a publication is made once, and everybody is told of it."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, select

from gptreview.errors import DependencyError
from gptreview.model.gpt import Gpt
from gptreview.model.publication import PublicationCounts
from gptreview.model.verdict import Verdict
from gptreview.signatures.keys import new_pair, signing_key, verifying_key
from gptreview.store.database import Database
from gptreview.store.tables.publications import OutboxRow, PublicationRow
from gptreview.usecases import publish_verdicts
from gptreview.usecases.sign_verdict import SignVerdict
from gptreview.usecases.verify_statement import VerifyStatement

if TYPE_CHECKING:
    from tests.publishing import Newsroom


def _documents(newsroom: Newsroom, key: str) -> list[dict[str, Any]]:
    files = sorted((newsroom.folder / key).glob("[0-9]*.json"))
    return [json.loads(path.read_text(encoding="utf-8")) for path in files]


def test_a_pass_and_a_fail_are_published(newsroom: Newsroom) -> None:
    """Subscribers get outcome, categories and clauses of what fails it, and no evidence."""
    newsroom.subscribe("site")
    newsroom.have(a="walk", b="trick", c="unseen")
    newsroom.judge("walk", "pass", "note")
    newsroom.judge("trick", "fail", "fail", "fail", "review", "note", "fail waived")
    assert newsroom.publish() == PublicationCounts(published=2, unchanged=1)
    assert newsroom.deliver().delivered == 2
    walk, trick = _documents(newsroom, "site")
    content = Gpt("trick", instructions="trick").content_digest()
    policy = {"name": "house", "version": "1", "digest": f"sha256:{'1':0>64}"}
    assert trick == {
        "schema": "gptreview/publication/v1",
        "key": "2-content-1",
        "kind": "publish",
        "state": "published",
        "revision": 1,
        "reason": "",
        "at": "2026-03-01T00:00:04Z",
        "profile": "content",
        "listing": {"number": 2, "id": "B", "name": "trick"},
        "version": 1,
        "content_digest": content,
        "outcome": "fail",
        "categories": ["fraud"],
        "clauses": ["c/fail"],
        "decision": None,
        "policy": policy,
        "ruleset_digest": f"{'1':0>64}",
        "statement": None,
    }
    assert (walk["outcome"], walk["categories"], walk["clauses"]) == ("pass", [], [])
    assert newsroom.events()[-1] == (
        "verdict.published",
        "listing:2",
        {
            "profile": "content",
            "revision": 1,
            "version": 1,
            "content": content,
            "outcome": "fail",
            "reason": "",
        },
    )


def test_again_changes_nothing(newsroom: Newsroom, database: Database) -> None:
    """A second run finds nothing to do, and writes nothing."""
    newsroom.subscribe("site")
    newsroom.have(a="walk")
    newsroom.judge("walk", "pass")
    newsroom.publish()
    newsroom.deliver()
    before = newsroom.events()
    with _statements(database) as said:
        assert newsroom.publish() == PublicationCounts(unchanged=1)
    assert [each for each in said if not each.startswith("SELECT")] == []
    assert newsroom.deliver().delivered == 0
    assert newsroom.events() == before


def test_a_version_that_moves_on_and_back(newsroom: Newsroom) -> None:
    """A, then B, then A again: stale, the new verdict, and A's own verdict at once."""
    newsroom.subscribe("site")
    newsroom.have(a="walk")
    newsroom.judge("walk", "pass")
    newsroom.publish()
    newsroom.have(a="trick")
    assert newsroom.publish() == PublicationCounts(stale=1)
    assert newsroom.publish() == PublicationCounts(unchanged=1)
    newsroom.judge("trick", "fail", "fail")
    newsroom.publish()
    newsroom.have(a="walk")
    assert newsroom.publish() == PublicationCounts(published=1)
    newsroom.deliver()
    told = [
        (each["kind"], each["revision"], each["version"], each["outcome"], each["reason"])
        for each in _documents(newsroom, "site")
    ]
    assert told == [
        ("publish", 1, 1, "pass", ""),
        ("stale", 2, 1, "pass", "the version moved on"),
        ("publish", 3, 2, "fail", ""),
        ("publish", 4, 3, "pass", ""),
    ]
    assert [kind for kind, *_ in newsroom.events()[1:]] == [
        "verdict.published",
        "verdict.stale",
        "verdict.published",
        "verdict.published",
    ]


def test_stale_content_that_comes_back_is_published_again(newsroom: Newsroom) -> None:
    """What nobody has reviewed in between brings no other verdict, but another state."""
    newsroom.subscribe("site")
    newsroom.have(a="walk")
    newsroom.judge("walk", "pass")
    newsroom.publish()
    newsroom.have(a="trick")
    newsroom.publish()
    newsroom.have(a="walk")
    newsroom.publish()
    newsroom.deliver()
    told = [(each["key"], each["version"]) for each in _documents(newsroom, "site")]
    assert told == [("1-content-1", 1), ("1-content-2", 1), ("1-content-3", 3)]


def test_what_vanishes_is_withdrawn_until_it_returns(newsroom: Newsroom) -> None:
    """A withdrawal says nothing more of the verdict; what was never public is not withdrawn."""
    newsroom.subscribe("site")
    newsroom.have(a="trick", b="unseen", c="walk")
    newsroom.judge("trick", "fail", "fail")
    newsroom.publish()
    newsroom.have(c="walk")
    assert newsroom.publish() == PublicationCounts(withdrawn=1, unchanged=2)
    assert newsroom.publish() == PublicationCounts(unchanged=3)
    newsroom.have(a="trick", c="walk")
    assert newsroom.publish() == PublicationCounts(published=1, unchanged=2)
    newsroom.deliver()
    gone = _documents(newsroom, "site")[1]
    assert (gone["kind"], gone["reason"]) == ("withdraw", "its source has it no more")
    assert (gone["outcome"], gone["categories"], gone["clauses"]) == (None, [], [])
    assert newsroom.transitions("site") == [
        "publish-1-content-1",
        "withdraw-1-content-2",
        "publish-1-content-3",
    ]


def test_what_a_person_must_decide_is_withdrawn(newsroom: Newsroom) -> None:
    """Published or stale, it is taken back; without a publication there is nothing to take back."""
    newsroom.subscribe("site")
    newsroom.have(a="walk", b="unclear")
    newsroom.judge("walk", "pass")
    newsroom.judge("unclear", "review", "review")
    assert newsroom.publish() == PublicationCounts(published=1, unchanged=1)
    newsroom.have(a="edge", b="unclear")
    newsroom.publish()
    newsroom.judge("edge", "review", "review")
    assert newsroom.publish() == PublicationCounts(withdrawn=1, unchanged=1)
    assert newsroom.publish() == PublicationCounts(unchanged=2)
    newsroom.have(a="next", b="unclear")
    assert newsroom.publish() == PublicationCounts(unchanged=2)
    newsroom.deliver()
    assert newsroom.transitions("site")[1:] == ["stale-1-content-2", "withdraw-1-content-3"]
    assert _documents(newsroom, "site")[2]["reason"] == "a person must decide"


def test_a_newer_standard_counts_for_its_audience_alone(newsroom: Newsroom) -> None:
    """Another policy's verdict is published though it says the same; another audience's is not."""
    newsroom.subscribe("site")
    newsroom.subscribe("store", "public")
    newsroom.have(a="walk")
    newsroom.judge("walk", "pass")
    newsroom.judge("walk", "fail", "fail", profile="public")
    assert newsroom.publish() == PublicationCounts(published=1)
    newsroom.judge("walk", "pass", policy="2")
    assert newsroom.publish() == PublicationCounts(published=1)
    assert newsroom.publish(profile="public") == PublicationCounts(published=1)
    newsroom.deliver()
    assert newsroom.transitions("site") == ["publish-1-content-1", "publish-1-content-2"]
    assert newsroom.transitions("store") == ["publish-1-public-1"]
    assert newsroom.current("store") == {"listing-1": "published fail"}


def test_a_superseded_verdict_counts_no_more(newsroom: Newsroom) -> None:
    """Only the newest turn of a verdict says what the public sees."""
    newsroom.have(a="walk")
    newsroom.subscribe("site")
    newsroom.judge("walk", "fail")
    newsroom.judge("walk", "pass", superseding=True)
    assert newsroom.publish() == PublicationCounts(published=1)
    newsroom.deliver()
    assert newsroom.current("site") == {"listing-1": "published pass"}


def test_listings_with_one_content_are_published_each(newsroom: Newsroom) -> None:
    """A verdict is about a content, a publication about a listing."""
    newsroom.subscribe("site")
    newsroom.have(a="trick", b="trick")
    newsroom.judge("trick", "fail", "fail")
    assert newsroom.publish() == PublicationCounts(published=2)
    newsroom.deliver()
    assert [each["clauses"] for each in _documents(newsroom, "site")] == [["c/fail"], ["c/fail"]]


def test_statements_name_the_listing_and_verify(newsroom: Newsroom) -> None:
    """What is published is signed under the registry's number; what is stale has no statement."""
    folder = newsroom.subscribe("site")
    pair = new_pair()
    signer = SignVerdict(signing_key(pair.private_pem, name="key"))
    newsroom.have(a="walk", b="trick")
    newsroom.judge("walk", "pass")
    newsroom.judge("trick", "fail", "fail")
    newsroom.publish(signer=signer)
    newsroom.deliver()
    key = verifying_key(pair.public_pem, name="key")
    files = sorted((folder / "statements").iterdir())
    checked = list(VerifyStatement([key]).verify(files))
    assert [str(each.standing) for each in checked] == ["valid", "valid"]
    stated = [each.stated for each in checked if each.stated is not None]
    assert [(each.listing_id, str(each.outcome)) for each in stated] == [
        ("listing:1", "pass"),
        ("listing:2", "fail"),
    ]
    newsroom.have(a="walk", b="next")
    newsroom.publish(signer=signer)
    newsroom.deliver()
    assert [path.name for path in (folder / "statements").iterdir()] == ["listing-1.json"]
    assert _documents(newsroom, "site")[-1]["statement"] is None


def test_two_publishers_at_once(newsroom: Newsroom, database: Database) -> None:
    """Each transition is made by one of them, told once, and noted once."""
    newsroom.subscribe("site")
    for step in ("walk", "trick"):
        newsroom.have(**{f"g{number}": f"{step} {number}" for number in range(40)})
        for number in range(40):
            newsroom.judge(f"{step} {number}", "pass")
        publishers = [newsroom.publisher(size=7) for _ in range(2)]
        gate = threading.Barrier(2)
        made: list[PublicationCounts] = []

        def publish(which: int, gate: threading.Barrier = gate) -> None:
            gate.wait()
            made.append(publishers[which].run())  # noqa: B023 - ends before the next round

        _together(publish)
        assert sum(each.published for each in made) == 40
    newsroom.deliver()
    assert len(newsroom.transitions("site")) == 80
    assert Counter(kind for kind, *_ in newsroom.events()) == {
        "subscriber.added": 1,
        "verdict.published": 80,
    }
    with database.reading() as session:
        revisions = session.scalars(select(PublicationRow.revision).distinct()).all()
        rows = session.execute(select(OutboxRow.publication_id, OutboxRow.revision)).all()
    assert list(revisions) == [2]
    assert len(set(rows)) == len(rows) == 80


def _together(work: Any) -> None:
    threads = [threading.Thread(target=work, args=(which,)) for which in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_what_another_publisher_was_quicker_with(newsroom: Newsroom) -> None:
    """A transition that starts from an old revision is not written, new publication or not."""
    newsroom.subscribe("site")
    newsroom.have(a="walk", b="climb")
    newsroom.judge("walk", "pass")
    newsroom.publish()
    newsroom.have(a="trick", b="climb")
    newsroom.judge("climb", "pass")

    class Overtaken(SignVerdict):
        """Another publisher does it all while this one still signs."""

        def sign(self, verdict: Verdict, *, made_at: dt.datetime) -> bytes:
            assert newsroom.publish() == PublicationCounts(published=1, stale=1)
            return super().sign(verdict, made_at=made_at)

    signer = Overtaken(signing_key(new_pair().private_pem, name="key"))
    assert newsroom.publish(signer=signer) == PublicationCounts(unchanged=2)
    newsroom.deliver()
    assert newsroom.transitions("site") == [
        "publish-1-content-1",
        "stale-1-content-2",
        "publish-2-content-1",
    ]


def test_a_portion_is_written_whole_or_not_at_all(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where events cannot be written, there is no publication and no outbox row either."""
    newsroom.subscribe("site")
    newsroom.have(a="walk", b="climb")
    newsroom.judge("walk", "pass")
    newsroom.judge("climb", "pass")

    def full(*_arguments: Any) -> None:
        raise DependencyError("no room")

    with monkeypatch.context() as patched:
        patched.setattr(publish_verdicts, "append_all", full)
        with pytest.raises(DependencyError):
            newsroom.publish()
    assert newsroom.deliver().delivered == 0
    assert newsroom.publish() == PublicationCounts(published=2)
    assert newsroom.deliver().delivered == 2


def test_portions_cost_the_same_however_many_listings(
    newsroom: Newsroom, database: Database
) -> None:
    """Statements are counted by the portion, not by the listing, also where verdicts are signed."""
    signer = SignVerdict(signing_key(new_pair().private_pem, name="key"))
    newsroom.subscribe("site")
    counts = []
    for size in (4, 12):
        words = {f"g{number}": f"{size} trick {number}" for number in range(3 * size)}
        newsroom.have(**words)
        for word in words.values():
            newsroom.judge(word, "fail", "fail")
        with _statements(database) as said:
            after: int | None = 0
            portions = 0
            publisher = newsroom.publisher(size=size, signer=signer)
            while after is not None and portions < 3:
                portion = publisher.portion(after)
                after, portions = portion.next, portions + 1
        assert portion.counts.published == size
        counts.append(len(said))
    assert counts[0] == counts[1] <= 3 * 12


@contextmanager
def _statements(database: Database) -> Iterator[list[str]]:
    """What the database is asked meanwhile, without what only begins and ends transactions."""
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            said.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
