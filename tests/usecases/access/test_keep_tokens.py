"""Tokens of programs: never more than the account's role."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from gptreview.errors import (
    ConflictError,
    ForbiddenError,
    InputError,
    NotFoundError,
    UnauthorizedError,
)
from gptreview.model.access import LEAST_ROLE, permissions_of
from gptreview.model.account import Identity, Permission, Role
from tests.entrance import OPERATING, VISITOR, Entrance, as_identity

READ = Permission.READ_CASES
ALL_OF = {
    Role.REPORTER: set(),
    Role.BUILDER: {Permission.OWN_LISTINGS},
    Role.REVIEWER: {Permission.OWN_LISTINGS, READ, Permission.DECIDE_CASES},
    Role.LEAD: set(Permission),
    Role.ADMIN: set(Permission),
}


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_each_role_has_its_permissions(role: Role) -> None:
    """Every permission has a least role."""
    assert permissions_of(role) == ALL_OF[role]
    assert set(LEAST_ROLE) == set(Permission)


def test_a_token_is_its_account_with_its_permissions(entrance: Entrance) -> None:
    """Nothing else, until it ends."""
    begun = entrance.join("kim", Role.REVIEWER)
    made = entrance.tokens.make(as_identity(begun), " nightly ", [READ], days=1)
    found = entrance.tokens.identify(made.secret)
    assert found == Identity(Role.REVIEWER, begun.account, frozenset({READ}))
    assert made.token.name == "nightly"
    with pytest.raises(ForbiddenError):
        found.require(Role.REVIEWER, Permission.DECIDE_CASES)
    entrance.wait(days=1)
    with pytest.raises(UnauthorizedError):
        entrance.tokens.identify(made.secret)
    assert entrance.steps()[-1] == (
        "account:1",
        "token.made",
        "account:1",
        '{"days":1,"permissions":["read-cases"],"token":1}',
    )


@pytest.mark.parametrize("role", [Role.BUILDER, Role.REVIEWER], ids=str)
def test_no_token_is_more_than_its_role(entrance: Entrance, role: Role) -> None:
    """Any permission beyond the role is refused, beside allowed ones too."""
    somebody = as_identity(entrance.join("kim", role))
    for each in set(Permission) - ALL_OF[role]:
        with pytest.raises(ForbiddenError) as caught:
            entrance.tokens.make(somebody, "n", [Permission.OWN_LISTINGS, each], days=1)
        assert each.value in caught.value.found
    assert entrance.tokens.page(somebody) == []


def test_a_lower_role_takes_permissions_away(entrance: Entrance) -> None:
    """From tokens that there are, at once; and none are made by a request that began before."""
    lead = as_identity(entrance.join("kim", Role.LEAD))
    made = entrance.tokens.make(lead, "n", [READ, Permission.EXPORT], days=30)
    entrance.accounts().set_role(OPERATING, 1, Role.REVIEWER)
    found = entrance.tokens.identify(made.secret)
    assert (found.role, found.permissions) == (Role.REVIEWER, frozenset({READ}))
    with pytest.raises(ForbiddenError):
        entrance.tokens.make(lead, "n", [Permission.EXPORT], days=30)


@pytest.mark.parametrize(
    ("name", "permissions", "days", "where"),
    [
        ("", [READ], 1, "name"),
        ("x" * 81, [READ], 1, "name"),
        ("two\nlines", [READ], 1, "name"),
        ("n", [], 1, "permissions"),
        ("n", [READ], 0, "days"),
        ("n", [READ], 366, "days"),
    ],
    ids=["no-name", "long-name", "lines", "no-permission", "no-day", "too-long"],
)
def test_a_field_of_a_token_that_does_not_fit_is_named(
    entrance: Entrance, name: str, permissions: list[Permission], days: int, where: str
) -> None:
    """And no token is made."""
    somebody = as_identity(entrance.join("kim", Role.REVIEWER))
    with pytest.raises(InputError) as caught:
        entrance.tokens.make(somebody, name, permissions, days=days)
    assert caught.value.where == where
    assert entrance.tokens.page(somebody) == []


def test_a_revoked_token_works_no_more(entrance: Entrance) -> None:
    """Its owner revokes it, once; others neither see nor revoke it."""
    kim = as_identity(entrance.join("kim", Role.REVIEWER))
    lee = as_identity(entrance.join("lee", Role.ADMIN))
    made = entrance.tokens.make(kim, "n", [READ], days=30)
    with pytest.raises(NotFoundError):
        entrance.tokens.revoke(lee, 1)
    assert entrance.tokens.page(lee) == []
    entrance.tokens.revoke(kim, 1)
    with pytest.raises(NotFoundError):
        entrance.tokens.revoke(kim, 1)
    with pytest.raises(UnauthorizedError):
        entrance.tokens.identify(made.secret)
    assert [each.revoked_at for each in entrance.tokens.page(kim)] == [entrance.now]
    assert entrance.steps()[-1] == ("account:1", "token.revoked", "account:1", '{"token":1}')


def test_a_token_makes_no_tokens(entrance: Entrance) -> None:
    """Whatever it was given for; only somebody who has signed in does."""
    kim = as_identity(entrance.join("kim", Role.ADMIN))
    secret = entrance.tokens.make(kim, "n", list(Permission), days=30).secret
    for who, refusal in (
        (entrance.tokens.identify(secret), ForbiddenError),
        (VISITOR, UnauthorizedError),
    ):
        with pytest.raises(refusal):
            entrance.tokens.make(who, "n", [READ], days=1)
    assert len(entrance.tokens.page(kim)) == 1


def test_a_token_lists_and_revokes_tokens_of_its_account(entrance: Entrance) -> None:
    """Itself as the last one; nobody else's, and not where it was given for other things."""
    kim = as_identity(entrance.join("kim", Role.REVIEWER))
    lee = as_identity(entrance.join("lee", Role.BUILDER))
    make, identify = entrance.tokens.make, entrance.tokens.identify
    own = make(kim, "own", [Permission.OWN_LISTINGS], days=30)
    other = make(kim, "other", [READ, Permission.DECIDE_CASES], days=30)
    foreign = make(lee, "n", [Permission.OWN_LISTINGS], days=30).token.id
    for who, refusal in ((identify(other.secret), ForbiddenError), (VISITOR, UnauthorizedError)):
        with pytest.raises(refusal):
            entrance.tokens.page(who)
        with pytest.raises(refusal):
            entrance.tokens.revoke(who, own.token.id)
    program = identify(own.secret)
    assert [each.name for each in entrance.tokens.page(program)] == ["own", "other"]
    with pytest.raises(NotFoundError):
        entrance.tokens.revoke(program, foreign)
    entrance.tokens.revoke(program, other.token.id)
    entrance.tokens.revoke(program, own.token.id)
    for made in (own, other):
        with pytest.raises(UnauthorizedError):
            identify(made.secret)


