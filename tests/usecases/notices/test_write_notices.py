"""People hear what became of a case, each once."""

from __future__ import annotations

import datetime as dt
import threading
from typing import TYPE_CHECKING, Any

import pytest

from gptreview.model.decision import Action, Ground
from gptreview.render.notices.ways import Ways
from gptreview.store import recipients
from gptreview.store.tables.accounts import AccountRow, DomainRow, OwnerRow
from gptreview.usecases.notices.compose import Composer
from gptreview.usecases.notices.write_notices import WriteNotices
from tests.correspondence import CLAUSE, NOW, Correspondence

if TYPE_CHECKING:
    from gptreview.model.account import Account
    from gptreview.store.database import Database


@pytest.fixture
def post(database: Database) -> Correspondence:
    """A case on a database of either kind."""
    return Correspondence(database)


def _writer(post: Correspondence, **changes: Any) -> WriteNotices:
    def owners_of(listing: int) -> list[Account]:
        with post.database.reading() as session:
            return recipients.owners_of(session, listing, now=post.now)

    composer = Composer(Ways("https://gpts.example.com"), lambda: {CLAUSE.id: CLAUSE})
    fixed: dict[str, Any] = {"is_mailing": True}
    return WriteNotices(post.database, post.clock, owners_of, composer, **fixed | changes)


def _told(post: Correspondence) -> list[tuple[Any, ...]]:
    return post.letters("kind", "event", "recipient")


def test_a_reporter_gets_a_receipt_without_its_code(post: Correspondence) -> None:
    """The letter says what arrived and how to follow it; a second run says nothing more."""
    post.report()
    assert (_writer(post).run(), _writer(post).run()) == (1, 0)
    assert _told(post) == [("report_received", "report:1", "report:1")]
    assert post.letters("subject", "body") == [
        (
            "We have your report on Trips",
            "Your report of 1 March 2026 on Trips (Fraud or scam) has arrived.\n\n"
            "A person will look at it and decide. To follow it, open the report status page at "
            "https://gpts.example.com/status and enter the receipt code that you were shown.\n"
            "You will hear from us once it is decided.\n",
        )
    ]
    assert post.logged("notice.made") == [
        ("notice:1", {"case": 1, "kind": "report_received", "notice": 1})
    ]


def test_a_decision_is_told_to_builder_and_every_reporter(post: Correspondence) -> None:
    """The builder's letter has violation, place, fix, policy and redress, and no reporter."""
    post.owner()
    post.report()
    post.report("other@example.com", language="zh-CN")
    post.decide()
    assert _writer(post, size=1).run() == 5
    assert _told(post)[2:] == [
        ("decision_builder", "decision:1", "account:2"),
        ("decision_reporter", "decision:1", "report:1"),
        ("decision_reporter", "decision:1", "report:2"),
    ]
    letters = post.letters("language", "subject", "body")
    assert letters[2] == (
        "en",
        "Remove: Trips",
        "We have decided on your listing Trips.\n\n"
        "Decision: Remove\n"
        "What it covers: the listing, whatever its content\n"
        "How long it holds: until it is changed by another decision\n\n"
        "WHAT WE FOUND\n"
        "It asks for a payment up front.\n\n"
        "instructions, 3:7\n"
        "    Then: [Pay first.]\n"
        "Why.\n\n"
        "WHY THAT IS A VIOLATION\n"
        "The content is not compatible with these terms:\n"
        "- Fraud: Do not deceive people for gain. (usage-policies/fraud)\n"
        "- c/unknown\n\n"
        "Nobody may ask for that.\n\n"
        "HOW TO FIX IT\n"
        "- How.\n"
        "Change what is described above, then submit the listing again.\n"
        "Sign in, open the listing at https://gpts.example.com/own-listings/1 and upload the new "
        "version.\n\n"
        "HOW WE CAME TO IT\n"
        "We looked at the listing because it was reported to us.\n"
        "An automated scan helped to look at the content; a person made the decision.\n\n"
        "IF YOU DO NOT AGREE\n"
        "You can appeal free of charge until 1 September 2026 (UTC): sign in, open the listing "
        "at https://gpts.example.com/own-listings/1 and choose Appeal. Another person will "
        "decide.\n"
        "You may also turn to a certified out-of-court dispute settlement body, or to a court.\n",
    )
    assert "Robin" not in letters[2][2]
    assert "reporter@example.com" not in letters[2][2]
    assert letters[3][:2] == ("en", "What became of your report on Trips")
    assert "Outcome: the listing was removed\n\nYou were right.\n" in letters[3][2]
    assert letters[4][:2] == ("zh", "您对 Trips 的举报的处理结果")


