"""Who is signed in, and for how long."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from gptreview.errors import UnauthorizedError
from tests.entrance import PASSWORD, VISITOR, Entrance, as_identity


@pytest.mark.parametrize(
    "secret",
    ["", "x" * 43, "x" * 44, "' OR 1=1 --", "\ud800"],
    ids=["empty", "unknown", "long", "sql", "odd"],
)
def test_an_unknown_secret_is_nobodys(entrance: Entrance, secret: str) -> None:
    """Whatever a cookie holds, it is no error."""
    entrance.join("kim")
    assert entrance.sessions.identify(secret) is None


def test_a_session_ends_after_twelve_hours_without_a_request(entrance: Entrance) -> None:
    """Requests in between keep it."""
    begun = entrance.join("kim")
    for _ in range(3):
        entrance.wait(hours=11, minutes=59)
        assert entrance.sessions.identify(begun.token) is not None
    entrance.wait(hours=12)
    assert entrance.sessions.identify(begun.token) is None


def test_a_session_ends_after_seven_days(entrance: Entrance) -> None:
    """However busy it was."""
    begun = entrance.join("kim")
    for _ in range(14 * 2 - 1):
        entrance.wait(hours=6)
        assert entrance.sessions.identify(begun.token) is not None
    entrance.wait(hours=6)
    assert entrance.sessions.identify(begun.token) is None


def test_a_request_is_one_read_and_a_write_a_minute(entrance: Entrance) -> None:
    """Of a hundred requests in two minutes each reads once, and two write."""
    begun = entrance.join("kim")
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement.split()[0])

    event.listen(entrance.database.engine, "before_cursor_execute", note)
    for _ in range(100):
        entrance.wait(seconds=1.2)
        entrance.sessions.identify(begun.token)
    event.remove(entrance.database.engine, "before_cursor_execute", note)
    assert [statements.count(each) for each in ("SELECT", "UPDATE")] == [100, 2]


def test_signing_out_ends_one_session(entrance: Entrance) -> None:
    """The others stay, and signing out again is no error and no step."""
    first = entrance.join("kim")
    second = entrance.sign_in.sign_in("kim", PASSWORD, VISITOR)
    entrance.sessions.sign_out(first.token)
    entrance.sessions.sign_out(first.token)
    known = [entrance.sessions.identify(each.token) is not None for each in (first, second)]
    assert known == [False, True]
    assert entrance.kinds().count("session.ended") == 1


def test_signing_out_everywhere_ends_all_sessions(entrance: Entrance) -> None:
    """Those of others stay."""
    first = entrance.join("kim")
    second = entrance.sign_in.sign_in("kim", PASSWORD, VISITOR)
    other = entrance.join("lee")
    assert entrance.sessions.sign_out_everywhere(as_identity(first)) == 2
    known = [entrance.sessions.identify(each.token) is not None for each in (first, second, other)]
    assert known == [False, False, True]
    with pytest.raises(UnauthorizedError):
        entrance.sessions.sign_out_everywhere(VISITOR)


def test_sessions_that_are_over_are_forgotten(entrance: Entrance) -> None:
    """The next sign-in of the account takes their rows away."""
    entrance.join("kim")
    entrance.wait(days=8)
    entrance.sign_in.sign_in("kim", PASSWORD, VISITOR)
    assert entrance.ask("SELECT count(*) FROM sessions") == [(1,)]
