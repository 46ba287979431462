"""Each fact that an audience requires: what is missing is told, what is there is not."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from gptreview.decide.publishing import publishing_findings
from gptreview.decide.publishing_cards import PUBLISHING_CARDS
from gptreview.decide.publishing_clauses import PUBLISHING_CLAUSES
from gptreview.model.action import ActionAuth, ActionDefinition, UnreadOperation
from gptreview.model.finding import (
    Category,
    Confidence,
    Finding,
    Severity,
    Wording,
    evidence_digest,
)
from gptreview.model.gpt import Builder, Gpt, GptAction, Visibility
from gptreview.model.policy import AllowList, Meaning, Policy, Profile
from gptreview.model.segment import Locator
from gptreview.model.verdict import DataFlow

SCHEMA = "openapi: 3.1.0\nservers:\n  - url: https://api.example.com\npaths:\n  /trains:\n"
TRAINS = GptAction(SCHEMA, privacy_policy_url="https://example.com/privacy")
GPT = Gpt(
    name="Trip planner",
    id="g-1",
    description="Plans trips.",
    actions=(TRAINS,),
    builder=Builder("Example Ltd", "example.com", "dns"),
    visibility=Visibility.GPT_STORE,
    improve_models=False,
)
FLOW = DataFlow(0, "POST /trains", "api.example.com", ("city",), asks_user=True, third_party=False)
DEFINITION = ActionDefinition("Trains", "1", "", (), ActionAuth())
ALLOW_ALL = AllowList()
PUBLIC, WORKSPACE = Profile.PUBLIC, Profile.WORKSPACE

State = Callable[..., tuple[Finding, ...]]


@pytest.fixture
def state(default_policy: Policy) -> State:
    """What is said of one clause, of a listing that has everything but what is given."""

    def findings(
        clause: str,
        *,
        gpt: Gpt = GPT,
        profile: Profile = PUBLIC,
        flows: Sequence[DataFlow] = (FLOW,),
        definitions: dict[int, ActionDefinition] | None = None,
        allow: AllowList = ALLOW_ALL,
    ) -> tuple[Finding, ...]:
        required = {profile: frozenset({f"publishing/{clause}"})}
        policy = dataclasses.replace(default_policy, required=required, allow=allow)
        return publishing_findings(gpt, policy, profile, flows, definitions)

    return findings


def _gpt(**changes: Any) -> Gpt:
    return dataclasses.replace(GPT, **changes)


def _flow(**changes: Any) -> DataFlow:
    return dataclasses.replace(FLOW, **changes)


def _rules(findings: Sequence[Finding]) -> list[str]:
    return [finding.rule_id.removeprefix("publishing-") for finding in findings]


def test_whole_finding(state: State) -> None:
    """A host that is not allowed is shown where the document names it."""
    allow = AllowList(action_domains=("example.org",))
    (finding,) = state("action-domains", profile=WORKSPACE, allow=allow)
    assert finding == Finding(
        rule_id="publishing-action-domain",
        title="Action on a domain that is not allowed",
        category=Category.PUBLISHING,
        severity=Severity.HIGH,
        confidence=Confidence.HIGH,
        field="action:0",
        start=SCHEMA.index("api."),
        end=SCHEMA.index("api.") + len("api.example.com"),
        locator=Locator(3, 18),
        excerpt="api.example.com",
        before="",
        after="",
        decoded="",
        disguises=(),
        message=Wording(
            "The action calls a host that the workspace's allow list does not name.",
            "该操作调用的主机不在工作区的允许名单中。",
        ),
        clause="publishing/action-domains",
        fix=Wording(
            "Call an allowed host, or ask the policy's owner to add this one.",
            "改用允许的主机，或请策略负责人添加该主机。",
        ),
        scanner="publishing",
        evidence_digest=evidence_digest("publishing-action-domain", "action:0", "api.example.com"),
    )


@pytest.mark.parametrize("profile", Profile)
def test_complete_listing_lacks_nothing(default_policy: Policy, profile: Profile) -> None:
    """A listing that has every fact gets no finding, whatever the audience."""
    visibility = Visibility.GPT_STORE if profile is PUBLIC else Visibility.WORKSPACE
    gpt = _gpt(visibility=visibility)
    assert publishing_findings(gpt, default_policy, profile, [FLOW], {0: DEFINITION}) == ()


def test_content_profile_asks_for_no_facts(default_policy: Policy) -> None:
    """Without an audience, a listing that has nothing but a name lacks nothing."""
    gpt = Gpt("x", actions=(GptAction(""),))
    assert publishing_findings(gpt, default_policy, Profile.CONTENT, [], {}) == ()
    assert _rules(publishing_findings(gpt, default_policy, PUBLIC, [], {})) == [
        "description-missing",
        "visibility-unknown",
        "builder-unverified",
        "privacy-url-missing",
        "data-sheet-incomplete",
    ]


@pytest.mark.parametrize(
    ("changes", "profile", "rules"),
    [
        ({}, PUBLIC, []),
        ({"name": " "}, PUBLIC, ["name-missing"]),
        ({"description": "\n"}, PUBLIC, ["description-missing"]),
        ({"visibility": None}, PUBLIC, ["visibility-unknown"]),
        ({"visibility": Visibility.WORKSPACE}, PUBLIC, []),
        ({"visibility": Visibility.ANYONE_WITH_LINK}, WORKSPACE, ["visibility-wider"]),
        ({"visibility": Visibility.INVITE_ONLY}, Profile.INTERNAL, []),
    ],
)
def test_listing_facts(
    state: State, changes: dict[str, Any], profile: Profile, rules: list[str]
) -> None:
    """Name, description and visibility are there, and nobody beyond the audience gets in."""
    assert _rules(state("listing-facts", gpt=_gpt(**changes), profile=profile)) == rules


@pytest.mark.parametrize(
    ("builder", "visibility", "profile", "rules"),
    [
        (Builder(domain="Example.com.", verified="dns"), Visibility.GPT_STORE, PUBLIC, []),
        (Builder("Example Ltd", verified="billing"), Visibility.GPT_STORE, PUBLIC, []),
        (Builder("Example Ltd", verified="dns"), None, PUBLIC, ["builder-unverified"]),
        (Builder("E", "localhost", "dns"), None, PUBLIC, ["builder-unverified"]),
        (Builder(" ", "example.com", "billing"), None, PUBLIC, ["builder-unverified"]),
        (Builder("E", "example.com", "no"), None, PUBLIC, ["builder-unverified"]),
        (Builder("E", "example.com"), Visibility.GPT_STORE, PUBLIC, ["builder-unverified"]),
        (Builder(), Visibility.ANYONE_WITH_LINK, WORKSPACE, ["builder-unverified"]),
        (Builder(), Visibility.WORKSPACE, WORKSPACE, []),
    ],
)
def test_verified_builder(
    state: State,
    builder: Builder,
    visibility: Visibility | None,
    profile: Profile,
    rules: list[str],
) -> None:
    """Whoever publishes to everybody has proved a domain that is told, or a name that is."""
    gpt = _gpt(builder=builder, visibility=visibility)
    assert _rules(state("verified-builder", gpt=gpt, profile=profile)) == rules


@pytest.mark.parametrize(
    ("allow", "rules"),
    [
        (AllowList(), []),
        (AllowList(own_domains=("example.org",)), []),
        (AllowList(gpt_ids=("g-1",)), []),
        (AllowList(gpt_ids=("g-2",)), ["external-gpt"]),
        (AllowList(gpt_ids=("g-2",), builders=("example  LTD",)), []),
        (AllowList(builders=("Example",)), ["external-gpt"]),
        (AllowList(builder_domains=("example.com",)), []),
        (AllowList(builder_domains=("ample.com",)), ["external-gpt"]),
        (AllowList(gpt_ids=("g-2",), own_domains=("example.com",)), []),
    ],
)
def test_external_gpts(state: State, allow: AllowList, rules: list[str]) -> None:
    """A GPT from outside needs its id, its builder or the builder's domain on a list."""
    assert _rules(state("external-gpt", profile=WORKSPACE, allow=allow)) == rules


