"""People read the letters to them, and nobody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gptreview.bootstrap_notices import chores, keep_webhooks, mail_server, read_notices
from gptreview.delivery.mail import MailServer, MailTls
from gptreview.errors import InputError, NotFoundError, UnauthorizedError
from gptreview.model.account import Account, Identity, Role
from gptreview.settings import Settings
from gptreview.store import notices
from gptreview.usecases.notices.send_calls import CallCounts
from gptreview.usecases.notices.send_mail import MailCounts
from tests.correspondence import NOW, Correspondence

if TYPE_CHECKING:
    from gptreview.store.database import Database


@pytest.fixture
def post(database: Database) -> Correspondence:
    """A case on a database of either kind."""
    return Correspondence(database)


def _who(number: int) -> Identity:
    return Identity(Role.BUILDER, Account(number, "builder", "", Role.BUILDER, "en", NOW))


def test_letters_are_written_and_read(post: Correspondence) -> None:
    """As the program is put together: the newest first, page by page, and read once."""
    owner, report = post.owner(), post.report()
    post.decide()
    post.decide()
    work = dict(chores(Settings(), post.database))
    assert list(work) == ["notices", "webhooks", "calls"]
    assert [run() for run in work.values()] == [5, 0, CallCounts()]
    reader, who = read_notices(post.database), _who(owner)
    first, second = reader.page(who)
    assert (first.subject, first.case, first.read_at) == ("Remove: Trips", post.case, None)
    assert "Fraud" in first.body
    assert reader.page(who, limit=1) == [first]
    assert reader.page(who, before=first.id) == [second]
    assert [each.kind for each in reader.of_report(report)] == [
        "decision_reporter",
        "decision_reporter",
        "report_received",
    ]
    with post.database.reading() as session:
        assert [each.id for each in notices.of_case(session, post.case)] == [1, 2, 3, 4, 5]
    assert reader.unread(who) == 2
    reader.mark_read(first.id, who)
    reader.mark_read(first.id, who)
    assert (reader.unread(who), reader.mark_all_read(who), reader.unread(who)) == (1, 1, 0)


def test_nobody_reads_the_letters_of_others(post: Correspondence) -> None:
    """Another account finds none, and cannot mark one."""
    post.owner()
    post.decide()
    dict(chores(Settings(), post.database))["notices"]()
    reader, other = read_notices(post.database), _who(post.account("other"))
    assert reader.page(other) == []
    with pytest.raises(NotFoundError, match="no notice 1"):
        reader.mark_read(1, other)
    assert reader.unread(Identity()) == 0
    with pytest.raises(UnauthorizedError):
        reader.page(Identity())


def test_mail_is_sent_where_a_server_is_set(post: Correspondence) -> None:
    """It is one of the chores then, with TLS unless the server is this machine."""
    settings = Settings(smtp_host="mail.example.com", smtp_from="review@example.com")
    work = dict(chores(settings, post.database))
    assert list(work) == ["notices", "webhooks", "mail", "calls"]
    assert work["mail"]() == MailCounts()
    assert mail_server(settings) == MailServer(
        "mail.example.com", 587, "review@example.com", MailTls.STARTTLS
    )
    with pytest.raises(InputError, match=r"mail to mail\.example\.com without TLS"):
        mail_server(settings.model_copy(update={"smtp_tls": "none"}))


def test_webhooks_of_this_machine_are_for_trials(post: Correspondence) -> None:
    """Plain http to loopback is taken where a setting allows it."""
    admin = post.account("admin", role="admin")
    who = Identity(Role.ADMIN, Account(admin, "admin", "", Role.ADMIN, "en", NOW))
    url, kinds = "http://127.0.0.1:9/in", ["case.opened"]
    with pytest.raises(InputError, match="a URL with the scheme http"):
        keep_webhooks(Settings(), post.database).add(url, kinds, who)
    trial = Settings(webhook_allow_loopback=True)
    assert keep_webhooks(trial, post.database).add(url, kinds, who).webhook.url == url
    post.log("case.opened", "case:1", case=1)
    work = dict(chores(trial, post.database))
    assert (work["webhooks"](), work["calls"]()) == (1, CallCounts(failed=1))
