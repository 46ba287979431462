"""The queue in a browser: what waits, the views of it, the next case, many at once."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from tests.casework import Casework
from tests.web.conftest import SignIn, Site
from tests.web.reviewing import DECISION, Worker

_ROWS = re.compile(r'name="case" value="(\d+)"')


@pytest.fixture
def cases(site: Site) -> list[int]:
    """Three open cases, the first one the most pressing, and one that is decided."""
    work = Casework(site.database)
    work.now = site.desk.clock() - dt.timedelta(hours=1)
    return work.cases({"rank": 30}, {"rank": 20}, {"rank": 10}, {"state": "decided"})


@pytest.fixture
def ann(signed_in: SignIn) -> Worker:
    """A reviewer."""
    return Worker(signed_in("ann", "reviewer"), 0)


def test_queue_shows_what_waits(cases: list[int], ann: Worker) -> None:
    """The most pressing case comes first; a state of its own shows the decided ones."""
    waiting, decided = ann.get("/queue"), ann.get("/queue?state=decided&name=")
    assert (waiting.status_code, waiting.headers["cache-control"]) == (200, "no-store")
    assert [int(each) for each in _ROWS.findall(waiting.text)] == cases[:3]
    assert [int(each) for each in _ROWS.findall(decided.text)] == cases[3:]
    assert re.findall(r'class="count">([\d,+]+)<', waiting.text) == ["3", "3", "0", "0", "1"]


@pytest.mark.parametrize(
    "query",
    ["severity=no", "colour=red", "after=../../etc", "name=%00", "a=1&" * 50],
    ids=["value", "name", "cursor", "sign", "many"],
)
def test_strange_filters_are_refused(ann: Worker, query: str) -> None:
    """A filter that cases do not have is told, and a cursor that none was given."""
    assert ann.get(f"/queue?{query}").status_code == 422


def test_pages_go_on_with_the_filter(
    cases: list[int], ann: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next page keeps the filter, and leads back to the first one."""
    monkeypatch.setattr("gptreview.web.routes.queue._ROWS", 1)
    first = ann.get("/queue?holder=free").text
    found = re.search(r'href="(/queue\?[^"]*after=[^"]*)"', first)
    assert found is not None
    second = ann.get(found[1].replace("&amp;", "&")).text
    shown = [[int(each) for each in _ROWS.findall(text)] for text in (first, second)]
    assert shown == [cases[:1], cases[1:2]]
    assert 'href="/queue?holder=free">' in second


def test_views_are_kept_and_given_up(ann: Worker) -> None:
    """A view is kept once under its name, marked where one looks at it, and deleted."""
    kept = ann.send("/queue/views", query="holder=me", view_name="Mine")
    again = ann.send("/queue/views", query="holder=me", view_name="Mine")
    nameless = ann.send("/queue/views", query="", view_name=" ")
    page = ann.get("/queue?holder=me").text
    assert (kept.status_code, kept.headers["location"]) == (303, "/queue?holder=me")
    assert (again.status_code, nameless.status_code) == (409, 422)
    assert "no other view of yours has" in again.text
    assert 'href="/queue?holder=me" aria-current="page">Mine</a>' in page
    gone = re.search(r'action="(/queue/views/\d+/delete)"', page)
    assert gone is not None
    assert ann.send(gone[1]).status_code == 303
    assert "Mine" not in ann.get("/queue?holder=me").text


def test_next_case_is_claimed(cases: list[int], ann: Worker, site: Site, signed_in: SignIn) -> None:
    """The first free case is taken; what another one holds is not, and in the end none is left."""
    ben = Worker(signed_in("ben", "reviewer"), 0)
    taken = [each.send("/queue/next", query="").headers["location"] for each in (ann, ben, ann)]
    none = ben.send("/queue/next", query="state=open")
    assert taken == [f"/cases/{each}" for each in cases[:3]]
    assert none.headers["location"] == "/queue?state=open"
    assert "No case is free" in ben.get("/queue").text
    assert site.woken == 4


def test_the_filter_goes_along_from_case_to_case(cases: list[int], ann: Worker) -> None:
    """From the queue to a case, through its steps, to the next case of the filter, and back."""
    followed = "from=category%3Dfraud"
    page = ann.get("/queue?category=fraud").text
    assert f'href="/cases/{cases[0]}?{followed}"' in page
    taken = ann.send("/queue/next", query="category=fraud").headers["location"]
    assert re.fullmatch(rf"/cases/[0-9]+\?{followed}", taken)
    page = ann.get(taken).text
    path = taken.partition("?")[0]
    for step in ("renew", "release", "escalate", "skip", "decide"):
        assert f'action="{path}/{step}?{followed}"' in page, step
    assert 'href="/queue?category=fraud"' in page
    renewed = ann.send(f"{path}/renew?{followed}").headers["location"]
    skipped = ann.send(f"{path}/skip?{followed}").headers["location"]
    assert renewed == taken
    assert skipped != taken
    assert re.fullmatch(rf"/(cases/[0-9]+\?{followed}|queue\?category=fraud)", skipped)