def test_a_builder_of_a_sound_listing_is_told_that_nothing_is_done(post: Correspondence) -> None:
    """No violation is no statement of reasons."""
    post.owner()
    post.decide(Action.NO_VIOLATION, reason_builder="All is well.")
    assert _writer(post).run() == 1
    assert post.letters("kind", "subject") == [("cleared_builder", "No violation: Trips")]


def test_what_differs_is_said(post: Correspondence) -> None:
    """Law, end and last day stand in the letter; without evidence it is about the whole."""
    post.owner(language="zh")
    post.decide(
        Action.REQUIRE_CHANGE,
        evidence=(),
        ground=Ground.ILLEGAL,
        legal_ground="Example Act, section 5",
        ends_at=dt.datetime(2026, 5, 1, tzinfo=dt.UTC),
        change_by=dt.date(2026, 3, 9),
    )
    _writer(post).run()
    ((body,),) = post.letters("body")
    assert "期限：至 2026年5月1日（UTC）；须在 2026年3月9日（UTC）或之前修改\n" in body
    assert "内容违法：Example Act, section 5\n" in body
    assert "该决定针对整个 GPT，而非其中某一处。\n" in body


def test_mail_is_for_those_whose_address_is_known(post: Correspondence) -> None:
    """A letter without an address, and every letter where there is no mail, is read in the face."""
    post.report()
    post.report("")
    _writer(post).run()
    post.report("third@example.com")
    _writer(post, is_mailing=False).run()
    due = [moment is not None for (moment,) in post.letters("mail_due_at")]
    assert due == [True, False, False]


@pytest.mark.parametrize(
    ("party", "is_upheld"),
    [("builder", True), ("builder", False), ("reporter", True), ("reporter", False)],
    ids=["builder-upheld", "builder-overturned", "reporter-upheld", "reporter-overturned"],
)
def test_a_decided_appeal_is_told_to_both_sides(
    post: Correspondence, party: str, *, is_upheld: bool
) -> None:
    """Who appealed reads the answer, the others the reason; a decision is told of once."""
    owner, report = post.owner(), post.report()
    first = post.decide()
    appeal = post.appeal(first, party, owner if party == "builder" else report)
    _writer(post).run()
    if not is_upheld:
        post.decide(Action.LABEL, appeal=appeal, reason_builder="Milder.", reason_reporter="Mild.")
    post.answer(appeal, is_upheld=is_upheld, answer="We looked at it again.")
    assert _writer(post).run() == 2
    told = _told(post)
    appellant = f"account:{owner}" if party == "builder" else f"report:{report}"
    assert told[-3:] == [
        ("appeal_received", f"appeal:{appeal}", appellant),
        ("appeal_builder", f"appeal:{appeal}", f"account:{owner}"),
        ("appeal_reporter", f"appeal:{appeal}", f"report:{report}"),
    ]
    builder, reporter = (body for (body,) in post.letters("body")[-2:])
    theirs, others = (builder, reporter) if party == "builder" else (reporter, builder)
    assert "We looked at it again." in theirs
    assert "We looked at it again." not in others
    assert ("there is no second one" in theirs) is is_upheld
    assert "there is no second one" not in others
    assert ("Decision: Label" in builder) is not is_upheld


