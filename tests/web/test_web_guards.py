"""What holds for every answer and every form, whichever page it is."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import closing
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
import pytest

from tests.web.conftest import BASE, SignIn, Site

if TYPE_CHECKING:
    from starlette.types import Message, Scope

    from tests.databases import MakeTables

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
_PARAMETER = re.compile(r"\{[a-z_]+(:[a-z]+)?\}")
_MOST = 16 * 1024 * 1024


def _site(folder: Path, address: str, make_tables: MakeTables) -> Iterator[Site]:
    """Guards are the same on every database, and change nothing in it: one will do."""
    from gptreview.bootstrap_web import face_on
    from gptreview.settings import read_settings
    from gptreview.store.database import Database

    with closing(Database(f"sqlite:///{folder / 'registry.db'}")) as database:
        make_tables(database)
        yield Site(face_on(database, read_settings(), address, "content"), database)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, make_tables: MakeTables) -> Iterator[Site]:
    """A face of this machine."""
    yield from _site(tmp_path_factory.mktemp("guards"), BASE, make_tables)


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory, make_tables: MakeTables) -> Iterator[Site]:
    """A face whose public address is https."""
    yield from _site(tmp_path_factory.mktemp("public"), "https://review.example.com", make_tables)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/sign-in", 200),
        ("/nothing", 404),
        ("/listings/nothing", 404),
        ("/api/v1/listings", 200),
        ("/api/v1/nothing", 404),
        ("/static/nothing", 404),
        ("/healthz", 200),
    ],
    ids=["home", "sign-in", "no-page", "no-number", "api", "no-api", "no-file", "health"],
)
def test_every_answer_says_what_a_page_may_do(site: Site, path: str, status: int) -> None:
    """No script or style but our own, no frame, nothing kept, whatever the answer is."""
    answer = site.visitor().get(path)
    policy = dict(
        each.split(" ", 1) for each in answer.headers["content-security-policy"].split("; ")
    )
    assert (answer.status_code, policy) == (status, _POLICY)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cache-control"] == "no-store"
    assert "strict-transport-security" not in answer.headers


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "[::2]"], ids=range(4)
)
def test_other_names_are_not_answered_to(site: Site, host: str) -> None:
    """A name that was made to point here reads nothing, and the refusal has its headers."""
    answer = site.visitor().get("/api/v1/listings", headers={"host": host})
    assert (answer.status_code, answer.headers["content-type"]) == (
        421,
        "text/plain; charset=utf-8",
    )
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("host", ["review.example.com", "localhost:1", "[::1]:80"], ids=range(3))
def test_own_names_are_answered_to(public: Site, host: str) -> None:
    """The public one, and those of this machine."""
    assert public.visitor().get("/healthz", headers={"host": host}).status_code == 200


def test_https_binds_cookies_to_the_host(public: Site) -> None:
    """No script reads them, no other site sends them, and browsers never come by http again."""
    answer = public.visitor().get("/sign-in")
    (cookie,) = answer.headers.get_list("set-cookie")
    assert cookie.startswith("__Host-gptreview_form=")
    flags = {each.strip().lower() for each in cookie.split(";")[1:]}
    assert {"httponly", "secure", "samesite=lax", "path=/"} <= flags
    assert not any(each.startswith("domain") for each in flags)
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize("length", [str(_MOST + 1), "9" * 5_000, "-1", "many", "१"], ids=range(5))
def test_a_body_that_says_to_be_too_large_is_not_read(site: Site, length: str) -> None:
    """Nor one whose length is none."""
    answer = site.visitor().client.post("/sign-in", headers=[(b"content-length", length.encode())])
    assert answer.status_code == 413
    assert "<h1>Too large</h1>" in answer.text
    assert "at most 16,777,216 bytes" in answer.text
    assert "go back, where what you wrote still stands" in answer.text


def test_a_body_that_is_too_large_is_refused_in_the_readers_language(site: Site) -> None:
    """A page as any other, with a way on."""
    client = site.visitor(language="zh-CN").client
    answer = client.post("/sign-in", headers={"content-length": str(_MOST + 1)})
    assert answer.status_code == 413
    assert "提交的内容过大" in answer.text
    assert "请返回" in answer.text


def test_a_body_that_does_not_say_its_length_is_read_to_the_limit(site: Site) -> None:
    """And no further."""
    sent = 0

    def pieces() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(20):
            sent += 1
            yield b"x" * (1024 * 1024)

    headers = {"content-type": "application/x-www-form-urlencoded", "origin": BASE}
    answer = site.visitor().client.post("/sign-in", content=pieces(), headers=headers)
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/transparency", 512 * 1024),
        ("/reports", 128 * 1024),
        ("/reports/status", 128 * 1024),
        ("/own/listings/7/versions", _MOST),
    ],
    ids=["any", "report", "below-reports", "version"],
)
def test_programs_send_less(site: Site, path: str, most: int) -> None:
    """Only as much as the operation can take, and the refusal is a problem as all others are."""
    headers = {"content-type": "application/json", "content-length": str(most + 1)}
    answer = site.visitor().client.post(f"/api/v1{path}", headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")
    assert answer.json() == {
        "type": "about:blank",
        "title": HTTPStatus(413).phrase,
        "status": 413,
        "detail": "the body is too large",
        "code": "input",
        "where": "body",
        "expected": f"at most {most:,} bytes",
        "next_step": "",
    }
    taken = site.visitor().client.post(
        f"/api/v1{path}", content=b" " * most, headers={"content-type": "application/json"}
    )
    assert taken.status_code != 413


def test_a_new_version_is_not_read_from_nobody(site: Site) -> None:
    """Of a stranger's large body nothing is asked for."""
    read = 0
    statuses: list[int] = []

    async def receive() -> Message:
        nonlocal read
        read += 1
        return {"type": "http.request", "body": b"{", "more_body": True}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    path = "/api/v1/own/listings/7/versions"
    scope: Scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(b"host", b"127.0.0.1:8000"), (b"content-type", b"application/json")],
    }
    anyio.run(site.app, scope, receive, send)
    assert (statuses, read) == ([401], 0)