def test_nameless_builder_matches_no_list(state: State) -> None:
    """A listing that says nothing of itself is on no list."""
    allow = AllowList(gpt_ids=("g-2",), builders=("Ann",), builder_domains=("example.com",))
    gpt = _gpt(id="", builder=Builder())
    assert _rules(state("external-gpt", gpt=gpt, allow=allow)) == ["external-gpt"]


@pytest.mark.parametrize(
    ("url", "rules", "excerpt"),
    [
        ("https://example.com/privacy", [], ""),
        ("https://www.example.com/privacy?lang=en", [], ""),
        ("", ["privacy-url-missing"], ""),
        ("http://example.com/p", ["privacy-url-unusable"], "http://example.com/p"),
        ("https://localhost/p", ["privacy-url-unusable"], "https://localhost/p"),
        ("https://192.0.2.1/p", ["privacy-url-unusable"], "https://192.0.2.1/p"),
        ("https://a:b@example.com/p?q#f", ["privacy-url-unusable"], "https://example.com/p"),
        ("see our site", ["privacy-url-unusable"], "see our site"),
        ("https://pages.example/p?key=1", ["privacy-url-foreign"], "https://pages.example/p"),
    ],
)
def test_privacy_urls(state: State, url: str, rules: list[str], excerpt: str) -> None:
    """Each action has a privacy policy that anybody can open; what is shown of it hides secrets."""
    gpt = _gpt(actions=(dataclasses.replace(TRAINS, privacy_policy_url=url),))
    findings = state("privacy-url", gpt=gpt)
    assert _rules(findings) == rules
    assert [each.excerpt for each in findings] == [excerpt] * len(rules)


