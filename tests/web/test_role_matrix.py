"""Every route as every role: what a route says of who may use it is what it does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from gptreview.model.access import permissions_of
from gptreview.model.account import Identity, Permission, Role
from tests.web.conftest import BASE, make_account

if TYPE_CHECKING:
    from gptreview.model.account import Account
    from gptreview.web.guard import Needs
    from tests.databases import MakeTables
    from tests.web.conftest import Site

_API = "/api/"
_PARAMETER = re.compile(r"\{([a-z_]+)(:[a-z]+)?\}")
_NOBODY = "anonymous"
_ROLES = ("builder", "reviewer", "lead", "admin")
PUBLIC = frozenset(
    (
        "GET /",
        "GET /api/v1/actions/report.openapi.json",
        "GET /api/v1/changes",
        "GET /api/v1/listings",
        "GET /api/v1/listings/{number}",
        "GET /api/v1/me",
        "GET /api/v1/openapi.json",
        "GET /api/v1/transparency",
        "GET /feed.atom",
        "GET /feed.json",
        "GET /healthz",
        "GET /invitations/{secret}",
        "GET /listings",
        "GET /listings/{number}",
        "GET /listings/{number}/badge.svg",
        "GET /listings/{number}/report",
        "GET /listings/{number}/statement.json",
        "GET /receipt",
        "GET /robots.txt",
        "GET /shortcuts",
        "GET /sign-in",
        "GET /sign-in/oidc",
        "GET /sign-in/oidc/callback",
        "GET /sign-up",
        "GET /status",
        "GET /transparency",
        "GET /transparency.csv",
        "GET /transparency.json",
        "POST /api/v1/reports",
        "POST /api/v1/reports/appeal",
        "POST /api/v1/reports/status",
        "POST /invitations/{secret}",
        "POST /language",
        "POST /listings/{number}/report",
        "POST /sign-in",
        "POST /sign-out",
        "POST /sign-up",
        "POST /status",
        "POST /status/appeal",
        "POST /status/appeal/file",
    )
)
"""What anybody may ask for; everything else says who may."""


@dataclass(frozen=True)
class _Route:
    """One method of one path."""

    method: str
    path: str
    needs: Needs | None

    @property
    def key(self) -> str:
        """As `PUBLIC` has it."""
        return f"{self.method} {self.path}"

    @property
    def is_api(self) -> bool:
        """Whether programs use it."""
        return self.path.startswith(_API)

    def asked(self) -> str:
        """The path with things in it that are not there."""
        return _PARAMETER.sub(lambda name: "999999" if not name[2] else "nothing", self.path)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, make_tables: MakeTables) -> Iterator[Site]:
    """Who may do what is the same on every database, and every test asks: one will do."""
    from gptreview.bootstrap_web import face_on
    from gptreview.settings import read_settings
    from gptreview.store.database import Database
    from tests.web.conftest import Site

    folder = tmp_path_factory.mktemp("roles")
    with closing(Database(f"sqlite:///{folder / 'registry.db'}")) as database:
        make_tables(database)
        yield Site(face_on(database, read_settings(), BASE, "content"), database)


@pytest.fixture(scope="module")
def askers(site: Site) -> Mapping[str, _Asker]:
    """One for each role, and one for nobody."""
    return {each: _Asker(site, each) for each in (_NOBODY, *_ROLES)}


def _routes(site: Site) -> Iterator[_Route]:
    from fastapi.routing import iter_route_contexts

    from gptreview.web.guard import Needs

    for each in iter_route_contexts(site.app.routes):
        guards = [
            dependency.dependency
            for dependency in getattr(each, "dependencies", ())
            if isinstance(dependency.dependency, Needs)
        ]
        for method in sorted((each.methods or set()) - {"HEAD"}):
            assert each.path is not None
            yield _Route(method, each.path, guards[0] if guards else None)


class _Asker:
    """Asks as one account, with a session of its own for each page."""

    def __init__(self, site: Site, role: str) -> None:
        self._site = site
        self._client = site.visitor().client
        self.account: Account | None = make_account(site, role, role) if role in _ROLES else None

    def token(self, *permissions: Permission) -> dict[str, str]:
        """The header of a new token."""
        assert self.account is not None
        identity = Identity(self.account.role, self.account)
        made = self._site.desk.rooms.access.tokens.make(identity, "t", permissions, days=1)
        return {"authorization": f"Bearer {made.secret}"}

    def ask(self, route: _Route, headers: Mapping[str, str]) -> Any:
        """A program's request."""
        body: Mapping[str, str] | None = {} if route.method in ("POST", "PUT") else None
        return self._client.request(route.method, route.asked(), headers=headers, json=body)

    def begin(self) -> tuple[str, str]:
        """A session of its own, and the form's cookie, both as the browser has them."""
        desk = self._site.desk
        form, session = desk.forms.fresh(), self._session()
        self._client.cookies.clear()
        for name, value in ((desk.cookies.form, form), (desk.cookies.session, session)):
            self._client.cookies.set(name, value, domain="127.0.0.1")
        return form, session

    def visit(self, route: _Route) -> Any:
        """A browser's request, with the form's token where it sends a form."""
        form, session = self.begin()
        if route.method == "GET":
            return self._client.get(route.asked())
        fields = {"csrf_token": self._site.desk.forms.token(form, session)}
        return self._client.post(route.asked(), data=fields, headers={"origin": BASE})

    def _session(self) -> str:
        from gptreview.usecases.access.steps import begin_session

        if self.account is None:
            return ""
        with self._site.database.writing() as session:
            now = self._site.desk.clock()
            begun, _event = begin_session(session, self.account, now=now, replaces="")
        return begun.token


