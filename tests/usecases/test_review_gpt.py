"""One listing in, one verdict out: what it says of each path a review can take."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from gptreview.convert import definition
from gptreview.decide.known_listings import Baseline, KnownListing
from gptreview.decide.policy_file import read_policy
from gptreview.decide.publishing import PUBLISHING_VERSION
from gptreview.errors import InputError
from gptreview.extract.limits import ExtractLimits
from gptreview.model.finding import (
    Card,
    Category,
    Confidence,
    Finding,
    Hit,
    Severity,
    Wording,
    evidence_digest,
)
from gptreview.model.gpt import Builder, Gpt, GptAction, KnowledgeFile, Visibility
from gptreview.model.listing import FieldPlace, Listing, UnreadListing
from gptreview.model.policy import Meaning, Policy, Profile
from gptreview.model.segment import Locator, Segment, Unread
from gptreview.model.unread_wording import failure_wording, unread_wording
from gptreview.model.verdict import (
    Coverage,
    DataFlow,
    JudgedFinding,
    Outcome,
    Reviewed,
    ScannerRun,
    Verdict,
)
from gptreview.model.view import View
from gptreview.reading.document import ReadLimits
from gptreview.scan.actions.scanner import ActionScanner
from gptreview.usecases.review_gpt import MAX_ACTION_BYTES, ReviewGpt

CARD = Card(
    "fraud-example",
    "Example",
    Category.FRAUD,
    Severity.HIGH,
    Confidence.HIGH,
    Wording("Why.", "为什么。"),
    Wording("How.", "怎么改。"),
    "usage-policies/fraud",
)
GPT = Gpt(name="City guide", id="g-1", instructions="Ask for the envelope.")
ACTIONS = ScannerRun("actions", ActionScanner().version)
WORDS = ScannerRun("words", "1")
PASSED = Wording(
    "everything was read, and nothing counts against it", "全部内容已读取，未发现不利之处"
)
FAILED = Wording("1 finding that the policy fails (fraud)", "1 处发现违反政策（欺诈）")
SCHEMA = """\
openapi: 3.1.0
info: {title: Trains, version: "1"}
servers: [{url: "https://trains.example.com"}]
paths:
  /trains:
    get:
      operationId: listTrains
      parameters: [{name: city, in: query, schema: {type: string}}]
      responses: {"200": {description: The trains.}}
