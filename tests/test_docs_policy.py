"""What docs/policy.md shows is what the program does."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from gptreview import bootstrap
from gptreview.cli.main import run
from gptreview.reading.document import read_mapping

Review = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture(scope="module")
def page(repository_root: Path) -> str:
    """The page as it stands."""
    return (repository_root / "docs" / "policy.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def blocks(page: str) -> list[str]:
    """Its YAML blocks."""
    return re.findall(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def own_policy(blocks: list[str]) -> str:
    """The whole policy that the page shows."""
    (whole,) = [block for block in blocks if block.startswith("schema:")]
    return whole


@pytest.fixture(scope="module")
def with_section(repository_root: Path) -> Callable[[str], None]:
    """Writes own.yaml: the built-in policy with some of its keys, or clauses, replaced."""
    default = read_mapping((repository_root / "rules" / "policy.yaml").read_bytes(), name="default")

    def write(block: str) -> None:
        section = dict(read_mapping(block.encode(), name="block").value)
        clauses = default.value["clauses"] | section.pop("clauses", {})
        whole = default.value | section | {"clauses": clauses}
        Path("own.yaml").write_text(json.dumps(whole), encoding="utf-8")

    return write


@pytest.fixture
def review(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Review:
    """Reviews one listing in an empty folder with the built-in rules: status and verdict."""
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


def test_the_waiver_of_the_page_holds_until_its_last_day(
    review: Review,
    page: str,
    blocks: list[str],
    with_section: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The quotation is found, its waiver lets it pass, and a day later the page says why not."""
    with_section(next(block for block in blocks if "waivers:" in block))
    quoted = re.search(r"`knowledge:lesson\.md` holds\s+`([^`]+)`", page)
    assert quoted is not None
    _write(Path("les"), knowledge=["knowledge/lesson.md"])
    Path("les/knowledge").mkdir()
    lesson = f'One such letter says: "{quoted[1]}." It never ends there.\n'
    Path("les/knowledge/lesson.md").write_text(lesson, encoding="utf-8")
    status, listing = review("les")
    assert (status, [each["excerpt"] for each in listing["findings"]]) == (1, [quoted[1]])
    for now, ends in (
        (dt.datetime(2027, 6, 30, 23, 59, tzinfo=dt.UTC), 0),
        (dt.datetime(2027, 7, 1, tzinfo=dt.UTC), 1),
    ):
        monkeypatch.setattr(bootstrap, "dt", _clock(now))
        status, listing = review("les", "--policy", "own.yaml")
        assert status == ends
    assert "\n```\n" + "\n".join(_reasons(listing)) + "\n```\n" in page


def _clock(now: dt.datetime) -> SimpleNamespace:
    """The module `datetime` as far as it is asked for the time."""
    return SimpleNamespace(UTC=dt.UTC, datetime=SimpleNamespace(now=lambda _zone: now))


def test_the_sections_of_the_page_are_in_use(
    review: Review, blocks: list[str], own_policy: str, with_section: Callable[[str], None]
) -> None:
    """Each part of a policy that the page shows loads in the place of the built-in one's."""
    _write(Path("trip"), visibility="workspace")
    ended = {}
    for block in blocks:
        if block == own_policy:
            Path("own.yaml").write_text(block, encoding="utf-8")
        else:
            with_section(block)
        status, listing = review("trip", "--policy", "own.yaml", "--profile", "workspace")
        ended[block.partition(":")[0]] = (status, [each["clause"] for each in listing["findings"]])
    assert ended == {
        "meanings": (0, []),
        "clauses": (0, []),
        "profiles": (0, []),
        "allow": (1, ["publishing/external-gpt"]),
        "may_waive": (0, []),
        "schema": (0, []),
    }


@pytest.mark.usefixtures("review")
def test_a_broken_policy_is_told_in_the_words_of_the_page(
    page: str, own_policy: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The two mistakes that the page speaks of end with 2 and with its message."""
    broken = own_policy.replace(
        "medium: fail, high: fail}\n    medium", "medium: fail, high: fial}\n    medium"
    )
    broken = broken.replace("public: [publishing/privacy-url]", "public: [publishing/privacy-uri]")
    Path("own.yaml").write_text(broken, encoding="utf-8")
    _write(Path("trip"))
    assert run(["review", "trip", "--policy", "own.yaml"]) == 2
    said = capsys.readouterr().err.removeprefix("Error: ")
    assert f"\n```\n{said}```\n" in page


def test_the_table_of_profiles_is_the_policy(page: str, repository_root: Path) -> None:
    """The page says yes where the built-in policy requires the clause."""
    rows = re.findall(
        r"^\| `(publishing/[a-z-]+)` \|[^|]*\|(.*)\|(.*)\|(.*)\|$", page, re.MULTILINE
    )
    policy = read_mapping((repository_root / "rules" / "policy.yaml").read_bytes(), name="default")
    assert {
        (audience, clause)
        for clause, *cells in rows
        for audience, cell in zip(("public", "workspace", "internal"), cells, strict=True)
        if cell.strip() == "yes"
    } == {
        (audience, clause)
        for audience, required in policy.value["profiles"].items()
        for clause in required
    }


@pytest.mark.usefixtures("review")
def test_the_rule_commands_of_the_page_work(
    own_policy: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The list says `review` where the clause is missing; the test refuses a rule for it."""
    Path("own.yaml").write_text(own_policy, encoding="utf-8")
    command = ["rules", "list", "--policy", "own.yaml", "--format", "json"]
    assert run(command) == 0
    meanings = {
        each["id"]: each["meaning"] for each in json.loads(capsys.readouterr().out)["rules"]
    }
    assert (meanings["fraud-advance-fee"], meanings["hate-dehumanizing"]) == ("fail", "review")
    assert run(["rules", "new", "own-brass", "--category", "hate", "--folder", "my-rules"]) == 0
    rule = Path("my-rules/own-brass.yaml")
    text = (bootstrap.rules_folder() / "hate/hate-dehumanizing.yaml").read_text("utf-8")
    rule.write_text(text.replace("id: hate-dehumanizing", "id: own-brass"), "utf-8")
    assert run(["rules", "test", "my-rules"]) == 0
    assert run(["rules", "test", "my-rules", "--policy", "own.yaml"]) == 1
    assert "'usage-policies/hate'; expected the id of a clause" in capsys.readouterr().out


def test_a_listing_with_nothing_in_it_does_not_pass(review: Review) -> None:
    """There is a reason to look at it, and none to publish it."""
    Path("blank").mkdir()
    Path("blank/gpt.yaml").write_text("schema: gpt/v1\nname: ''\n", encoding="utf-8")
    assert review("blank")[0] == 3


def test_the_text_counts_known_findings_and_lists_them_when_asked(
    review: Review, capsys: pytest.CaptureFixture[str]
) -> None:
    """As the page says of the default text, of -v and of JSON."""
    _write(Path("les"), instructions=SCAM)
    assert run(["review", "les", "--format", "json", "-o", "base.json"]) == 1
    capsys.readouterr()
    known, count = "known[fraud-advance-fee]", "1 finding set aside by the baseline"
    assert run(["review", "les", "--baseline", "base.json"]) == 0
    told = capsys.readouterr().out
    assert (known in told, count in told) == (False, True)
    assert run(["review", "les", "--baseline", "base.json", "-v"]) == 0
    told = capsys.readouterr().out
    assert (known in told, count in told) == (True, True)
    _, listing = review("les", "--baseline", "base.json")
    assert [each["known"] for each in listing["findings"]] == [True]