def test_an_account_has_fifty_tokens(entrance: Entrance) -> None:
    """That work; one that was revoked makes room."""
    kim = as_identity(entrance.join("kim", Role.REVIEWER))
    for number in range(50):
        entrance.tokens.make(kim, f"token {number}", [READ], days=1)
    with pytest.raises(ConflictError):
        entrance.tokens.make(kim, "one more", [READ], days=1)
    entrance.tokens.revoke(kim, 7)
    assert entrance.tokens.make(kim, "one more", [READ], days=1).token.id


@pytest.mark.parametrize(
    "secret",
    ["", "gpr_" + "x" * 43, "gpr_", "' OR 1=1 --", "gpr_\ud800" + "x" * 42],
    ids=["empty", "unknown", "short", "sql", "odd"],
)
def test_a_forged_token_is_refused(entrance: Entrance, secret: str) -> None:
    """With one answer, which does not repeat it."""
    entrance.join("kim")
    with pytest.raises(UnauthorizedError) as caught:
        entrance.tokens.identify(secret)
    assert str(caught.value) == "no token that works; make a new one and send it"


def test_a_tokens_use_is_noted_once_a_minute(entrance: Entrance) -> None:
    """A hundred requests in two minutes read a hundred times, and write two."""
    kim = as_identity(entrance.join("kim", Role.REVIEWER))
    made = entrance.tokens.make(kim, "n", [READ], days=30)
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement.split()[0])

    event.listen(entrance.database.engine, "before_cursor_execute", note)
    for _ in range(100):
        entrance.tokens.identify(made.secret)
        entrance.wait(seconds=1.2)
    event.remove(entrance.database.engine, "before_cursor_execute", note)
    assert [statements.count(each) for each in ("SELECT", "UPDATE")] == [100, 2]
    assert [each.used_at is not None for each in entrance.tokens.page(kim)] == [True]