def test_a_strange_trail_is_lost(cases: list[int], ann: Worker) -> None:
    """Nonsense in a case's address is no filter, and no mistake either."""
    page = ann.get(f"/cases/{cases[0]}?from=category%3Dnothing")
    assert page.status_code == 200
    assert f'action="/cases/{cases[0]}/skip"' in page.text


def test_next_case_is_another_where_somebody_is_quicker(
    cases: list[int], ann: Worker, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who is second to a case gets the next one, and is not kept trying for ever."""
    from gptreview.errors import ConflictError

    claiming = type(site.face.rooms.cases.claim)
    claim = claiming.claim
    tried: list[int] = []

    def second(self: object, case: int, identity: object) -> object:
        tried.append(case)
        if len(tried) in (1, *range(3, 10)):
            raise ConflictError("somebody was quicker")
        return claim(self, case, identity)  # type: ignore[arg-type]

    monkeypatch.setattr(claiming, "claim", second)
    assert ann.send("/queue/next").headers["location"] == f"/cases/{cases[0]}"
    assert ann.send("/queue/next").headers["location"] == "/queue"
    assert tried == [cases[0]] * 2 + [cases[1]] * 5


def test_many_are_claimed_and_released(cases: list[int], ann: Worker) -> None:
    """What became of each case is told; one that is decided is refused, the others are taken."""
    ticked = {"case": [str(each) for each in cases]}
    claimed = ann.send("/queue/bulk", step="claim", **ticked)
    released = ann.send("/queue/bulk", step="release", case=str(cases[0]))
    assert (claimed.status_code, released.status_code) == (200, 200)
    assert "3 of 4 cases." in claimed.text
    assert "takes no claim" in claimed.text
    assert "1 of 1 cases." in released.text


@pytest.mark.parametrize(
    "fields",
    [{"step": "claim"}, {"step": "burn", "case": "1"}, {"step": "claim", "case": "1 OR 1=1"}],
    ids=["none", "step", "number"],
)
def test_many_need_a_step_and_cases(ann: Worker, fields: dict[str, str]) -> None:
    """Without cases, with an unknown step or with what is no number, nothing is done."""
    assert ann.send("/queue/bulk", **fields).status_code == 422


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/queue/bulk", {"step": "claim"}),
        ("/queue/bulk", {"step": "release"}),
        ("/queue/bulk", {"step": "decide"}),
        ("/queue/bulk/decide", DECISION),
    ],
    ids=["claim", "release", "form", "decide"],
)
def test_nothing_that_is_selected_is_told(ann: Worker, path: str, fields: dict[str, str]) -> None:
    """Before anything else that may be wrong."""
    told = ann.send(path, **fields)
    assert (told.status_code, "no case is selected" in told.text) == (422, True)


def test_many_are_decided_alike(cases: list[int], ann: Worker) -> None:
    """Those that are claimed get a decision each; the others are named and left out."""
    ann.send("/queue/bulk", step="claim", case=[str(each) for each in cases[:2]])
    form = ann.send("/queue/bulk", step="decide", case=[str(each) for each in cases[:3]])
    revisions = dict(re.findall(r'name="(revision-\d+)" value="(\d+)"', form.text))
    fields = {**DECISION, "evidence": [], "case": [str(each) for each in cases[:2]], **revisions}
    wrong = ann.send("/queue/bulk/decide", **{**fields, "clauses": []})
    stale = ann.send("/queue/bulk/decide", **{**fields, f"revision-{cases[1]}": ""})
    assert (form.status_code, sorted(revisions)) == (200, [f"revision-{n}" for n in cases[:2]])
    assert f'href="/cases/{cases[2]}">{cases[2]}</a>' in form.text
    assert (wrong.status_code, "Choose at least one clause" in wrong.text) == (422, True)
    assert "1 of 2 cases." in stale.text
    assert "has moved on" in stale.text


def test_nothing_is_left_to_decide_alike(cases: list[int], ann: Worker) -> None:
    """Where no ticked case is claimed there is no form."""
    page = ann.send("/queue/bulk", step="decide", case=str(cases[0])).text
    assert 'name="facts"' not in page
    assert "You have not claimed them" in page
