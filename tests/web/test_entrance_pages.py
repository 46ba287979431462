"""People come in by a password, another site or a link that works once, and go out again."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gptreview.model.account import Role
from gptreview.store.database import Database
from tests.entrance import OPERATING
from tests.issuer import CLIENT, CODE, Issuer, serve
from tests.web.conftest import BASE, PASSWORD, SignIn, Site, make_account
from tests.web.reporting import errors_of

_WRONG = (
    "Name and password do not fit, or are not taken for now. After ten wrong ones wait 15 minutes."
)
Opened = Callable[..., Site]


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """What comes in is kept alike on every database, as its use-cases' tests say: one will do."""
    return f"sqlite:///{tmp_path / 'registry.db'}"


@pytest.fixture
def opened(database: Database, monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Opens the site with settings that are not as usual."""
    from gptreview.bootstrap_web import face_on
    from gptreview.settings import read_settings

    def site(**changes: Any) -> Site:
        for name, value in changes.items():
            monkeypatch.setenv(f"GPTREVIEW_{name.upper()}", value)
        return Site(face_on(database, read_settings(), BASE, "content"), database)

    return site


@pytest.mark.parametrize(
    ("onward", "place"),
    [("/queue?a=1", "/queue?a=1"), ("https://evil.example", "/"), ("//evil.example", "/")],
    ids=["own", "foreign", "no scheme"],
)
def test_sign_in_goes_on(site: Site, onward: str, place: str) -> None:
    """Name and password begin a session, which goes on to a place of ours and nowhere else."""
    make_account(site, "rowan", "builder", password=PASSWORD)
    visitor = site.visitor()
    fields = {"name": "Rowan", "password": PASSWORD, "next": onward}
    answer = visitor.post("/sign-in", fields)
    again = visitor.get("/sign-in", params={"next": onward})
    assert (answer.status_code, answer.headers["location"]) == (303, place)
    assert (again.status_code, again.headers["location"]) == (303, place)
    assert visitor.get("/profile").status_code == 200


def test_session_is_for_the_browser_alone(site: Site) -> None:
    """No script and no other site's page gets at the session's cookie."""
    make_account(site, "rowan", "builder", password=PASSWORD)
    answer = site.visitor().post("/sign-in", {"name": "rowan", "password": PASSWORD})
    (cookie,) = [
        each
        for each in answer.headers.get_list("set-cookie")
        if each.startswith("gptreview_session=")
    ]
    attributes = cookie.partition(";")[2]
    assert re.fullmatch(" HttpOnly; Max-Age=604[78][0-9]{2}; Path=/; SameSite=lax", attributes)


@pytest.mark.parametrize(
    ("name", "password"), [("rowan", "wrong"), ("nobody", PASSWORD)], ids=["password", "name"]
)
def test_wrong_names_and_passwords_are_alike(site: Site, name: str, password: str) -> None:
    """The answer does not say which of the two is wrong, and keeps the name."""
    make_account(site, "rowan", "builder", password=PASSWORD)
    answer = site.visitor().post("/sign-in", {"name": name, "password": password})
    assert (answer.status_code, errors_of(answer)) == (422, {"password": _WRONG})
    assert f'value="{name}"' in answer.text


def test_guessing_is_stopped(site: Site) -> None:
    """Too many tries from one address are refused for a while."""
    from gptreview.store import rates
    from gptreview.usecases.access import sign_in

    address = site.desk.known_by("testclient")
    with site.database.writing() as session:
        for _ in range(sign_in._TRIES):
            rates.allow(
                session,
                "sign-in",
                address,
                limit=sign_in._TRIES,
                window=sign_in._WINDOW,
                now=site.desk.clock(),
            )
    answer = site.visitor().post("/sign-in", {"name": "rowan", "password": "x"})
    assert answer.status_code == 429
    assert errors_of(answer) == {"password": "That was tried too often. Wait a few minutes."}
    assert int(answer.headers["retry-after"]) > 0


def test_sign_out_ends_the_session(site: Site, signed_in: SignIn) -> None:
    """After it the cookie opens nothing, wherever it is kept."""
    visitor = signed_in("rowan", "builder")
    token = visitor.client.cookies["gptreview_session"]
    answer = visitor.post("/sign-out", page="/profile")
    visitor.client.cookies.set("gptreview_session", token, domain="127.0.0.1")
    shown = visitor.get("/").text
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "You are signed out." in shown
    assert visitor.get("/profile").headers["location"] == "/sign-in?next=%2Fprofile"
    assert site.visitor().post("/sign-out").status_code == 303


def test_first_admin_comes_by_a_link(site: Site) -> None:
    """The link makes one admin's account, keeps what fits until all does, and works once."""
    link = site.face.rooms.access.invite.first_admin()
    assert link is not None
    visitor = site.visitor()
    good = {"name": "rowan", "email": "rowan@example.com", "password": PASSWORD}
    assert "Make the first account" in visitor.get(link.path).text
    weak = visitor.post(link.path, {**good, "password": "short"}, page=link.path)
    answer = visitor.post(link.path, good, page=link.path)
    assert (weak.status_code, list(errors_of(weak))) == (422, ["password"])
    assert 'value="rowan@example.com"' in weak.text
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "Your account is ready" in visitor.get("/").text
    assert '<span class="role">Admin</span>' in visitor.get("/").text
    assert site.visitor().get(link.path).status_code == 404


def test_all_wrong_fields_are_named_at_once(site: Site) -> None:
    """Who makes an account learns in one go what does not fit."""
    link = site.face.rooms.access.invite.first_admin()
    assert link is not None
    fields = {"name": "", "email": "rowan", "password": "short"}
    answer = site.visitor().post(link.path, fields, page=link.path)
    assert (answer.status_code, list(errors_of(answer))) == (422, ["name", "email", "password"])


def test_colleagues_come_by_a_link(site: Site) -> None:
    """An invitation gives its role; a name that somebody has is refused, and can be changed."""
    make_account(site, "rowan", "builder")
    link = site.face.rooms.access.invite.colleague(OPERATING, Role.REVIEWER)
    visitor = site.visitor()
    fields = {"name": "rowan", "email": "", "password": PASSWORD}
    taken = visitor.post(link.path, fields, page=link.path)
    made = visitor.post(link.path, {**fields, "name": "ash"}, page=link.path)
    assert taken.status_code == 409
    assert errors_of(taken) == {"name": "Somebody has this name already."}
    assert made.status_code == 303
    assert '<span class="role">Reviewer</span>' in visitor.get("/").text


def test_password_is_set_by_a_link(site: Site) -> None:
    """A link to a new password asks for nothing else."""
    account = make_account(site, "rowan", "builder", password=PASSWORD[::-1])
    link = site.face.rooms.access.invite.reset(OPERATING, account.id)
    visitor = site.visitor()
    page = visitor.get(link.path).text
    assert ("For rowan." in page, 'name="email"' in page) == (True, False)
    assert visitor.post(link.path, {"password": PASSWORD}, page=link.path).status_code == 303
    fields = {"name": "rowan", "password": PASSWORD}
    assert site.visitor().post("/sign-in", fields).status_code == 303


@pytest.mark.parametrize("secret", ["x", "x" * 43, "x" * 201], ids=["short", "unknown", "long"])
def test_other_links_lead_nowhere(site: Site, secret: str) -> None:
    """What is no link, or works no more, is not found."""
    visitor = site.visitor()
    path = f"/invitations/{secret}"
    assert visitor.get(path).status_code == 404
    assert visitor.post(path, {"name": "rowan", "password": PASSWORD}).status_code == 404


def test_builders_make_accounts_where_they_may(opened: Opened) -> None:
    """With the setting a builder makes their own account; the form says what does not fit."""
    site = opened(sign_up="true")
    visitor = site.visitor()
    assert 'href="/sign-up"' in visitor.get("/sign-in").text
    fields = {"name": "admin", "email": "x", "password": PASSWORD}
    wrong = visitor.post("/sign-up", fields, page="/sign-up")
    made = visitor.post("/sign-up", {**fields, "name": "ash", "email": ""}, page="/sign-up")
    assert (wrong.status_code, list(errors_of(wrong))) == (422, ["name", "email"])
    assert made.status_code == 303
    assert '<span class="role">Builder</span>' in visitor.get("/").text


def test_nobody_makes_accounts_where_nobody_may(site: Site) -> None:
    """Without the setting there is no such page, and the form is refused."""
    visitor = site.visitor()
    assert 'href="/sign-up"' not in visitor.get("/sign-in").text
    assert visitor.get("/sign-up").status_code == 404
    assert visitor.post("/sign-up", {"name": "ash", "password": PASSWORD}).status_code == 403


def test_another_site_lets_in(opened: Opened) -> None:
    """The issuer sends somebody back with a code, and the page that they wanted opens."""
    with serve(Issuer()) as issuer:
        site = opened(oidc_issuer=issuer.url, oidc_client_id=CLIENT, oidc_allow_private="true")
        visitor = site.visitor()
        page = visitor.get("/sign-in?next=/profile").text
        begun = visitor.get("/sign-in/oidc?next=/profile")
        query = issuer.visit(begun.headers["location"])
        back = {"state": query["state"], "code": CODE}
        answer = visitor.get("/sign-in/oidc/callback", params=back)
        profile = visitor.get("/profile").text
        again = visitor.get("/sign-in/oidc/callback", params=back)
    assert 'href="/sign-in/oidc?next=/profile"' in page
    assert begun.status_code == 303
    assert (answer.status_code, answer.headers["location"]) == (303, "/profile")
    assert ("Settings" in profile, "Password until now" in profile) == (True, False)
    assert again.status_code == 401


def test_another_browser_is_not_let_in(opened: Opened) -> None:
    """An answer of the issuer is taken where it was asked for, and nowhere else."""
    with serve(Issuer()) as issuer:
        site = opened(oidc_issuer=issuer.url, oidc_client_id=CLIENT, oidc_allow_private="true")
        begun = site.visitor().get(f"/sign-in/oidc?next=/{'x' * 600}")
        query = issuer.visit(begun.headers["location"])
        back = {"state": query["state"], "code": CODE}
        answer = site.visitor().get("/sign-in/oidc/callback", params=back)
    assert answer.status_code == 401
    assert "gptreview_session" not in answer.headers.get("set-cookie", "")
    assert "it was begun in another browser" in answer.text
    assert "x" * 600 not in begun.headers["set-cookie"]


def test_no_other_site_where_none_is_set(site: Site) -> None:
    """Without an issuer there is nothing to go to or to come back from."""
    visitor = site.visitor()
    assert visitor.get("/sign-in/oidc").status_code == 404
    assert visitor.get("/sign-in/oidc/callback?state=a&code=b").status_code == 404
