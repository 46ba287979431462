"""The queue shows what waits, the most pressing first, a page at a time."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from gptreview.errors import ForbiddenError, InputError, UnauthorizedError
from gptreview.model.account import Account, Identity, Role
from gptreview.model.builder_key import builder_key
from gptreview.model.case import CaseState
from gptreview.model.gpt import Builder, Gpt
from gptreview.model.queue import WAITING, Holder, QueueFilter, QueueRow
from gptreview.store import queue
from gptreview.store.database import Database
from gptreview.store.tables.cases import DecisionRow, TraitRow
from gptreview.usecases.triage.presence import KeepPresence
from gptreview.usecases.triage.read_queue import ReadQueue
from gptreview.usecases.triage.skip_case import SkipCase
from tests.casework import NOW, Casework

HOUR = dt.timedelta(hours=1)
EVERY_STATE = tuple(CaseState)
REVIEWER = Identity(Role.REVIEWER, Account(1, "ann", "", Role.REVIEWER, "en", NOW))
UNREAD = ReadQueue(Database("sqlite:///nowhere.db"), lambda: NOW)
"""Of a database that is not there: whoever gets to it fails."""


@pytest.fixture
def work(database: Database) -> Casework:
    """An empty registry."""
    return Casework(database)


def _reader(work: Casework) -> ReadQueue:
    return ReadQueue(work.database, work.clock)


def _ids(work: Casework, identity: Identity, **wanted: Any) -> list[int]:
    page = _reader(work).page(QueueFilter(**wanted), identity)
    assert page.next == ""
    return [row.id for row in page.rows]


def test_row_shows_why_it_comes_where_it_does(work: Casework) -> None:
    """Every part of the priority by name, age as it is now, and who has claimed the case."""
    ann, bob = work.account("ann"), work.account("bob")
    listing = work.listing(Gpt("Money tips", id="g-1"))
    assert bob.account is not None
    case = work.case(
        listing,
        categories=" adult fraud ",
        reports=2,
        opened_at=NOW - 12 * HOUR,
        due_at=NOW - HOUR,
        holder_id=bob.account.id,
        claimed_at=NOW,
        lease_until=NOW + HOUR,
    )
    KeepPresence(work.database, work.clock).heartbeat(case, bob)
    KeepPresence(work.database, work.clock).heartbeat(case, ann)
    (row,) = _reader(work).page(QueueFilter(), ann).rows
    assert row == QueueRow(
        id=case,
        listing=listing,
        name="Money tips",
        source="compliance:ws-1",
        number=1,
        is_current=True,
        state=CaseState.OPEN,
        revision=1,
        is_urgent=False,
        parts={
            "severity": 6_000,
            "reach": 1_000,
            "reporters": 2_000,
            "accuracy": 2_000,
            "history": 0,
            "age": 1_000,
        },
        categories=("adult", "fraud"),
        language="en",
        reports=2,
        opened_at=NOW - 12 * HOUR,
        due_at=NOW - HOUR,
        is_overdue=True,
        holder="bob",
        lease_until=NOW + HOUR,
        is_mine=False,
        present=("bob",),
    )
    assert list(row.parts) == ["severity", "reach", "reporters", "accuracy", "history", "age"]
    assert row.points == 12_000
    assert [each.is_mine for each in _reader(work).page(QueueFilter(), bob).rows] == [True]


def test_claim_that_ran_out_is_shown_as_none(work: Casework) -> None:
    """Nobody waits for a reviewer who went home."""
    ann = work.account("ann")
    assert ann.account is not None
    work.cases({"holder_id": ann.account.id, "claimed_at": NOW, "lease_until": NOW})
    (row,) = _reader(work).page(QueueFilter(), ann).rows
    assert (row.holder, row.lease_until, row.is_mine) == ("", None, False)


def test_case_of_an_older_version_is_marked(work: Casework) -> None:
    """Who decides it decides on a content that the public no longer gets."""
    ann = work.account("ann")
    work.case(work.listing(Gpt("One", id="g-1")))
    work.listing(Gpt("Two", id="g-1"))
    (row,) = _reader(work).page(QueueFilter(), ann).rows
    assert (row.name, row.number, row.is_current) == ("Two", 1, False)


def test_urgent_cases_come_before_all_others(work: Casework) -> None:
    """Then goes the rank, and of two alike the newer one comes first on every page."""
    ann = work.account("ann")
    one, two, three, four = work.cases(
        {"rank": 5}, {"rank": -7, "is_urgent": True}, {"rank": 9}, {"rank": 5}
    )
    assert _ids(work, ann) == [two, three, four, one]


@pytest.mark.parametrize(
    "states",
    [WAITING, (CaseState.OPEN,), EVERY_STATE],
    ids=["all that wait", "one state", "every state"],
)
def test_pages_lead_through_the_whole_queue(
    work: Casework, states: tuple[CaseState, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No case is left out and none comes twice, although a filter looks at few at a time."""
    monkeypatch.setattr(queue, "LOOKED_AT", 2)
    ann = work.account("ann")
    kinds = ("open", "escalated", "appealed", "decided")
    work.cases(
        *(
            {"rank": each // 3, "state": kinds[each % 4], "language": "zh" if each % 5 else "en"}
            for each in range(14)
        )
    )
    for wanted in (QueueFilter(states=states), QueueFilter(states=states, language="zh")):
        whole = [row.id for row in _reader(work).page(replace(wanted, language=""), ann).rows]
        found: list[int] = []
        after, pages = "", 0
        while pages == 0 or after:
            page = _reader(work).page(wanted, ann, after, limit=3)
            found += [row.id for row in page.rows]
            after, pages = page.next, pages + 1
        everything = [each for each in whole if not wanted.language or (each - 1) % 5]
        assert found == everything
        assert pages < 15


def test_filters_let_through_what_they_say(work: Casework) -> None:
    """Each by itself, and none lets through what merely looks like it."""
    ann, bob = work.account("ann"), work.account("bob")
    assert ann.account is not None
    assert bob.account is not None
    held = {"claimed_at": NOW, "lease_until": NOW + HOUR}
    one, two, three, four = work.cases(
        {"categories": " fraud self_harm ", "holder_id": ann.account.id, **held},
        {"language": "zh", "parts": {"severity": 1_000}, "categories": " "},
        {"due_at": NOW - HOUR, "state": "appealed", "holder_id": bob.account.id, **held},
        {"state": "decided", "due_at": None},
    )
    other = work.case(work.listing(Gpt("50% off_er", id="g-9"), "compliance:ws-2"), rank=-1)
    assert _ids(work, ann, category="self_harm") == [one]
    assert _ids(work, ann, category="harm") == []
    assert _ids(work, ann, language="zh") == [two]
    assert _ids(work, ann, severity="low") == [two]
    assert _ids(work, ann, severity="critical") == []
    assert _ids(work, ann, overdue=True) == [three]
    assert _ids(work, ann, holder=Holder.ME) == [one]
    assert _ids(work, ann, holder=Holder.FREE) == [two, other]
    assert _ids(work, ann, source="compliance:ws-2") == [other]
    assert _ids(work, ann, name="OFF_") == [other]
    assert _ids(work, ann, name="0%") == [other]
    assert _ids(work, ann, name="ing_1") == []
    assert _ids(work, ann, states=(CaseState.DECIDED,)) == [four]


def test_builder_is_found_by_name_domain_or_key(work: Casework) -> None:
    """What the index of traits has, and nothing of another builder."""
    ann = work.account("ann")
    key = builder_key(Builder("Anybody", "shop.example.com"))
    gpt = Gpt("Shop", id="g-1", builder=Builder("Anybody", "shop.example.com"))
    case = work.case(work.listing(gpt))
    work.case(work.listing(Gpt("Other", id="g-2")))
    with work.database.writing() as session:
        session.add(TraitRow(content_digest=gpt.content_digest(), kind="builder", value=key))
    assert _ids(work, ann, builder=" Shop.Example.com ") == [case]
    assert _ids(work, ann, builder=key) == [case]
    assert _ids(work, ann, builder="Anybody") == []


def test_states_are_counted_up_to_an_end(work: Casework, monkeypatch: pytest.MonkeyPatch) -> None:
    """A million of cases cost no more than some."""
    monkeypatch.setattr(queue, "COUNTED", 2)
    ann = work.account("ann")
    work.cases({}, {}, {}, {"state": "decided"})
    assert _reader(work).page(QueueFilter(language="fr"), ann).counts == {
        CaseState.OPEN: 2,
        CaseState.ESCALATED: 0,
        CaseState.DECIDED: 1,
        CaseState.APPEALED: 0,
    }


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "1.2",
        "2.5.1",
        "1.5.-1",
        "1.5.1 ",
        f"1.{2**63}.1",
        f"0.1.{2**63}",
        "\u0660.\u0665.\u0661",
        "1.5.1\n",
    ],
    ids=["word", "short", "no flag", "minus", "blank", "rank", "number", "digits", "line"],
)
def test_malformed_cursor_is_refused(cursor: str) -> None:
    """Nobody is shown the wrong page in silence."""
    with pytest.raises(InputError) as error:
        UNREAD.page(QueueFilter(), REVIEWER, cursor)
    assert str(error.value) == (
        "after: no cursor of the queue; expected what the page before gave as its next; "
        "begin with the first page"
    )


