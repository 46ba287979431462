"""Other programs are told of events by signed calls, at least once."""

from __future__ import annotations

import datetime as dt
import json
import threading
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from gptreview.delivery.webhook import CallAnswer, CallResult, call_webhook
from gptreview.errors import (
    ConflictError,
    ForbiddenError,
    InputError,
    NotFoundError,
    UnauthorizedError,
)
from gptreview.model.account import Account, Identity, Permission, Role
from gptreview.model.webhook import WEBHOOK_KINDS, MadeWebhook
from gptreview.net.post import Poster, PostLimits
from gptreview.signatures.webhook import signed_by
from gptreview.store import webhooks
from gptreview.store.tables.notices import CallRow
from gptreview.usecases.notices.keep_webhooks import KeepWebhooks
from gptreview.usecases.notices.queue_calls import QueueCalls
from gptreview.usecases.notices.send_calls import CallCounts, SendCalls
from tests.correspondence import NOW, Correspondence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gptreview.store.database import Database
    from tests.loopback import Site, World

_URL = "https://hooks.example.com/in"


class Desk:
    """An admin, and a webhook's end that answers what a test tells it to."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.post = Correspondence(database)
        number = self.post.account("admin", role="admin")
        account = Account(number, "admin", "", Role.ADMIN, "en", NOW)
        self.admin = Identity(Role.ADMIN, account)
        self.answers: list[CallAnswer] = []
        self.heard: list[tuple[str, bytes, Mapping[str, str]]] = []

    def keeper(self) -> KeepWebhooks:
        """The use-case, which takes public https alone."""
        return KeepWebhooks(self.database, self.post.clock, Poster().require)

    def add(self, *kinds: str, url: str = _URL) -> MadeWebhook:
        """A webhook that is told of these kinds."""
        return self.keeper().add(url, kinds or ("decision.made",), self.admin)

    def send(
        self, url: str, body: bytes, headers: Mapping[str, str], _now: dt.datetime
    ) -> CallAnswer:
        """Answer one after the other, then take everything."""
        self.heard.append((url, body, headers))
        return self.answers.pop(0) if self.answers else CallAnswer(CallResult.DELIVERED, 204)

    def queue(self, **changes: Any) -> int:
        """Put on its way what happened."""
        return QueueCalls(self.database, self.post.clock, **changes).run()

    def run(self, **changes: Any) -> CallCounts:
        """Send what is due."""
        fixed: dict[str, Any] = {"send": self.send, "chance": lambda: 1.0}
        return SendCalls(self.database, self.post.clock, **fixed | changes).run()

    def calls(self) -> list[tuple[Any, ...]]:
        """Seconds until each is due, its attempts, status and error."""
        with self.database.reading() as session:
            rows = session.scalars(select(CallRow).order_by(CallRow.id)).all()
        return [
            (
                round((row.due_at - self.post.now).total_seconds()) if row.due_at else None,
                row.attempts,
                row.status,
                row.error,
            )
            for row in rows
        ]


@pytest.fixture
def desk(database: Database) -> Desk:
    """On a database of either kind."""
    return Desk(database)


def _failed(status: int, pause: float | None = None) -> CallAnswer:
    return CallAnswer(CallResult.FAILED, status, f"the server answered {status}", pause)


def test_an_event_is_told_signed_and_without_what_is_nobodys_business(desk: Desk) -> None:
    """Only named keys of the payload go out; what came before the webhook is not told."""
    desk.post.log("decision.made", "decision:1", case=1)
    made = desk.add()
    desk.post.log("decision.made", "decision:2", case=1, action="remove", note="x")
    desk.post.log("case.opened", "case:1", case=1)
    assert (desk.queue(), desk.queue()) == (1, 0)
    assert desk.run() == CallCounts(delivered=1)
    ((url, body, headers),) = desk.heard
    assert url == _URL
    assert json.loads(body) == {
        "schema": "gptreview/webhook/v1",
        "id": "event:4",
        "kind": "decision.made",
        "at": "2026-03-01T00:00:04+00:00",
        "subject": "decision:2",
        "payload": {"action": "remove", "case": 1},
    }
    assert headers["Webhook-Id"] == "webhook:1/event:4"
    assert signed_by(made.secret, headers, body, desk.post.now.timestamp())
    assert made.secret not in repr(made)


def test_events_are_queued_in_portions_and_none_twice(desk: Desk) -> None:
    """Several webhooks each have a call of each event."""
    desk.add()
    desk.add("decision.made", "case.opened", url="https://other.example.com/")
    for number in range(5):
        desk.post.log("decision.made", f"decision:{number}")
    assert desk.queue(size=2) == 10


def test_a_webhook_that_fails_is_tried_again_ever_later(desk: Desk) -> None:
    """Pauses double; one that it asks for itself is kept to, up to a day."""
    desk.add()
    desk.post.log("decision.made", "decision:1")
    desk.queue()
    waited = []
    for answer in (_failed(500), _failed(302), _failed(429, 3_000.0), _failed(503, 1e9)):
        desk.answers.append(answer)
        assert desk.run() == CallCounts(failed=1)
        ((due, *_),) = desk.calls()
        waited.append(due)
        assert desk.run() == CallCounts()
        desk.post.now += dt.timedelta(seconds=due)
    assert waited == [60, 120, 3_000, 86_400]
    assert desk.run() == CallCounts(delivered=1)
    assert desk.calls() == [(None, 5, 204, "")]


def test_a_webhook_that_never_takes_a_call_loses_it_after_days(desk: Desk) -> None:
    """The last failure says why; all pauses together are about three days."""
    desk.add()
    desk.post.log("decision.made", "decision:1")
    desk.queue()
    begun = desk.post.now
    desk.answers.extend(_failed(500) for _ in range(17))
    counts = []
    while desk.calls()[0][0] is not None:
        desk.post.now += dt.timedelta(seconds=max(desk.calls()[0][0], 0))
        counts.append(desk.run(chance=lambda: 0.5))
    assert counts == [CallCounts(failed=1)] * 16 + [CallCounts(given_up=1)]
    assert desk.calls() == [(None, 17, 500, "the server answered 500")]
    assert dt.timedelta(days=2) < desk.post.now - begun < dt.timedelta(days=4)


def test_a_webhook_that_does_not_listen_holds_up_no_other(desk: Desk) -> None:
    """After one failure its other calls wait for the next run."""
    desk.add()
    desk.add(url="https://other.example.com/")
    for number in range(2):
        desk.post.log("decision.made", f"decision:{number}")
    desk.queue()
    desk.answers.append(_failed(500))
    assert desk.run() == CallCounts(delivered=2, failed=1)
    assert desk.run() == CallCounts(delivered=1)


def test_an_address_that_is_gone_is_told_nothing_more(desk: Desk) -> None:
    """410 disables the webhook, and what was on its way to it is over."""
    desk.add()
    for number in range(2):
        desk.post.log("decision.made", f"decision:{number}")
    desk.queue()
    desk.answers.append(CallAnswer(CallResult.GONE, 410, "the server answered 410"))
    assert desk.run() == CallCounts(given_up=1)
    assert desk.calls() == [
        (None, 1, 410, "the server answered 410"),
        (None, 0, None, "the webhook was disabled"),
    ]
    assert desk.post.logged("webhook.disabled") == [("webhook:1", {"status": 410})]
    desk.post.log("decision.made", "decision:3")
    assert desk.queue() == 0


def test_a_call_that_is_gone_from_a_disabled_webhook_disables_nothing(desk: Desk) -> None:
    """Whoever disabled it first is in the log, and nobody else."""
    desk.add()
    desk.post.log("decision.made", "decision:1")
    desk.queue()

    def send(*_: Any) -> CallAnswer:
        desk.keeper().disable(1, desk.admin)
        return CallAnswer(CallResult.GONE, 410, "the server answered 410")

    assert desk.run(send=send) == CallCounts(given_up=1)
    assert desk.post.logged("webhook.disabled") == [("webhook:1", {"status": None})]


def test_a_crash_while_a_call_is_sent_sends_it_again(desk: Desk) -> None:
    """After the lease, under the same id: at least once."""
    desk.add()
    desk.post.log("decision.made", "decision:1")
    desk.queue()

    def crash(*_: Any) -> CallAnswer:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        desk.run(send=crash)
    assert desk.run() == CallCounts()
    desk.post.now += dt.timedelta(minutes=6)
    assert desk.run() == CallCounts(delivered=1)
    assert desk.heard[0][2]["Webhook-Id"] == "webhook:1/event:3"


def test_two_senders_at_once_send_each_call_once(desk: Desk) -> None:
    """A call is one sender's alone."""
    desk.add()
    for number in range(10):
        desk.post.log("decision.made", f"decision:{number}")
    desk.queue()
    start = threading.Barrier(2)
    sent: list[int] = []

    def work() -> None:
        start.wait()
        sent.append(desk.run().delivered)

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(sent) == 10
    assert len({headers["Webhook-Id"] for _, _, headers in desk.heard}) == 10


