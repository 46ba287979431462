"""A web face on a database of its own, asked as a browser asks and as a program does."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient

    from gptreview.bootstrap_web import WebFace
    from gptreview.model.account import Account
    from gptreview.model.policy import Policy
    from gptreview.settings import Settings
    from gptreview.store.database import Database
    from gptreview.web.desk import Desk

BASE = "http://127.0.0.1:8000"
PASSWORD = "four plain words in a row"  # noqa: S105 - of accounts that live for one test
_TOKEN = re.compile('name="csrf_token" value="([0-9a-f]{64})"')


class Site:
    """The face, its clock, and whoever visits it."""

    def __init__(self, face: WebFace, database: Database) -> None:
        from gptreview.web.app import create_app
        from gptreview.web.desk import desk_on

        self.face = face
        self.database = database
        self.woken = 0
        self.desk: Desk = desk_on(face, lambda: dt.datetime.now(dt.UTC))
        self.app = create_app(self.desk, wake=self._wake)

    def _wake(self) -> None:
        self.woken += 1

    def visitor(self, **options: Any) -> Visitor:
        """Somebody with a browser of their own."""
        return Visitor(self, **options)

    def chores(self) -> None:
        """What is done beside the requests, once, the quick ones twice: one's work is another's."""
        quick, slow = self.face.chores
        for _name, run in (*slow, *quick, *quick):
            run()


class Visitor:
    """A browser: it keeps cookies, and sends what the page's form holds."""

    def __init__(self, site: Site, *, language: str = "en") -> None:
        from starlette.testclient import TestClient

        self.site = site
        self.account: Account | None = None
        self.client: TestClient = TestClient(
            site.app, base_url=BASE, follow_redirects=False, raise_server_exceptions=True
        )
        self.client.headers["accept-language"] = language

    def get(self, path: str, **options: Any) -> Any:
        """A page."""
        return self.client.get(path, **options)

    def post(self, path: str, fields: Any = None, *, page: str = "", **options: Any) -> Any:
        """Send a form, with the token of the page that it stands on.

        Args:
            path: Where it goes.
            fields: Its fields.
            page: Path of the page; empty where the form stands on any.
            options: Of the client.
        """
        found = _TOKEN.search(self.get(page or "/sign-in").text)
        assert found is not None
        return self.client.post(
            path,
            data={"csrf_token": found[1], **(fields or {})},
            headers={"origin": BASE, **options.pop("headers", {})},
            **options,
        )


@pytest.fixture(autouse=True)
def _cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a hash costs where people sign in is tested with the passwords themselves."""
    from gptreview.access import passwords
    from tests.entrance import CHEAP

    monkeypatch.setattr(passwords, "Cost", lambda: CHEAP)


@pytest.fixture(scope="session")
def built_in_policy() -> Policy:
    """The policy that every site here has, read once."""
    from gptreview.bootstrap import policy_at
    from gptreview.settings import read_settings

    return policy_at(None, read_settings())


@pytest.fixture(autouse=True)
def _read_policy_once(built_in_policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    from gptreview import bootstrap

    read = bootstrap.policy_at

    def policy_at(path: Path | None, settings: Settings) -> Policy:
        return built_in_policy if path is None else read(path, settings)

    monkeypatch.setattr(bootstrap, "policy_at", policy_at)


@pytest.fixture
def site(database: Database) -> Site:
    """On an empty database of either kind."""
    from gptreview.bootstrap_web import face_on
    from gptreview.settings import read_settings

    return Site(face_on(database, read_settings(), BASE, "content"), database)


SignIn = Callable[..., Visitor]


def make_account(site: Site, name: str, role: str, *, password: str = "") -> Account:
    """An account, written directly; without a password nobody can sign in by one."""
    from gptreview.access.passwords import Passwords
    from gptreview.model.account import Role
    from gptreview.store import accounts
    from gptreview.store.accounts import NewAccount

    hashed = Passwords().hash(password) if password else ""
    new = NewAccount(name, f"{name}@example.com", Role(role), "en", hashed)
    with site.database.writing() as session:
        made = accounts.add(session, new, at=site.desk.clock())
    assert made is not None
    return made


@pytest.fixture
def signed_in(site: Site) -> SignIn:
    """Signs a new account in: takes its name and role, and what a visitor takes."""
    from gptreview.usecases.access.steps import begin_session

    def sign_in(name: str, role: str, **options: Any) -> Visitor:
        account = make_account(site, name, role)
        with site.database.writing() as session:
            begun, _event = begin_session(session, account, now=site.desk.clock(), replaces="")
        visitor = site.visitor(**options)
        visitor.client.cookies.set(site.desk.cookies.session, begun.token, domain="127.0.0.1")
        visitor.account = account
        return visitor

    return sign_in
