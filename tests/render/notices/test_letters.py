"""A letter says all that it has to say, in either language, or is none."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace
from typing import get_args

import pytest

from gptreview.errors import ConflictError
from gptreview.model.decision import Action, Scope
from gptreview.model.finding import Wording
from gptreview.model.notice import NoticeKind
from gptreview.model.segment import Locator
from gptreview.render.notices import letters, phrases, reading_language, written
from gptreview.render.notices.chinese import CHINESE
from gptreview.render.notices.english import ENGLISH
from gptreview.render.notices.letters import Fields
from gptreview.render.notices.phrases import Passage
from gptreview.render.notices.ways import Ways

LETTERS = tuple(get_args(Fields))
CASES = [
    pytest.param(letter, name, language, id=f"{letter.kind}-{name}-{language}")
    for letter in LETTERS
    for name in (each.name for each in fields(letter))
    for language in ("en", "zh")
]


def _filled(letter: type[Fields]) -> Fields:
    return letter(**{each.name: f"<{each.name}>" for each in fields(letter)})


@pytest.mark.parametrize(("letter", "name", "language"), CASES)
def test_every_field_is_said_and_none_may_be_blank(
    letter: type[Fields], name: str, language: str
) -> None:
    """Subject or body has it; blanks, zero-width characters and no text are refused by name."""
    whole = _filled(letter)
    said = written(whole, language)
    assert f"<{name}>" in said.subject + said.body
    for blank in ("", " \n\t", "\u200b\u2060", None):
        with pytest.raises(ConflictError) as caught:
            written(replace(whole, **{name: blank}), language)  # type: ignore[arg-type]
        assert (caught.value.where, caught.value.found) == (
            name,
            f"the letter {letter.kind} has a blank field",
        )


def test_every_kind_has_a_letter_and_a_template_in_both_languages() -> None:
    """None is forgotten."""
    assert {letter.kind for letter in LETTERS} == set(NoticeKind)
    assert set(ENGLISH) == set(CHINESE) == set(NoticeKind)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "en"), ("zh", "zh"), ("zh-CN", "zh"), ("ZH-Hans", "zh"), ("de", "en"), ("", "en")],
    ids=["en", "zh", "zh-CN", "zh-Hans", "de", "none"],
)
def test_an_unknown_language_is_english(language: str, expected: str) -> None:
    """Somebody who reads neither gets the letter all the same."""
    assert reading_language(language) == expected
    whole = letters.AppealReceived("Trips", "today")
    assert written(whole, language) == written(whole, expected)


def test_a_subject_is_one_line_and_nothing_is_a_template() -> None:
    """A stranger's name makes no header, and its braces stay braces."""
    made = written(letters.AppealReceived("Tri\r\nps {{ filed }} {% x %}", "today"), "en")
    assert made.subject == "We have your appeal on Tri ps {{ filed }} {% x %}"


def test_a_template_that_names_what_is_not_there_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """An undefined name is an error, not a gap in a letter."""
    from jinja2 import UndefinedError

    from gptreview.model.notice import Letter
    from gptreview.render import notices

    broken = {NoticeKind.APPEAL_RECEIVED: Letter("{{ listing }}", "{{ nothing }}")}
    monkeypatch.setattr(notices, "ENGLISH", broken)
    with pytest.raises(UndefinedError, match="'nothing' is undefined"):
        written(letters.AppealReceived("Trips", "today"), "en")


def test_a_passage_says_what_a_disguise_hides() -> None:
    """What was written stands in brackets at its place; a gap has a place and no text."""
    found = Passage(
        "knowledge:a.md",
        Locator(2, 5, "page 3"),
        "cGF5",
        "code: ",
        "!",
        "pay",
        Wording("Asks for money.", "索要钱财。"),
        Wording("Remove it.", "请删除。"),
    )
    gap = replace(found, excerpt="", before="", after="", decoded="")
    assert phrases.passages([found, gap], "en") == (
        "knowledge:a.md, page 3, 2:5\n    code: [cGF5]!\n    It says: pay\nAsks for money.\n\n"
        "knowledge:a.md, page 3, 2:5\nAsks for money."
    )
    assert phrases.passages([found], "zh") == (
        "knowledge:a.md，第 3 页，2:5\n    code: [cGF5]!\n    实际内容：pay\n索要钱财。"
    )
    assert phrases.fixes([found, gap], "zh") == "- 请删除。\n请修改上述内容，然后重新提交该 GPT。"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_action_and_scope_has_words(language: str) -> None:
    """No decision leaves a gap."""
    assert all(phrases.OUTCOMES[action].of(language) for action in Action)
    assert all(phrases.scope(scope, language) for scope in Scope)
    assert phrases.means(is_detected=True, language=language) != phrases.means(
        is_detected=False, language=language
    )
    assert phrases.source(reports=0, language=language) != phrases.source(
        reports=1, language=language
    )


def test_a_duration_has_an_end_and_a_last_day() -> None:
    """Days are those of UTC."""
    end = dt.datetime(2026, 5, 1, 23, 59, tzinfo=dt.UTC)
    assert phrases.duration(end, None, "en") == "until 1 May 2026 (UTC)"
    assert phrases.duration(None, end.date(), "en") == (
        "until it is changed by another decision; change the listing on or before 1 May 2026 (UTC)"
    )


def test_ways_without_an_address_are_said_in_words() -> None:
    """Where nobody has said where the web face is, a letter names its pages all the same."""
    assert Ways().listing(7, "en") == "Sign in and open the listing to see everything about it."
    assert Ways("https://a.example").listing(7, "zh") == (
        "请登录并打开该 GPT：https://a.example/own-listings/7，查看全部详情。"
    )