def test_calls_are_replayed_by_number_or_since_a_moment(desk: Desk) -> None:
    """They have the ids that they had, so a receiver knows them."""
    desk.add()
    for number in range(3):
        desk.post.log("decision.made", f"decision:{number}")
    desk.queue()
    desk.run()
    keeper = desk.keeper()
    (newest, *_) = keeper.calls(1, desk.admin, limit=1)
    assert (newest.id, newest.event, newest.delivered_at is None) == (3, "event:5", False)
    assert [each.id for each in keeper.calls(1, desk.admin, before=3)] == [2, 1]
    assert keeper.replay(1, desk.admin, calls=(1, 3, 99)) == 2
    assert desk.run() == CallCounts(delivered=2)
    assert keeper.replay(1, desk.admin, since=NOW) == 3
    later = desk.post.now
    assert keeper.replay(1, desk.admin, since=later) == 0
    assert desk.heard[0][2]["Webhook-Id"] == desk.heard[3][2]["Webhook-Id"]
    assert desk.post.logged("webhook.replayed") == [
        ("webhook:1", {"calls": 2, "since": None}),
        ("webhook:1", {"calls": 3, "since": NOW.isoformat()}),
        ("webhook:1", {"calls": 0, "since": later.isoformat()}),
    ]


def test_a_replay_says_which_calls(desk: Desk) -> None:
    """Both, neither, too many and a webhook that is none are refused."""
    keeper = desk.keeper()
    with pytest.raises(InputError, match="not clear which calls"):
        keeper.replay(1, desk.admin)
    with pytest.raises(InputError, match="not clear which calls"):
        keeper.replay(1, desk.admin, calls=(1,), since=NOW)
    with pytest.raises(InputError, match="1,001 calls; expected at most 1,000"):
        keeper.replay(1, desk.admin, calls=range(1_001))
    with pytest.raises(NotFoundError, match="no active webhook 1"):
        keeper.replay(1, desk.admin, calls=(1,))


