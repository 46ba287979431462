"""An agent plugin package: skills steer, what lies beside them informs, servers act."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gptreview.model.gpt import Builder, Gpt, GptAction, KnowledgeFile
from gptreview.model.listing import FieldPlace, Listing
from gptreview.sources.limits import SourceLimits

if TYPE_CHECKING:
    from tests.sources.conftest import OpenOne, Refusal, WriteFiles

SKILL = "---\nname: trips\ndescription: Plans trips\n---\nPlan the trip.\n"
MCP = """\
{
  "$schema": "https://agent-plugins.org/schemas/1.0.0/mcp.schema.json",
  "mcpServers": {
    "trains": {"type": "streamable-http", "url": "https://trains.example.com/mcp"}
  }
}
"""
PLUGIN = {
    "$schema": "https://agent-plugins.org/schemas/1.0.0/plugin.schema.json",
    "name": "trip-planner",
    "version": "1.0.0",
    "description": "Plans trips",
    "author": {"name": "Example Ltd", "email": "a@example.com", "url": "https://example.com"},
    "homepage": "https://example.com",
    "repository": "https://example.com/repository",
    "license": "MIT",
    "keywords": ["travel"],
}


def test_everything_that_a_package_says_is_read(write_files: WriteFiles, open_one: OpenOne) -> None:
    """One skill and one server keep their files' own lines."""
    write_files(
        {
            "trip/plugin.json": json.dumps(PLUGIN, indent=1),
            "trip/mcp.json": MCP,
            "trip/skills/trips/SKILL.md": SKILL,
            "trip/skills/trips/references/fares.csv": "1,2",
            "trip/skills/trips/deep/SKILL.md": "No skill here.",
            "trip/skills/README": b"\xff",
            "trip/.git/HEAD": "main",
        }
    )
    assert open_one("trip") == Listing(
        gpt=Gpt(
            "trip-planner",
            description="Plans trips",
            instructions=SKILL,
            categories=("travel",),
            knowledge=(
                KnowledgeFile("skills/README", b"\xff"),
                KnowledgeFile("skills/trips/deep/SKILL.md", b"No skill here."),
                KnowledgeFile("skills/trips/references/fares.csv", b"1,2"),
            ),
            actions=(GptAction(MCP),),
            builder=Builder("Example Ltd"),
        ),
        source="trip",
        places={
            "name": FieldPlace("trip/plugin.json", 3),
            "description": FieldPlace("trip/plugin.json", 5),
            "instructions": FieldPlace("trip/skills/trips/SKILL.md", exact=True),
            "knowledge:skills/README": FieldPlace("trip/skills/README", exact=True),
            "knowledge:skills/trips/deep/SKILL.md": FieldPlace(
                "trip/skills/trips/deep/SKILL.md", exact=True
            ),
            "knowledge:skills/trips/references/fares.csv": FieldPlace(
                "trip/skills/trips/references/fares.csv", exact=True
            ),
            "action:0": FieldPlace("trip/mcp.json", exact=True),
        },
    )


def test_several_skills_and_servers_are_told_apart(
    write_files: WriteFiles, open_one: OpenOne
) -> None:
    """Later skills stand under their files' names, and each server is a text of its own."""
    servers = {"a": {"type": "stdio", "command": "a"}, "b": {"type": "stdio", "command": "乙"}}
    write_files(
        {
            "plugin.json": '{"name": "p", "description": "d"}',
            "mcp.json": json.dumps({"mcpServers": servers}, indent=1),
            "skills/one/SKILL.md": "First.",
            "skills/two/SKILL.md": "Second.",
        }
    )
    listing = open_one("plugin.json")
    assert listing.gpt.instructions == "First.\n\n# skills/two/SKILL.md\n\nSecond."
    assert listing.places["instructions"] == FieldPlace("skills/one/SKILL.md")
    assert [json.loads(action.schema) for action in listing.gpt.actions] == [
        {"mcpServers": {"a": servers["a"]}},
        {"mcpServers": {"b": servers["b"]}},
    ]
    assert "乙" in listing.gpt.actions[1].schema
    assert listing.places["action:1"] == FieldPlace("mcp.json", 7)


def test_what_says_more_than_its_specification_is_knowledge_too(
    write_files: WriteFiles, open_one: OpenOne
) -> None:
    """A client may show it, so it is read; so are the keys that nobody knows."""
    plugin = '{"name": "p", "author": {"nick": 1}, "prompts": ["Buy now"]}'
    mcp = '{"mcpServers": {}, "note": "Buy now"}'
    write_files({"plugin.json": plugin, "mcp.json": mcp, "hooks/on_start.sh": "run"})
    listing = open_one(".")
    assert listing.gpt == Gpt(
        "p",
        knowledge=(
            KnowledgeFile("plugin.json", plugin.encode()),
            KnowledgeFile("mcp.json", mcp.encode()),
        ),
    )
    assert listing.remarks == (
        "plugin.json: line 1: the plugin has no description",
        "plugin.json: line 1: unknown key 'nick' in /author",
        "plugin.json: line 1: unknown key 'prompts'",
        "plugin.json: line 1: 'hooks/on_start.sh' is no part of an agent plugin and was not read",
        "mcp.json: line 1: no servers under mcpServers",
        "mcp.json: line 1: unknown key 'note'",
    )


