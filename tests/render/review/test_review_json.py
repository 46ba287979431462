"""JSON for programs: everything, in order, the same every time."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from gptreview import __version__
from gptreview.decide.baseline import read_baseline
from gptreview.model.finding import Finding
from gptreview.model.policy import Meaning
from gptreview.model.review_summary import ReviewSummary, summarize_reviews
from gptreview.model.verdict import JudgedFinding, Reviewed
from gptreview.render.review_json import review_json
from gptreview.render.review_jsonl import review_jsonl


def test_json_leaves_nothing_out(reviewed: tuple[Reviewed, ...], summary: ReviewSummary) -> None:
    """Every listing and every finding is there in its order, set aside or not."""
    value = json.loads(review_json(reviewed, summary))
    assert (value["schema"], value["generator"]) == (
        "gptreview/review/v1",
        f"gptreview {__version__}",
    )
    assert value["summary"] == {
        "passed": 1,
        "review": 1,
        "failed": 1,
        "unparsed": 1,
        "unreachable": 1,
        "exit_status": 4,
    }
    assert [each["source"] for each in value["listings"]] == [each.source for each in reviewed]
    verdict = reviewed[0].verdict
    assert verdict is not None
    assert [each["evidence_digest"] for each in value["listings"][0]["findings"]] == [
        judged.finding.evidence_digest for judged in verdict.findings
    ]
    assert value["listings"][4] == {
        "id": "g-0005",
        "source": "g-0005",
        "error": {
            "code": "dependency",
            "found": "the server did not answer",
            "where": "",
            "expected": "",
            "next_step": "",
        },
    }


def test_json_line_is_one_line_in_one_language(reviewed: tuple[Reviewed, ...]) -> None:
    """A listing is one line whatever it holds; its words are in the language asked for."""
    for language, message in (
        ("en", "Hands the conversation to a stranger."),
        ("zh", "将对话交给第三方。"),
    ):
        line = review_jsonl(reviewed[0], language=language)
        assert line.splitlines(keepends=True) == [line]
        assert line.endswith("\n")
        value = json.loads(line)
        assert list(value) == ["id", "outcome", "coverage", "findings", "remarks"]
        assert value["remarks"] == ["gpt.yaml: unknown key colour"]
        assert value["findings"][0]["message"] == message


def test_listing_without_verdict_has_a_line_too(reviewed: tuple[Reviewed, ...]) -> None:
    """A listing that could not be read keeps its place among the lines, with no outcome."""
    value = json.loads(review_jsonl(reviewed[4]))
    assert value["error"]["found"] == "the server did not answer"
    del value["error"]
    empty: dict[str, object] = {"id": "g-0005", "outcome": None, "coverage": None, "findings": []}
    assert value == empty
    assert json.loads(review_jsonl(Reviewed("g-0005"))) == empty
    assert json.loads(review_jsonl(Reviewed("all.jsonl:5", id="g-0005"))) == empty
    assert '"error": null' in review_json((Reviewed("g"),), ReviewSummary(0, 0, 0, 0, 0))


def test_text_that_is_no_text_is_escaped(
    make_finding: Callable[..., Finding], reviewed: tuple[Reviewed, ...]
) -> None:
    """Lone surrogates and line separators are escapes: the text can be written and split."""
    verdict = reviewed[2].verdict
    assert verdict is not None
    text = "a\ud800\x85\u2028b"
    judged = JudgedFinding(make_finding("r", "name", text), Meaning.FAIL)
    one = replace(reviewed[2], verdict=replace(verdict, findings=(judged,)))
    line = review_jsonl(one)
    assert len(line.encode().decode().splitlines()) == 1
    assert json.loads(line)["findings"][0]["excerpt"] == text
    whole = review_json((one,), summarize_reviews((one,))).encode()
    assert json.loads(whole)["listings"][0]["findings"][0]["excerpt"] == text


def test_both_are_baselines_for_the_next_review(
    reviewed: tuple[Reviewed, ...], summary: ReviewSummary
) -> None:
    """What either format says of a finding is what a baseline takes over, the waived ones not."""
    verdict = reviewed[0].verdict
    assert verdict is not None
    expected = {
        "g-0001": {each.finding.evidence_digest for each in verdict.findings if not each.waiver},
        "g-0002": set(),
        "g-0003": set(),
    }
    whole, lines = review_json(reviewed, summary), "".join(map(review_jsonl, reviewed))
    for output in (whole, lines):
        baseline = read_baseline(output.encode(), name="baseline")
        assert {each: baseline.known(each) for each in expected} == expected
