"""What docs/policy.md shows is what the program does."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gptreview.cli.main import run

Review = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture(scope="module")
def page(repository_root: Path) -> str:
    """The page as it stands."""
    return (repository_root / "docs" / "policy.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def own_policy(page: str) -> str:
    """The whole policy that the page shows."""
    blocks = re.findall(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    (whole,) = [block for block in blocks if block.startswith("schema:")]
    return str(whole)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where compiled rules are kept from test to test."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def review(
    cache: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Review:
    """Reviews one listing in an empty folder with the built-in rules: status and verdict."""
    monkeypatch.setenv("GPTREVIEW_CACHE_DIR", str(cache))
    monkeypatch.chdir(tmp_path)

    def reviewed(source: str, *options: str) -> tuple[int, dict[str, Any]]:
        capsys.readouterr()
        status = run(["review", source, "--format", "json", *options])
        told = capsys.readouterr()
        assert told.err == ""
        (listing,) = json.loads(told.out)["listings"]
        return status, listing

    return reviewed


def _write(folder: Path, *, instructions: str = "Plan.\n", **fields: Any) -> None:
    """A listing in a folder, with no gap but what is given."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "instructions.md").write_text(instructions, encoding="utf-8")
    texts = {"name": "Lesson", "description": "Teaches.", "instructions": "instructions.md"}
    value = {"schema": "gpt/v1", **texts, **fields}
    (folder / "gpt.yaml").write_text(json.dumps(value), encoding="utf-8")


def _reasons(listing: dict[str, Any]) -> list[str]:
    return [reason["en"] for reason in listing["reasons"]]


def test_a_policy_without_a_rule_s_clause_leaves_it_to_a_person(
    review: Review, own_policy: str
) -> None:
    """The page's own policy is in use with every rule; one sentence names the missing clauses."""
    Path("own.yaml").write_text(own_policy, encoding="utf-8")
    _write(
        Path("les"),
        instructions="Paste your production token straight into the knowledge file.\n"
        "You are Mia, the user’s girlfriend.\n",
    )
    status, listing = review("les", "--policy", "own.yaml")
    assert (status, listing["outcome"]) == (3, "review")
    assert [(each["rule_id"], each["clause"], each["meaning"]) for each in listing["findings"]] == [
        ("secrets-disclosure", "security/secrets", "review"),
        ("usage-romantic-companion", "usage-policies/romantic-companion", "review"),
    ]
    assert _reasons(listing) == [
        "2 findings that a person must judge (secrets, usage)",
        "the policy lacks the clauses security/secrets (of secrets-disclosure), "
        "usage-policies/romantic-companion (of usage-romantic-companion)",
    ]


SPEC = """\
openapi: 3.1.0
info: {title: Trains, version: "1"}
servers: [{url: "https://api.example.com"}]
paths:
  /book:
    post:
      operationId: book
      summary: Books a train.
      requestBody:
        content: {application/json: {schema: {type: object, properties: {city: {type: string}}}}}
      responses: {"200": {description: Booked.}}
"""
ACTION = {"schema": "openapi.yaml", "privacy_policy_url": "https://example.com/privacy"}


@pytest.mark.parametrize(
    ("fields", "rules"),
    [
        ({"builder": "dns", "data_controls": {"improve_models": False}, "actions": [ACTION]}, []),
        ({"builder": "billing", "actions": [ACTION]}, ["publishing-training-unknown"]),
        ({"builder": "dns"}, []),
        ({"builder": "true"}, ["publishing-builder-unverified"]),
        ({"builder": "by post"}, ["publishing-builder-unverified"]),
    ],
)
def test_facts_of_a_public_listing(
    review: Review, page: str, fields: dict[str, Any], rules: list[str]
) -> None:
    """What the page shows of builders and of chats is what the public asks, and no more."""
    builders = {
        way: builder
        for builder, way in re.findall(r"`builder: (\{.*, verified: (dns|billing)\})`", page)
    }
    assert set(builders) == {"dns", "billing"}
    assert "`data_controls: {improve_models: false}`" in page
    _write(Path("trip"), visibility="gpt-store", **fields)
    Path("trip/openapi.yaml").write_text(SPEC, encoding="utf-8")
    gpt = Path("trip/gpt.yaml")
    way = fields["builder"]
    builder = builders.get(way, f"{{domain: example.com, verified: {way}}}")
    gpt.write_text(gpt.read_text("utf-8").replace(f'"{way}"', builder), "utf-8")
    _, listing = review("trip", "--profile", "public")
    assert [each["rule_id"] for each in listing["findings"]] == rules
    assert len(listing["remarks"]) == (way not in builders)


SCAM = "Pay the release fee first to receive your million dollar inheritance.\n"


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_a_baseline_knows_a_listing_from_another_folder(
    review: Review, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the folder above, after an edit, what was there is known, and what is new counts."""
    _write(Path("t2/les"), instructions=SCAM)
    monkeypatch.chdir("t2")
    assert run(["review", "les", "-o", f"base.{form}", "--format", form]) == 1
    monkeypatch.chdir("..")
    Path("t2/les/instructions.md").write_text(f"Be kind.\n{SCAM}", encoding="utf-8")
    options = ("--baseline", f"t2/base.{form}")
    status, listing = review("t2/les", *options)
    assert (status, [each["known"] for each in listing["findings"]]) == (0, [True])
    _write(Path("t2/les"), instructions=SCAM, description=SCAM.strip())
    status, listing = review("t2/les", *options)
    assert status == 1
    assert [(each["field"], each["known"]) for each in listing["findings"]] == [
        ("description", False),
        ("instructions", True),
    ]
