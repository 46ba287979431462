"""SARIF as GitHub code scanning takes it: its structure, its limits, and what each result says."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from gptreview.errors import InputError
from gptreview.model.finding import Finding, Wording
from gptreview.model.listing import FieldPlace
from gptreview.model.policy import Meaning
from gptreview.model.segment import Locator
from gptreview.model.verdict import JudgedFinding, Reviewed
from gptreview.render import review_sarif as module
from gptreview.render.review_sarif import MOST_RESULTS, review_sarif

Make = Callable[..., Finding]


def _run(reviewed: tuple[Reviewed, ...]) -> dict[str, Any]:
    log = json.loads(review_sarif(reviewed))
    assert set(log) == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def _with(reviewed: tuple[Reviewed, ...], *judged: JudgedFinding) -> Reviewed:
    """The clean listing with these findings instead."""
    verdict = reviewed[2].verdict
    assert verdict is not None
    places = {"name": FieldPlace("a b.md", 5, exact=True)}
    return replace(reviewed[2], verdict=replace(verdict, findings=judged), places=places)


def test_run_keeps_what_github_documents(
    reviewed: tuple[Reviewed, ...], many: Callable[[int], tuple[Reviewed, ...]]
) -> None:
    """Required properties are there, references resolve, and the documented limits are kept."""
    for listings in (reviewed, many(859)):
        run = _run(listings)
        assert run["columnKind"] == "unicodeCodePoints"
        rules = run["tool"]["driver"]["rules"]
        assert [rule["id"] for rule in rules] == sorted({rule["id"] for rule in rules})
        for rule in rules:
            _check_rule(rule)
        assert 0 < len(run["results"]) <= MOST_RESULTS
        for result in run["results"]:
            _check_result(result, rules)
        assert len(gzip.compress(review_sarif(listings).encode())) < 10_000_000


def _check_rule(rule: dict[str, Any]) -> None:
    assert rule["shortDescription"]["text"]
    assert rule["fullDescription"]["text"]
    assert rule["help"]["text"]
    assert rule["help"]["markdown"]
    assert rule["defaultConfiguration"]["level"] in ("note", "warning", "error")
    assert len(rule["properties"]["tags"]) <= 20
    assert 0.0 < float(rule["properties"]["security-severity"]) <= 10.0
    assert rule["properties"]["precision"] in ("very-high", "high", "medium", "low")
    assert rule.get("helpUri", "https://").startswith("https://")


def _check_result(result: dict[str, Any], rules: list[dict[str, Any]]) -> None:
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert result["level"] in ("note", "warning", "error")
    assert result["message"]["text"]
    (location,) = result["locations"]
    physical = location["physicalLocation"]
    uri = physical["artifactLocation"]["uri"]
    assert not uri.startswith("/")
    assert ":" not in uri
    region = physical["region"]
    assert region["startLine"] >= 1
    assert region.get("startColumn", 1) >= 1
    if "endLine" not in region and "endColumn" in region:
        assert region["endColumn"] > region["startColumn"]
    assert result["partialFingerprints"]["primaryLocationLineHash"]


def test_fingerprints_are_of_the_evidence_and_unique(reviewed: tuple[Reviewed, ...]) -> None:
    """Each alert of a file has a fingerprint of its own, and the digest that a waiver takes."""
    results = _run(reviewed)["results"]
    assert [each["ruleId"] for each in results[20:]] == ["coverage-unread"] * 8
    keys = [
        (
            each["ruleId"],
            each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
            each["partialFingerprints"]["primaryLocationLineHash"],
        )
        for each in results
    ]
    assert len(set(keys)) == len(results) == 28
    verdict = reviewed[0].verdict
    assert verdict is not None
    assert [each["partialFingerprints"]["gptreviewEvidence/v1"] for each in results[:20]] == [
        judged.finding.evidence_digest for judged in verdict.findings
    ]


def test_same_text_twice_in_a_file_is_two_alerts(
    make_finding: Make, reviewed: tuple[Reviewed, ...]
) -> None:
    """The same evidence is numbered where it stands in a file more than once."""
    twice = [
        JudgedFinding(make_finding("r", "name", "abc", start=at), Meaning.FAIL) for at in (0, 9)
    ]
    first, second = (
        each["partialFingerprints"]["primaryLocationLineHash"]
        for each in _run((_with(reviewed, *twice),))["results"]
    )
    assert (first[:-1], first[-2:], second[-2:]) == (second[:-1], ":1", ":2")


@pytest.mark.parametrize(
    ("text", "shown", "expected"),
    [
        ("abc", None, {"startLine": 6, "startColumn": 3, "endColumn": 6}),
        ("中\U0001f600", None, {"startLine": 6, "startColumn": 3, "endColumn": 5}),
        (
            "ab\ncde",
            None,
            {"startLine": 6, "startColumn": 3, "endLine": 7, "endColumn": 4},
        ),
        ("ab\ncde", "*\n*", {"startLine": 6, "startColumn": 3}),
        ("secret", "s…", {"startLine": 6, "startColumn": 3, "endColumn": 9}),
        ("", None, {"startLine": 6, "startColumn": 3}),
        ("x" * 401, "x" * 400, {"startLine": 6, "startColumn": 3}),
    ],
)
def test_region_ends_where_that_is_known(
    text: str,
    shown: str | None,
    expected: dict[str, int],
    make_finding: Make,
    reviewed: tuple[Reviewed, ...],
) -> None:
    """Columns count code points from 1; an end that the excerpt does not tell is left out."""
    found = make_finding("r", "name", text, at=Locator(2, 3), shown=shown)
    (result,) = _run((_with(reviewed, JudgedFinding(found, Meaning.FAIL)),))["results"]
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "a%20b.md"},
        "region": expected,
    }


def test_message_has_no_links_or_placeholders_of_a_stranger(
    make_finding: Make, reviewed: tuple[Reviewed, ...]
) -> None:
    """What SARIF would read as a link or a placeholder is escaped as the standard says."""
    found = make_finding("r", "name", "[a](https://example.com) {0} \\ \x1b")
    (result,) = _run((_with(reviewed, JudgedFinding(found, Meaning.NOTE)),))["results"]
    assert result["message"]["text"] == (
        "Asks for a payment up front to release a larger sum.\n"
        "“\\[a\\](https://example.com) {{0}} \\\\ \\\\x1b”\n"
        "Remove the request for payment."
    )


def test_suppressions_say_who_answers(reviewed: tuple[Reviewed, ...]) -> None:
    """Waived and known findings are suppressed with their reason, and no others."""
    suppressed = {
        each["ruleId"]: each["suppressions"]
        for each in _run(reviewed)["results"]
        if "suppressions" in each
    }
    why = "a lottery with a licence (trust-and-safety, until 2027-06-30)"
    assert suppressed == {
        "fraud-prize": [{"kind": "external", "status": "accepted", "justification": why}],
        "fraud-bonus": [
            {"kind": "external", "status": "accepted", "justification": "in the baseline"}
        ],
    }


def test_invocation_tells_what_was_not_judged(reviewed: tuple[Reviewed, ...]) -> None:
    """Unread parts are warnings; a scanner down or a listing that does not parse is an error."""
    (invocation,) = _run(reviewed)["invocations"]
    assert invocation["executionSuccessful"] is False
    assert [
        (each["level"], each["descriptor"]["id"], each["message"]["text"])
        for each in invocation["toolExecutionNotifications"]
    ] == [
        ("error", "scanner", "pii: contacts.txt: more than 9 values"),
        (
            "error",
            "listing",
            "listings.jsonl:4: column 18: the line ends inside a string; "
            "expected one JSON object; repair the line",
        ),
        ("error", "listing", "the server did not answer"),
        ("warning", "encrypted", "knowledge:scan.pdf: a PDF that needs a password"),
        (
            "warning",
            "too-deep",
            "knowledge:old.zip, inner.zip > deep.zip: "
            "an archive inside an archive inside an archive",
        ),
        (
            "warning",
            "damaged",
            "knowledge:old.zip, inner.zip > a.pdf > pages 3, 5: pages that cannot be read",
        ),
        ("warning", "not-openapi", "action:1: a list"),
        ("warning", "damaged", "knowledge:手册.pdf: not a readable PDF"),
    ]
    (fine,) = _run(reviewed[1:3])["invocations"]
    assert fine["executionSuccessful"] is True


def test_worst_results_are_kept_where_there_are_too_many(
    make_finding: Make, reviewed: tuple[Reviewed, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over GitHub's limit the mildest are left out, and a notification counts them."""
    monkeypatch.setattr(module, "MOST_RESULTS", 2)
    listing = _with(
        reviewed,
        JudgedFinding(make_finding("a", "name", "x"), Meaning.NOTE),
        JudgedFinding(make_finding("b", "name", "x"), Meaning.FAIL, known=True),
        JudgedFinding(make_finding("c", "name", "x"), Meaning.REVIEW),
        JudgedFinding(make_finding("d", "name", "x"), Meaning.FAIL),
    )
    run = _run((listing,))
    assert [each["ruleId"] for each in run["results"]] == ["d", "c"]
    assert [each["id"] for each in run["tool"]["driver"]["rules"]] == ["c", "d"]
    assert run["invocations"] == [
        {
            "executionSuccessful": True,
            "toolExecutionNotifications": [
                {
                    "level": "warning",
                    "message": {"text": "2 results left out: GitHub takes 2 a run."},
                }
            ],
        }
    ]


