"""Who comes late is told of what is public, once, and who goes is told nothing more."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from gptreview.errors import ConflictError, InputError, NotFoundError
from gptreview.model.publication import DeliveryReport, PublicationCounts, Subscriber
from gptreview.store import outbox
from gptreview.store.database import Database
from gptreview.store.tables.publications import OutboxRow, SubscriberRow
from gptreview.usecases.keep_subscribers import KeepSubscribers

if TYPE_CHECKING:
    from tests.publishing import Newsroom


def _fill(newsroom: Newsroom) -> None:
    """Four publications: two shown, one stale, one withdrawn."""
    newsroom.have(a="walk", b="climb", c="trick", d="swim")
    for word in ("walk", "climb", "swim"):
        newsroom.judge(word, "pass")
    newsroom.judge("trick", "fail", "fail")
    newsroom.publish()
    newsroom.have(a="walk", b="next", c="trick")
    assert newsroom.publish() == PublicationCounts(stale=1, withdrawn=1, unchanged=2)


LATE = ["publish-1-content-1", "stale-2-content-2", "publish-3-content-1"]


def test_a_latecomer_is_told_of_what_is_public(newsroom: Newsroom) -> None:
    """The newest state of each, nothing that was before it, nothing that is withdrawn."""
    newsroom.subscribe("first")
    _fill(newsroom)
    newsroom.deliver()
    folder = newsroom.subscribe("late")
    (late,) = [each for each in newsroom.subscribers().everybody() if each.key == "late"]
    assert late == Subscriber("late", "folder", str(folder), "content", late.since, None, 3)
    assert newsroom.deliver() == DeliveryReport(delivered=3, waiting=0)
    assert newsroom.transitions("late") == LATE
    assert newsroom.current("late") == {
        "listing-1": "published pass",
        "listing-2": "stale pass",
        "listing-3": "published fail",
    }
    current = newsroom.folder / "first" / "current" / "listing-3.json"
    assert (folder / "current" / "listing-3.json").read_bytes() == current.read_bytes()


def test_a_latecomer_of_another_audience_is_told_nothing(newsroom: Newsroom) -> None:
    """Publications for one audience are not another's."""
    _fill(newsroom)
    newsroom.subscribe("store", "public")
    assert newsroom.deliver() == DeliveryReport(delivered=0, waiting=0)


