"""Letters go out by e-mail, and wait where the server does not take them."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from gptreview.delivery.mail import MailServer, MailTls
from gptreview.store import notices
from gptreview.store.tables.cases import ReportRow
from gptreview.usecases.notices.send_mail import MailCounts, SendMail
from tests.correspondence import NOW, Correspondence
from tests.mailboxes import Mailbox, served

if TYPE_CHECKING:
    from gptreview.store.database import Database


@pytest.fixture
def post(database: Database) -> Correspondence:
    """A case on a database of either kind."""
    return Correspondence(database)


def _write(post: Correspondence, *addresses: str) -> None:
    """A letter for each."""
    rows = []
    for address in addresses:
        report = post.report(address)
        rows.append(
            {
                "case_id": post.case,
                "kind": "report_received",
                "event": f"report:{report}",
                "recipient": f"report:{report}",
                "report_id": report,
                "account_id": None,
                "language": "en",
                "subject": f"Letter {report}",
                "body": "Text.\n",
                "made_at": NOW,
                "mail_due_at": NOW,
                "mail_attempts": 0,
                "mail_error": "",
            }
        )
    with post.database.writing() as session:
        notices.write(session, rows)


def _sender(post: Correspondence, server: MailServer) -> SendMail:
    return SendMail(post.database, post.clock, server, "ab", lambda: 1.0)


def _waits(post: Correspondence) -> list[tuple[Any, ...]]:
    """Seconds that each letter waits from now on, its attempts and its error."""
    return [
        (round((due - post.now).total_seconds()) if due else None, attempts, error)
        for due, attempts, error in post.letters("mail_due_at", "mail_attempts", "mail_error")
    ]


def test_what_is_due_is_sent_once(post: Correspondence) -> None:
    """Each to its own reader, under an id of its own; a second run sends nothing."""
    _write(post, "one@example.com", "two@example.com")
    box = Mailbox()
    with served(box) as server:
        assert _sender(post, server).run(limit=1) == MailCounts(sent=1)
        assert _sender(post, server).run() == MailCounts(sent=1)
        assert _sender(post, server).run() == MailCounts()
    assert box.envelopes == [["one@example.com"], ["two@example.com"]]
    assert [each["Message-ID"] for each in box.taken] == [
        "<notice-1.ab@example.com>",
        "<notice-2.ab@example.com>",
    ]
    assert [moment is None for (moment,) in post.letters("mailed_at")] == [False, False]
    assert _waits(post) == [(None, 1, ""), (None, 1, "")]


def test_a_greylisted_letter_waits_twice_as_long_each_time(post: Correspondence) -> None:
    """The others are sent meanwhile; at last it is taken."""
    _write(post, "one@example.com", "two@example.com")
    box = Mailbox(recipient_answers=["451 later"])
    refusal = "the mail server refused the recipient (451)"
    with served(box) as server:
        assert _sender(post, server).run() == MailCounts(sent=1, failed=1)
        assert _waits(post)[0][1:] == (1, refusal)
        post.now += dt.timedelta(seconds=61)
        box.recipient_answers.append("451 later")
        assert _sender(post, server).run() == MailCounts(failed=1)
        assert _waits(post) == [(120, 2, refusal), (None, 1, "")]
        post.now += dt.timedelta(seconds=121)
        assert _sender(post, server).run() == MailCounts(sent=1)
    assert _waits(post)[0] == (None, 3, "")


def test_a_letter_that_is_a_day_old_is_given_up(post: Correspondence) -> None:
    """Its reader still finds it in the web face, and we why it was not sent."""
    _write(post, "one@example.com")
    post.now = NOW + dt.timedelta(hours=23, minutes=59, seconds=30)
    with served(Mailbox(data_answers=["451 later"])) as server:
        assert _sender(post, server).run() == MailCounts(given_up=1)
    assert _waits(post) == [(None, 1, "the mail server refused the message (451)")]
    assert post.letters("mailed_at") == [(None,)]


def test_a_letter_that_is_refused_for_good_is_given_up_at_once(post: Correspondence) -> None:
    """So is one whose reader has no address any more."""
    _write(post, "one@example.com", "two@example.com", "three@example.com")
    post.change(ReportRow, 2, email="")
    with served(Mailbox(recipient_answers=["550 unknown"])) as server:
        assert _sender(post, server).run() == MailCounts(sent=1, given_up=2)
    assert _waits(post) == [
        (None, 1, "the mail server refused the recipient (550)"),
        (None, 1, "the recipient's address is none"),
        (None, 1, ""),
    ]


def test_a_server_that_is_down_is_asked_once_a_run(post: Correspondence) -> None:
    """The other letters stay due, and have not lost an attempt."""
    _write(post, "one@example.com", "two@example.com")
    with served(Mailbox()) as server:
        gone = replace(server, tls=MailTls.STARTTLS)
        assert _sender(post, gone).run() == MailCounts(failed=1)
    assert [attempts for (attempts,) in post.letters("mail_attempts")] == [1, 0]


def test_a_crash_after_sending_makes_one_duplicate_under_the_same_id(
    post: Correspondence, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody takes the letter until its lease is over; then it is the same message."""
    _write(post, "one@example.com")
    box = Mailbox()

    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with served(box) as server:
        with monkeypatch.context() as patched:
            patched.setattr(notices, "settle_mail", crash)
            with pytest.raises(KeyboardInterrupt):
                _sender(post, server).run()
        assert _sender(post, server).run() == MailCounts()
        post.now += dt.timedelta(minutes=11)
        assert _sender(post, server).run() == MailCounts(sent=1)
    first, second = box.taken
    assert first.as_string() == second.as_string()


def test_two_senders_at_once_send_each_letter_once(post: Correspondence) -> None:
    """A letter is one sender's alone."""
    _write(post, *(f"reader{number}@example.com" for number in range(8)))
    box = Mailbox()
    sent: list[int] = []
    start = threading.Barrier(2)

    def work(server: MailServer) -> None:
        start.wait()
        sent.append(_sender(post, server).run().sent)

    with served(box) as server:
        workers = [threading.Thread(target=work, args=(server,)) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    assert sum(sent) == 8
    assert sorted(box.envelopes) == [[f"reader{number}@example.com"] for number in range(8)]


def test_a_builder_gets_mail_at_the_address_of_the_account(post: Correspondence) -> None:
    """An account that is disabled has none."""
    from gptreview.store.tables.accounts import AccountRow
    from gptreview.store.tables.notices import NoticeRow

    owner = post.owner()
    _write(post, "one@example.com", "two@example.com")
    for number in (1, 2):
        post.change(NoticeRow, number, report_id=None, account_id=owner)
    box = Mailbox()
    with served(box) as server:
        assert _sender(post, server).run(limit=1) == MailCounts(sent=1)
        post.change(AccountRow, owner, disabled_at=NOW)
        assert _sender(post, server).run() == MailCounts(given_up=1)
    assert box.envelopes == [["builder@example.com"]]
