"""Links that work once."""

from __future__ import annotations

import dataclasses
import json
import threading
from collections.abc import Callable

import pytest

from gptreview.errors import (
    ConflictError,
    ForbiddenError,
    GptReviewError,
    InputError,
    NotFoundError,
    UnauthorizedError,
)
from gptreview.model.access import INVITATION_PATH, Link, LinkKind
from gptreview.model.account import Account, Identity, Role
from gptreview.store import accounts
from gptreview.store.accounts import NewAccount
from gptreview.usecases.access.invite import NewcomerDraft
from tests.entrance import (
    NOON,
    OPERATING,
    PASSWORD,
    VISITOR,
    CountedPasswords,
    Entrance,
    as_identity,
)

DRAFT = NewcomerDraft("Ada", PASSWORD, "ada@example.com", "zh")
ANEW = "entirely different words now"


def _is_over(entrance: Entrance, secret: str) -> bool:
    try:
        entrance.invite.look(secret)
    except NotFoundError:
        return True
    return False


def test_the_first_link_makes_the_first_admin(entrance: Entrance) -> None:
    """It works once and signs in; after it there is no other one."""
    made = entrance.invite.first_admin()
    assert made is not None
    assert made.path == INVITATION_PATH + made.secret
    begun = entrance.invite.accept(made.secret, DRAFT)
    preferences = {"blur": True, "greyscale": True, "break_minutes": 50}
    assert begun.account == Account(
        1, "ada", "ada@example.com", Role.ADMIN, "zh", NOON, preferences=preferences
    )
    assert entrance.sessions.identify(begun.token) == Identity(Role.ADMIN, begun.account)
    assert entrance.invite.first_admin() is None
    assert _is_over(entrance, made.secret)
    assert entrance.steps() == [
        ("account:1", "account.made", "account:1", '{"link":1,"local":true,"role":"admin"}'),
        ("account:1", "session.begun", "account:1", "{}"),
    ]


def test_a_second_start_replaces_the_first_link(entrance: Entrance) -> None:
    """Only the newest one works."""
    links = [entrance.invite.first_admin() for _ in range(2)]
    assert [_is_over(entrance, each.secret) for each in links if each] == [True, False]


def test_the_first_link_works_for_an_hour(entrance: Entrance) -> None:
    """Then the program has to be started again."""
    made = entrance.invite.first_admin()
    assert made is not None
    entrance.wait(minutes=59, seconds=59)
    assert not _is_over(entrance, made.secret)
    entrance.wait(seconds=1)
    assert _is_over(entrance, made.secret)


def test_the_first_link_ends_where_there_is_an_admin(entrance: Entrance) -> None:
    """One who came in another way meanwhile."""
    made = entrance.invite.first_admin()
    assert made is not None
    entrance.join("kim", Role.ADMIN)
    with pytest.raises(NotFoundError):
        entrance.invite.accept(made.secret, DRAFT)


def test_a_colleague_gets_the_role_of_the_link(entrance: Entrance) -> None:
    """Within seven days."""
    admin = as_identity(entrance.join("kim", Role.ADMIN))
    made = entrance.invite.colleague(admin, Role.LEAD)
    entrance.wait(days=6, hours=23)
    link, account = entrance.invite.look(made.secret)
    assert (link, account) == (made.link, None)
    assert link == Link(2, LinkKind.COLLEAGUE, Role.LEAD, None, link.expires_at)
    assert entrance.invite.accept(made.secret, DRAFT).account.role is Role.LEAD


def test_a_link_ends_after_seven_days(entrance: Entrance) -> None:
    """It is as if it had never been."""
    made = entrance.invite.colleague(OPERATING, Role.LEAD)
    entrance.wait(days=7)
    with pytest.raises(NotFoundError):
        entrance.invite.accept(made.secret, DRAFT)


def test_links_to_colleagues_stand_beside_one_another(entrance: Entrance) -> None:
    """A second one does not end the first."""
    links = [entrance.invite.colleague(OPERATING, Role.BUILDER) for _ in range(2)]
    assert [_is_over(entrance, each.secret) for each in links] == [False, False]


def test_only_admins_make_links(entrance: Entrance) -> None:
    """A lead makes none, and reporters need none."""
    lead = as_identity(entrance.join("kim", Role.LEAD))
    calls: list[Callable[[], object]] = [
        lambda: entrance.invite.colleague(lead, Role.BUILDER),
        lambda: entrance.invite.reset(lead, 1),
    ]
    for make in calls:
        with pytest.raises(ForbiddenError):
            make()
    with pytest.raises(InputError) as caught:
        entrance.invite.colleague(OPERATING, Role.REPORTER)
    assert caught.value.expected == "builder, reviewer, lead, admin"


def test_two_who_follow_a_link_at_once_make_one_account(entrance: Entrance) -> None:
    """The other one is told that it works no more."""
    secret = entrance.invite.colleague(OPERATING, Role.BUILDER).secret
    told: list[str] = []

    def follow(name: str) -> None:
        try:
            told.append(entrance.invite.accept(secret, NewcomerDraft(name, PASSWORD)).account.name)
        except NotFoundError:
            told.append("over")

    threads = [threading.Thread(target=follow, args=(name,)) for name in ("kim", "lee", "ada")]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert told.count("over") == 2
    assert entrance.ask("SELECT count(*) FROM accounts") == [(1,)]