def test_catching_up_goes_on_after_an_interruption(
    newsroom: Newsroom, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the first portions told is not told again, nor is what has changed meanwhile."""
    _fill(newsroom)
    original = outbox.catch_up
    portions = iter([True, True, False])

    def interrupted(*arguments: object, **options: object) -> bool:
        if not next(portions):
            raise KeyboardInterrupt
        return original(*arguments, **options)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(outbox, "catch_up", interrupted)
        with pytest.raises(KeyboardInterrupt):
            newsroom.subscribe("late", size=1)
    newsroom.have(a="walk", b="next", c="other")
    newsroom.publish()
    newsroom.subscribers(size=1).catch_up()
    newsroom.subscribers().catch_up()
    newsroom.deliver()
    assert newsroom.transitions("late") == [*LATE[:2], "stale-3-content-2"]
    with database.reading() as session:
        assert session.scalar(select(SubscriberRow.catch_up_after)) is None


def test_nobody_misses_what_is_published_while_it_subscribes(
    newsroom: Newsroom, database: Database
) -> None:
    """Whoever subscribes in the middle of it gets every publication exactly once."""
    words = {f"g{number}": f"walk {number}" for number in range(60)}
    newsroom.have(**words)
    for word in words.values():
        newsroom.judge(word, "pass")
    publisher = newsroom.publisher(size=3)
    gate = threading.Event()

    def publish() -> None:
        gate.set()
        publisher.run()

    thread = threading.Thread(target=publish)
    thread.start()
    gate.wait()
    for number in range(4):
        newsroom.subscribe(f"late-{number}", size=7)
    thread.join()
    with database.reading() as session:
        rows = session.execute(select(OutboxRow.subscriber, OutboxRow.publication_id)).all()
    assert len(rows) == len(set(rows)) == 4 * 60


def test_a_key_is_never_used_again(newsroom: Newsroom) -> None:
    """Neither while it is told nor afterwards."""
    newsroom.subscribe("site")
    with pytest.raises(ConflictError, match="never used again"):
        newsroom.subscribe("site")
    newsroom.subscribers().unsubscribe("site")
    with pytest.raises(ConflictError, match="never used again"):
        newsroom.subscribe("site")


def test_a_folder_has_one_subscriber_at_a_time(newsroom: Newsroom) -> None:
    """Two would write each other's newest states; after one has ended another may come."""
    folder = newsroom.subscribe("site")
    subscribers = newsroom.subscribers()
    with pytest.raises(ConflictError, match="site is told there already"):
        subscribers.subscribe("other", "folder", str(folder), "public")
    subscribers.unsubscribe("site")
    subscribers.subscribe("other", "folder", str(folder), "public")
    assert [(each.key, each.ended_at is None) for each in subscribers.everybody()] == [
        ("other", True),
        ("site", False),
    ]


@pytest.mark.parametrize("path", ["site/sub", "site/current", "."], ids=["in", "current", "around"])
def test_folders_of_two_do_not_overlap(newsroom: Newsroom, path: str) -> None:
    """One would find the other's files among its own; beside it, or after it, there is room."""
    site = newsroom.subscribe("site")
    newsroom.subscribe("site-2")
    subscribers = newsroom.subscribers()
    place = os.path.realpath(newsroom.folder / path)
    with pytest.raises(ConflictError) as caught:
        subscribers.subscribe("other", "folder", place, "public")
    assert str(caught.value) == (
        f"{place}: it lies inside or around {site}, where site is told; choose another place, or"
        " gptreview registry unsubscribe site"
    )
    assert [each.key for each in subscribers.everybody()] == ["site", "site-2"]
    for key in ("site", "site-2"):
        subscribers.unsubscribe(key)
    assert subscribers.subscribe("other", "folder", place, "public").target == place


def test_what_was_withdrawn_meanwhile_is_nobodys_to_show(newsroom: Newsroom) -> None:
    """Another one in the folder of one who has ended would leave it there; it is not kept."""
    folder = newsroom.subscribe("site")
    _fill(newsroom)
    newsroom.deliver()
    subscribers = newsroom.subscribers()
    subscribers.unsubscribe("site")
    with pytest.raises(InputError, match="somebody was told before"):
        subscribers.subscribe("other", "folder", str(folder), "content")
    assert [each.key for each in subscribers.everybody()] == ["site"]


def test_who_has_ended_is_told_nothing_more(newsroom: Newsroom, database: Database) -> None:
    """Not what waits, not what comes, and it is not waited for."""
    folder = newsroom.subscribe("site")
    _fill(newsroom)
    newsroom.subscribers().unsubscribe("site")
    newsroom.have(a="other", b="next", c="trick")
    newsroom.publish()
    assert newsroom.deliver() == DeliveryReport(delivered=0, waiting=0)
    assert list(folder.iterdir()) == []
    with database.reading() as session:
        assert session.query(OutboxRow).count() == 6
    newsroom.subscribers().catch_up()
    with pytest.raises(NotFoundError, match="no active subscriber has this key"):
        newsroom.subscribers().unsubscribe("site")


def test_who_ends_while_it_catches_up_is_left_alone(
    newsroom: Newsroom, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The portion after that one tells it nothing."""
    _fill(newsroom)
    original = outbox.catch_up

    def ended(*arguments: object, **options: object) -> bool:
        monkeypatch.undo()
        more = original(*arguments, **options)  # type: ignore[arg-type]
        arguments[0].execute(SubscriberRow.__table__.update().values(ended_at=newsroom.now))  # type: ignore[attr-defined]
        return more

    monkeypatch.setattr(outbox, "catch_up", ended)
    newsroom.subscribe("late", size=2)
    with database.reading() as session:
        assert session.query(OutboxRow).count() == 2


@pytest.mark.parametrize("key", ["", "Site", "a b", "-a", "a" * 64, "ä", "a\n"])
def test_what_is_no_key(database: Database, newsroom: Newsroom, key: str) -> None:
    """Keys are plain words: they stand in events, messages and commands."""
    del database
    with pytest.raises(InputError, match="not a key"):
        newsroom.subscribers().subscribe(key, "folder", str(newsroom.folder / "x"), "content")
    assert not (newsroom.folder / "x").exists()


def test_comings_and_goings_are_events(newsroom: Newsroom) -> None:
    """They name the key, the way and the audience, and no place."""
    newsroom.subscribe("site")
    keeper: KeepSubscribers = newsroom.subscribers()
    keeper.unsubscribe("site")
    assert newsroom.events() == [
        ("subscriber.added", "subscriber:site", {"kind": "folder", "profile": "content"}),
        ("subscriber.ended", "subscriber:site", {}),
    ]
