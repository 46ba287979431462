"""An agent plugin package: skills steer, what lies beside them informs, servers act."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gptreview.model.gpt import Builder, Gpt, GptAction, KnowledgeFile
from gptreview.model.listing import FieldPart, FieldPlace, Listing
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
        remarks=("trip/plugin.json: line 1: '.git' is the history of a checkout and was not read",),
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
            "skills/one/SKILL.md": "First.\n",
            "skills/two/SKILL.md": "Second.",
        }
    )
    listing = open_one("plugin.json")
    assert listing.gpt.instructions == "First.\n\n\n# skills/two/SKILL.md\n\nSecond."
    first, second = (f"skills/{name}/SKILL.md" for name in ("one", "two"))
    assert listing.places["instructions"] == FieldPlace(
        first,
        parts=(
            FieldPart(1, FieldPlace(first, exact=True)),
            FieldPart(4, FieldPlace(second)),
            FieldPart(6, FieldPlace(second, exact=True)),
        ),
    )
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
            KnowledgeFile("hooks/on_start.sh", b"run"),
            KnowledgeFile("mcp.json", mcp.encode()),
            KnowledgeFile("plugin.json", plugin.encode()),
        ),
    )
    assert listing.remarks == (
        "plugin.json: line 1: the plugin has no description",
        "plugin.json: line 1: unknown key 'nick' in /author",
        "plugin.json: line 1: unknown key 'prompts'",
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
    write_files: WriteFiles, open_one: OpenOne
) -> None:
    """A linked folder stays unread, and so does a skill that lies elsewhere."""
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
    unread = KnowledgeFile("skills/a/SKILL.md", unread="a link leads out of the folder")
    assert open_one("p").gpt.knowledge[0] == unread


def test_a_linked_skills_folder_is_unread(write_files: WriteFiles, open_one: OpenOne) -> None:
    """It is not entered, and not forgotten."""
    write_files({"p/plugin.json": '{"name": "p", "description": "d"}', "secret/a/SKILL.md": "x"})
    Path("p/skills").symlink_to("../secret")
    assert open_one("p").gpt == Gpt(
        "p",
        description="d",
        knowledge=(KnowledgeFile("skills", unread="a link leads out of the folder"),),
    )


def test_what_is_over_the_budget_is_told_once(write_files: WriteFiles, open_one: OpenOne) -> None:
    """A package with its dependencies in it does not bury the report, and does not pass."""
    write_files({"plugin.json": '{"name": "p", "description": "d"}', "commands/z.md": "Z"})
    write_files({f"node_modules/{number:02}": "" for number in range(22)})
    write_files({f"agents/{number}.md": str(number) for number in range(3)})
    gpt = open_one(".", limits=SourceLimits(max_files=5)).gpt
    assert gpt.instructions.startswith("0\n\n# agents/1.md")
    assert gpt.knowledge == (
        KnowledgeFile("node_modules/00"),
        KnowledgeFile("more files", unread="the listing's files are over its limits"),
    )
    gpt = open_one(".", limits=SourceLimits(max_files=2)).gpt
    assert gpt.instructions == "0\n\n# agents/1.md\n\n1"
    assert [file.name for file in gpt.knowledge] == ["more files"]


def test_what_is_too_long_to_be_joined_is_knowledge(
    write_files: WriteFiles, open_one: OpenOne
) -> None:
    """It is read all the same, and so is what is text in another encoding only."""
    names = {"a": b"x" * 60, "b": b"y" * 60, "c": "促销".encode("gb18030"), "d": b"z"}
    write_files({f"skills/{name}/SKILL.md": text for name, text in names.items()})
    write_files({"plugin.json": '{"name": "p", "description": "d"}'})
    listing = open_one(".", limits=SourceLimits(max_listing_bytes=100))
    assert listing.gpt == Gpt(
        "p",
        description="d",
        instructions="x" * 60 + "\n\n# skills/d/SKILL.md\n\nz",
        knowledge=(
            KnowledgeFile("skills/b/SKILL.md", b"y" * 60),
            KnowledgeFile("skills/c/SKILL.md", names["c"]),
        ),
    )
    assert listing.places["knowledge:skills/b/SKILL.md"] == FieldPlace(
        "skills/b/SKILL.md", exact=True
    )


@pytest.mark.parametrize("folder", [".claude-plugin", ".codex-plugin"])
@pytest.mark.parametrize("source", ["pp", "pp/{}", "pp/{}/plugin.json"])
def test_a_folder_of_the_manifest_alone_is_no_package(
    folder: str, source: str, write_files: WriteFiles, open_one: OpenOne
) -> None:
    """The package is the folder above, whichever of them is named, and all of it is read."""
    write_files(
        {
            f"pp/{folder}/plugin.json": '{"name": "p", "description": "d", "author": "A Ltd"}',
            f"pp/{folder}/marketplace.json": "{}",
            "pp/skills/one/SKILL.md": "One.",
            "pp/commands/deep/go.md": "Go.",
            "pp/commands/go.py": "run()",
            "pp/agents/critic.MD": "Judge.",
            "pp/.mcp.json": MCP,
            "pp/README": "Hello",
        }
    )
    listing = open_one(source.format(folder))
    assert listing.gpt == Gpt(
        "p",
        description="d",
        instructions="Judge.\n\n# commands/deep/go.md\n\nGo.\n\n# skills/one/SKILL.md\n\nOne.",
        knowledge=(
            KnowledgeFile("README", b"Hello"),
            KnowledgeFile(f"{folder}/marketplace.json", b"{}"),
            KnowledgeFile("commands/go.py", b"run()"),
        ),
        actions=(GptAction(MCP),),
        builder=Builder("A Ltd"),
    )
    assert listing.remarks == ()
    assert listing.places["action:0"] == FieldPlace(
        listing.places["name"].file.replace(f"{folder}/plugin.json", ".mcp.json"), exact=True
    )


def test_the_folder_of_a_manifest_may_be_the_working_folder(
    write_files: WriteFiles, open_one: OpenOne, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has no name of its own there."""
    write_files({"pp/.claude-plugin/plugin.json": '{"name": "p"}', "pp/SKILL.md": "Do."})
    monkeypatch.chdir("pp/.claude-plugin")
    listing = open_one(".")
    assert listing.gpt == Gpt("p", instructions="Do.")
    assert listing.places["instructions"] == FieldPlace("../SKILL.md", exact=True)


