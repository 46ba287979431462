"""What somebody sets for themselves."""

from __future__ import annotations

import dataclasses

import pytest

from gptreview.errors import ForbiddenError, InputError, UnauthorizedError
from gptreview.model.access import Preferences
from gptreview.model.account import Role
from gptreview.usecases.access.profile import ProfileChange
from tests.entrance import VISITOR, Entrance, as_identity


def test_a_profile_is_kept(entrance: Entrance) -> None:
    """What is not set stays; the log says which fields, and not what they hold."""
    kim = as_identity(entrance.join("kim", Role.REVIEWER))
    assert entrance.profile.read(kim).preferences == Preferences()
    wanted = ProfileChange("zh", "kim@example.com", Preferences(False, True, 0))  # noqa: FBT003
    entrance.profile.change(kim, wanted)
    found = entrance.profile.change(kim, ProfileChange(language="en"))
    assert (found.account.language, found.account.email) == ("en", "kim@example.com")
    assert found.preferences == Preferences(blur=False, greyscale=True, break_minutes=0)
    told = [payload for _, kind, _, payload in entrance.steps() if kind == "account.changed"]
    assert told == ['{"fields":["email","language","preferences"]}', '{"fields":["language"]}']


def test_nothing_to_set_is_no_step(entrance: Entrance) -> None:
    """A form that was sent as it was changes nothing."""
    kim = as_identity(entrance.join("kim"))
    before = entrance.kinds()
    assert entrance.profile.change(kim, ProfileChange()).account.name == "kim"
    assert entrance.kinds() == before


@pytest.mark.parametrize(
    ("wanted", "where"),
    [
        (ProfileChange(language="xx"), "language"),
        (ProfileChange(email="x@"), "email"),
        (ProfileChange(preferences=Preferences(break_minutes=9)), "break_minutes"),
        (ProfileChange(preferences=Preferences(break_minutes=241)), "break_minutes"),
        (ProfileChange(preferences=Preferences(break_minutes=-1)), "break_minutes"),
    ],
    ids=["language", "email", "short-break", "long-break", "negative"],
)
def test_a_setting_that_does_not_fit_is_named(
    entrance: Entrance, wanted: ProfileChange, where: str
) -> None:
    """And nothing else of the form is kept."""
    kim = as_identity(entrance.join("kim"))
    with pytest.raises(InputError) as caught:
        entrance.profile.change(kim, dataclasses.replace(wanted, language=wanted.language or "zh"))
    assert caught.value.where == where
    assert entrance.profile.read(kim).account.language == "en"


def test_only_a_session_has_a_profile(entrance: Entrance) -> None:
    """Neither a token nor nobody."""
    program = dataclasses.replace(as_identity(entrance.join("kim")), permissions=frozenset())
    for who, refusal in ((program, ForbiddenError), (VISITOR, UnauthorizedError)):
        with pytest.raises(refusal):
            entrance.profile.read(who)
        with pytest.raises(refusal):
            entrance.profile.change(who, ProfileChange(language="zh"))