def test_a_secret_is_changed_and_a_webhook_disabled(desk: Desk) -> None:
    """Both secrets sign for a day, the new one alone then; a disabled one cannot be changed."""
    first = desk.add()
    keeper = desk.keeper()
    second = keeper.rotate(1, desk.admin)
    assert second.webhook == first.webhook
    desk.post.log("decision.made", "decision:1")
    desk.queue()
    desk.run()
    desk.post.now += dt.timedelta(hours=24)
    desk.post.log("decision.made", "decision:2")
    desk.queue()
    desk.run()
    known = [
        [
            signed_by(each.secret, headers, body, int(headers["Webhook-Timestamp"]))
            for each in (first, second)
        ]
        for _, body, headers in desk.heard
    ]
    assert known == [[True, True], [False, True]]
    third = keeper.rotate(1, desk.admin)
    fourth = keeper.rotate(1, desk.admin)
    desk.post.log("decision.made", "decision:3")
    desk.queue()
    desk.run()
    _, body, headers = desk.heard[-1]
    now = int(headers["Webhook-Timestamp"])
    made = (second, third, fourth)
    assert [signed_by(each.secret, headers, body, now) for each in made] == [False, True, True]
    keeper.disable(1, desk.admin)
    (kept,) = keeper.everybody(desk.admin)
    assert (kept.id, kept.disabled_at is None) == (1, False)
    with pytest.raises(NotFoundError, match="no active webhook 1"):
        keeper.disable(1, desk.admin)
    with pytest.raises(NotFoundError, match="no active webhook 1"):
        keeper.rotate(1, desk.admin)
    assert desk.post.logged("webhook.made") == [
        ("webhook:1", {"kinds": ["decision.made"]}),
        *[("webhook:1", {"kinds": ["decision.made"], "rotated": True})] * 3,
    ]


@pytest.mark.parametrize(
    ("url", "kinds", "said"),
    [
        ("http://hooks.example.com/", ["case.opened"], "url: a URL with the scheme http"),
        ("https://127.0.0.1:22/", ["case.opened"], "url: a URL with port 22"),
        ("https://a:b@example.com/", ["case.opened"], "url: a URL with credentials"),
        ("https://10.0.0.1/", ["case.opened"], "url: the host '10.0.0.1' leads to a private"),
        ("https://[::1]/", ["case.opened"], "url: the host '::1' leads to a loopback address"),
        (f"{_URL}/{'x' * 1_972}", ["case.opened"], "url: 2,001 characters; expected at most 2,000"),
        (_URL, [], "kinds: no kinds; expected appeal.filed, "),
        (_URL, ["session.begun"], "kinds: no kind 'session.begun'"),
    ],
    ids=[
        *("http", "port", "credentials", "private", "loopback", "long"),
        *("no-kinds", "private-kind"),
    ],
)
def test_what_cannot_be_told_is_refused(
    database: Database, url: str, kinds: list[str], said: str
) -> None:
    """An address has to be public https, and kinds are of those that may be told."""
    desk = Desk(database)
    with pytest.raises(InputError) as caught:
        desk.keeper().add(url, kinds, desk.admin)
    assert str(caught.value).startswith(said)