@pytest.mark.parametrize(
    ("source", "uri", "line"),
    [
        ("a b/l.jsonl:4", "a%20b/l.jsonl", 4),
        ("-:12", "stdin", 12),
        ("gpts.json#/3", "gpts.json", 1),
        ("gpts/city:4", "gpts/city%3A4", 1),
    ],
)
def test_listing_of_a_file_has_its_line(
    source: str, uri: str, line: int, make_finding: Make, reviewed: tuple[Reviewed, ...]
) -> None:
    """What GitHub shows in a file has the file's name and the listing's line."""
    place = {"artifactLocation": {"uri": uri}, "region": {"startLine": line}}
    run = _run((Reviewed(source, error=InputError("no")),))
    (result,) = run["results"]
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert (result["ruleId"], result["level"], result["message"]["text"]) == (
        "coverage-unread", "warning", "no",
    )  # fmt: skip
    assert result["locations"][0]["physicalLocation"] == place
    assert note["locations"] == [{"physicalLocation": place}]
    judged = JudgedFinding(make_finding("r", "name", ""), Meaning.FAIL)
    one = replace(_with(reviewed, judged), source=source, places={})
    (result,) = _run((one,))["results"]
    assert result["locations"][0]["physicalLocation"] == place


def test_unread_part_is_where_its_file_is(reviewed: tuple[Reviewed, ...]) -> None:
    """A part that nobody read is an alert at its own file, and makes no rule of its reason."""
    run = _run(reviewed[:1])
    unread = [each for each in run["results"] if each["ruleId"] == "coverage-unread"]
    assert [
        (
            each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
            each["locations"][0]["logicalLocations"],
            each["properties"],
        )
        for each in unread[:2]
    ] == [
        ("examples/prize-desk", [{"fullyQualifiedName": "pii"}], {"code": "scanner"}),
        (
            "examples/prize-desk/knowledge/scan.pdf",
            [{"fullyQualifiedName": "knowledge:scan.pdf"}],
            {"code": "encrypted"},
        ),
    ]


def test_rule_says_what_is_true_of_all_its_findings(
    make_finding: Make, reviewed: tuple[Reviewed, ...]
) -> None:
    """What is particular to one listing stands in its result, not in the rule's description."""
    general = Wording("Sends data away.", "向外发送数据。")
    found = make_finding("r", "name", "x", message=Wording("Sends your city to a.", "发送。"))
    judged = JudgedFinding(replace(found, general=general), Meaning.FAIL)
    run = _run((_with(reviewed, judged),))
    (rule,) = run["tool"]["driver"]["rules"]
    assert rule["fullDescription"]["text"] == "Sends data away."
    assert rule["help"]["text"].startswith("Sends data away.\n")
    assert rule["help"]["markdown"].startswith("Sends data away.\n")
    assert run["results"][0]["message"]["text"].startswith("Sends your city to a.\n")


def test_identifier_that_no_file_can_have_is_escaped() -> None:
    """A source with a lone surrogate in it still has an address."""
    (note,) = _run((Reviewed("g\ud800", error=InputError("no")),))["invocations"][0][
        "toolExecutionNotifications"
    ]
    place = note["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": "g%5Cud800"}