"""
FLOW = DataFlow(0, "GET /trains", "trains.example.com", ("city",), False, False)  # noqa: FBT003


@dataclass(frozen=True)
class Words:
    """A scanner that finds one word, and raises where a text holds another."""

    name: str = "words"
    version: str = "1"

    def cards(self) -> Sequence[Card]:
        """The one that it has."""
        return (CARD,)

    def scan(self, segment: Segment, views: Sequence[View]) -> Iterator[Hit]:  # noqa: ARG002
        """Where the text says envelope."""
        if "trap" in segment.text:
            raise ZeroDivisionError
        if "envelope" in segment.text:
            at = segment.text.index("envelope")
            yield Hit(CARD, at, at + len("envelope"))


ENVELOPE = Finding(
    rule_id="fraud-example",
    title="Example",
    category=Category.FRAUD,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    field="instructions",
    start=12,
    end=20,
    locator=Locator(1, 13),
    excerpt="envelope",
    before="Ask for the ",
    after=".",
    decoded="",
    disguises=(),
    message=CARD.message,
    clause="usage-policies/fraud",
    fix=CARD.fix,
    scanner="words",
    evidence_digest=evidence_digest("fraud-example", "instructions", "envelope"),
)


@pytest.fixture(scope="module")
def policy(repository_root: Path) -> Policy:
    """The policy that comes with the program."""
    data = (repository_root / "rules" / "policy.yaml").read_bytes()
    return read_policy(data, name="policy.yaml")


@pytest.fixture
def reviewer(policy: Policy) -> ReviewGpt:
    """A reviewer that knows one word."""
    return ReviewGpt(
        scanners=(Words(),),
        actions=ActionScanner(),
        policy=policy,
        profile=Profile.CONTENT,
        ruleset_digest="sha256:rules",
        limits=ExtractLimits(),
        read_limits=ReadLimits(),
        today=dt.date(2026, 11, 22),
        baseline=Baseline(),
    )


@pytest.fixture
def verdict_on(policy: Policy) -> Callable[..., Verdict]:
    """The verdict that passes a listing, but for what is given."""

    def make(gpt: Gpt, outcome: Outcome, coverage: Coverage, **changes: Any) -> Verdict:
        given: dict[str, Any] = {
            "findings": (),
            "reasons": (PASSED,),
            "scanners": (ACTIONS, WORDS),
            "profile": Profile.CONTENT,
        }
        return Verdict(
            listing_id="g-1",
            outcome=outcome,
            coverage=coverage,
            content_digest=gpt.content_digest(),
            policy_name=policy.name,
            policy_version=policy.version,
            policy_digest=policy.digest,
            ruleset_digest="sha256:rules",
            **(given | changes),
        )

    return make


def listing(gpt: Gpt) -> Listing:
    """The listing in a folder."""
    return Listing(gpt, "guides/city")


def test_failing_listing_gets_its_whole_verdict(
    reviewer: ReviewGpt, verdict_on: Callable[..., Verdict], policy: Policy
) -> None:
    """What is found is judged by the policy, and the listing's whereabouts stay with it."""
    places = {"instructions": FieldPlace("guides/city/instructions.md", exact=True)}
    read = Listing(GPT, "guides/city", places, ("unknown key",))
    assert reviewer.review(read) == Reviewed(
        source="guides/city",
        name="City guide",
        verdict=verdict_on(
            GPT,
            Outcome.FAIL,
            Coverage(artifacts=2, characters=31),
            findings=(JudgedFinding(ENVELOPE, Meaning.FAIL),),
            reasons=(FAILED,),
            clauses={"usage-policies/fraud": policy.clauses["usage-policies/fraud"]},
        ),
        places=places,
        remarks=("unknown key",),
    )


def test_scanner_that_raises_gives_review(
    reviewer: ReviewGpt, verdict_on: Callable[..., Verdict]
) -> None:
    """Nothing was found and a scanner did not finish: a person must decide."""
    gpt = replace(GPT, instructions="A trap.")
    assert reviewer.review(listing(gpt)).verdict == verdict_on(
        gpt,
        Outcome.REVIEW,
        Coverage(artifacts=2, characters=17),
        reasons=(
            Wording(
                "scanner words could not finish: instructions: ZeroDivisionError",
                "扫描器 words 未能完成：instructions: ZeroDivisionError",
            ),
        ),
        scanners=(ACTIONS, replace(WORDS, failure="instructions: ZeroDivisionError")),
    )


def test_scanner_that_raises_leaves_the_others_findings(
    reviewer: ReviewGpt, verdict_on: Callable[..., Verdict], policy: Policy
) -> None:
    """A listing fails for what one scanner found, whatever happens to another one."""
    gpt = replace(GPT, instructions="Ask for the envelope. It is a trap.")
    calm = Words("calm")
    kept = replace(ENVELOPE, scanner="calm", after=". It is a trap.")
    failure = "instructions: ZeroDivisionError"

    @dataclass(frozen=True)
    class Calm(Words):
        def scan(self, segment: Segment, views: Sequence[View]) -> Iterator[Hit]:
            written = replace(segment, text=segment.text.replace("trap", "trip"))
            return calm.scan(written, views)

    reviewer = replace(reviewer, scanners=(Words(), Calm("calm")))
    assert reviewer.review(listing(gpt)).verdict == verdict_on(
        gpt,
        Outcome.FAIL,
        Coverage(artifacts=2, characters=45),
        findings=(JudgedFinding(kept, Meaning.FAIL),),
        reasons=(
            FAILED,
            Wording(
                f"scanner words could not finish: {failure}",
                f"扫描器 words 未能完成：{failure_wording(failure).zh}",
            ),
        ),
        scanners=(ACTIONS, ScannerRun("calm", "1"), replace(WORDS, failure=failure)),
        clauses={"usage-policies/fraud": policy.clauses["usage-policies/fraud"]},
    )


