"""What the API says of a GPT becomes a listing, the same as from any other source."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from gptreview.model.action import ActionAuth, AuthType
from gptreview.model.gpt import Builder, Gpt, GptAction, KnowledgeFile, Visibility
from gptreview.model.listing import Listing, UnreadListing
from gptreview.sources.limits import SourceLimits

if TYPE_CHECKING:
    from tests.sources.conftest import ApiGpt, ComplianceApi, OpenOne, WriteFiles

SOURCE = "compliance:ws-1/g-1"
SPEC = "openapi: 3.1.0\ninfo: {title: Trains, version: '1'}\n"
TOOLS = {
    "object": "list",
    "data": [
        {"type": "browser"},
        {"type": "code-interpreter"},
        {
            "type": "custom-action",
            "action_domain": "trains.example.com",
            "action_openapi_raw": SPEC,
            "action_privacy_policy_url": "https://trains.example.com/privacy",
            "auth_type": "oauth",
        },
    ],
    "has_more": False,
}
FOLDER = {
    "trip/gpt.yaml": """\
schema: gpt/v1
id: g-other
name: Trip planner
description: Plans trips
instructions: instructions.md
conversation_starters: ["Three days in Lyon"]
capabilities: {web_browsing: true, code_interpreter: true, image_generation: false}
categories: [travel]
knowledge: [knowledge/tips.md]
actions:
  - schema: actions/trains.openapi.yaml
    auth: {type: oauth}
    privacy_policy_url: https://trains.example.com/privacy