def test_extensions_are_knowledge(write_files: WriteFiles, open_one: OpenOne) -> None:
    """What a client is told there is shown to people."""
    plugin = '{"name": "p", "description": "d", "extensions": {"com.openai": {"a": "b"}}}'
    write_files({"plugin.json": plugin, "mcp.json": "{}"})
    listing = open_one(".")
    assert listing.gpt.knowledge == (KnowledgeFile("plugin.json", plugin.encode()),)
    assert listing.remarks == ("mcp.json: line 1: no servers under mcpServers",)


def test_a_codex_package_is_read_from_its_root(write_files: WriteFiles, open_one: OpenOne) -> None:
    """Its plugin.json lies one level below, whether the folder or the file is named."""
    write_files({"p/.codex-plugin/plugin.json": '{"name": "p"}', "p/skills/a/SKILL.md": "Do."})
    folder, file = open_one("p"), open_one("p/.codex-plugin/plugin.json")
    assert folder.gpt == file.gpt == Gpt("p", instructions="Do.")
    assert (folder.source, file.source) == ("p", "p/.codex-plugin/plugin.json")
    assert folder.places["name"] == FieldPlace("p/.codex-plugin/plugin.json", 1)


def test_links_are_not_followed_out_of_the_package(
    write_files: WriteFiles, open_one: OpenOne, refusal: Refusal
) -> None:
    """A linked folder stays unread; a skill that lies elsewhere refuses the package."""
    write_files({"p/plugin.json": '{"name": "p", "description": "d"}', "p/skills/a/b": "b"})
    write_files({"secret/SKILL.md": "outside"})
    Path("p/skills/linked").symlink_to("../../secret")
    Path("p/skills/a/loop").symlink_to("..")
    assert open_one("p").gpt.knowledge == (
        KnowledgeFile("skills/linked", unread="a link leads out of the folder"),
        KnowledgeFile("skills/a/b", b"b"),
        KnowledgeFile("skills/a/loop", unread="this is a folder"),
    )
    Path("p/skills/a/SKILL.md").symlink_to("../../../secret/SKILL.md")
    assert refusal("p").startswith("p/skills/a/SKILL.md: a link leads out of the folder")


def test_a_linked_skills_folder_is_unread(write_files: WriteFiles, open_one: OpenOne) -> None:
    """It is not entered, and not forgotten."""
    write_files({"p/plugin.json": '{"name": "p", "description": "d"}', "secret/a/SKILL.md": "x"})
    Path("p/skills").symlink_to("../secret")
    assert open_one("p").gpt == Gpt(
        "p",
        description="d",
        knowledge=(KnowledgeFile("skills", unread="a link leads out of the folder"),),
    )


def test_only_the_first_strangers_are_named(write_files: WriteFiles, open_one: OpenOne) -> None:
    """A package with its dependencies in it does not bury the report."""
    write_files({"plugin.json": '{"name": "p", "description": "d"}'})
    write_files({f"node_modules/{number:02}": "" for number in range(22)})
    remarks = open_one(".").remarks
    assert len(remarks) == 21
    assert remarks[20] == (
        "plugin.json: line 1: more files are no part of an agent plugin and were not read"
    )


@pytest.mark.skipif(os.name == "nt", reason="file names are text there")
def test_names_that_are_no_text_are_shown(write_files: WriteFiles, open_one: OpenOne) -> None:
    """A file name may be any bytes; a report may not."""
    write_files({"p/plugin.json": '{"name": "p", "description": "d"}', "p/skills/a/b": ""})
    Path(os.fsdecode(b"p/skills/a/\xff")).write_bytes(b"x")
    listing = open_one("p")
    assert listing.gpt.knowledge[1] == KnowledgeFile("skills/a/\ufffd", b"x")
    assert listing.places["knowledge:skills/a/\ufffd"].file == "p/skills/a/\ufffd"


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"plugin.json": "[]"}, "plugin.json: a list; expected a mapping"),
        ({"plugin.json": '{"name": 1}'}, "plugin.json: line 1: /name: a number; expected text"),
        ({"plugin.json": '{\n"author": "me"}'}, "plugin.json: line 2: /author: text; expected a "
         "mapping"),
        ({"plugin.json": '{"name": "a", "name": "b"}'}, "plugin.json: line 1: /name: the key "
         "'name' stands twice"),
        ({"plugin.json": "{}", "mcp.json": '{\n"mcpServers": []}'}, "mcp.json: line 2: "
         "/mcpServers: a list; expected a mapping"),
        ({"plugin.json": "{}", "mcp.json": "x"}, "mcp.json: a single text; expected a mapping"),
        ({"plugin.json": "{}", "skills/a/SKILL.md": "", "skills/b/SKILL.md": ""}, "skills: 2 "
         "skills; expected at most 1"),
        ({"plugin.json": "{}", "skills/a/SKILL.md": b"\xff"}, "skills/a/SKILL.md: line 1: byte "
         "0xff"),
    ],
)  # fmt: skip
def test_a_package_that_cannot_be_read_is_refused(
    files: dict[str, str | bytes], message: str, write_files: WriteFiles, refusal: Refusal
) -> None:
    """With the file and the line that must be corrected."""
    write_files(files)
    assert refusal(".", limits=SourceLimits(max_files=1)).startswith(message)


def test_servers_beyond_the_budget_stay_unread(write_files: WriteFiles, open_one: OpenOne) -> None:
    """A file with thousands of servers does not become thousands of scans."""
    servers = {name: {"type": "stdio", "command": name} for name in "ab"}
    write_files({"plugin.json": "{}", "mcp.json": json.dumps({"mcpServers": servers})})
    _, second = open_one(".", limits=SourceLimits(max_files=1)).gpt.actions
    assert second == GptAction("", unread="the listing has more than 1 files")
