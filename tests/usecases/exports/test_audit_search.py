"""Leads find every step in the event log, page by page, and can tell whether it holds."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from gptreview.errors import ForbiddenError, InputError, UnauthorizedError
from gptreview.model.account import Identity
from gptreview.model.database import BreakKind, ChainBreak
from gptreview.model.event_filter import EventFilter
from gptreview.store import event_pages
from gptreview.store.tables.events import EventRow
from gptreview.usecases.exports.audit_search import AuditEntry, AuditSearch
from tests.usecases.exports.casebook import LEAD, REVIEWER, Casebook, at


@pytest.fixture
def search(casebook: Casebook) -> AuditSearch:
    """Of a log with five steps on two cases."""
    casebook.log("case.opened", "case:1", at(1), "public", case=1)
    casebook.log("case.claimed", "case:1", at(2), "account:1", case=1)
    casebook.log("case.opened", "case:2", at(3), "public", case=2)
    casebook.log("case.claimed", "case:2", at(4), "account:2", case=2)
    casebook.log("case.released", "case:2", at(5), "account:9", case=2)
    return AuditSearch(casebook.newsroom.database)


def _numbers(search: AuditSearch, wanted: EventFilter) -> list[int]:
    return [each.seq for each in search.page(wanted, LEAD).entries]


def test_entry_names_who_did_it(search: AuditSearch) -> None:
    """An account is named, one that is gone stays a number, and the hash proves the place."""
    page = search.page(EventFilter(), LEAD, limit=2)
    assert page.entries[1] == AuditEntry(
        4,
        at(4),
        "account:2",
        "lee",
        "case.claimed",
        "case:2",
        {"case": 2},
        page.entries[1].hash,
    )
    assert (page.entries[0].actor_name, page.entries[0].hash) == ("account:9", page.head.hash)
    assert (page.next, page.head.seq) == (4, 5)


def test_pages_follow_one_another(search: AuditSearch) -> None:
    """Each page begins where the one before ended, and the last one says so."""
    seen, after = [], None
    while True:
        page = search.page(EventFilter(), LEAD, after=after, limit=2)
        seen.append([each.seq for each in page.entries])
        after = page.next
        if after is None:
            break
    assert seen == [[5, 4], [3, 2], [1]]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (EventFilter(kind="case.claimed"), [4, 2]),
        (EventFilter(actor="public"), [3, 1]),
        (EventFilter(subject="case:2"), [5, 4, 3]),
        (EventFilter(kind="case.claimed", subject="case:2"), [4]),
        (EventFilter(since=at(2), until=at(4)), [3, 2]),
        (EventFilter(kind="' OR 1=1 --"), []),
    ],
    ids=["kind", "actor", "subject", "both", "range", "injection"],
)
def test_filters(wanted: EventFilter, expected: list[int], search: AuditSearch) -> None:
    """Only what is wanted is found, the newest first."""
    assert _numbers(search, wanted) == expected


def test_rare_step_in_a_long_log(search: AuditSearch, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page looks through a part of the log, and says where the next one goes on."""
    monkeypatch.setattr(event_pages, "REACH", 2)
    page = search.page(EventFilter(actor="public"), LEAD)
    assert ([each.seq for each in page.entries], page.next) == ([], 4)
    page = search.page(EventFilter(actor="public"), LEAD, after=4)
    assert ([each.seq for each in page.entries], page.next) == ([3], 2)
    page = search.page(EventFilter(actor="public"), LEAD, after=2)
    assert ([each.seq for each in page.entries], page.next) == ([1], None)


def test_full_page_that_ends_the_log(search: AuditSearch) -> None:
    """A page that has the first step of all has no next one."""
    assert search.page(EventFilter(), LEAD, limit=5).next is None


def test_changed_step_is_found(search: AuditSearch) -> None:
    """A log that holds says so; a step that somebody changed breaks it."""
    assert search.verify(LEAD).broken is None
    with search.database.writing() as session:
        session.execute(update(EventRow).where(EventRow.seq == 2).values(actor="account:2"))
    assert search.verify(LEAD).broken == ChainBreak(2, BreakKind.CHANGED)


def test_only_leads_search(search: AuditSearch) -> None:
    """A reviewer may not search, nor have the log verified; nobody may unnamed."""
    with pytest.raises(ForbiddenError):
        search.page(EventFilter(), REVIEWER)
    with pytest.raises(ForbiddenError):
        search.verify(REVIEWER)
    with pytest.raises(UnauthorizedError):
        search.page(EventFilter(), Identity())


@pytest.mark.parametrize(
    ("wanted", "after", "limit", "where"),
    [
        (EventFilter(kind="x" * 201), None, 50, "kind"),
        (EventFilter(actor="a\0"), None, 50, "actor"),
        (EventFilter(), 0, 50, "after"),
        (EventFilter(), 2**63, 50, "after"),
        (EventFilter(), None, 0, "limit"),
        (EventFilter(), None, 201, "limit"),
    ],
    ids=["long", "control", "zero", "huge", "none", "many"],
)
def test_bad_question_is_refused(
    wanted: EventFilter, after: int | None, limit: int, where: str, search: AuditSearch
) -> None:
    """What cannot be searched for is refused by name, before the database is asked."""
    with pytest.raises(InputError) as caught:
        search.page(wanted, LEAD, after=after, limit=limit)
    assert caught.value.where == where