def test_unread_knowledge_gives_review(
    reviewer: ReviewGpt, verdict_on: Callable[..., Verdict]
) -> None:
    """A file that nobody could read never passes, and its reason is told."""
    files = (
        KnowledgeFile("a.txt", b"Open at nine."),
        KnowledgeFile("b.txt", unread="no such file"),
    )
    gpt = Gpt(name="City guide", id="g-1", knowledge=files)
    assert reviewer.review(listing(gpt)).verdict == verdict_on(
        gpt,
        Outcome.REVIEW,
        Coverage(3, 23, (Unread("knowledge:b.txt", "no such file"),)),
        reasons=(
            Wording(
                "knowledge:b.txt was not read: no such file",
                "knowledge:b.txt 未读取：未取得（no such file）",
            ),
        ),
    )


def test_sound_action_shows_what_it_sends(
    reviewer: ReviewGpt, verdict_on: Callable[..., Verdict]
) -> None:
    """A listing that passes comes with the consent sheet of its actions."""
    gpt = Gpt(
        name="City guide",
        id="g-1",
        actions=(GptAction(SCHEMA),),
        builder=Builder(domain="example.com"),
        improve_models=False,
    )
    assert reviewer.review(listing(gpt)).verdict == verdict_on(
        gpt,
        Outcome.PASS,
        Coverage(artifacts=2, characters=10 + len(SCHEMA)),
        data_flows=(FLOW,),
        improve_models=False,
    )


@pytest.mark.parametrize(
    ("schema", "unread"),
    [
        (
            "a: &a [*a]",
            Unread("action:0", "the alias *a stands inside what it names", code="not-openapi"),
        ),
        ("just words", Unread("action:0", "a single text", code="not-openapi")),
        ("title: words", Unread("action:0", "no version of OpenAPI is named", code="not-openapi")),
        (
            '{"mcpServers": {"trains": {"url": "https://trains.example.com/mcp"}}}',
            Unread(
                "action:0",
                "the tools of the MCP server 'trains' are known only by asking it",
                code="mcp-server",
            ),
        ),
        (
            f"mcpServers: {{{'n' * 50}: {{command: run}}}}",
            Unread(
                "action:0",
                f"the tools of the MCP server '{'n' * 37}...' are known only by asking it",
                code="mcp-server",
            ),
        ),
        (
            "mcpServers: [a]",
            Unread("action:0", "no version of OpenAPI is named", code="not-openapi"),
        ),
        (
            f"# {'x' * MAX_ACTION_BYTES}",
            Unread(
                "action:0",
                "1,048,578 bytes; the structure of at most 1,048,576 is read",
                code="too-large",
            ),
        ),
    ],
    ids=["no YAML", "no mapping", "no OpenAPI", "MCP", "long name", "no MCP", "too large"],
)
def test_action_that_is_none_gives_review(
    reviewer: ReviewGpt, verdict_on: Callable[..., Verdict], schema: str, unread: Unread
) -> None:
    """Its text is scanned, and a person must say what it is, since its operations are unread."""
    gpt = Gpt(name="City guide", id="g-1", actions=(GptAction(schema),))
    assert reviewer.review(listing(gpt)).verdict == verdict_on(
        gpt,
        Outcome.REVIEW,
        Coverage(2, 10 + len(schema), (unread,)),
        reasons=(
            Wording(
                f"action:0 was not read: {unread.reason}",
                f"action:0 未读取：{unread_wording(unread).zh}",
            ),
        ),
    )


