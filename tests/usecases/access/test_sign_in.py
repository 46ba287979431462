"""Signing in with a name and a password."""

from __future__ import annotations

import dataclasses
import json
import threading

import pytest

from gptreview.access.passwords import Cost
from gptreview.errors import (
    ForbiddenError,
    GptReviewError,
    InputError,
    TooManyError,
    UnauthorizedError,
)
from gptreview.model.access import SignedIn
from gptreview.model.account import Identity, Permission, Role
from tests.entrance import (
    OPERATING,
    PASSWORD,
    VISITOR,
    CountedPasswords,
    Entrance,
    as_identity,
)

WRONG = "another four plain words"
ANEW = "entirely different words now"


def _sign_in(entrance: Entrance, password: str = PASSWORD, name: str = "kim") -> SignedIn:
    return entrance.sign_in.sign_in(name, password, VISITOR)


def _refusal(entrance: Entrance, password: str = WRONG, name: str = "kim") -> str:
    with pytest.raises(UnauthorizedError) as caught:
        _sign_in(entrance, password, name)
    return str(caught.value)


def test_a_name_and_its_password_begin_a_session(entrance: Entrance) -> None:
    """In any case and with blanks around the name; who is signed in is who signed in."""
    entrance.join("kim", Role.REVIEWER)
    begun = _sign_in(entrance, name=" Kim ")
    found = entrance.sessions.identify(begun.token)
    assert found == Identity(Role.REVIEWER, begun.account)
    assert entrance.steps()[-1] == ("account:1", "session.begun", "account:1", "{}")


def test_each_session_has_a_secret_of_its_own(entrance: Entrance) -> None:
    """The secret that a browser came with is never the one it goes with, and works no more."""
    before = entrance.join("kim")
    after = entrance.sign_in.sign_in("kim", PASSWORD, VISITOR, replaces=before.token)
    assert after.token != before.token
    assert entrance.sessions.identify(before.token) is None
    assert entrance.sessions.identify(after.token) is not None


def test_a_secret_of_somebodys_choice_becomes_no_session(entrance: Entrance) -> None:
    """One that was set in a browser before the sign-in is unknown after it too."""
    entrance.join("kim")
    planted = "p" * 43
    entrance.sign_in.sign_in("kim", PASSWORD, VISITOR, replaces=planted)
    assert entrance.sessions.identify(planted) is None


def test_nobody_is_told_who_has_an_account(entrance: Entrance) -> None:
    """An unknown name, a wrong password and a disabled account get one answer, and one look."""
    entrance.join("kim")
    entrance.join("lee")
    entrance.accounts().disable(OPERATING, 2)
    entrance.passwords.kept.clear()
    answers = {
        _refusal(entrance),
        _refusal(entrance, PASSWORD, "nobody"),
        _refusal(entrance, PASSWORD, "lee"),
    }
    assert len(answers) == 1
    assert entrance.passwords.kept == [True, False, False]
    assert [step[1:3] for step in entrance.steps()[-3:]] == [
        ("session.failed", "account:1"),
        ("session.failed", "account:0"),
        ("session.failed", "account:2"),
    ]


def test_ten_wrong_passwords_lock_for_a_quarter_of_an_hour(entrance: Entrance) -> None:
    """The right one gets the same answer and takes as long; later it is right again."""
    entrance.join("kim")
    answers = {_refusal(entrance) for _ in range(10)}
    entrance.passwords.kept.clear()
    entrance.wait(minutes=14, seconds=59)
    answers.add(_refusal(entrance, PASSWORD))
    assert len(answers) == 1
    assert entrance.passwords.kept == [False]
    assert json.loads(entrance.steps()[-1][3]) == {"locked": True}
    entrance.wait(seconds=1)
    assert _sign_in(entrance).account.name == "kim"


def test_a_right_password_takes_the_count_back(entrance: Entrance) -> None:
    """Nine wrong ones, a right one, and nine wrong ones lock nothing."""
    entrance.join("kim")
    for _ in range(2):
        for _ in range(9):
            _refusal(entrance)
        entrance.wait(minutes=15)
        assert _sign_in(entrance).account.name == "kim"


def test_the_count_begins_anew_after_a_lock(entrance: Entrance) -> None:
    """One wrong password after the quarter of an hour does not lock again."""
    entrance.join("kim")
    for _ in range(10):
        _refusal(entrance)
    entrance.wait(minutes=15)
    _refusal(entrance)
    assert _sign_in(entrance).account.name == "kim"