@pytest.mark.parametrize("is_upheld", [True, False], ids=["upheld", "overturned"])
def test_two_appeals_answered_at_once_are_told_once(
    post: Correspondence, *, is_upheld: bool
) -> None:
    """Everybody gets one letter, with the decision that stands, and its reason once."""
    owner, report = post.owner(), post.report()
    first = post.decide()
    filed = [post.appeal(first, "builder", owner), post.appeal(first, "reporter", report)]
    _writer(post).run()
    if not is_upheld:
        post.decide(
            Action.LABEL, appeal=filed[0], reason_builder="Milder.", reason_reporter="Mild."
        )
    at = post.clock()
    for each, answer in zip(filed, ("Milder.", "Mild."), strict=True):
        post.answer(each, is_upheld=is_upheld, answer=answer, at=at)
    assert _writer(post).run() == 2
    assert _told(post)[-2:] == [
        ("appeal_builder", f"appeal:{filed[0]}", f"account:{owner}"),
        ("appeal_reporter", f"appeal:{filed[0]}", f"report:{report}"),
    ]
    builder, reporter = (body for (body,) in post.letters("body")[-2:])
    assert ("Decision: Remove" in builder, "Decision: Label" in builder) == (
        is_upheld,
        not is_upheld,
    )
    assert ("Outcome: the listing was removed" in reporter) is is_upheld
    assert (builder.count("Milder."), reporter.count("Mild.")) == (1, 1)
    assert ("there is no second one" in builder) is is_upheld
    assert ("there is no second one" in reporter) is is_upheld


def test_a_change_that_is_overdue_is_told_to_the_builder(post: Correspondence) -> None:
    """The day is the last one that was in time; where none is known, that of the step."""
    post.owner()
    post.log("case.lapsed", f"case:{post.case}")
    _writer(post).run()
    post.decide(Action.REQUIRE_CHANGE, change_by=dt.date(2026, 2, 27))
    post.log("case.lapsed", f"case:{post.case}")
    assert _writer(post).run() == 2
    overdue = [body for kind, body in post.letters("kind", "body") if kind == "change_overdue"]
    assert [body.splitlines()[0].partition(".")[0] for body in overdue] == [
        "Your listing Trips was to be changed by 1 March 2026",
        "Your listing Trips was to be changed by 27 February 2026",
    ]


def test_a_domain_that_ran_out_is_told_to_its_account(post: Correspondence) -> None:
    """It is about no case; who has none that ran out, or no account, is told nothing."""
    owner = post.owner()
    post.log("domain.expired", f"account:{owner}")
    post.log("domain.expired", "account:999")
    assert _writer(post).run() == 0
    post.change(DomainRow, 1, expires_at=NOW)
    post.log("domain.expired", f"account:{owner}")
    assert _writer(post).run() == 1
    assert post.letters("case_id", "subject") == [(None, "Prove your domain again: example.com")]


def test_only_those_whose_listing_it_is_are_told(post: Correspondence) -> None:
    """A lead's word counts; another domain, an old proof or a disabled account does not."""
    post.owner("other", "other.example")
    late = post.owner("late")
    post.change(DomainRow, 2, expires_at=NOW)
    gone = post.owner("gone")
    post.change(AccountRow, gone, disabled_at=NOW)
    named = post.account("named")
    with post.database.writing() as session:
        session.add(
            OwnerRow(listing_id=post.listing, account_id=named, since=NOW, made_by=post.reviewer)
        )
    with post.database.reading() as session:
        owners = recipients.owners_of(session, post.listing, now=post.now)
        assert recipients.owners_of(session, 999, now=post.now) == []
    assert [each.name for each in owners] == ["named"]
    assert late not in {each.id for each in owners}


def test_a_builder_without_an_account_any_more_gets_no_receipt(post: Correspondence) -> None:
    """There is nobody to write to."""
    owner = post.owner()
    post.appeal(post.decide(), "builder", owner)
    post.change(AccountRow, owner, disabled_at=NOW)
    assert _writer(post).run() == 0


def test_a_letter_with_nothing_to_say_is_refused_and_logged(post: Correspondence) -> None:
    """The others are written, and the log says which field was blank."""
    post.owner()
    post.report()
    post.decide(reason_builder="\u200b ")
    assert _writer(post).run() == 2
    assert post.logged("notice.refused") == [
        ("account:2", {"case": 1, "field": "reason", "kind": "decision_builder"})
    ]


def test_two_writers_at_once_write_each_letter_once(post: Correspondence) -> None:
    """Whoever comes second finds the cursor moved on, and goes on from there."""
    for number in range(30):
        post.report(f"reporter{number}@example.com")
    written: list[int] = []
    start = threading.Barrier(2)

    def write() -> None:
        start.wait()
        written.append(_writer(post, size=3).run())

    workers = [threading.Thread(target=write) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(written) == 30
    assert sorted(recipient for (recipient,) in post.letters("recipient")) == sorted(
        f"report:{number}" for number in range(1, 31)
    )