def _forms(site: Site) -> list[str]:
    from fastapi.routing import iter_route_contexts

    found = [
        _PARAMETER.sub("1", str(each.path))
        for each in iter_route_contexts(site.app.routes)
        if "POST" in (each.methods or set()) and not str(each.path).startswith("/api/")
    ]
    assert found
    return found


def _refused(site: Site, visitor: Any, **options: Any) -> dict[str, int]:
    """What took a form that it should not have."""
    answers = {each: visitor.client.post(each, **options).status_code for each in _forms(site)}
    return {path: status for path, status in answers.items() if status != 403}


def test_no_form_is_taken_without_its_token(site: Site, signed_in: SignIn) -> None:
    """From nobody, not even from an admin's own browser."""
    visitor = signed_in("lea", "admin")
    assert _refused(site, visitor, data={}, headers={"origin": BASE}) == {}


def test_no_form_is_taken_from_another_site(site: Site, signed_in: SignIn) -> None:
    """Though it has the right token."""
    visitor = signed_in("mia", "admin")
    cookie = site.desk.forms.fresh()
    visitor.client.cookies.set(site.desk.cookies.form, cookie, domain="127.0.0.1")
    session = visitor.client.cookies[site.desk.cookies.session]
    fields = {"csrf_token": site.desk.forms.token(cookie, session)}
    own = visitor.client.post("/language", data=fields, headers={"origin": BASE})
    assert own.status_code != 403
    other = {"origin": "https://evil.example"}
    assert _refused(site, visitor, data=fields, headers=other) == {}


def test_a_bug_is_told_to_the_log_alone(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The page says that something went wrong, and neither what nor where; no query is logged."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a detail of the inside")

    monkeypatch.setattr(type(site.desk.rooms.public), "page", fail)
    with caplog.at_level(logging.ERROR, "gptreview.web"):
        answer = site.visitor().get("/listings?query=secret")
    assert answer.status_code == 500
    assert "a detail of the inside" not in answer.text
    assert "Traceback" not in answer.text
    assert [each.getMessage() for each in caplog.records] == ["GET /listings failed"]
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_a_link_that_lets_somebody_in_is_not_logged(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Where its page breaks, the log has the route and not the secret."""
    from gptreview.usecases.access.invite import Invite

    def fail(*_: object) -> None:
        raise RuntimeError("a detail of the inside")

    monkeypatch.setattr(Invite, "look", fail)
    secret = "s3cret" * 7
    with caplog.at_level(logging.DEBUG, "gptreview"):
        answer = site.visitor().get(f"/invitations/{secret}")
    assert answer.status_code == 500
    assert [each.getMessage() for each in caplog.records] == ["GET /invitations/{secret} failed"]
    assert secret not in caplog.text
