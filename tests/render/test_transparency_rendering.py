"""The transparency report says its figures alike in every form, and few to nobody outside."""

from __future__ import annotations

import csv
import datetime as dt
import json
from typing import Any, Final

from lxml import etree

from gptreview.model.database import ChainHead
from gptreview.model.transparency import Figures, RulePrecision, TransparencyReport, Waits
from gptreview.render.transparency_csv import transparency_csv
from gptreview.render.transparency_document import transparency_document
from gptreview.render.transparency_json import transparency_json
from gptreview.render.transparency_svg import ChartBar, bars_svg, part_chart

FRAUD: Final = Figures(
    received=12,
    decided=10,
    actioned=5,
    from_intake=Waits(10, 7_200.0, 36_000.0),
    from_claim=Waits(4, 600.0, 1_200.0),
    in_time=10,
    appeals=4,
    appeals_decided=2,
    overturned=1,
)
REPORT: Final = TransparencyReport(
    since=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    until=dt.datetime(2026, 4, 1, tzinfo=dt.UTC),
    head=ChainHead(7, "ab" * 32),
    total=FRAUD,
    actions=(("remove", 5), ("label", 4)),
    by_category=(("=fraud", FRAUD), ("hate", Figures(received=5))),
    by_week=(("2026-W10", Figures(received=4)),),
    rules=(RulePrecision("fraud-advance-fee", 10, 8, 1),),
)
EXACT: Final[dict[str, Any]] = {
    "received": 12,
    "decided": 10,
    "actioned": 5,
    "hours_from_intake": {"median": 2.0, "p95": 10.0},
    "hours_from_claim": {"median": 0.17, "p95": 0.33},
    "in_time_rate": 1.0,
    "appeals": 4,
    "appeal_rate": 0.4,
    "appeals_decided": 2,
    "overturned": 1,
    "overturn_rate": 0.5,
}
NOTHING: Final[dict[str, Any]] = {
    "received": 0,
    "decided": 0,
    "actioned": 0,
    "hours_from_intake": {"median": None, "p95": None},
    "hours_from_claim": {"median": None, "p95": None},
    "in_time_rate": None,
    "appeals": 0,
    "appeal_rate": None,
    "appeals_decided": 0,
    "overturned": 0,
    "overturn_rate": None,
}


def test_whole_document() -> None:
    """Colleagues see every figure as it is, and the rules."""
    assert transparency_document(REPORT, public=False) == {
        "schema": "gptreview/transparency/v1",
        "since": "2026-01-01T00:00:00Z",
        "until": "2026-04-01T00:00:00Z",
        "log": f"7:{'ab' * 32}",
        "total": EXACT,
        "actions": [{"action": "remove", "decisions": 5}, {"action": "label", "decisions": 4}],
        "by_category": [
            {"category": "=fraud", **EXACT},
            {"category": "hate", **NOTHING, "received": 5},
        ],
        "by_language": [],
        "by_week": [{"week": "2026-W10", **NOTHING, "received": 4}],
        "rules": [
            {
                "rule": "fraud-advance-fee",
                "decided": 10,
                "borne_out": 8,
                "precision": 0.8,
                "interval": [0.4902, 0.9433],
                "overturned": 1,
            }
        ],
    }


def test_public_sees_no_small_numbers() -> None:
    """Counts of 1 to 4 of a part, and rates and times of so few, are hidden; totals are not."""
    document = transparency_document(REPORT, public=True)
    assert document["total"] == EXACT
    assert document["actions"] == [
        {"action": "remove", "decisions": "5+"},
        {"action": "label", "decisions": "<5"},
    ]
    assert document["by_category"][0] == {
        "category": "=fraud",
        **EXACT,
        "hours_from_claim": {"median": None, "p95": None},
        "appeals": "<5",
        "appeal_rate": None,
        "appeals_decided": "<5",
        "overturned": "<5",
        "overturn_rate": None,
    }
    assert document["by_week"] == [{"week": "2026-W10", **NOTHING, "received": "<5"}]
    assert document["rules"] == [
        {
            "rule": "fraud-advance-fee",
            "decided": 10,
            "borne_out": 8,
            "precision": None,
            "interval": None,
            "overturned": "<5",
        }
    ]


def _public(**parts: Any) -> dict[str, Any]:
    report = TransparencyReport(REPORT.since, REPORT.until, REPORT.head, Figures(), **parts)
    return transparency_document(report, public=True)


def test_total_tells_no_hidden_part() -> None:
    """Of ten reports nine are in English: both are hidden, and a language without any is not."""
    languages = (("en", 9), ("fr", 0), ("zh", 1))
    document = _public(by_language=tuple((name, Figures(each)) for name, each in languages))
    received = [(each["language"], each["received"]) for each in document["by_language"]]
    assert received == [("en", "5+"), ("fr", 0), ("zh", "<5")]


def test_rates_of_what_is_hidden_are_hidden() -> None:
    """Of 20, 8 and 3 decisions the 8 are hidden, with their rates; only the 20 say how they went.

    Of 10, 9 and 2 appeals decided the 9 are hidden, and so is how many of them were overturned:
    6 of 9, where 5 of 10 stay.
    """
    document = _public(
        by_language=(
            ("de", Figures(decided=20, in_time=10, appeals_decided=10, overturned=5)),
            ("en", Figures(decided=8, in_time=8, appeals_decided=9, overturned=0)),
            ("zh", Figures(decided=3, in_time=3, appeals_decided=2, overturned=0)),
        )
    )
    keys = ("decided", "in_time_rate", "appeal_rate", "appeals_decided", "overturn_rate")
    assert [tuple(each[key] for key in keys) for each in document["by_language"]] == [
        (20, 0.5, 0.0, 10, 0.5),
        ("5+", None, None, "5+", None),
        ("<5", None, None, "<5", None),
    ]


