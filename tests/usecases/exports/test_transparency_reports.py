"""The transparency report has the figures that one counts by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Final

import pytest

from gptreview.errors import InputError
from gptreview.model.case import ServiceLevels
from gptreview.model.transparency import (
    Figures,
    RulePrecision,
    Share,
    TransparencyReport,
    Waits,
    waits,
)
from gptreview.usecases.exports.rule_precision import RulePrecisions
from gptreview.usecases.exports.transparency import TransparencyReports
from tests.usecases.exports.casebook import LEAD, MONDAY, Casebook, at

YEAR: Final = (dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2027, 1, 1, tzinfo=dt.UTC))
HOUR: Final = 3_600.0


def _report(casebook: Casebook, since: dt.datetime, until: dt.datetime) -> TransparencyReport:
    return TransparencyReports(casebook.newsroom.database, ServiceLevels()).report(since, until)


def _two_weeks(casebook: Casebook) -> None:
    """Three cases. All times are hours after Monday of week 10; week 11 begins at hour 159."""
    for word in ("coin", "chat", "poem"):
        casebook.listing(word)
    casebook.judged("coin", "fail", "fail a", "review b", when=at(0))
    casebook.judged("chat", "fail", "fail a", when=at(0))
    # The first: reported twice, decided 10 h later (2 h after its claim), upheld on appeal.
    first = casebook.case("coin", at(1))
    casebook.report(first, at(1))
    casebook.report(first, at(2), "hate", language="zh")
    casebook.claim(first, at(5), account=2)
    casebook.claim(first, at(9))
    removed = casebook.decide(first, at(11), evidence=["sha256:fail"], categories=["fraud"])
    appeal = casebook.appeal(first, removed, at(20))
    casebook.answer(appeal, at(30), upheld=True)
    # The second: of self-harm, so 4 hours; decided after 6. Overturned in the next week.
    second = casebook.case("chat", at(10))
    casebook.report(second, at(10), "self_harm", language="zh")
    casebook.claim(second, at(13))
    limited = casebook.decide(
        second, at(16), "limit", evidence=["sha256:fail"], categories=["self_harm"]
    )
    appeal = casebook.appeal(second, limited, at(40))
    casebook.answer(appeal, at(170), upheld=False)
    casebook.decide(
        second,
        at(170),
        "no_violation",
        account=2,
        appeal=appeal,
        categories=["self_harm"],
    )
    # The third: nothing wrong, in time; reported again in the next week, and not decided since.
    third = casebook.case("poem", at(12))
    casebook.report(third, at(12), "adult")
    casebook.decide(third, at(84), "no_violation", categories=["adult"])
    casebook.log("case.reopened", f"case:{third}", at(165), "public", case=third)
    casebook.report(third, at(165), "adult")


def test_figures_are_those_of_the_log(casebook: Casebook) -> None:
    """Whole figures of a small log, and of each of its parts, counted by hand."""
    _two_weeks(casebook)
    found = _report(casebook, *YEAR)
    assert found.total == Figures(
        received=5,
        decided=3,
        actioned=2,
        from_intake=Waits(3, 10 * HOUR, 72 * HOUR),
        from_claim=Waits(2, 2.5 * HOUR, 3 * HOUR),
        in_time=2,
        appeals=2,
        appeals_decided=2,
        overturned=1,
    )
    assert found.actions == (("limit", 1), ("no_violation", 1), ("remove", 1))
    assert dict(found.by_category) == {
        "adult": Figures(
            received=2, decided=1, from_intake=Waits(1, 72 * HOUR, 72 * HOUR), in_time=1
        ),
        "fraud": Figures(
            received=1,
            decided=1,
            actioned=1,
            from_intake=Waits(1, 10 * HOUR, 10 * HOUR),
            from_claim=Waits(1, 2 * HOUR, 2 * HOUR),
            in_time=1,
            appeals=1,
            appeals_decided=1,
        ),
        "hate": Figures(received=1),
        "self_harm": Figures(
            received=1,
            decided=1,
            actioned=1,
            from_intake=Waits(1, 6 * HOUR, 6 * HOUR),
            from_claim=Waits(1, 3 * HOUR, 3 * HOUR),
            appeals=1,
            appeals_decided=1,
            overturned=1,
        ),
    }
    assert {name: each.received for name, each in found.by_language} == {"en": 3, "zh": 2}
    assert {
        name: (each.received, each.decided, each.appeals, each.appeals_decided)
        for name, each in found.by_week
    } == {"2026-W10": (4, 3, 2, 1), "2026-W11": (1, 0, 0, 1)}
    assert found.rules == (
        RulePrecision("fail", decided=2, borne_out=1, overturned=1),
        RulePrecision("review", decided=1, borne_out=0, overturned=0),
    )


def test_range_counts_what_happened_in_it(casebook: Casebook) -> None:
    """The first moment counts and the last does not; a wait may begin before the range."""
    _two_weeks(casebook)
    found = _report(casebook, at(11), at(16)).total
    assert found == Figures(
        received=1,
        decided=1,
        actioned=1,
        from_intake=Waits(1, 10 * HOUR, 10 * HOUR),
        from_claim=Waits(1, 2 * HOUR, 2 * HOUR),
        in_time=1,
    )


def test_bad_faith_is_not_received(casebook: Casebook) -> None:
    """Reports that are marked later count in no part; the decision and its waits stay."""
    _two_weeks(casebook)
    before = _report(casebook, *YEAR)
    for number, case in ((1, 1), (2, 1)):
        casebook.log("report.bad_faith", f"report:{number}", at(300), "account:2", case=case)
    found = _report(casebook, *YEAR)
    assert found.total == replace(before.total, received=3)
    fraud, hate = (dict(found.by_category).get(name) for name in ("fraud", "hate"))
    assert (fraud, hate) == (replace(dict(before.by_category)["fraud"], received=0), None)
    assert {name: each.received for name, each in found.by_language} == {"en": 2, "zh": 1}


def test_rules_of_a_range(casebook: Casebook) -> None:
    """Leads get the rules of any range: what fell later had been borne out before."""
    _two_weeks(casebook)
    precisions = RulePrecisions(casebook.newsroom.database)
    assert precisions.rules(MONDAY, at(100), who=LEAD) == (
        RulePrecision("fail", decided=2, borne_out=2, overturned=0),
        RulePrecision("review", decided=1, borne_out=0, overturned=0),
    )


@pytest.mark.parametrize(
    ("action", "clause", "evidence", "borne_out"),
    [
        ("remove", "c/fail", [], 1),
        ("remove", "c/other", [], 0),
        ("remove", "c/fail", ["sha256:review"], 0),
        ("no_violation", "c/fail", [], 0),
    ],
    ids=["its clause", "another clause", "another finding", "no violation"],
)
def test_rule_is_borne_out_by_its_clause(
    casebook: Casebook, action: str, clause: str, evidence: list[str], borne_out: int
) -> None:
    """A violation that ticks no finding agrees with the rules whose clause it names."""
    casebook.listing("coin")
    casebook.judged("coin", "fail", "fail", "review", when=at(0))
    casebook.decide(
        casebook.case("coin", at(1)), at(2), action, evidence=evidence, texts={"clauses": [clause]}
    )
    rules = RulePrecisions(casebook.newsroom.database).rules(*YEAR, who=LEAD)
    assert rules[0] == RulePrecision("fail", decided=1, borne_out=borne_out, overturned=0)


def test_empty_log(casebook: Casebook) -> None:
    """Where nothing happened the figures are zeros, and no rate is made of them."""
    found = _report(casebook, *YEAR)
    assert (found.total, found.by_week, found.rules) == (Figures(), (), ())
    assert found.total.overturn.rate is None
    assert found.total.overturn.interval is None


def test_empty_range_is_refused(casebook: Casebook) -> None:
    """A range that ends where it begins is none."""
    with pytest.raises(InputError, match="a range that ends at"):
        _report(casebook, MONDAY, MONDAY)


@pytest.mark.parametrize(
    ("due", "sooner", "expected"),
    [(at(10), None, 0), (at(30), None, 1), (at(30), at(10), 0), (None, None, 1)],
    ids=["late", "in time", "a report made it urgent", "by the service level"],
)
def test_day_in_the_log_is_the_one_that_counts(
    due: dt.datetime | None, sooner: dt.datetime | None, expected: int, casebook: Casebook
) -> None:
    """A decision is held against the day that the log gave, and that a report may have moved."""
    said = {"due_at": due.isoformat()} if due else {}
    moved = {"due_at": sooner.isoformat()} if sooner else {}
    casebook.log("case.opened", "case:1", at(0), "public", case=1, language="de", **said)
    casebook.log("report.filed", "report:1", at(1), "public", case=1, category="fraud", **moved)
    casebook.log("decision.made", "decision:1", at(20), "account:1", case=1, action="label")
    found = _report(casebook, *YEAR)
    assert found.total.in_time == expected
    assert [(name, each.received) for name, each in found.by_language] == [("de", 1)]


def test_events_without_a_case_are_passed_over(casebook: Casebook) -> None:
    """What does not say its case counts nowhere; a decision without a beginning has no wait."""
    casebook.log("report.filed", "report:1", MONDAY, "public", category="hate")
    casebook.log(
        "decision.made", "decision:1", MONDAY, "account:1", case=1, action="label", categories=[]
    )
    found = _report(casebook, *YEAR)
    assert found.total == Figures(decided=1, actioned=1)
    assert found.by_language == (("unknown", Figures(decided=1, actioned=1)),)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        ([], Waits()),
        ([3.0], Waits(1, 3.0, 3.0)),
        ([4.0, 1.0], Waits(2, 2.5, 4.0)),
        ([float(each) for each in range(100, 0, -1)], Waits(100, 50.5, 95.0)),
        ([float(each) for each in range(1, 22)], Waits(21, 11.0, 20.0)),
    ],
    ids=["none", "one", "two", "hundred", "odd"],
)
def test_waits(seconds: list[float], expected: Waits) -> None:
    """The median of an even number is between two; the 95th percentile is one of them."""
    assert waits(seconds) == expected


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (Share(8, 10), (0.4902, 0.9433)),
        (Share(0, 10), (0.0, 0.2775)),
        (Share(10, 10), (0.7225, 1.0)),
    ],
    ids=["some", "no", "all"],
)
def test_interval_is_wilsons(share: Share, expected: tuple[float, float]) -> None:
    """The interval is Wilson's score interval, and stays between 0 and 1."""
    interval = share.interval
    assert interval is not None
    assert tuple(round(each, 4) for each in interval) == expected
