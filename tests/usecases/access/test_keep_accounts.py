"""Accounts and what they may do; there is always an admin."""

from __future__ import annotations

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
    TooManyError,
    UnauthorizedError,
)
from gptreview.model.account import Identity, Permission, Role
from gptreview.usecases.access.invite import NewcomerDraft
from tests.entrance import NOON, OPERATING, PASSWORD, VISITOR, Entrance, as_identity

LAST = "the last admin's account"


def test_accounts_come_in_pages(entrance: Entrance) -> None:
    """In the order of their numbers, those after one of them."""
    for name in ("kim", "lee", "ada"):
        entrance.join(name)
    keep = entrance.accounts()
    pages = [keep.page(OPERATING, after=0, limit=2), keep.page(OPERATING, after=2, limit=2)]
    assert [[each.name for each in page] for page in pages] == [["kim", "lee"], ["ada"]]
    assert keep.named(OPERATING, " LEE ").id == 2


@pytest.mark.parametrize("role", [Role.BUILDER, Role.REVIEWER, Role.LEAD], ids=str)
def test_only_admins_keep_accounts(entrance: Entrance, role: Role) -> None:
    """Nobody else sees the list or changes anything, with a token or without."""
    somebody = as_identity(entrance.join("kim", role))
    keep = entrance.accounts()
    asking = [somebody, VISITOR, Identity(Role.ADMIN, somebody.account, frozenset())]
    refused = []
    for each in asking:
        for call in (
            lambda who=each: keep.page(who),
            lambda who=each: keep.named(who, "kim"),
            lambda who=each: keep.set_role(who, 1, Role.ADMIN),
            lambda who=each: keep.disable(who, 1),
            lambda who=each: keep.enable(who, 1),
        ):
            with pytest.raises(GptReviewError) as caught:
                call()
            refused.append(caught.type)
    assert refused == [ForbiddenError] * 5 + [UnauthorizedError] * 5 + [ForbiddenError] * 5


def test_another_role_holds_from_the_next_request_on(entrance: Entrance) -> None:
    """The session stays, the log says what it was before, and the same role is no step."""
    begun = entrance.join("kim", Role.REVIEWER)
    for _ in range(2):
        entrance.accounts().set_role(OPERATING, 1, Role.LEAD)
    found = entrance.sessions.identify(begun.token)
    assert found is not None
    assert (found.role, found.account and found.account.role) == (Role.LEAD, Role.LEAD)
    told = [step for step in entrance.steps() if step[1] == "account.changed"]
    assert told == [
        ("operator", "account.changed", "account:1", '{"before":"reviewer","role":"lead"}')
    ]


def test_a_lower_role_takes_links_away(entrance: Entrance) -> None:
    """Who was an admin gets no second account by a link of before; a higher role keeps them."""
    entrance.join("ada", Role.ADMIN)
    kim = as_identity(entrance.join("kim", Role.ADMIN))
    secret = entrance.invite.colleague(kim, Role.ADMIN).secret
    entrance.accounts().set_role(OPERATING, 2, Role.LEAD)
    with pytest.raises(NotFoundError):
        entrance.invite.look(secret)
    reset = entrance.invite.reset(OPERATING, 2).secret
    entrance.accounts().set_role(OPERATING, 2, Role.ADMIN)
    assert entrance.invite.look(reset)[1] is not None


def test_reporters_have_no_accounts(entrance: Entrance) -> None:
    """So that is no role to be given."""
    entrance.join("kim")
    with pytest.raises(InputError):
        entrance.accounts().set_role(OPERATING, 1, Role.REPORTER)


def test_the_last_admin_stays_one(entrance: Entrance) -> None:
    """Neither a lower role nor an end, whoever asks; a disabled one does not count."""
    keep = entrance.accounts()
    entrance.join("kim", Role.ADMIN)
    entrance.join("lee", Role.ADMIN)
    keep.disable(OPERATING, 2)
    calls: list[Callable[[], object]] = [
        lambda: keep.set_role(OPERATING, 1, Role.LEAD),
        lambda: keep.disable(OPERATING, 1),
    ]
    for call in calls:
        with pytest.raises(ConflictError) as caught:
            call()
        assert caught.value.found == LAST
    keep.enable(OPERATING, 2)
    assert keep.disable(OPERATING, 1).disabled_at == NOON


