"""Which passwords are taken, and what is kept of them."""

from __future__ import annotations

import threading
import time

import pytest
from argon2 import PasswordHasher

from gptreview.access.passwords import Cost, Passwords, require_strong
from gptreview.errors import InputError, TooManyError

CHEAP = Cost(passes=1, memory=8, lanes=1)
GOOD = "four plain words together"


def test_a_password_is_known_again_and_no_other() -> None:
    """What was hashed is right, a letter more or less is wrong."""
    passwords = Passwords(CHEAP)
    kept = passwords.hash(GOOD)
    tries = (GOOD, f"{GOOD}r", GOOD[:-1], GOOD.title(), "")
    assert [passwords.verify(kept, each) for each in tries] == [True, False, False, False, False]


def test_the_same_letters_are_right_from_any_keyboard() -> None:
    """A letter with its accent behind it is the letter with its accent."""
    passwords = Passwords(CHEAP)
    kept = passwords.hash("caf\u00e9 au lait le matin")
    assert passwords.verify(kept, "cafe\u0301 au lait le matin")


def test_the_default_cost_is_that_of_the_standard() -> None:
    """Argon2id with three passes over 64 MiB in four lanes: RFC 9106's second option."""
    kept = Passwords().hash(GOOD)
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert GOOD not in kept


def test_nothing_fits_where_nothing_is_kept() -> None:
    """Not even the text whose hash stands in for nobody's."""
    passwords = Passwords(CHEAP)
    assert [passwords.verify("", each) for each in (GOOD, "", "\0")] == [False] * 3


def test_as_much_is_done_where_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A look at nobody's password is one hash at the same cost as a look at somebody's."""
    passwords = Passwords(CHEAP)
    kept = passwords.hash(GOOD)
    costs: list[str] = []
    real = PasswordHasher.verify

    def noted(hasher: PasswordHasher, hashed: str, password: bytes) -> bool:
        costs.append(hashed.rpartition("p=1$")[0])
        return real(hasher, hashed, password)

    monkeypatch.setattr(PasswordHasher, "verify", noted)
    assert [passwords.verify(each, "another one") for each in (kept, "")] == [False, False]
    assert costs == ["$argon2id$v=19$m=8,t=1,"] * 2


def test_a_longer_text_than_any_password_is_wrong() -> None:
    """Even where its beginning is right."""
    passwords = Passwords(CHEAP)
    text = "ab c" * 64
    assert [
        passwords.verify(passwords.hash(text), each) for each in (text, text + "d" * 9_999)
    ] == [
        True,
        False,
    ]


def test_another_cost_makes_a_hash_outdated() -> None:
    """A hash of a lower cost is to be made anew, one of the same is not."""
    kept = Passwords(CHEAP).hash(GOOD)
    dearer = Passwords(Cost(passes=2, memory=8, lanes=1))
    assert (Passwords(CHEAP).is_outdated(kept), dearer.is_outdated(kept)) == (False, True)


def test_only_so_many_are_hashed_at_once() -> None:
    """Who has to wait too long is asked to come again, and the turn comes back."""
    passwords = Passwords(Cost(passes=40, memory=32_768, lanes=1), at_once=1, patience=0.01)
    busy = threading.Thread(target=passwords.hash, args=(GOOD,))
    busy.start()
    time.sleep(0.05)
    with pytest.raises(TooManyError) as caught:
        passwords.hash(GOOD)
    busy.join()
    assert caught.value.retry_after == 10
    assert passwords.hash(GOOD)


@pytest.mark.parametrize(
    ("password", "found"),
    [
        ("too short", "9 characters"),
        ("x y z w v" * 40, "360 characters"),
        ("a line\nand another one", "a character that cannot be written"),
        ("the house of Kim-Lee it is", "it holds the account's name, or this program's"),
        ("GPTReview is what I use", "it holds the account's name, or this program's"),
        ("aaaaaaaaaaaaaaaaaaaa", "the same characters again and again"),
        ("passwordPassword", "the same characters again and again"),
        ("abababcbabcabcabcb", "the same characters again and again"),
        ("abcdefghijklmnopqr", "a row of letters or digits"),
        ("98765432109876543", "a row of letters or digits"),
        ("qwertyuiopasdfghj!", "a row of letters or digits"),
    ],
    ids=[
        "short",
        "long",
        "control",
        "own-name",
        "program",
        "one-character",
        "twice",
        "three-characters",
        "alphabet",
        "digits",
        "keyboard",
    ],
)
def test_a_password_that_is_easily_guessed_is_refused(password: str, found: str) -> None:
    """The message says why, and never holds the password."""
    with pytest.raises(InputError) as caught:
        require_strong(password, name="kim-lee")
    assert caught.value.found == found
    assert password not in str(caught.value)


@pytest.mark.parametrize(
    "password",
    [GOOD, "七个字不够长所以写十五个字才行", "x9!kQ2#mZ7@pL4$"],
    ids=["words", "zh", "random"],
)
def test_a_good_password_is_taken(password: str) -> None:
    """Fifteen characters of any kind are enough."""
    require_strong(password, name="kim-lee")