def test_a_name_that_is_taken_leaves_the_link(entrance: Entrance) -> None:
    """Another name may be chosen with the same one."""
    entrance.join("ada")
    secret = entrance.invite.colleague(OPERATING, Role.BUILDER).secret
    with pytest.raises(ConflictError) as caught:
        entrance.invite.accept(secret, DRAFT)
    assert caught.value.where == "name"
    assert entrance.invite.accept(secret, NewcomerDraft("lee", PASSWORD)).account.name == "lee"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "ab"),
        ("name", "-kim"),
        ("name", "kim lee"),
        ("name", "<b>kim</b>"),
        ("name", "k" * 41),
        ("name", "Operator"),
        ("password", "short"),
        ("email", "nobody"),
        ("email", "a@b.example\r\nBcc: c@d.example"),
        ("email", f"{'a' * 60}@{'b.' * 100}example"),
        ("language", "tlh"),
    ],
    ids=[
        "name-short",
        "name-dash",
        "name-blank",
        "name-html",
        "name-long",
        "name-reserved",
        "password",
        "email",
        "email-header",
        "email-long",
        "language",
    ],
)
def test_a_field_that_does_not_fit_is_named(entrance: Entrance, field: str, value: str) -> None:
    """Nothing is made, and the link still works."""
    secret = entrance.invite.colleague(OPERATING, Role.BUILDER).secret
    with pytest.raises(InputError) as caught:
        entrance.invite.accept(secret, dataclasses.replace(DRAFT, **{field: value}))
    assert caught.value.where == field
    assert not _is_over(entrance, secret)


@pytest.mark.parametrize(
    "secret", ["", "x" * 43, "../../etc/passwd"], ids=["empty", "unknown", "path"]
)
def test_an_unknown_link_is_told_as_one_that_is_over(entrance: Entrance, secret: str) -> None:
    """Looking and following say the same."""
    messages = set()
    for follow in (
        entrance.invite.look,
        lambda each: entrance.invite.accept(each, DRAFT),
        lambda each: entrance.invite.accept_reset(each, ANEW),
    ):
        with pytest.raises(NotFoundError) as caught:
            follow(secret)
        messages.add(str(caught.value))
    assert len(messages) == 1


def test_a_reset_sets_another_password_and_ends_the_sessions(entrance: Entrance) -> None:
    """The old password works until then; a lock is lifted too."""
    before = entrance.join("kim")
    for _ in range(10):
        with pytest.raises(GptReviewError):
            entrance.sign_in.sign_in("kim", "wrong", VISITOR)
    made = entrance.invite.reset(OPERATING, 1)
    assert entrance.invite.look(made.secret)[1] == before.account
    after = entrance.invite.accept_reset(made.secret, ANEW)
    assert entrance.sessions.identify(before.token) is None
    assert entrance.sessions.identify(after.token) is not None
    assert entrance.sign_in.sign_in("kim", ANEW, VISITOR).account.name == "kim"
    assert _is_over(entrance, made.secret)
    told = [step for step in entrance.steps() if step[1] == "account.changed"]
    assert [(actor, json.loads(payload)) for actor, _, _, payload in told] == [
        ("operator", {"fields": ["reset-link"]}),
        ("account:1", {"fields": ["password"]}),
    ]


def test_a_link_is_for_an_account_or_for_a_password(entrance: Entrance) -> None:
    """Neither does the other's work."""
    entrance.join("kim")
    reset = entrance.invite.reset(OPERATING, 1).secret
    colleague = entrance.invite.colleague(OPERATING, Role.ADMIN).secret
    with pytest.raises(NotFoundError):
        entrance.invite.accept(reset, DRAFT)
    with pytest.raises(NotFoundError):
        entrance.invite.accept_reset(colleague, ANEW)


def test_a_second_reset_ends_the_first(entrance: Entrance) -> None:
    """And not that of another account."""
    entrance.join("kim")
    entrance.join("lee")
    links = [entrance.invite.reset(OPERATING, number).secret for number in (1, 2, 1)]
    assert [_is_over(entrance, each) for each in links] == [True, False, False]


def test_only_local_accounts_that_work_are_reset(entrance: Entrance) -> None:
    """The message says what it found."""
    entrance.join("kim")
    elsewhere = NewAccount("lee", "", Role.BUILDER, "en", issuer="https://id.example", subject="1")
    with entrance.database.writing() as session:
        accounts.add(session, elsewhere, at=NOON)
    entrance.accounts().disable(OPERATING, 1)
    found = []
    for number in (1, 2):
        with pytest.raises(ConflictError) as caught:
            entrance.invite.reset(OPERATING, number)
        found.append(caught.value.found)
    assert found == ["an account that is disabled", "an account without a password here"]
    with pytest.raises(NotFoundError):
        entrance.invite.reset(OPERATING, 3)


@pytest.mark.parametrize("is_disabled", [False, True], ids=["used", "disabled"])
def test_a_reset_that_comes_second_sets_nothing(entrance: Entrance, *, is_disabled: bool) -> None:
    """While its password was hashed the link was used, or the account disabled."""
    entrance.join("kim")
    secret = entrance.invite.reset(OPERATING, 1).secret
    first = Entrance(entrance.database)

    class Slow(CountedPasswords):
        def hash(self, password: str) -> str:
            if is_disabled:
                with entrance.database.writing() as session:
                    accounts.change(session, 1, disabled_at=NOON)
            else:
                first.invite.accept_reset(secret, PASSWORD)
            return super().hash(password)

    entrance.passwords = Slow()
    with pytest.raises(NotFoundError):
        entrance.invite.accept_reset(secret, ANEW)
    with pytest.raises(UnauthorizedError):
        first.sign_in.sign_in("kim", ANEW, VISITOR)
