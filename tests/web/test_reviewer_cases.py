"""The page of a case in a browser, and the steps that need no more than a button."""

from __future__ import annotations

import datetime as dt

import pytest

from gptreview.store.tables.cases import CaseRow
from tests.web.conftest import SignIn, Site
from tests.web.reviewing import Bench


@pytest.fixture
def bench(site: Site, signed_in: SignIn) -> Bench:
    """A reported case."""
    made = Bench(site, signed_in)
    made.post.report()
    return made


def test_case_shows_what_is_known(bench: Bench) -> None:
    """Finding, marked text, report and steps are there, and nobody reads who reported it."""
    page = bench.person("ann").get()
    assert page.status_code == 200
    for text in ("Why.", "usage-policies/fraud", "It asks for money.", "P</mark>ay first."):
        assert text in page.text
    assert "Robin Example" not in page.text
    assert "reporter@example.com" not in page.text


def test_unknown_cases_are_not_there(bench: Bench) -> None:
    """A number that no case has, and what is no number, are answered with 404."""
    ann = bench.person("ann")
    paths = ("/cases/99", "/cases/0", "/cases/x", f"/cases/{2**53}")
    assert [ann.get(each).status_code for each in paths] == [404] * 4
    assert ann.send("/cases/99/claim").status_code == 404


def test_case_is_claimed_held_and_released(bench: Bench) -> None:
    """Each step leads back to the case, which says what was done."""
    ann = bench.person("ann")
    said = []
    for step in ("claim", "renew", "claim", "release"):
        answer = ann.take(step)
        assert (answer.status_code, answer.headers["location"]) == (303, ann.path)
        said.append(ann.get().text.count("The case is yours"))
    assert said == [2, 1, 2, 0]


def test_second_of_two_is_told(bench: Bench) -> None:
    """Who claims what another one holds is shown the case with who has it, and no form."""
    bench.person("ann").claim()
    ben = bench.person("ben")
    steps = [ben.take(each) for each in ("claim", "renew", "release")]
    assert [each.status_code for each in steps] == [409] * 3
    assert "ann has claimed it" in steps[0].text
    assert 'id="decision"' not in steps[0].text


def test_escalated_cases_are_for_leads(bench: Bench) -> None:
    """A reviewer gives a case to the leads, and cannot take it back."""
    ann, cleo = bench.person("ann").claim(), bench.person("cleo", "lead")
    early = ann.take("escalate", revision="7")
    given = ann.take("escalate", revision="2")
    nameless = ann.take("escalate")
    back = ann.take("claim")
    assert (early.status_code, given.status_code, nameless.status_code) == (409, 303, 422)
    assert (back.status_code, "A lead has to decide it." in back.text) == (403, True)
    cleo.claim()


def test_skipped_case_is_released_and_not_offered(bench: Bench) -> None:
    """Who skips their case gives it back; with nothing else to do they are at the queue."""
    ann = bench.person("ann").claim()
    skipped = ann.take("skip")
    assert (skipped.status_code, skipped.headers["location"]) == (303, "/queue")
    bench.person("ben").claim()
    assert ann.take("skip").headers["location"] == "/queue"


def test_decided_cases_are_not_skipped(bench: Bench) -> None:
    """What waits for nothing cannot be left to others."""
    bench.post.change(CaseRow, bench.case, state="decided", is_waiting=False)
    refused = bench.person("ann").take("skip")
    assert (refused.status_code, "the case is decided" in refused.text) == (409, True)


def test_rescan_is_asked_for(bench: Bench) -> None:
    """The page says that the listing is being scanned again."""
    ann = bench.person("ann")
    assert ann.take("rescan").status_code == 303
    assert "scanned again with the rules of now" in ann.get().text


def test_open_pages_know_of_each_other(bench: Bench) -> None:
    """A sign of life tells who else has the case open, and the page names them."""
    ann, ben = bench.person("ann"), bench.person("ben")
    alone, both = ann.take("presence"), ben.take("presence")
    assert (alone.json(), both.json()) == ({"others": []}, {"others": ["ann"]})
    assert "data-presence-names>ben<" in ann.get().text


def test_presence_takes_the_scripts_token(bench: Bench) -> None:
    """The script sends the page's token in a header and no form at all."""
    ann = bench.person("ann")
    page = ann.get().text
    token = page.partition('name="csrf-token" content="')[2][:64]
    path = f"{ann.path}/presence"
    told = ann.visitor.client.post(path, headers={"x-csrf-token": token})
    forged = ann.visitor.client.post(path, headers={"x-csrf-token": "0" * 64})
    assert (told.status_code, forged.status_code) == (200, 403)


def test_break_is_suggested(bench: Bench, site: Site) -> None:
    """After the minutes that somebody set the page says so; who wants none is left alone."""
    from dataclasses import replace

    from gptreview.model.account import Identity
    from gptreview.web.case_view import break_at
    from gptreview.web.desk import desk_on

    ann = bench.person("ann")
    assert "data-break-at" not in ann.get().text
    ann.claim()
    account = ann.visitor.account
    assert account is not None
    now = site.desk.clock()
    with_none = Identity(account.role, replace(account, preferences={"break_minutes": 0}))
    assert break_at(site.desk, with_none) is None
    later = desk_on(site.face, lambda: now)
    assert break_at(later, Identity(account.role, account)) is None  # not a minute at it
    bench.post.now = now - dt.timedelta(minutes=10)
    with site.database.writing() as session:
        from gptreview.store.events import append

        append(
            session,
            at=now - dt.timedelta(minutes=10),
            actor=account.actor,
            kind="case.claimed",
            subject="case:1",
            payload={},
        )
    afresh = desk_on(site.face, lambda: now)  # the one before remembers its answer
    assert break_at(afresh, Identity(account.role, account)) == now + dt.timedelta(minutes=40)
    site.app.state.desk = afresh
    assert "data-break-at" in ann.get().text


def test_urgent_cases_are_veiled(bench: Bench) -> None:
    """What was found in an urgent case is blurred until somebody wants to see it."""
    ann = bench.person("ann")
    plain = ann.get().text
    bench.post.change(CaseRow, bench.case, is_urgent=True)
    urgent = ann.get().text
    assert (plain.count('class="disturbing"'), urgent.count('class="disturbing"')) == (0, 2)
    assert 'class="veil blur grey"' in urgent
