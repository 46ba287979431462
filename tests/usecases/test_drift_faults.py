"""What strangers' servers, other workers, clocks and sudden deaths may do to a look."""

from __future__ import annotations

import json
import multiprocessing
import os
import socket
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select, update

from gptreview.errors import DependencyError
from gptreview.model.gpt import GptAction
from gptreview.model.watches import DriftCounts, WatchKind, WatchState
from gptreview.store import watch_claims
from gptreview.store.database import Database
from gptreview.store.tables.events import EventRow
from gptreview.store.tables.watches import WatchedRow, WatchRow
from gptreview.usecases import drift_versions, watch_portion
from gptreview.usecases.watch_looks import Heard, Looker
from tests.loopback import Answer, Site, World
from tests.usecases.drift_world import DAY, HOST, HOUR, DriftWorld, spec

SPEC = "/spec?key=hush"


@pytest.fixture
def drift(database: Database, world: World) -> DriftWorld:
    """On an empty database of either kind."""
    return DriftWorld(database, world)


def _redirect(target: str) -> bytes:
    return Site.message("302 Found", f"Location: {target}")


def _endless(connection: socket.socket) -> None:
    """A body that says how large it is, far beyond what is read."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 34603008\r\n\r\n" + bytes(65_536))


def _flood(connection: socket.socket) -> None:
    """The same without saying so."""
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    for _ in range(33 * 16):
        connection.sendall(b" " * 65_536)


def _drip(connection: socket.socket) -> None:
    """A byte at a time, for longer than anybody waits."""
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    for _ in range(40):
        connection.sendall(b" ")
        time.sleep(0.05)


UNPROVEN = frozenset({"declared size", "flood", "wrong encoding"})
"""What cannot be told from an address that was refused before anybody was asked."""
HOSTILE: dict[str, tuple[Answer, str]] = {
    "private redirect": (_redirect("https://10.0.0.7/spec"), "leads to a private address"),
    "plain redirect": (_redirect("http://api.example.com/"), "a URL with the scheme http"),
    "metadata": (_redirect("https://169.254.169.254/"), "a cloud metadata address"),
    "declared size": (_endless, "the body is too large"),
    "flood": (_flood, "the body is too large"),
    "no document": (Site.message("200 OK", body=b"<html>Not found</html>"), "HTML"),
    "no specification": (Site.json({"error": "not found"}), "no OpenAPI document"),
    "bomb": (Site.message("200 OK", body=b"[" * 100_000), ""),
    "half": (Site.message("200 OK", body=json.dumps(spec()).encode()[:-9]), ""),
    "wrong encoding": (Site.message("200 OK", "Content-Encoding: br", body=b"x"), "Encoding"),
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_hostile_specification_is_nothing(drift: DriftWorld, name: str) -> None:
    """Whatever a server sends, it is a look that found nothing, and no listing changes."""
    answer, words = HOSTILE[name]
    drift.sync(drift.gpt())
    drift.run()
    drift.site.answers[SPEC] = answer
    assert drift.run(DAY) == DriftCounts(looked=3, reached=2 if name in UNPROVEN else 3)
    watch = drift.watches()["spec /spec?…"]
    assert (str(watch.state), watch.failures) == ("there", 1)
    assert words in watch.error
    assert "hush" not in watch.error
    assert watch.error.isprintable()
    assert len(drift.versions()) == 1


def test_slow_server_ends_at_the_deadline(drift: DriftWorld) -> None:
    """Nobody is waited for longer than the settings say."""
    drift.sync(drift.gpt())
    drift.run()
    drift.timeout_seconds = 0.4
    drift.site.answers[SPEC] = _drip
    began = time.monotonic()
    drift.run(DAY)
    assert time.monotonic() - began < 5
    assert drift.watches()["spec /spec?…"].error == "no complete answer within 0.4 seconds"


def test_rebound_name_is_not_connected_to(drift: DriftWorld) -> None:
    """A name that was public yesterday and leads inside today is refused, host and all."""
    drift.sync(drift.gpt())
    drift.run()
    drift.world.names.known[HOST] = ("127.0.0.1", "10.0.0.7")
    asked = len(drift.site.heads)
    assert drift.run(DAY) == DriftCounts(looked=3)
    assert len(drift.site.heads) == asked
    assert {each.failures for each in drift.watches().values()} == {0}  # nobody was heard
    elsewhere = drift.site.url("/privacy", "other.example.com")
    schema = json.dumps(spec("other.example.com"))
    action = GptAction(schema, privacy_policy_url=elsewhere)
    drift.sync(drift.gpt(), drift.gpt("g-2", actions=(action,)))
    for _ in range(3):
        drift.run(DAY)
    assert set(drift.site.names[-3:]) == {"other.example.com"}
    assert drift.states() == {
        "spec /spec?…": "gone",
        "privacy /privacy": "gone",
        f"host {HOST}": "gone",
        f"privacy {elsewhere}": "there",
        "host other.example.com": "there",
    }
    assert len(drift.versions()) == 2
    drift.run(DAY)  # a listing has one such version a day
    assert drift.current().actions[0].lost == ("host", "privacy")


def test_requests_tell_nothing(drift: DriftWorld) -> None:
    """No cookie, no key: the program's name and what it can read."""
    drift.sync(drift.gpt())
    drift.run()
    fields = {line.partition(":")[0] for head in drift.site.heads for line in head.splitlines()[1:]}
    assert fields == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection", ""}


