"""What an earlier review's output says is no news."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gptreview.decide.baseline import read_baseline
from gptreview.errors import InputError

ONE, TWO, THREE = (f"sha256:{digit * 64}" for digit in "123")
NEXT = "write one with `gptreview review SOURCE --format json -o baseline.json`"
EXPECTED = f"expected what `gptreview review` wrote as json or jsonl; {NEXT}"


def _finding(digest: str, **more: Any) -> dict[str, Any]:
    return {"rule_id": "fraud-a", "evidence_digest": digest, **more}


LISTINGS: list[dict[str, Any]] = [
    {
        "id": "g-1",
        "outcome": "fail",
        "findings": [_finding(ONE, waiver=None), _finding(TWO, waiver={"owner": "a"})],
    },
    {"source": "broken", "outcome": None, "findings": [], "error": {"found": "not JSON"}},
    {"id": "g-2", "outcome": "pass", "findings": []},
    {"id": "g-1", "outcome": "fail", "findings": [_finding(THREE, known=True)]},
]
DOCUMENT = {"schema": "gptreview/review/v1", "listings": LISTINGS}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(DOCUMENT),
        json.dumps(DOCUMENT, indent=2),
        "\n".join(map(json.dumps, LISTINGS)) + "\n",
        "\r\n\r\n".join(map(json.dumps, LISTINGS)),
    ],
    ids=["json", "indented", "jsonl", "blank-lines"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_baseline_knows_earlier_findings(text: str, encoding: str) -> None:
    """Findings of the same listing are joined; waived ones and unparsed listings are left out."""
    baseline = read_baseline(text.encode(encoding), name="baseline")
    assert baseline.known("g-1") == {ONE, THREE}
    assert baseline.known("g-2") == baseline.known("g-3") == frozenset()


def test_baseline_knows_what_the_listings_held() -> None:
    """Where an output says what a listing held, it is known under any path, too."""
    listings = [
        {"id": "a/les", "content_digest": "sha256:c", "findings": [_finding(ONE)]},
        {"id": "b/les", "content_digest": None, "findings": [_finding(TWO)]},
    ]
    baseline = read_baseline(json.dumps(DOCUMENT | {"listings": listings}).encode(), name="b")
    assert baseline.known("moved", "sha256:c") == {ONE}
    assert baseline.known("moved", "sha256:d") == frozenset()
    assert baseline.known("../b/les", "sha256:d") == {TWO}


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"schema": "policy/v1"}, f"b.json: no gptreview/review/v1 document; {EXPECTED}"),
        (
            {"schema": "gptreview/review/v1", "listings": {}},
            f"b.json: no gptreview/review/v1 document; {EXPECTED}",
        ),
        (
            {"schema": "gptreview/review/v1", "listings": [3]},
            f"b.json: /listings/0: no listing with an id; {EXPECTED}",
        ),
        (
            {"schema": "gptreview/review/v1", "listings": [{"id": 7, "findings": []}]},
            f"b.json: /listings/0: no listing with an id; {EXPECTED}",
        ),
        (
            {"schema": "gptreview/review/v1", "listings": [{"id": "g-1"}]},
            f"b.json: /listings/0: a listing without findings; {EXPECTED}",
        ),
        (
            {
                "schema": "gptreview/review/v1",
                "listings": [{"id": "g-1", "findings": [_finding(ONE), "x"]}],
            },
            "b.json: /listings/0: /findings/1: a finding without evidence_digest; " + EXPECTED,
        ),
        (
            {
                "schema": "gptreview/review/v1",
                "listings": [{"id": "g-1", "findings": [{"evidence_digest": "md5"}]}],
            },
            "b.json: /listings/0: /findings/0: a finding without evidence_digest; " + EXPECTED,
        ),
    ],
)
def test_other_documents_are_refused(value: dict[str, Any], message: str) -> None:
    """What no review wrote is no baseline, and the message says where it goes wrong."""
    with pytest.raises(InputError) as caught:
        read_baseline(json.dumps(value, indent=1).encode(), name="b.json")
    assert str(caught.value) == message


def test_broken_line_is_told_by_its_number() -> None:
    """A line that is no listing is named among the others."""
    text = f"{json.dumps(LISTINGS[0])}\n\n{{}}\n"
    with pytest.raises(InputError, match=r"^b\.jsonl: line 3: no listing with an id; "):
        read_baseline(text.encode(), name="b.jsonl")


def test_broken_syntax_is_told_with_its_place() -> None:
    """A truncated file is bad input, with the place where it breaks off."""
    with pytest.raises(InputError, match=r"^b\.json: line "):
        read_baseline(b'{"schema": "gptreview/review/v1", "listings": [', name="b.json")


def test_empty_file_is_refused() -> None:
    """An empty file hides nothing, and is most likely a mistake."""
    with pytest.raises(InputError, match=r"^b\.json: an empty document; expected a mapping"):
        read_baseline(b"\n", name="b.json")


def test_huge_file_is_refused() -> None:
    """A file over 256 MiB is not read."""

    class Huge(bytes):
        def __len__(self) -> int:
            return 268_435_457

    with pytest.raises(InputError) as caught:
        read_baseline(Huge(), name="b.json")
    assert str(caught.value) == "b.json: 268435457 bytes; expected at most 268435456"