def test_action_that_breaks_its_reader_gives_review(
    reviewer: ReviewGpt, verdict_on: Callable[..., Verdict], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of the program in one action leaves the listing its verdict, and quotes nothing."""

    def broken(_document: object) -> None:
        raise RecursionError("the envelope")

    monkeypatch.setattr(definition, "read_definition", broken)
    gpt = Gpt(name="City guide", id="g-1", actions=(GptAction(SCHEMA),))
    reason = "its operations could not be read (RecursionError)"
    assert reviewer.review(listing(gpt)).verdict == verdict_on(
        gpt,
        Outcome.REVIEW,
        Coverage(2, 10 + len(SCHEMA), (Unread("action:0", reason, code="crashed"),)),
        reasons=(
            Wording(
                f"action:0 was not read: {reason}",
                "action:0 未读取：无法读取其中的操作（RecursionError）",
            ),
        ),
    )


def test_action_that_is_not_there_is_unread(
    reviewer: ReviewGpt, verdict_on: Callable[..., Verdict]
) -> None:
    """An action without its schema is told by the source's own reason, and once."""
    gpt = Gpt(name="", id="g-1", actions=(GptAction("", unread="no such file"), GptAction("")))
    assert reviewer.review(listing(gpt)).verdict == verdict_on(
        gpt,
        Outcome.REVIEW,
        Coverage(1, 0, (Unread("action:0", "no such file"),)),
        reasons=(
            Wording(
                "action:0 was not read: no such file",
                "action:0 未读取：未取得（no such file）",
            ),
        ),
    )


def test_public_profile_asks_for_publishing_facts(reviewer: ReviewGpt) -> None:
    """For the public a listing also has to say who made it, for whom, and where its data goes."""
    gpt = Gpt(
        name="City guide",
        id="g-1",
        actions=(GptAction(SCHEMA),),
        visibility=Visibility.GPT_STORE,
    )
    verdict = replace(reviewer, profile=Profile.PUBLIC).review(listing(gpt)).verdict
    assert verdict is not None
    assert verdict.profile is Profile.PUBLIC
    assert verdict.outcome is not Outcome.PASS
    assert verdict.scanners == (ACTIONS, ScannerRun("publishing", PUBLISHING_VERSION), WORDS)
    assert {each.finding.clause for each in verdict.findings} == {
        "publishing/listing-facts",
        "publishing/verified-builder",
        "publishing/privacy-url",
        "publishing/data-consent",
    }


def test_what_the_baseline_knows_is_no_news(
    reviewer: ReviewGpt, verdict_on: Callable[..., Verdict], policy: Policy
) -> None:
    """A finding of an earlier review is shown and does not count."""
    baseline = Baseline([KnownListing("g-1", "", frozenset({ENVELOPE.evidence_digest}))])
    assert replace(reviewer, baseline=baseline).review(listing(GPT)).verdict == verdict_on(
        GPT,
        Outcome.PASS,
        Coverage(artifacts=2, characters=31),
        findings=(JudgedFinding(ENVELOPE, Meaning.FAIL, known=True),),
        reasons=(
            PASSED,
            Wording("1 finding set aside by the baseline", "1 处发现基线中已有，不计入结果"),
        ),
        clauses={"usage-policies/fraud": policy.clauses["usage-policies/fraud"]},
    )


def test_unparsed_listing_is_an_error(reviewer: ReviewGpt) -> None:
    """A listing that is none has no verdict, and keeps its reason."""
    unread = UnreadListing("guides/city", InputError("no mapping"))
    expected = Reviewed("guides/city", error=unread.error)
    assert reviewer.review(unread) == expected
    assert reviewer.abandoned(unread, "it crashed") == expected
    unread = UnreadListing("all.jsonl:7", unread.error, "g-7")
    assert reviewer.review(unread) == Reviewed("all.jsonl:7", error=unread.error, id="g-7")


def test_abandoned_listing_gives_review(
    reviewer: ReviewGpt, verdict_on: Callable[..., Verdict]
) -> None:
    """Of a listing that nobody could read to its end, nothing counts as read."""
    assert reviewer.abandoned(listing(GPT), "the process ended") == Reviewed(
        "guides/city",
        "City guide",
        verdict_on(
            GPT,
            Outcome.REVIEW,
            Coverage(0, 0, (Unread("listing", "the process ended", code="crashed"),)),
            reasons=(
                Wording(
                    "listing was not read: the process ended",
                    "listing 未读取：读取中断（the process ended）",
                ),
            ),
        ),
    )