builder: {name: Example Ltd}
visibility: workspace
""",
    "trip/instructions.md": "Plan the trip.\n",
    "trip/knowledge/tips.md": "Book early.",
    "trip/actions/trains.openapi.yaml": SPEC,
}


def whole(compliance: ComplianceApi, gpt: ApiGpt) -> dict[str, object]:
    """A GPT with everything that the API can say."""
    compliance.site.say("/f/1?sig=a", compliance.site.message("200 OK", body=b"Book early."))
    files = [{"id": "file-1", "name": "tips.md", "download_url": compliance.site.url("/f/1?sig=a")}]
    item = gpt(
        "g-1",
        name="Trip planner",
        description="Plans trips",
        instructions="Plan the trip.\n",
        conversation_starters=["Three days in Lyon"],
        categories=["travel"],
        files={"object": "list", "data": files},
        tools=TOOLS,
        unheard_of={"of": "before"},
    )
    return item | {"builder_name": "Example Ltd", "sharing": {"visibility": "workspace"}}


def test_everything_that_the_api_says_is_read(compliance: ComplianceApi, gpt: ApiGpt) -> None:
    """Each field has its value, keys of no use are left alone, and no owner is kept."""
    read = compliance.one(whole(compliance, gpt))
    assert read == Listing(
        gpt=Gpt(
            id="g-1",
            name="Trip planner",
            description="Plans trips",
            instructions="Plan the trip.\n",
            conversation_starters=("Three days in Lyon",),
            capabilities=("code_interpreter", "web_browsing"),
            categories=("travel",),
            knowledge=(KnowledgeFile("tips.md", b"Book early."),),
            actions=(
                GptAction(SPEC, ActionAuth(AuthType.OAUTH), "https://trains.example.com/privacy"),
            ),
            builder=Builder("Example Ltd"),
            visibility=Visibility.WORKSPACE,
        ),
        source=SOURCE,
    )
    assert "owner@" not in repr(read)


def test_the_same_gpt_from_a_folder_has_the_same_digest(
    compliance: ComplianceApi, gpt: ApiGpt, write_files: WriteFiles, open_one: OpenOne
) -> None:
    """A verdict on the one is a verdict on the other."""
    write_files(FOLDER)
    read = compliance.one(whole(compliance, gpt))
    assert isinstance(read, Listing)
    folder = open_one("trip").gpt
    assert replace(folder, id="g-1") == read.gpt
    assert folder.content_digest() == read.gpt.content_digest()


def test_what_the_api_leaves_empty_is_empty(compliance: ComplianceApi, gpt: ApiGpt) -> None:
    """Null is an answer; only a GPT without a name is worth a remark."""
    assert compliance.one(gpt("g-1", name=None, instructions=None)) == Listing(
        Gpt(name="", id="g-1"),
        SOURCE,
        remarks=(f"{SOURCE}: the GPT has no name",),
    )


def test_keys_that_are_not_there_are_told(compliance: ComplianceApi) -> None:
    """Null says that there is nothing; silence does not."""
    item = {"id": "g-1", "latest_config": {"data": [{"name": "Tips", "description": "x"}]}}
    read = compliance.one(item)
    assert isinstance(read, Listing)
    assert read.remarks == tuple(
        f"{SOURCE}: the API gives no {key}" for key in ("instructions", "files", "tools")
    )


@pytest.mark.parametrize(
    ("configs", "name"),
    [
        ([{"name": "new", "created_at": 2}, {"name": "old", "created_at": 1.5}], "new"),
        ([{"name": "old", "created_at": 1}, {"name": "new", "created_at": 1.5}], "new"),
        ([{"name": "first", "created_at": 1}, {"name": "second", "created_at": 1}], "first"),
        ([{"name": "first", "created_at": "2026-01-01"}, {"name": "second"}], "first"),
        ([{"name": "first", "created_at": True}, {"name": "second", "created_at": 9}], "first"),
    ],
)
def test_the_newest_configuration_is_read(
    compliance: ComplianceApi, configs: list[dict[str, object]], name: str
) -> None:
    """By its date; the first where not all of them have one."""
    read = compliance.one({"id": "g-1", "latest_config": {"data": configs}})
    assert isinstance(read, Listing)
    assert read.gpt.name == name


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"latest_config": None}, "/latest_config: no configuration; "
         "expected at least one in its data"),
        ({"latest_config": {"data": []}}, "/latest_config: no configuration; "
         "expected at least one in its data"),
        ({"latest_config": {"data": ["x"]}}, "/latest_config/data/0: text; expected a mapping"),
        ({"latest_config": []}, "/latest_config: a list; expected a mapping"),
        ({"sharing": "all"}, "/sharing: text; expected a mapping"),
        ({"builder_name": 7}, "/builder_name: a number; expected text; put it in quotes"),
    ],
)  # fmt: skip
def test_an_item_of_another_shape_is_unread(
    compliance: ComplianceApi, gpt: ApiGpt, changes: dict[str, object], message: str
) -> None:
    """What is wrong is told by its place, and its value is not shown."""
    read = compliance.one(gpt("g-1") | changes)
    assert isinstance(read, UnreadListing)
    assert (read.id, read.source, str(read.error)) == ("g-1", SOURCE, f"{SOURCE}: {message}")


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"files": []}, "files: a list; expected a mapping"),
        ({"files": {}}, "files/data: no data; expected a list"),
        ({"files": {"data": ["file-1"]}}, "files/data/0: text; expected a mapping"),
        ({"tools": {"data": [{}]}}, "tools/data/0/type: a tool without a type; expected a word"),
        ({"conversation_starters": "Hi"}, "conversation_starters: text; expected a list"),
    ],
)
def test_a_configuration_of_another_shape_is_unread(
    compliance: ComplianceApi, gpt: ApiGpt, config: dict[str, object], message: str
) -> None:
    """A key of the wrong kind may hide what should be reviewed."""
    read = compliance.one(gpt("g-1", **config))
    assert isinstance(read, UnreadListing)
    assert str(read.error) == f"{SOURCE}: /latest_config/data/0/{message}"


@pytest.mark.parametrize(
    ("word", "visibility"), [(each.value, each) for each in Visibility] + [("everybody", None)]
)
def test_visibility_is_said_in_the_api_s_words(
    compliance: ComplianceApi, gpt: ApiGpt, word: str, visibility: Visibility | None
) -> None:
    """A word that is not known is told, and guesses nothing."""
    read = compliance.one(gpt("g-1") | {"sharing": {"visibility": word}})
    remarks = () if visibility else (f"{SOURCE}: the visibility 'everybody' is unknown",)
    assert read == Listing(
        Gpt(id="g-1", name="G-1", instructions="Be kind.", visibility=visibility),
        SOURCE,
        remarks=remarks,
    )


def test_sharing_without_a_word_says_nothing(compliance: ComplianceApi, gpt: ApiGpt) -> None:
    """No visibility is no remark either."""
    read = compliance.one(gpt("g-1") | {"sharing": {}})
    assert read == Listing(Gpt(id="g-1", name="G-1", instructions="Be kind."), SOURCE)


def actions_of(
    compliance: ComplianceApi, item: object, limits: SourceLimits | None = None
) -> Listing:
    """The listing of an item that has to be readable."""
    read = compliance.one(item, limits=limits or SourceLimits())
    assert isinstance(read, Listing), read
    return read


@pytest.mark.parametrize(
    ("word", "auth"),
    [
        ("none", ActionAuth(AuthType.NONE)),
        ("api_key", ActionAuth(AuthType.API_KEY)),
        ("API-Key", ActionAuth(AuthType.API_KEY)),
        ("service_http", ActionAuth(AuthType.API_KEY)),
        ("oauth", ActionAuth(AuthType.OAUTH)),
        ("mtls", None),
        (None, None),
    ],
)
def test_how_an_action_authenticates(
    compliance: ComplianceApi, gpt: ApiGpt, word: str | None, auth: ActionAuth | None
) -> None:
    """An unknown word is told; no word says nothing."""
    tool = {"type": "custom_action", "action_openapi_raw": SPEC, "auth_type": word}
    read = actions_of(compliance, gpt("g-1", tools={"data": [tool]}))
    assert read.gpt.actions == (GptAction(SPEC, auth),)
    unknown = (f"{SOURCE}: the auth_type 'mtls' is unknown",)
    assert read.remarks == (unknown if word == "mtls" else ())


def test_an_action_without_a_schema_is_unread(compliance: ComplianceApi, gpt: ApiGpt) -> None:
    """Nobody could say what it does."""
    tool = {"type": "custom-action", "action_openapi_raw": None}
    read = actions_of(compliance, gpt("g-1", tools={"data": [tool]}))
    assert read.gpt.actions == (GptAction("", unread="the API gives no schema for it"),)


def test_actions_have_a_budget(compliance: ComplianceApi, gpt: ApiGpt) -> None:
    """What goes beyond it is unread, and the others stay."""
    tools = [{"type": "custom-action", "action_openapi_raw": "x" * size} for size in (20, 10)]
    item = gpt("g-1", tools={"data": tools})
    read = actions_of(compliance, item, SourceLimits(max_file_bytes=15))
    assert read.gpt.actions == (
        GptAction("", unread="20 bytes, over the limit of 15"),
        GptAction("x" * 10),
    )


def test_tools_that_the_api_keeps_back_are_unread(compliance: ComplianceApi, gpt: ApiGpt) -> None:
    """A list that says there is more of it is not the whole."""
    read = actions_of(compliance, gpt("g-1", tools={"data": [], "has_more": True}))
    assert read.gpt.actions == (GptAction("", unread="the API holds more tools than it listed"),)


def test_other_tools_are_capabilities(compliance: ComplianceApi, gpt: ApiGpt) -> None:
    """In the words of gpt.yaml where there is one, else in the API's."""
    kinds = ["dalle", "Browsing", "python", "code-interpreter", "canvas", "deep research"]
    tools = {"data": [{"type": kind} for kind in kinds]}
    assert actions_of(compliance, gpt("g-1", tools=tools)).gpt.capabilities == (
        "canvas",
        "code_interpreter",
        "deep_research",
        "image_generation",
        "web_browsing",
    )


def test_half_a_surrogate_pair_is_replaced(compliance: ComplianceApi, gpt: ApiGpt) -> None:
    """No encoding can write it, and no scanner has to stumble over it."""
    page = json.dumps({"data": [gpt("g-1", name="a\ud800b")]}).encode()
    compliance.say(compliance.site.message("200 OK", body=page))
    (read,) = compliance.listings()
    assert isinstance(read, Listing)
    assert read.gpt.name == "a\ufffdb"