def test_single_missing_rate_in_time_takes_another_one_with_it() -> None:
    """Two of 30 late would be the total's late without the others': the next smallest says none."""
    parts = (("de", 50, 25), ("en", 30, 28), ("fr", 0, 0), ("zh", 20, 10))
    document = _public(
        by_language=tuple((name, Figures(decided=of, in_time=on)) for name, of, on in parts)
    )
    rates = [(each["decided"], each["in_time_rate"]) for each in document["by_language"]]
    assert rates == [(50, 0.5), (30, None), (0, None), (20, None)]


def test_what_totals_say_hides_no_action() -> None:
    """What is decided without what is actioned is no violation, so it covers for no action."""
    document = _public(actions=(("remove", 9), ("limit", 6), ("no_violation", 3), ("label", 2)))
    assert [each["decisions"] for each in document["actions"]] == [9, "5+", "<5", "<5"]


def test_json_is_the_document() -> None:
    """The JSON text holds the document."""
    for public in (False, True):
        text = transparency_json(REPORT, public=public)
        assert json.loads(text) == transparency_document(REPORT, public=public)


def test_rule_without_cases_has_no_interval() -> None:
    """A rule that nobody decided on has neither precision nor interval, in any form."""
    (rule,) = transparency_document(
        TransparencyReport(
            REPORT.since, REPORT.until, REPORT.head, Figures(), rules=(RulePrecision("x", 0, 0, 0),)
        ),
        public=False,
    )["rules"]
    assert (rule["precision"], rule["interval"]) == (None, None)


def test_csv_has_every_part() -> None:
    """One line for each part under its name; what a spreadsheet would compute is text."""
    lines = transparency_csv(REPORT, public=False).split("\r\n")
    assert lines[0] == (
        "since,until,part,name,received,decided,actioned,appeals,appeals_decided,overturned,"
        "hours_from_intake_median,hours_from_intake_p95,hours_from_claim_median,"
        "hours_from_claim_p95,in_time_rate,appeal_rate,overturn_rate,"
        "borne_out,precision,precision_low,precision_high"
    )
    span = "2026-01-01T00:00:00Z,2026-04-01T00:00:00Z"
    assert lines[1:] == [
        f"{span},total,,12,10,5,4,2,1,2.0,10.0,0.17,0.33,1.0,0.4,0.5,,,,",
        f"{span},action,remove,,5,,,,,,,,,,,,,,,",
        f"{span},action,label,,4,,,,,,,,,,,,,,,",
        f"{span},category,'=fraud,12,10,5,4,2,1,2.0,10.0,0.17,0.33,1.0,0.4,0.5,,,,",
        f"{span},category,hate,5,0,0,0,0,0,,,,,,,,,,,",
        f"{span},week,2026-W10,4,0,0,0,0,0,,,,,,,,,,,",
        f"{span},rule,fraud-advance-fee,,10,,,,1,,,,,,,,8,0.8,0.4902,0.9433",
        "",
    ]


def test_public_csv_hides_the_same() -> None:
    """The table for the public has no small number."""
    rows = list(csv.DictReader(transparency_csv(REPORT, public=True).splitlines()))
    assert [(row["part"], row["received"]) for row in rows] == [
        ("total", "12"),
        ("action", ""),
        ("action", ""),
        ("category", "12"),
        ("category", "5"),
        ("week", "<5"),
        ("rule", ""),
    ]
    assert [row["decided"] for row in rows[1:3]] == ["5+", "<5"]


def test_chart_is_svg_that_says_its_numbers() -> None:
    """The longest bar fills the room, hidden numbers have no length, and words say them all."""
    parts = transparency_document(REPORT, public=True)["by_category"]
    parts.append({**parts[1], "category": "<b>", "received": "<5"})
    tree = etree.fromstring(part_chart("c1", "Reports & more", parts, "category", "received"))
    assert tree.attrib["aria-labelledby"] == "c1-title c1-desc"
    assert [each.text for each in tree.iter() if each.tag in ("title", "desc")] == [
        "Reports & more",
        "=fraud 12, hate 5, <b> <5",
    ]
    bars = [each for each in tree.iter("rect") if each.attrib["class"] == "bar received"]
    assert [each.attrib["width"] for each in bars] == ["410", "171", "0"]
    assert [each.text for each in tree.iter("text")][::2] == ["=fraud", "hate", "<b>"]


def test_chart_of_nothing() -> None:
    """A chart without bars is still a picture, which says that there is nothing."""
    tree = etree.fromstring(bars_svg("c2", "Empty", []))
    assert [each.text for each in tree] == ["Empty", "nothing"]
    assert tree.attrib["viewBox"] == "0 0 640 1"


def test_short_bar_is_seen() -> None:
    """One of a thousand is still two units wide."""
    tree = etree.fromstring(
        bars_svg("c3", "T", [ChartBar("a", "1,000", 1_000, "k"), ChartBar("b", "1", 1, "k")])
    )
    bars = [each for each in tree.iter("rect") if each.attrib["class"] == "bar k"]
    assert [each.attrib["width"] for each in bars] == ["410", "2"]