def _is_refused(route: _Route, answer: Any) -> bool:
    """Whether nobody, or the wrong one, was kept out."""
    is_sent_away = answer.status_code == 303 and answer.headers["location"].startswith("/sign-in?")
    return answer.status_code in (401, 403) or (not route.is_api and is_sent_away)


def test_every_route_says_who_may_use_it_or_stands_in_the_list_of_public_ones(site: Site) -> None:
    """A route that was forgotten is found, and so is one in the list that is not there."""
    assert {each.key for each in _routes(site) if each.needs is None} == PUBLIC


def test_programs_need_a_permission_for_all_that_is_not_public(site: Site) -> None:
    """No operation is for sessions alone: programs have none."""
    guarded = [each for each in _routes(site) if each.is_api and each.needs]
    assert guarded
    assert [each.key for each in guarded if each.needs and each.needs.permission is None] == []


def test_nobody_gets_only_what_is_public(site: Site, askers: Mapping[str, _Asker]) -> None:
    """Pages lead to the sign-in, everything else answers 401."""
    asker = askers[_NOBODY]
    for route in _routes(site):
        answer = asker.ask(route, {}) if route.is_api else asker.visit(route)
        if route.needs is None:
            assert answer.status_code < 500, route.key
            assert answer.status_code != 401, route.key
        elif route.method == "GET" and not route.is_api:
            assert answer.status_code == 303, route.key
            assert answer.headers["location"].startswith("/sign-in?next="), route.key
        else:
            assert answer.status_code == 401, (route.key, answer.text)


@pytest.mark.parametrize("role", _ROLES)
def test_a_role_gets_what_its_routes_say_on_pages(
    site: Site, askers: Mapping[str, _Asker], role: str
) -> None:
    """A role that is too low is refused with 403, one that is high enough is not refused."""
    asker = askers[role]
    for route in (each for each in _routes(site) if each.needs and not each.is_api):
        assert route.needs is not None
        answer = asker.visit(route)
        assert answer.status_code < 500, (route.key, answer.text)
        if Role(role).includes(route.needs.role):
            assert not _is_refused(route, answer), (route.key, answer.status_code, answer.text)
        else:
            assert answer.status_code == 403, (route.key, answer.status_code)


@pytest.mark.parametrize("role", _ROLES)
def test_a_role_gets_what_its_operations_say_by_a_token(
    site: Site, askers: Mapping[str, _Asker], role: str
) -> None:
    """The same for programs, whose token has all permissions that the role may give."""
    asker = askers[role]
    token = asker.token(*permissions_of(Role(role)))
    for route in (each for each in _routes(site) if each.needs and each.is_api):
        assert route.needs is not None
        answer = asker.ask(route, token)
        assert answer.status_code < 500, (route.key, answer.text)
        if Role(role).includes(route.needs.role):
            assert answer.status_code not in (401, 403), (route.key, answer.text)
        else:
            assert answer.status_code == 403, (route.key, answer.status_code, answer.text)


def test_a_token_does_only_what_it_was_given_for(site: Site, askers: Mapping[str, _Asker]) -> None:
    """An admin's token that has all permissions but the needed one is refused everywhere."""
    asker = askers["admin"]
    tokens = {each: asker.token(*set(Permission) - {each}) for each in Permission}
    for route in (each for each in _routes(site) if each.needs and each.is_api):
        assert route.needs is not None
        assert route.needs.permission is not None
        answer = asker.ask(route, tokens[route.needs.permission])
        assert answer.status_code == 403, (route.key, answer.status_code)


def test_programs_are_known_by_tokens_and_never_by_cookies(
    site: Site, askers: Mapping[str, _Asker]
) -> None:
    """An admin's session opens no operation."""
    asker = askers["admin"]
    asker.begin()
    for route in (each for each in _routes(site) if each.needs and each.is_api):
        assert asker.ask(route, {}).status_code == 401, route.key
