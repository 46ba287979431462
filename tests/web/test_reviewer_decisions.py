"""Deciding in a browser: texts, letters, the step, and what becomes of what was typed."""

from __future__ import annotations

import re
from typing import Any

import pytest

from gptreview.store.tables.cases import CaseRow
from tests.web.conftest import SignIn, Site
from tests.web.reviewing import DECISION, Bench


@pytest.fixture
def bench(site: Site, signed_in: SignIn) -> Bench:
    """A reported case."""
    made = Bench(site, signed_in)
    made.post.report()
    return made


def _revision(text: str) -> str:
    found = re.search(r'id="decision".*?name="revision" value="(\d+)"', text, re.DOTALL)
    assert found is not None
    return found[1]


def test_a_case_is_decided(bench: Bench) -> None:
    """The decision stands on the case's page with its words, and the letters are written."""
    ann = bench.person("ann").claim()
    made = ann.take("decide", revision=_revision(ann.get().text), **DECISION)
    page = ann.get().text
    bench.site.chores()
    assert (made.status_code, made.headers["location"]) == (303, ann.path)
    assert "The decision that stands" in page
    assert "Nobody may ask for that." in page
    assert 'id="decision"' not in page
    assert bench.post.letters("kind") == [("report_received",), ("decision_reporter",)]


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("action", "burn", 422),
        ("clauses", "c/none", 422),
        ("facts", " ", 422),
        ("reason_builder", "Call 020 7946 0958 or write to robin@example.com.", 422),
        ("scope", "builder", 403),
        ("days", "ten", 422),
        ("legal_ground", "Act 1", 422),
        ("evidence", "sha256:none", 422),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_at_its_field(
    bench: Bench, field: str, value: str, status: int
) -> None:
    """The form comes back with what was typed, and the words beside the field that is wrong."""
    ann = bench.person("ann").claim()
    answer = ann.take("decide", revision="2", **{**DECISION, field: value})
    assert answer.status_code == status
    assert f'id="{field}-error"' in answer.text
    assert "You were right." in answer.text


def test_all_that_is_wrong_is_said_at_once(bench: Bench) -> None:
    """An empty form says of every field that is wanted what it has to be."""
    ann = bench.person("ann").claim()
    answer = ann.take("decide", revision="2", action="", clauses=[], days="ten")
    wrong = re.findall('id="([a-z_]+)-error"', answer.text)
    wanted = ["action", "clauses", "facts", "reason_builder", "reason_reporter", "days"]
    assert (answer.status_code, wrong) == (422, wanted)


@pytest.mark.parametrize(
    ("day", "status"), [("", 422), ("soon", 422), ("2000-01-01", 422), ("{tomorrow}", 303)], ids=str
)
def test_a_change_needs_its_day(bench: Bench, day: str, status: int) -> None:
    """A required change names a day to come; with another action the hidden day says nothing."""
    import datetime as dt

    ann = bench.person("ann").claim()
    later = bench.site.desk.clock().date() + dt.timedelta(days=2)
    fields = {**DECISION, "action": "require_change", "change_by": day.format(tomorrow=later)}
    assert ann.take("decide", revision="2", **fields).status_code == status


def test_a_hidden_day_is_not_taken(bench: Bench) -> None:
    """A day that was chosen before another action was is left out."""
    ann = bench.person("ann").claim()
    fields = {**DECISION, "change_by": "2999-01-01"}
    assert ann.take("decide", revision="2", **fields).status_code == 303


def test_texts_begin_by_what_was_ticked(bench: Bench) -> None:
    """Empty fields are filled in the chosen language, with the finding's clause; others stay."""
    ann = bench.person("ann").claim()
    empty: dict[str, Any] = {
        **DECISION, "ask": "texts", "clauses": [], "facts": "", "reason_builder": "",
    }  # fmt: skip
    english = ann.take("decide", revision="2", texts_in="en", **empty)
    chinese = ann.take("decide", revision="2", texts_in="zh", **empty)
    assert (english.status_code, chinese.status_code) == (200, 200)
    assert "instructions, 3:7: Why.</textarea>" in english.text
    assert "You were right.</textarea>" in english.text
    assert "为什么。</textarea>" in chinese.text
    assert 'value="usage-policies/fraud" checked' in english.text


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"action": ""}, "action"), ({"clauses": [], "evidence": []}, "clauses")],
    ids=["action", "clauses"],
)
def test_texts_need_something_to_go_by(bench: Bench, changes: dict[str, Any], field: str) -> None:
    """Without an action, or without a clause, there is nothing to write."""
    ann = bench.person("ann").claim()
    answer = ann.take("decide", revision="2", **{**DECISION, "ask": "texts", **changes})
    assert (answer.status_code, f'id="{field}-error"' in answer.text) == (422, True)


def test_letters_are_shown_before_they_are_sent(bench: Bench) -> None:
    """Builder and reporter get theirs as they will read them; nothing is decided yet."""
    bench.post.owner()
    ann = bench.person("ann").claim()
    shown = ann.take("decide", revision="2", ask="letters", **DECISION)
    assert shown.status_code == 200
    for text in ("We have decided on your listing Trips.", "What became of your report on Trips"):
        assert text in shown.text
    assert bench.post.logged("decision.made") == []
    assert 'form="decision"' in shown.text