def test_flipping_specification_makes_a_version_a_day(drift: DriftWorld) -> None:
    """Looks every hour of a document that is another one each time flood nobody."""
    drift.sync(drift.gpt())
    drift.run(every=HOUR)
    for hour in range(50):
        drift.serve(spec(info={"title": f"Trains {hour}", "version": "1"}))
        drift.run(HOUR, every=HOUR)
    assert len(drift.versions()) == 1 + 3
    assert [each["version"] for each in drift.drifted()] == [2, 3, 4]
    # What is behind is looked at again as soon as it may have its next version.
    drift.serve(spec())
    assert drift.run(DAY, every=30 * DAY).versions == 1
    assert drift.versions()[-1] == drift.versions()[0]


def test_own_outage_counts_against_nobody(drift: DriftWorld) -> None:
    """Where nobody at all is heard, nothing is gone, however long that lasts."""
    drift.sync(drift.gpt(), drift.built(id="g-2"))
    drift.run()
    failures = {name: each.failures for name, each in drift.watches().items()}
    drift.site.close()
    drift.world.sites.clear()
    drift.world.names = _nobody  # type: ignore[assignment]
    for _ in range(5):
        counts = drift.run(DAY)
        assert (counts.reached, counts.gone, counts.versions) == (0, 0, 0)
        assert counts.looked >= 3
    assert {name: each.failures for name, each in drift.watches().items()} == failures
    assert drift.versions() == [drift.gpt().content_digest()]


def _nobody(host: str, port: int) -> Sequence[str]:
    raise OSError(host, port)


@pytest.mark.parametrize(
    "action",
    [
        GptAction(json.dumps(spec("93.184.216.34"))),
        GptAction(json.dumps(spec("10.0.0.1"))),
        GptAction(json.dumps(spec("[fe80::1]"))),
        GptAction(json.dumps(spec("app.localhost"))),
        GptAction("", unread="none", schema_url="https://10.0.0.1/spec"),
        GptAction("", unread="none", schema_url="https://[fe80::1]/spec"),
        GptAction("", unread="none", schema_url="https://app.localhost/spec"),
        GptAction("", unread="none", privacy_policy_url="https://app.localhost:8443/"),
    ],
    ids=["public", "private", "IPv6", "name", "page", "page of IPv6", "page of a name", "port"],
)
def test_what_is_known_offline_proves_nothing(drift: DriftWorld, action: GptAction) -> None:
    """An address that no name server gave, or that is refused, is nobody's answer."""
    drift.sync(drift.gpt(), drift.gpt("g-2", actions=(action,)))
    drift.world.names.known["app.localhost"] = ("::1",)
    drift.run()
    before = {name: (each.state, each.failures) for name, each in drift.watches().items()}
    assert [state for state, _ in before.values()].count(WatchState.THERE) >= 3
    drift.site.close()
    drift.world.sites.clear()
    names = drift.world.names
    drift.world.names = lambda host, port: (  # type: ignore[assignment]
        names(host, port) if host == "app.localhost" else _nobody(host, port)
    )
    for _ in range(4):
        counts = drift.run(DAY)
        assert (counts.looked >= 4, counts.reached, counts.gone, counts.versions) == (True, 0, 0, 0)
    after = {name: (each.state, each.failures) for name, each in drift.watches().items()}
    assert after == before


def test_silence_of_one_counts_where_others_are_heard(drift: DriftWorld) -> None:
    """A server that is down for three looks while others answer is gone."""
    down = drift.world.site("down.example.com")
    down.answers["/privacy"] = drift.site.answers["/privacy"]
    url = down.url("/privacy", "down.example.com")
    drift.sync(drift.gpt(), drift.plain("g-2", privacy_policy_url=url))
    drift.run()
    down.close()
    drift.world.sites.remove(down)
    for _ in range(3):
        drift.run(DAY)
    assert drift.current(2).actions[0].lost == ("privacy",)