def test_privacy_url_of_each_action(state: State) -> None:
    """The finding names the action that lacks its policy; unknown owners make nothing foreign."""
    gpt = _gpt(actions=(TRAINS, GptAction(SCHEMA)), builder=Builder())
    assert [each.field for each in state("privacy-url", gpt=gpt, flows=[])] == ["action:1"]


@pytest.mark.parametrize(
    ("flows", "definitions", "rules"),
    [
        ([_flow(domain="api.example.org"), _flow(domain="example.org")], {0: DEFINITION}, []),
        ([FLOW, FLOW], {0: DEFINITION}, ["action-domain"]),
        ([_flow(domain="badexample.org")], {0: DEFINITION}, ["action-domain"]),
        ([_flow(domain="")], {0: DEFINITION}, ["action-host-unknown"]),
        ([_flow(domain="example.org")], {}, ["action-host-unknown"]),
        ([_flow(domain="example.org")], None, []),
        ([], None, ["action-host-unknown"]),
    ],
)
def test_action_domains(
    state: State,
    flows: list[DataFlow],
    definitions: dict[int, ActionDefinition] | None,
    rules: list[str],
) -> None:
    """Every host stands on the list or is told once; a host that nobody knows is told too."""
    allow = AllowList(action_domains=("example.org",))
    found = state("action-domains", flows=flows, definitions=definitions, allow=allow)
    assert _rules(found) == rules
    assert state("action-domains", flows=flows, definitions=definitions) == ()


UNREAD = dataclasses.replace(
    DEFINITION, unread=(UnreadOperation("get", "/a", "/paths/~1a/get", "operation.x", "no map"),)
)
QUIET = _flow(asks_user=False, third_party=True)


@pytest.mark.parametrize(
    ("flows", "definition", "improve", "rules"),
    [
        ([FLOW], DEFINITION, None, ["training-unknown"]),
        ([FLOW], DEFINITION, False, []),
        ([_flow(third_party=True)], DEFINITION, True, []),
        ([_flow(third_party=True)], DEFINITION, None, ["training-unknown"]),
        ([_flow(third_party=None)], DEFINITION, None, ["training-unknown"]),
        ([_flow(third_party=True, sends=())], DEFINITION, None, []),
        ([QUIET], DEFINITION, False, ["data-unasked"]),
        ([_flow(asks_user=False)], DEFINITION, False, []),
        ([dataclasses.replace(QUIET, operation="GET /trains")], DEFINITION, False, []),
        ([dataclasses.replace(QUIET, sends=())], DEFINITION, False, []),
        ([FLOW], UNREAD, False, ["data-sheet-incomplete"]),
        ([_flow(domain="")], DEFINITION, False, ["data-sheet-incomplete"]),
        ([], None, False, ["data-sheet-incomplete"]),
    ],
)
def test_data_consent(
    state: State,
    flows: list[DataFlow],
    definition: ActionDefinition | None,
    improve: bool | None,  # noqa: FBT001 - a table's column
    rules: list[str],
) -> None:
    """The sheet is complete, third parties get nothing unasked, and training is settled."""
    definitions = {} if definition is None else {0: definition}
    gpt = _gpt(improve_models=improve)
    assert _rules(state("data-consent", gpt=gpt, flows=flows, definitions=definitions)) == rules


