"""What leads and admins do with accounts, owners and reporters."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from tests.court import Court
from tests.web.conftest import SignIn, Site

ACCOUNTS = "/administration/accounts"


def test_admins_see_more_places_than_leads(signed_in: SignIn) -> None:
    """Leads are not led to accounts and webhooks, and may not go there."""
    lead, admin = signed_in("lee", "lead"), signed_in("ada", "admin")
    pages = [each.get("/administration").text for each in (lead, admin)]
    assert [ACCOUNTS in each for each in pages] == [False, True]
    refused = [lead.get(each).status_code for each in (ACCOUNTS, "/administration/webhooks")]
    assert refused == [403, 403]


def test_invitation_is_shown_once(site: Site, signed_in: SignIn) -> None:
    """Its link leads to a new account of that role; a role that is none is refused."""
    ada = signed_in("ada", "admin")
    made = ada.post(f"{ACCOUNTS}/invite", {"role": "lead"}, page=ACCOUNTS)
    link = re.search(r"/invitations/([\w-]+)", made.text)
    assert made.status_code == 201
    assert link is not None
    assert site.desk.rooms.access.invite.look(link[1])[0].role == "lead"
    assert link[1] not in ada.get(ACCOUNTS).text
    for role in ("owner", "reporter", ""):
        assert ada.post(f"{ACCOUNTS}/invite", {"role": role}, page=ACCOUNTS).status_code == 422


def test_role_is_given(signed_in: SignIn) -> None:
    """It holds from the next request on; the last admin keeps theirs."""
    ada, rio = signed_in("ada", "admin"), signed_in("rio", "reviewer")
    assert ada.account is not None
    assert rio.account is not None
    page = f"{ACCOUNTS}/{rio.account.id}"
    given = ada.post(f"{page}/role", {"role": "lead"}, page=page)
    assert (given.status_code, given.headers["location"]) == (303, page)
    assert "The account was changed." in ada.get(page).text
    assert rio.get("/administration").status_code == 200
    own = f"{ACCOUNTS}/{ada.account.id}"
    last = ada.post(f"{own}/role", {"role": "builder"}, page=own)
    assert (last.status_code, "last admin" in last.text) == (409, True)
    ada.post(f"{page}/role", {"role": "admin"}, page=page)
    gone = ada.post(f"{own}/role", {"role": "lead"}, page=own)
    assert (gone.status_code, gone.headers["location"]) == (303, "/")


def test_account_is_disabled_and_enabled(signed_in: SignIn) -> None:
    """After a question; sessions end at once, and what cannot be done twice is told."""
    ada, rio = signed_in("ada", "admin"), signed_in("rio", "reviewer")
    assert rio.account is not None
    page = f"{ACCOUNTS}/{rio.account.id}"
    assert "Disable rio?" in ada.get(f"{page}/disable").text
    assert ada.post(f"{page}/enable", page=page).status_code == 409
    assert ada.post(f"{page}/disable", page=page).status_code == 303
    assert rio.get("/queue").status_code == 303
    assert [
        ada.post(f"{page}/{step}", page=page).status_code for step in ("disable", "reset", "enable")
    ] == [409, 409, 303]
    assert ada.get(f"{ACCOUNTS}/99").status_code == 404


def test_new_password_is_set_by_a_link(site: Site, signed_in: SignIn) -> None:
    """The link is the account's own."""
    ada, rio = signed_in("ada", "admin"), signed_in("rio", "reviewer")
    assert rio.account is not None
    page = f"{ACCOUNTS}/{rio.account.id}"
    made = ada.post(f"{page}/reset", page=page)
    link = re.search(r"/invitations/([\w-]+)", made.text)
    assert (made.status_code, "A new password for rio" in made.text) == (201, True)
    assert link is not None
    account = site.desk.rooms.access.invite.look(link[1])[1]
    assert account is not None
    assert account.name == "rio"


def test_accounts_are_paged(signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page says where the next one begins."""
    from gptreview.web.routes import admin_accounts

    monkeypatch.setattr(admin_accounts, "_PAGE", 1)
    ada, rio = signed_in("ada", "admin"), signed_in("rio", "reviewer")
    assert ada.account is not None
    assert rio.account is not None
    first = ada.get(ACCOUNTS).text
    assert f"{ACCOUNTS}?after={ada.account.id}" in first
    second = ada.get(f"{ACCOUNTS}?after={ada.account.id}").text
    assert (">rio<" in first, ">rio<" in second, "Next page" in second) == (False, True, False)


def test_owner_is_made_and_removed(site: Site, signed_in: SignIn) -> None:
    """By name; a name that nobody has and a second time are told at the field."""
    listing = Court(site.database).listing("g-one")
    lee, olive = signed_in("lee", "lead"), signed_in("olive", "builder")
    assert olive.account is not None
    owners, page = "/administration/owners", f"/administration/owners/{listing}"
    assert lee.get(f"{owners}?listing={listing}").headers["location"] == page
    assert lee.get(f"{owners}?listing=g-one").status_code == 422
    given = [lee.post(page, {"account": name}, page=page) for name in ("nobody", "Olive", "olive")]
    assert [each.status_code for each in given] == [404, 303, 409]
    assert 'id="account-error"' in given[0].text
    assert olive.get(f"/own-listings/{listing}").status_code == 200
    remove = f"{page}/{olive.account.id}/remove"
    assert "olive" in lee.get(remove).text
    assert lee.post(remove, page=remove).status_code == 303
    assert [lee.get(remove).status_code, lee.get(f"{owners}/99").status_code] == [404, 404]
    assert olive.get(f"/own-listings/{listing}").status_code == 403


def test_reports_in_bad_faith_are_swept(site: Site, signed_in: SignIn) -> None:
    """All of one reporter's at once, after a question; a report that is none is told."""
    court = Court(site.database)
    court.now = site.desk.clock() - dt.timedelta(hours=1)
    court.case(court.listing("g-one"), reports=2)
    lee = signed_in("lee", "lead")
    page = "/administration/reporters"
    found = re.search(rf"{page}/(\d+)/bad-faith", lee.get(page).text)
    assert found is not None
    assert "count no longer" in lee.get(found[0]).text
    assert lee.post(found[0], page=found[0]).headers["location"] == page
    assert "Their reports count no longer." in lee.get(page).text
    assert lee.post(f"{page}/999/bad-faith", page=page).status_code == 404