def test_what_was_typed_survives_a_conflict(bench: Bench) -> None:
    """Who has lost the case is told, keeps their words, and goes on once they hold it again."""
    ann = bench.person("ann").claim()
    ann.take("release")
    lost = ann.take("decide", revision="2", **DECISION)
    again = ann.take("decide", ask="claim", **DECISION)
    stale = ann.take("decide", revision="2", **DECISION)
    right = ann.take("decide", revision=_revision(stale.text), **DECISION)
    assert (lost.status_code, again.status_code) == (409, 200)
    assert "Claim it and go on writing" in lost.text
    assert 'name="reason_builder" value="Nobody may ask for that."' in lost.text
    assert "Nobody may ask for that.</textarea>" in again.text
    assert (stale.status_code, right.status_code) == (409, 303)
    assert "Nobody may ask for that.</textarea>" in stale.text


def test_second_decision_is_told_of_the_first(bench: Bench) -> None:
    """Of two who decide at once one wins; the other reads who was quicker."""
    cleo, ann = bench.person("cleo", "lead"), bench.person("ann").claim()
    bench.post.change(CaseRow, bench.case, lease_until=None, holder_id=None)
    cleo.claim()
    assert cleo.take("decide", revision="3", **DECISION).status_code == 303
    lost = ann.take("decide", revision="2", **DECISION)
    assert (lost.status_code, "cleo was quicker and has decided it" in lost.text) == (409, True)
    assert "copy what you want to keep" in lost.text


def test_a_decision_names_its_revision(bench: Bench) -> None:
    """A form that does not say what its sender has seen is refused."""
    ann = bench.person("ann").claim()
    assert ann.take("decide", **DECISION).status_code == 422


@pytest.fixture
def appealed(bench: Bench) -> Bench:
    """The same, decided by ann and appealed against by its reporter."""
    ann = bench.person("ann").claim()
    assert ann.take("decide", revision="2", **DECISION).status_code == 303
    bench.post.appeal(1, "reporter", 1)
    bench.post.change(CaseRow, bench.case, state="appealed", is_waiting=True)
    return bench


def test_appeals_are_for_somebody_else(appealed: Bench) -> None:
    """Who decided cannot take the case; another one can."""
    ben = appealed.person("ben")
    ann = appealed.person("ann2")
    appealed.post.change(CaseRow, appealed.case, holder_id=None)
    from gptreview.store.tables.cases import DecisionRow

    assert ann.visitor.account is not None
    appealed.post.change(DecisionRow, 1, account_id=ann.visitor.account.id)
    refused = ann.take("claim")
    assert (refused.status_code, "the decision is your own" in refused.text) == (409, True)
    assert "somebody else has to answer the appeal" in refused.text
    ben.claim()


def test_a_decision_is_upheld(appealed: Bench) -> None:
    """An answer is needed; with one the decision stands, and the answer is on the page."""
    ben = appealed.person("ben").claim()
    revision = _revision(ben.get().text)
    blank = ben.take("appeal", revision=revision, ruling="uphold", answer=" ")
    none = ben.take("appeal", revision=revision, answer="Because.")
    shown = ben.take(
        "appeal", revision=revision, ruling="uphold", ask="letters", answer="It was as we said."
    )
    assert (shown.status_code, "What people will be told" in shown.text) == (200, True)
    assert shown.text.count("It was as we said.") == 2  # in the reporter's letter, in the field
    assert '<button class="button primary" type="submit" form="uphold">' in shown.text
    assert "Decision upheld" not in ben.get().text
    done = ben.take("appeal", revision=revision, ruling="uphold", answer="It was as we said.")
    assert (blank.status_code, 'id="answer-error"' in blank.text) == (422, True)
    assert (none.status_code, done.status_code) == (422, 303)
    page = ben.get().text
    assert "Decision upheld" in page
    assert "It was as we said." in page


def test_a_decision_is_overturned(appealed: Bench) -> None:
    """The letters tell of the appeal; then another decision stands in the place of the first."""
    ben = appealed.person("ben").claim()
    revision = _revision(ben.get().text)
    other = {**DECISION, "action": "no_violation", "evidence": [], "ruling": "overturn"}
    shown = ben.take("appeal", revision=revision, ask="letters", **other)
    wrong = ben.take("appeal", revision=revision, **{**other, "facts": ""})
    done = ben.take("appeal", revision=revision, **other)
    assert (shown.status_code, wrong.status_code, done.status_code) == (200, 422, 303)
    assert "An appeal on the decision on Trips" in shown.text
    page = ben.get().text
    assert "Decision overturned" in page
    assert "Replaced" in page


def test_the_form_says_what_reporters_read(bench: Bench) -> None:
    """Where they read several languages, whoever decides is told so; bad faith is told nothing."""
    ann = bench.person("ann").claim()
    assert "The reporters read English." in ann.get().text
    bench.post.report("other@example.com", language="zh", is_bad_faith=True)
    assert "The reporters read English." in ann.get().text
    bench.post.report("third@example.com", language="zh")
    text = ann.get().text
    assert "The reporters read English, 中文, and all are told these words" in text