def test_two_workers_look_once(drift: DriftWorld) -> None:
    """What one has claimed the other leaves alone, and a change is one version."""
    drift.sync(*[drift.gpt(f"g-{number}") for number in range(20)])
    drift.run()
    drift.serve(spec(info={"title": "Other", "version": "1"}))
    drift.now += DAY
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda _: drift.use_case().run().counts, range(2)))
    assert sum(each.looked for each in results) == 3
    assert sum(each.versions for each in results) == 20
    assert {len(drift.versions(number)) for number in range(1, 21)} == {2}
    assert len(drift.drifted()) == 20


def test_host_of_another_worker_is_left_alone(drift: DriftWorld) -> None:
    """Nobody is asked twice at once, also not by two workers."""
    drift.sync(drift.gpt())
    drift.use_case().link()
    with drift.database.writing() as session:
        first = watch_claims.claim(session, now=drift.now, limit=1)
    with drift.database.writing() as session:
        second = watch_claims.claim(session, now=drift.now, limit=9)
    hosts = [[each.host for each in claimed.watches] for claimed in (first, second)]
    assert hosts == [["api.example.com"], []]
    with drift.database.writing() as session:
        watch_claims.release(session, first)
        assert len(watch_claims.claim(session, now=drift.now, limit=9).watches) == 3


def test_late_worker_is_not_believed(drift: DriftWorld) -> None:
    """Whoever lost the claim while looking changes neither watch nor listing."""
    drift.sync(drift.gpt())
    drift.run()
    drift.serve(spec(info={"title": "Late", "version": "1"}))
    drift.now += DAY
    late = drift.use_case()
    hear = late.looker.hear

    def slow(kind: WatchKind, address: str) -> Heard:
        answer = hear(kind, address)
        if kind is WatchKind.SPEC:
            with drift.database.writing() as session:
                until = drift.now + 2 * watch_claims.LEASE
                session.execute(update(WatchRow).values(lease_until=until))
        return answer

    late.looker = _Slow(late.looker, slow)  # type: ignore[assignment]
    counts = late.run().counts
    assert (counts.changed, counts.versions) == (0, 0)
    assert len(drift.versions()) == 1
    drift.now += 2 * watch_claims.LEASE
    assert drift.run().versions == 1


class _Slow:
    """A looker whose answers something happens to."""

    def __init__(self, looker: Looker, hear: Any) -> None:
        self.judge = looker.judge
        self.limits = looker.limits
        self.hear = hear


def test_clock_that_goes_back_stops_nothing(drift: DriftWorld) -> None:
    """What was looked at in the future is due, and a lease from there is void."""
    drift.now += 400 * DAY
    drift.sync(drift.gpt())
    drift.run()
    drift.serve(spec(info={"title": "Other", "version": "1"}))
    drift.run(DAY)
    drift.set(["spec"], lease_until=drift.now + DAY)
    drift.now -= 400 * DAY
    drift.serve(spec(info={"title": "Third", "version": "1"}))
    assert drift.run() == DriftCounts(looked=3, reached=3, changed=1, versions=1)
    assert "Third" in drift.current().actions[0].schema


def test_killed_worker_loses_nothing(drift: DriftWorld) -> None:
    """After its lease another one does what it had claimed; nothing is done twice."""
    drift.sync(drift.gpt("g-1"), drift.gpt("g-2"))
    drift.run()
    drift.serve(spec(info={"title": "Other", "version": "1"}))
    drift.now += DAY
    use_case = drift.use_case()
    drift.database.close()
    child = multiprocessing.get_context("fork").Process(target=_die_in_the_middle, args=(use_case,))
    child.start()
    child.join(60)
    assert child.exitcode == 9
    assert drift.run().looked == 0
    assert drift.run(watch_claims.LEASE) == DriftCounts(looked=3, reached=3, changed=1, versions=2)
    assert [len(drift.versions(each)) for each in (1, 2)] == [2, 2]
    assert len(drift.drifted()) == 2


def _die_in_the_middle(use_case: Any) -> None:
    looker = use_case.looker

    def hear(kind: WatchKind, address: str) -> Heard:
        if kind is WatchKind.SPEC:
            os._exit(9)
        answer = looker.hear(kind, address)
        assert isinstance(answer, Heard)
        return answer

    use_case.looker = _Slow(looker, hear)
    use_case.run()


def test_killed_between_version_and_watch(drift: DriftWorld) -> None:
    """Versions that are there are not made again by the look that is repeated."""
    drift.sync(drift.gpt("g-1"), drift.gpt("g-2"))
    drift.run()
    drift.serve(spec(info={"title": "Other", "version": "1"}))
    drift.run(DAY)
    with drift.database.reading() as session:
        before = session.scalars(select(WatchRow.digest).where(WatchRow.kind == "host")).one()
        baselines = session.scalars(select(WatchedRow.baseline).distinct()).all()
    drift.set(["spec"], digest=max(baselines), due_at=drift.now)
    assert before
    assert drift.run().versions == 0
    assert len(drift.versions()) == 2


