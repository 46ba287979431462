"""Forms are taken from our own pages only."""

from __future__ import annotations

import pytest

from gptreview.errors import ForbiddenError
from gptreview.web.csrf import FormGuard, is_safe, require_own_origin

GUARD = FormGuard(b"k" * 32)
COOKIE = "c" * 43


def test_a_token_answers_its_cookie_and_session() -> None:
    """The token of a page is taken with the cookie and session that it was made for."""
    GUARD.check(GUARD.token(COOKIE, "s"), COOKIE, "s")


@pytest.mark.parametrize(
    ("token", "cookie", "session"),
    [
        ("", COOKIE, "s"),
        (GUARD.token(COOKIE, "other"), COOKIE, "s"),
        (GUARD.token("d" * 43, "s"), COOKIE, "s"),
        (FormGuard(b"x" * 32).token(COOKIE, "s"), COOKIE, "s"),
        (GUARD.token("", ""), "", ""),
        (GUARD.token("é" * 43, ""), "é" * 43, ""),
        ("é", COOKIE, "s"),
    ],
    ids=range(7),
)
def test_another_token_is_refused(token: str, cookie: str, session: str) -> None:
    """A token of another session, cookie or key is refused, and a cookie that is none of ours."""
    with pytest.raises(ForbiddenError):
        GUARD.check(token, cookie, session)


def test_session_and_cookie_cannot_run_into_each_other() -> None:
    """Moving a character from the cookie to the session gives another token."""
    assert GUARD.token("ab", "c") != GUARD.token("b", "ca")


def test_fresh_cookies_are_ours_and_differ() -> None:
    """Each has the shape that is looked for, and no two are the same."""
    one, two = GUARD.fresh(), GUARD.fresh()
    assert GUARD.is_ours(one)
    assert one != two


@pytest.mark.parametrize(
    ("origin", "site"),
    [
        (None, None),
        ("http://127.0.0.1:8000", "same-origin"),
        ("HTTP://127.0.0.1:8000", None),
        (None, "none"),
    ],
    ids=range(4),
)
def test_own_pages_may_send(origin: str | None, site: str | None) -> None:
    """A browser that names this origin, or nothing, is let through."""
    require_own_origin(origin, site, "127.0.0.1:8000")


@pytest.mark.parametrize(
    ("origin", "site"),
    [
        ("https://evil.example", None),
        ("null", None),
        ("http://127.0.0.1:9000", "same-site"),
        (None, "cross-site"),
    ],
    ids=range(4),
)
def test_other_sites_may_not_send(origin: str | None, site: str | None) -> None:
    """Another site, another port, or a page without an origin is refused."""
    with pytest.raises(ForbiddenError):
        require_own_origin(origin, site, "127.0.0.1:8000")


def test_reading_needs_no_token() -> None:
    """GET and HEAD change nothing."""
    assert [is_safe(each) for each in ("GET", "HEAD", "POST", "DELETE")] == [
        True,
        True,
        False,
        False,
    ]