def test_tries_at_once_are_all_counted(entrance: Entrance) -> None:
    """Of sixteen guesses at the same moment ten are looked at."""
    entrance.join("kim")
    entrance.passwords.kept.clear()
    refused: list[GptReviewError] = []

    def guess() -> None:
        try:
            _sign_in(entrance, WRONG)
        except GptReviewError as error:
            refused.append(error)

    threads = [threading.Thread(target=guess) for _ in range(16)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert [type(each) for each in refused] == [UnauthorizedError] * 16
    assert sorted(entrance.passwords.kept) == [False] * 6 + [True] * 10


def test_an_address_has_thirty_tries(entrance: Entrance) -> None:
    """The next one is told when to come again, and another address has its own."""
    entrance.join("kim")
    for number in range(30):
        _refusal(entrance, name=f"guess-{number}")
    with pytest.raises(TooManyError) as caught:
        _sign_in(entrance)
    assert caught.value.retry_after <= 901
    elsewhere = Identity(address="1" * 64)
    assert entrance.sign_in.sign_in("kim", PASSWORD, elsewhere).account.name == "kim"


def test_a_hash_of_another_cost_is_made_anew(entrance: Entrance) -> None:
    """After a sign-in the password is kept at the cost of now, and is still right."""
    entrance.join("kim")
    entrance.passwords = CountedPasswords(Cost(passes=2, memory=8, lanes=1))
    _sign_in(entrance)
    ((kept,),) = entrance.ask("SELECT password FROM accounts")
    assert kept.startswith("$argon2id$v=19$m=8,t=2,p=1$")
    assert _sign_in(entrance).account.name == "kim"


def test_who_was_disabled_meanwhile_gets_no_session(entrance: Entrance) -> None:
    """Between the look at the password and the session an admin was quicker."""
    entrance.join("kim")
    disable = entrance.accounts().disable

    class Slow(CountedPasswords):
        def verify(self, kept: str, password: str) -> bool:
            is_right = super().verify(kept, password)
            disable(OPERATING, 1)
            return is_right

    entrance.passwords = Slow()
    _refusal(entrance, PASSWORD)
    assert entrance.ask("SELECT count(*) FROM sessions") == [(0,)]


def test_another_password_ends_all_other_sessions(entrance: Entrance) -> None:
    """The browser gets a new session, links to a new password end, and the old one is wrong."""
    other = entrance.join("kim")
    own = _sign_in(entrance)
    link = entrance.invite.reset(OPERATING, 1)
    anew = entrance.sign_in.change_password(as_identity(own), PASSWORD, ANEW)
    gone = [entrance.sessions.identify(each.token) for each in (other, own)]
    assert gone == [None, None]
    assert entrance.sessions.identify(anew.token) is not None
    with pytest.raises(GptReviewError):
        entrance.invite.look(link.secret)
    _refusal(entrance, PASSWORD)
    assert _sign_in(entrance, ANEW).account.name == "kim"


def test_another_password_needs_the_old_one(entrance: Entrance) -> None:
    """A wrong one counts as at the sign-in, and changes nothing."""
    kim = as_identity(entrance.join("kim"))
    for _ in range(10):
        with pytest.raises(UnauthorizedError):
            entrance.sign_in.change_password(kim, WRONG, ANEW)
    with pytest.raises(UnauthorizedError):
        entrance.sign_in.change_password(kim, PASSWORD, ANEW)
    entrance.wait(minutes=15)
    assert _sign_in(entrance).account.name == "kim"


def test_another_password_is_as_strong_as_the_first(entrance: Entrance) -> None:
    """A weak one is refused before the old one is looked at."""
    kim = as_identity(entrance.join("kim"))
    entrance.passwords.kept.clear()
    with pytest.raises(InputError) as caught:
        entrance.sign_in.change_password(kim, PASSWORD, "short")
    assert (caught.value.where, entrance.passwords.kept) == ("password", [])


def test_only_a_session_of_a_local_account_sets_a_password(entrance: Entrance) -> None:
    """Neither a token does, nor somebody who signs in elsewhere, nor nobody."""
    kim = as_identity(entrance.join("kim"))
    assert kim.account is not None
    elsewhere = dataclasses.replace(kim.account, is_local=False)
    asking = [
        dataclasses.replace(kim, permissions=frozenset(Permission)),
        dataclasses.replace(kim, account=elsewhere),
        VISITOR,
    ]
    raised = []
    for each in asking:
        with pytest.raises(GptReviewError) as caught:
            entrance.sign_in.change_password(each, PASSWORD, ANEW)
        raised.append(caught.type)
    assert raised == [ForbiddenError, ForbiddenError, UnauthorizedError]


def test_nothing_secret_is_logged_or_exported(entrance: Entrance) -> None:
    """Neither passwords nor secrets nor their digests are in the log, or in an export."""
    from gptreview.access.tokens import digest_of
    from gptreview.store.export import export_rows

    begun = entrance.join("kim", Role.ADMIN)
    made = entrance.tokens.make(as_identity(begun), "nightly", [Permission.EXPORT], days=30)
    link = entrance.invite.colleague(OPERATING, Role.LEAD)
    with entrance.database.snapshot() as session:
        text = json.dumps(list(export_rows(session, content=True)), default=str)
    ((hashed,),) = entrance.ask("SELECT password FROM accounts")
    secrets = (begun.token, made.secret, link.secret)
    for each in (PASSWORD, hashed, *secrets, *map(digest_of, secrets)):
        assert each not in text
    assert "nightly" in text
    shown = repr([begun, made, link])
    assert not any(each in shown for each in secrets)
