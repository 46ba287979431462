"""docs/policy.md: its YAML loads, and it says what the program does."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gptreview.decide.policy_file import read_policy
from gptreview.errors import InputError
from gptreview.model.finding import Finding, evidence_digest
from gptreview.model.policy import Policy, Profile
from gptreview.model.verdict import Outcome, Verdict
from gptreview.reading.document import read_mapping


@pytest.fixture(scope="module")
def page(repository_root: Path) -> str:
    """The page as it stands."""
    return (repository_root / "docs" / "policy.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def blocks(page: str) -> list[str]:
    """Its YAML blocks."""
    return re.findall(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def with_section(repository_root: Path) -> Callable[[str], Policy]:
    """The default policy with some of its keys replaced."""
    default = read_mapping((repository_root / "rules" / "policy.yaml").read_bytes(), name="default")

    def policy(block: str) -> Policy:
        section: dict[str, Any] = read_mapping(block.encode(), name="block").value
        clauses = default.value["clauses"] | section.pop("clauses", {})
        whole = default.value | section | {"clauses": clauses}
        return read_policy(json.dumps(whole).encode(), name="policy.md")

    return policy


def test_sections_load(blocks: list[str], with_section: Callable[[str], Policy]) -> None:
    """Each block is a policy, or a part that the default policy takes in."""
    whole = [block for block in blocks if "schema:" in block]
    parts = [block for block in blocks if "schema:" not in block]
    assert (len(whole), len(parts)) == (1, 5)
    for block in parts:
        assert with_section(block).name == "gptreview default policy"
    own = read_policy(whole[0].encode(), name="own.yaml")
    assert (own.name, own.version) == ("Example Ltd workspace", "3")


def test_errors_are_shown_as_they_are(page: str, blocks: list[str]) -> None:
    """The message about a broken policy is what the program says of it."""
    broken = blocks[-1].replace(
        "medium: fail, high: fail}\n    medium", "medium: fail, high: fial}\n    medium"
    )
    broken = broken.replace("public: [publishing/privacy-url]", "public: [publishing/privacy-uri]")
    with pytest.raises(InputError) as caught:
        read_policy(broken.encode(), name="own.yaml")
    assert f"\n```\n{caught.value}\n```\n" in page


def test_waiver_of_the_page_holds(
    page: str,
    blocks: list[str],
    with_section: Callable[[str], Policy],
    make_finding: Callable[..., Finding],
    judge: Callable[..., Verdict],
) -> None:
    """The worked example waives its finding to the last day, and then says that it expired."""
    policy = with_section(next(block for block in blocks if "waivers:" in block))
    quoted = re.search(r"`(knowledge:[^`]+)` holds `([^`]+)`", page)
    assert quoted is not None
    field, text = quoted.groups()
    digest = evidence_digest("fraud-advance-fee", field, text)
    assert policy.waivers[0].evidence_digest == digest
    finding = make_finding(field=field, excerpt=text, evidence_digest=digest)
    assert judge(finding, policy=policy, today=dt.date(2027, 6, 30)).outcome is Outcome.PASS
    late = judge(finding, policy=policy, today=dt.date(2027, 7, 1))
    reasons = "\n".join(reason.en for reason in late.reasons)
    assert f"\n```\n{reasons}\n```\n" in page


def test_table_of_profiles_is_the_policy(page: str, default_policy: Policy) -> None:
    """The page's table says yes where the default policy requires the clause."""
    rows = re.findall(
        r"^\| `(publishing/[a-z-]+)` \|[^|]*\|(.*)\|(.*)\|(.*)\|$", page, re.MULTILINE
    )
    audiences = (Profile.PUBLIC, Profile.WORKSPACE, Profile.INTERNAL)
    said = {
        (clause, audience)
        for clause, *cells in rows
        for audience, cell in zip(audiences, cells, strict=True)
        if cell.strip() == "yes"
    }
    assert said == {
        (clause, audience) for audience in audiences for clause in default_policy.required[audience]
    }