def test_unasked_flow_names_the_data(state: State) -> None:
    """The message says what goes where; not knowing whose host it is lowers the confidence."""
    many = tuple(f"f{number}" for number in range(9))
    flows = [QUIET, _flow(asks_user=False, third_party=None, domain="", sends=many)]
    first, second, sheet = state("data-consent", flows=flows)
    assert (first.message, first.confidence, first.excerpt, first.locator) == (
        Wording(
            "POST /trains sends city to api.example.com without asking the user.",
            "POST /trains 会在不询问用户的情况下把 city 发送到 api.example.com。",
        ),
        Confidence.HIGH,
        "/trains",
        Locator(5, 3),
    )
    assert (second.message, second.confidence) == (
        Wording(
            "POST /trains sends f0, f1, f2, f3, f4, f5, f6, f7 … to an unknown host without asking"
            " the user.",
            "POST /trains 会在不询问用户的情况下把 f0、f1、f2、f3、f4、f5、f6、f7 等"
            "发送到未知主机。",
        ),
        Confidence.MEDIUM,
    )
    assert sheet.rule_id == "publishing-data-sheet-incomplete"


def test_lost_privacy_policy_is_told_once(state: State) -> None:
    """Where the page is gone, nothing more is said of its address; without a loss, nothing."""
    lost = dataclasses.replace(TRAINS, lost=("privacy",))
    (finding,) = state("privacy-url", gpt=_gpt(actions=(TRAINS, lost)))
    assert (finding.rule_id, finding.field, finding.excerpt) == (
        "publishing-privacy-url-gone",
        "action:1",
        "https://example.com/privacy",
    )
    assert state("action-hosts", gpt=_gpt(actions=(lost,))) == ()


@pytest.mark.parametrize("flows", [(FLOW,), ()], ids=["known hosts", "unread document"])
def test_lost_host_is_told(state: State, flows: tuple[DataFlow, ...]) -> None:
    """An action whose host is gone fails whoever may call it."""
    lost = dataclasses.replace(TRAINS, lost=("host",))
    (finding,) = state("action-hosts", gpt=_gpt(actions=(lost,)), flows=flows)
    evidence = "api.example.com" if flows else SCHEMA
    assert (finding.rule_id, finding.field, finding.evidence_digest) == (
        "publishing-action-host-gone",
        "action:0",
        evidence_digest("publishing-action-host-gone", "action:0", evidence),
    )
    assert state("privacy-url", gpt=_gpt(actions=(lost,)), flows=flows) == ()


def test_missing_facts_of_two_listings_differ(state: State) -> None:
    """A waiver of what one listing lacks does not cover another listing."""
    digests = {
        state("listing-facts", gpt=_gpt(id=id, description=""))[0].evidence_digest
        for id in ("g-1", "g-2")
    }
    assert len(digests) == 2


def test_excerpt_is_bounded(state: State) -> None:
    """An excerpt has at most 400 code points, and a span no more than the excerpt."""
    (finding,) = state("listing-facts", gpt=_gpt(name="n" * 500, visibility=None))
    assert (finding.excerpt, finding.start, finding.end) == ("n" * 400, 0, 400)


def test_cards_are_ready_for_a_reader() -> None:
    """Every card is a publishing fact with a known clause, in both languages, sorted by id."""
    assert [card.id for card in PUBLISHING_CARDS] == sorted({card.id for card in PUBLISHING_CARDS})
    for card in PUBLISHING_CARDS:
        assert card.category is Category.PUBLISHING
        assert card.clause in PUBLISHING_CLAUSES
        assert card.message.en.endswith(".")
        assert card.message.zh.endswith("。")
        assert card.fix.en.endswith(".")
        assert card.fix.zh.endswith("。")


def test_default_policy_grades_the_facts(default_policy: Policy) -> None:
    """A fact that can be proved missing fails; one that may only be unknown asks a person."""
    meanings = default_policy.meanings[Category.PUBLISHING]
    graded = {card.id: meanings[card.severity][card.confidence] for card in PUBLISHING_CARDS}
    fails = {id.removeprefix("publishing-") for id in graded if graded[id] is Meaning.FAIL}
    notes = {id.removeprefix("publishing-") for id in graded if graded[id] is Meaning.NOTE}
    assert fails == {
        "action-domain",
        "action-host-gone",
        "builder-unverified",
        "external-gpt",
        "name-missing",
        "privacy-url-gone",
        "privacy-url-missing",
        "privacy-url-unusable",
    }
    assert notes == {"privacy-url-foreign"}