def test_two_admins_who_disable_one_another_leave_one(entrance: Entrance) -> None:
    """At the same moment one is quicker."""
    keep = entrance.accounts()
    admins = [as_identity(entrance.join(name, Role.ADMIN)) for name in ("kim", "lee")]
    told: list[str] = []
    together = threading.Barrier(2)

    def disable(by: Identity, number: int) -> None:
        together.wait()
        try:
            told.append(keep.disable(by, number).name)
        except ConflictError as error:
            told.append(error.found)

    threads = [
        threading.Thread(target=disable, args=(by, number))
        for by, number in zip(admins, (2, 1), strict=True)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert LAST in told
    assert entrance.ask("SELECT count(*) FROM accounts WHERE disabled_at IS NULL") == [(1,)]


def test_a_disabled_account_is_out_at_once(entrance: Entrance) -> None:
    """Sessions, tokens and links end; enabled again, they do not come back."""
    keep = entrance.accounts()
    entrance.join("ada", Role.ADMIN)
    begun = entrance.join("kim", Role.ADMIN)
    kim = as_identity(begun)
    token = entrance.tokens.make(kim, "nightly", [Permission.EXPORT], days=30)
    links = [
        entrance.invite.colleague(kim, Role.ADMIN).secret,
        entrance.invite.reset(OPERATING, 2).secret,
    ]
    keep.disable(OPERATING, 2)
    for _ in range(2):
        assert entrance.sessions.identify(begun.token) is None
        with pytest.raises(UnauthorizedError):
            entrance.tokens.identify(token.secret)
        for each in links:
            with pytest.raises(NotFoundError):
                entrance.invite.look(each)
        if entrance.kinds()[-1] == "account.disabled":
            keep.enable(OPERATING, 2)
    told = [step for step in entrance.steps() if step[1] == "account.disabled"]
    assert [json.loads(payload) for _, _, _, payload in told] == [{"sessions": 1, "tokens": [1]}]
    assert entrance.sign_in.sign_in("kim", PASSWORD, VISITOR).account.id == 2


def test_what_is_done_is_not_done_again(entrance: Entrance) -> None:
    """Nobody is disabled twice, or enabled who is not disabled; unknown ones are told."""
    keep = entrance.accounts()
    entrance.join("kim")
    with pytest.raises(ConflictError):
        keep.enable(OPERATING, 1)
    keep.disable(OPERATING, 1)
    with pytest.raises(ConflictError):
        keep.disable(OPERATING, 1)
    calls: list[Callable[[], object]] = [
        lambda: keep.disable(OPERATING, 9),
        lambda: keep.enable(OPERATING, 9),
        lambda: keep.set_role(OPERATING, 9, Role.LEAD),
        lambda: keep.named(OPERATING, "nobody"),
    ]
    for call in calls:
        with pytest.raises(NotFoundError):
            call()


def test_builders_sign_up_where_it_is_allowed(entrance: Entrance) -> None:
    """As builders, whatever they send; five a day from one address."""
    draft = NewcomerDraft("kim", PASSWORD)
    with pytest.raises(ForbiddenError):
        entrance.accounts().sign_up(VISITOR, draft)
    keep = entrance.accounts(is_sign_up_allowed=True)
    begun = keep.sign_up(VISITOR, draft)
    assert begun.account.role is Role.BUILDER
    assert entrance.sessions.identify(begun.token) is not None
    with pytest.raises(ConflictError):
        keep.sign_up(VISITOR, draft)
    with pytest.raises(InputError):
        keep.sign_up(VISITOR, NewcomerDraft("lee", "short"))
    for name in ("lee", "ada"):
        keep.sign_up(VISITOR, NewcomerDraft(name, PASSWORD))
    with pytest.raises(TooManyError):
        keep.sign_up(VISITOR, NewcomerDraft("sam", PASSWORD))


def test_a_builder_does_not_stand_in_the_first_admins_way(entrance: Entrance) -> None:
    """Who signed up first is no admin, and the link still works."""
    made = entrance.invite.first_admin()
    assert made is not None
    entrance.accounts(is_sign_up_allowed=True).sign_up(VISITOR, NewcomerDraft("kim", PASSWORD))
    begun = entrance.invite.accept(made.secret, NewcomerDraft("ada", PASSWORD))
    assert begun.account.role is Role.ADMIN