def test_stopped_run_gives_its_claims_back(drift: DriftWorld) -> None:
    """What was not looked at when somebody stopped the run is due for the next one at once."""
    urls = [drift.site.url(f"/privacy?{number}") for number in range(5)]
    actions = tuple(GptAction("", unread="none", privacy_policy_url=each) for each in urls)
    for number in range(5):
        drift.site.answers[f"/privacy?{number}"] = drift.site.answers["/privacy"]
    drift.sync(drift.gpt(actions=actions))
    use_case = drift.use_case()
    asked: list[str] = []
    hear = use_case.looker.hear

    def once(kind: WatchKind, address: str) -> Heard:
        asked.append(address)
        drift.stopped = True
        return hear(kind, address)

    use_case.looker = _Slow(use_case.looker, once)  # type: ignore[assignment]
    assert use_case.run().counts == DriftCounts(looked=1, reached=1, waiting=4)
    drift.stopped = False
    assert drift.run().looked == 4


def test_database_that_goes_away_leaves_what_was_written(drift: DriftWorld) -> None:
    """The run ends with an error that a flow may try again; the next one goes on."""
    drift.sync(drift.gpt())
    drift.run()
    use_case = drift.use_case()
    hear = use_case.looker.hear

    def broken(kind: WatchKind, address: str) -> Heard:
        if kind is WatchKind.PRIVACY:
            raise DependencyError("the connection was closed")
        return hear(kind, address)

    use_case.looker = _Slow(use_case.looker, broken)  # type: ignore[assignment]
    drift.now += DAY
    with pytest.raises(DependencyError, match="closed"):
        use_case.run()
    assert drift.run().looked == 3


def test_sync_and_look_at_the_same_time(drift: DriftWorld) -> None:
    """Versions are counted without a gap, whoever writes them."""
    gpts = [drift.gpt(f"g-{number}") for number in range(10)]
    drift.sync(*gpts)
    drift.run()
    stop = threading.Event()

    def syncing() -> None:
        for turn in range(12):
            drift.sync(*[drift.gpt(each.id, description=f"Turn {turn}.") for each in gpts])
        stop.set()

    thread = threading.Thread(target=syncing)
    thread.start()
    turn = 0
    while not stop.is_set():
        turn += 1
        drift.serve(spec(info={"title": f"Turn {turn}", "version": "1"}))
        drift.run(DAY)
    thread.join()
    drift.run(2 * DAY)
    for number in range(1, 11):
        assert len(drift.versions(number)) >= 13
        assert drift.current(number).description == "Turn 11."
        assert f"Turn {turn}" in drift.current(number).actions[0].schema
    with drift.database.reading() as session:
        assert session.scalars(select(func.count()).select_from(EventRow)).one() > 120


def test_slow_host_does_not_stand_before_the_others(
    drift: DriftWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a host with very many watches some are looked at, and the rest is put back."""
    monkeypatch.setattr(watch_claims, "_CANDIDATES", 8)
    monkeypatch.setattr(watch_claims, "_A_HOST", 3)
    pages = [drift.site.url(f"/page/{number}") for number in range(10)]
    pages.append(drift.site.url("/page/10", "other.example.com"))
    for number in range(11):
        drift.site.answers[f"/page/{number}"] = drift.site.answers["/privacy"]
    gpts = [drift.plain(f"g-{at}", privacy_policy_url=page) for at, page in enumerate(pages)]
    for some in (gpts[:10], gpts[10:]):
        drift.sync(*some)
        drift.use_case().link()
    with drift.database.writing() as session:
        claimed = watch_claims.claim(session, now=drift.now, limit=9)
        assert [each.host for each in claimed.watches] == ["api.example.com"] * 3
        others = watch_claims.claim(session, now=drift.now, limit=9)
        assert [each.host for each in others.watches] == ["other.example.com"]


def test_large_contents_are_written_apart(
    drift: DriftWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No more is in memory than a portion's worth, and nobody is passed over."""
    monkeypatch.setattr(drift_versions, "_PORTION_BYTES", 1)
    monkeypatch.setattr(drift_versions, "_PORTION", 2)
    monkeypatch.setattr(watch_portion, "_TOGETHER", 2)
    drift.sync(*[drift.gpt(f"g-{number}") for number in range(5)])
    drift.run()
    drift.serve(spec(info={"title": "Other", "version": "1"}))
    assert drift.run(DAY) == DriftCounts(looked=3, reached=3, changed=1, versions=5)
    assert {len(drift.versions(number)) for number in range(1, 6)} == {2}