def test_a_manifest_may_name_other_paths(write_files: WriteFiles, open_one: OpenOne) -> None:
    """They join the usual ones; what is not in the package stays unread."""
    plugin = {
        "name": "p",
        "description": "d",
        "skills": ["./more/", "./alone", "", 1],
        "commands": "./go.md",
        "hooks": "../hooks.json",
        "apps": "./gone.json",
        "mcpServers": "./servers.json",
    }
    text = json.dumps(plugin)
    write_files(
        {
            ".claude-plugin/plugin.json": text,
            "more/a/SKILL.md": "A",
            "alone/SKILL.md": "B",
            "go.md": "C",
            "no.md": "D",
            "servers.json": json.dumps(
                {"x": {"command": "run"}, "y": {"url": "https://y.example"}}
            ),
        }
    )
    listing = open_one(".")
    headings = ("# alone/SKILL.md\n\nB", "# more/a/SKILL.md\n\nA")
    assert listing.gpt.instructions == "\n\n".join(("C", *headings))
    assert listing.gpt.knowledge == (
        KnowledgeFile("no.md", b"D"),
        KnowledgeFile("../hooks.json", unread="the path leads out of the folder"),
        KnowledgeFile("gone.json", unread="there is no such file"),
        KnowledgeFile(".claude-plugin/plugin.json", text.encode()),
    )
    assert [json.loads(action.schema) for action in listing.gpt.actions] == [
        {"mcpServers": {"x": {"command": "run"}}},
        {"mcpServers": {"y": {"url": "https://y.example"}}},
    ]
    assert listing.remarks == ()


@pytest.mark.parametrize(
    "servers",
    [
        {"x": {"url": "https://x.example/mcp"}},
        {"mcpServers": {"x": {"url": "https://x.example/mcp"}}},
        ["./gone.json", {"x": {"url": "https://x.example/mcp"}}],
    ],
)
def test_servers_may_stand_in_the_manifest(
    servers: object, write_files: WriteFiles, open_one: OpenOne
) -> None:
    """They are actions like those of a file, and the manifest is knowledge for saying more."""
    text = json.dumps({"name": "p", "description": "d", "mcpServers": servers}, indent=1)
    write_files({".claude-plugin/plugin.json": text})
    listing = open_one(".")
    (action,) = listing.gpt.actions
    assert json.loads(action.schema) == {"mcpServers": {"x": {"url": "https://x.example/mcp"}}}
    assert listing.gpt.knowledge[-1] == KnowledgeFile(".claude-plugin/plugin.json", text.encode())
    line = text[: text.index('"x"')].count("\n") + 1
    assert listing.places["action:0"] == FieldPlace(".claude-plugin/plugin.json", line)


@pytest.mark.parametrize(
    ("mcp", "reason"),
    [
        ("{", "line 1, column 2: "),
        ("x", "a single text"),
        ('{\n"mcpServers": []}', "line 2: /mcpServers: a list"),
        ('{"mcpServers": 1, "mcpServers": {}}', "line 1: /mcpServers: the key 'mcpServers'"),
        (b"\xff", "line 1: byte 0xff"),
    ],
)
def test_a_broken_mcp_file_leaves_the_rest_standing(
    mcp: str | bytes, reason: str, write_files: WriteFiles, open_one: OpenOne
) -> None:
    """Its servers are unread, its text is knowledge, and the skills are read."""
    write_files({"plugin.json": '{"name": "p", "description": "d"}', "mcp.json": mcp})
    write_files({"skills/a/SKILL.md": "Do."})
    listing = open_one(".")
    data = mcp if isinstance(mcp, bytes) else mcp.encode()
    assert (listing.gpt.instructions, listing.gpt.knowledge) == (
        "Do.",
        (KnowledgeFile("mcp.json", data),),
    )
    (action,) = listing.gpt.actions
    start = "mcp.json, which names its MCP servers, cannot be read ("
    assert action.unread.startswith(start + reason)
    assert listing.places["action:0"] == FieldPlace("mcp.json")


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
        ({"plugin.json": '{\n"author": [1]}'}, "plugin.json: line 2: /author: a list; expected a "
         "mapping"),
        ({"plugin.json": '{"name": "a", "name": "b"}'}, "plugin.json: line 1: /name: the key "
         "'name' stands twice"),
    ],
)  # fmt: skip
def test_a_package_that_cannot_be_read_is_refused(
    files: dict[str, str | bytes], message: str, write_files: WriteFiles, refusal: Refusal
) -> None:
    """With the file and the line that must be corrected."""
    write_files(files)
    assert refusal(".").startswith(message)


def test_servers_beyond_the_budget_stay_unread(write_files: WriteFiles, open_one: OpenOne) -> None:
    """A file with thousands of servers does not become thousands of scans."""
    servers = {name: {"type": "stdio", "command": name} for name in "ab"}
    write_files({"plugin.json": "{}", "mcp.json": json.dumps({"mcpServers": servers})})
    _, second = open_one(".", limits=SourceLimits(max_files=1)).gpt.actions
    assert second == GptAction("", unread="the listing has more than 1 files")