def test_an_address_is_told_once_and_there_are_not_too_many(desk: Desk) -> None:
    """A second webhook of one address, and a 21st, are refused; one that is disabled is free."""
    desk.add()
    with pytest.raises(ConflictError, match="webhook 1 has this address"):
        desk.add()
    desk.keeper().disable(1, desk.admin)
    desk.add()
    for number in range(19):
        desk.add(url=f"https://hooks.example.com/{number}")
    with pytest.raises(ConflictError, match="20 webhooks are active"):
        desk.add(url="https://hooks.example.com/more")


def test_only_admins_keep_webhooks(desk: Desk) -> None:
    """Nobody, a lead, and a token that was not given for it are sent away by every method."""
    keeper = desk.keeper()
    account = desk.admin.account
    others = (
        (Identity(), UnauthorizedError),
        (Identity(Role.LEAD, account), ForbiddenError),
        (Identity(Role.ADMIN, account, frozenset({Permission.EXPORT})), ForbiddenError),
    )
    for identity, error in others:
        for ask in (
            lambda who: keeper.add(_URL, ["case.opened"], who),
            lambda who: keeper.everybody(who),
            lambda who: keeper.disable(1, who),
            lambda who: keeper.rotate(1, who),
            lambda who: keeper.calls(1, who),
            lambda who: keeper.replay(1, who, calls=(1,)),
        ):
            with pytest.raises(error):
                ask(identity)


def test_no_kind_tells_of_people() -> None:
    """What accounts do, and who they are, is in none of the kinds that may be subscribed to."""
    private = ("account", "session", "token", "data", "webhook", "owner", "domain", "strike")
    assert [kind for kind in WEBHOOK_KINDS if kind.partition(".")[0] in private] == []
    told = {key for keys in WEBHOOK_KINDS.values() for key in keys}
    assert told.isdisjoint({"account", "actor", "email", "name", "reporter", "note"})


def _called(world: World, site: Site) -> CallAnswer:
    limits = PostLimits(max_bytes=0, timeout_seconds=0.5, ports=frozenset({site.port}))
    poster = Poster(limits, resolver=world.names, guard=world.guard, ssl_context=world.trust())
    return call_webhook(poster, site.url("/in"), b"{}", {"Webhook-Id": "a"}, NOW)


@pytest.mark.parametrize(
    ("status", "headers", "expected"),
    [
        ("204 No Content", (), CallAnswer(CallResult.DELIVERED, 204)),
        ("410 Gone", (), CallAnswer(CallResult.GONE, 410, "the server answered 410")),
        ("302 Found", ("Location: https://example.com/",), _failed(302)),
        ("400 Bad Request", (), _failed(400)),
        ("503 Service Unavailable", ("Retry-After: 7",), _failed(503, 7.0)),
    ],
    ids=["taken", "gone", "redirect", "refused", "later"],
)
def test_an_answer_over_https_says_what_became_of_a_call(
    world: World, status: str, headers: tuple[str, ...], expected: CallAnswer
) -> None:
    """Only 2xx has taken it; redirects are not followed."""
    site = world.site()
    site.answers["/in"] = site.message(status, *headers, body=b"whatever")
    assert _called(world, site) == expected
    assert site.bodies == [b"{}"]
    assert "\r\nContent-Type: application/json\r\nWebhook-Id: a\r\n" in site.heads[0]


def test_an_end_that_does_not_answer_may_later(world: World) -> None:
    """An outage, or an address inside, is a failure that says why."""
    site = world.site()
    site.answers["/in"] = b""
    assert _called(world, site) == CallAnswer(
        CallResult.FAILED, error="the server broke off or did not answer in HTTP"
    )
    world.names.known["api.example.com"] = ("192.168.0.1",)
    assert _called(world, site).error == "the host 'api.example.com' leads to a private address"


def test_calls_of_nobody_are_none(desk: Desk) -> None:
    """A call that was taken by another one meanwhile is not sent."""
    with desk.database.writing() as session:
        assert webhooks.take(session, 1, now=NOW, until=NOW) is None