@pytest.mark.parametrize("limit", [0, 201], ids=["none", "too many"])
def test_page_has_a_size(limit: int) -> None:
    """Neither nothing nor everything at once."""
    with pytest.raises(InputError) as error:
        UNREAD.page(QueueFilter(), REVIEWER, limit=limit)
    assert str(error.value) == f"limit: {limit} cases; expected 1 to 200"


def test_only_reviewers_see_the_queue() -> None:
    """A builder and a stranger are told what they would need."""
    with pytest.raises(UnauthorizedError):
        UNREAD.page(QueueFilter(), Identity())
    with pytest.raises(ForbiddenError):
        UNREAD.next_case(QueueFilter(), replace(REVIEWER, role=Role.BUILDER))


def test_next_case_is_the_first_free_one(work: Casework) -> None:
    """What is claimed, escalated to others, or an appeal against an own decision is passed over."""
    ann, lead = work.account("ann"), work.account("lea", Role.LEAD)
    assert ann.account is not None
    assert lead.account is not None
    held = {"holder_id": lead.account.id, "claimed_at": NOW, "lease_until": NOW + HOUR}
    _, escalated, own, free, _ = work.cases(
        {"rank": 9, **held},
        {"rank": 8, "state": "escalated"},
        {"rank": 7, "state": "appealed", "decision_id": 1},
        {"rank": 6},
        {"rank": 10, "state": "decided"},
    )
    _decided_by(work, own, ann.account)
    reader = _reader(work)
    every = QueueFilter(states=EVERY_STATE, holder=Holder.ME)
    assert _number(reader.next_case(every, ann)) == free
    assert _number(reader.next_case(every, lead)) == escalated
    assert reader.next_case(QueueFilter(language="zh"), ann) is None
    assert reader.next_case(QueueFilter(states=(CaseState.DECIDED,)), ann) is None


def test_skipped_case_is_not_offered_again_for_a_while(
    work: Casework, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To whom skipped it: others get it at once, and they themselves on another day."""
    monkeypatch.setattr("gptreview.usecases.triage.read_queue._TRIED", 1)
    ann, bob = work.account("ann"), work.account("bob")
    first, second = work.cases({"rank": 2}, {"rank": 1})
    reader, skipping = _reader(work), SkipCase(work.database, work.clock)
    skipping.skip(first, ann)
    assert _number(reader.next_case(QueueFilter(), ann)) == second
    assert _number(reader.next_case(QueueFilter(), bob)) == first
    skipping.skip(second, ann)
    assert reader.next_case(QueueFilter(), ann) is None
    work.now += 13 * HOUR
    assert _number(reader.next_case(QueueFilter(), ann)) == first


def _number(row: QueueRow | None) -> int | None:
    return row.id if row else None


def _decided_by(work: Casework, case: int, account: Account) -> None:
    with work.database.writing() as session:
        session.add(
            DecisionRow(
                id=1,
                puid="p",
                case_id=case,
                listing_id=1,
                content_digest="sha256:c",
                account_id=account.id,
                action="remove",
                scope="version",
                ground="terms",
                document={},
                made_at=NOW,
            )
        )
