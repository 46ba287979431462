"""A folder with a gpt.yaml: what it says, what lies around it, and what is never read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gptreview.model.action import ActionAuth, AuthType
from gptreview.model.gpt import Builder, Gpt, GptAction, KnowledgeFile, Visibility
from gptreview.model.listing import FieldPart, FieldPlace, Listing
from gptreview.sources.limits import SourceLimits

if TYPE_CHECKING:
    from tests.sources.conftest import OpenOne, Refusal, WriteFiles

WHOLE = """\
schema: gpt/v1
id: g-1
name: Trip planner
description: Plans trips and books trains
instructions: instructions.md
conversation_starters: ["Plan three days in Lyon"]
capabilities: {web_browsing: true, code_interpreter: true, image_generation: false}
categories: [travel]
knowledge: [knowledge/tips.md, ./knowledge/more/fares.csv]
actions:
  - actions/trains.openapi.yaml
  - schema: actions/hotels.openapi.yaml
    auth:
      type: oauth
      authorization_url: https://hotels.example.com/authorize
      token_url: https://hotels.example.com/token
      scope: book
      token_exchange_method: default
    privacy_policy_url: https://hotels.example.com/privacy
builder: {name: Example Ltd, domain: example.com, verified: dns}
visibility: gpt-store
data_controls: {improve_models: false}
"""
FILES: dict[str, str | bytes] = {
    "trip/gpt.yaml": WHOLE,
    "trip/instructions.md": "Plan the trip.\n",
    "trip/knowledge/tips.md": "Book early.",
    "trip/knowledge/more/fares.csv": b"\xff\x00",
    "trip/actions/trains.openapi.yaml": "openapi: 3.1.0",
    "trip/actions/hotels.openapi.yaml": "openapi: 3.1.1".encode("utf-16"),
}


def test_everything_that_a_folder_says_is_read(write_files: WriteFiles, open_one: OpenOne) -> None:
    """Each field has its value and its place, and nothing is left to remark on."""
    write_files(FILES)
    assert open_one("trip") == Listing(
        gpt=Gpt(
            name="Trip planner",
            id="g-1",
            description="Plans trips and books trains",
            instructions="Plan the trip.\n",
            conversation_starters=("Plan three days in Lyon",),
            capabilities=("code_interpreter", "web_browsing"),
            categories=("travel",),
            knowledge=(
                KnowledgeFile("tips.md", b"Book early."),
                KnowledgeFile("more/fares.csv", b"\xff\x00"),
            ),
            actions=(
                GptAction("openapi: 3.1.0"),
                GptAction(
                    "openapi: 3.1.1",
                    ActionAuth(
                        AuthType.OAUTH,
                        authorization_url="https://hotels.example.com/authorize",
                        token_url="https://hotels.example.com/token",  # noqa: S106 - an address
                        scope="book",
                        token_exchange_method="default",  # noqa: S106 - a method
                    ),
                    "https://hotels.example.com/privacy",
                ),
            ),
            builder=Builder("Example Ltd", "example.com", "dns"),
            visibility=Visibility.GPT_STORE,
            improve_models=False,
        ),
        source="trip",
        places={
            "name": FieldPlace("trip/gpt.yaml", 3),
            "description": FieldPlace("trip/gpt.yaml", 4),
            "starters": FieldPlace("trip/gpt.yaml", 6),
            "instructions": FieldPlace("trip/instructions.md", exact=True),
            "knowledge:tips.md": FieldPlace("trip/knowledge/tips.md", exact=True),
            "knowledge:more/fares.csv": FieldPlace("trip/knowledge/more/fares.csv", exact=True),
            "action:0": FieldPlace("trip/actions/trains.openapi.yaml", exact=True),
            "action:1": FieldPlace("trip/actions/hotels.openapi.yaml", exact=True),
        },
    )


def test_each_starter_has_its_own_line(write_files: WriteFiles, open_one: OpenOne) -> None:
    """The field joins them, one to a line or more, and each is found where it was written."""
    text = 'name: Trip\nconversation_starters:\n  - Hello\n  - "two\\nlines"\n\n  - ""\n  - Last\n'
    write_files({"gpt.yaml": text})
    assert open_one("gpt.yaml").places["starters"] == FieldPlace(
        "gpt.yaml",
        2,
        parts=(
            FieldPart(1, FieldPlace("gpt.yaml", 3)),
            FieldPart(2, FieldPlace("gpt.yaml", 4)),
            FieldPart(4, FieldPlace("gpt.yaml", 6)),
            FieldPart(5, FieldPlace("gpt.yaml", 7)),
        ),
    )


def test_what_a_listing_does_not_say_is_empty(write_files: WriteFiles, open_one: OpenOne) -> None:
    """Nulls count as nothing said, and nothing is guessed."""
    keys = ("description", "instructions", "conversation_starters", "capabilities", "knowledge",
            "categories", "actions", "builder", "visibility", "data_controls", "id")  # fmt: skip
    write_files({"gpt.yaml": "name: Trip\nschema: gpt/v1\n" + "".join(f"{k}:\n" for k in keys)})
    listing = open_one("gpt.yaml")
    assert listing == Listing(Gpt("Trip"), "gpt.yaml", {"name": FieldPlace("gpt.yaml", 1)})


def test_instructions_may_stand_in_gpt_yaml_itself(
    write_files: WriteFiles, open_one: OpenOne
) -> None:
    """A text that names no file is taken as it is, and said to be."""
    write_files({"gpt.yaml": "schema: gpt/v1\nname: Trip\ninstructions: |\n  Plan.\n  Book.md\n"})
    listing = open_one(".")
    assert listing.gpt.instructions == "Plan.\nBook.md\n"
    assert listing.places["instructions"] == FieldPlace("gpt.yaml", 3)
    assert listing.remarks == (
        "gpt.yaml: line 3: the instructions are no file inside the folder and are taken as the "
        "text itself",
    )


def test_instructions_that_name_a_file_are_that_file(
    write_files: WriteFiles, open_one: OpenOne
) -> None:
    """Whatever its name ends in, where it lies in the folder; else the words are the text."""
    write_files({"gpt.yaml": "schema: gpt/v1\nname: T\ninstructions: prompt", "prompt": "Plan."})
    assert open_one(".").gpt.instructions == "Plan."
    for words in ("prompt", "../prompt", ""):
        write_files({"t/gpt.yaml": f"schema: gpt/v1\nname: T\ninstructions: '{words}'"})
        assert open_one("t").gpt.instructions == words


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("none.md", "there is no such file"),
        ("../secret.txt", "the path leads out of the folder"),
        ("/etc/hosts.txt", "the path leads out of the folder"),
        ("C:\\secret.txt", "the path leads out of the folder"),
        ("linked.md", "a link leads out of the folder"),
        ("loop.md", "it cannot be read (Too many levels of symbolic links)"),
        ("folder.md", "this is a folder"),
        ("pipe.md", "this is not a regular file"),
        ("large.md", "301 bytes, over the limit of 300"),
    ],
)
def test_instructions_that_cannot_be_read_refuse_the_listing(
    name: str, reason: str, write_files: WriteFiles, refusal: Refusal
) -> None:
    """Without them there is nothing to judge; nothing outside the folder is read."""
    write_files({"secret.txt": "outside", "trip/large.md": "x" * 301})
    write_files({"trip/gpt.yaml": f"schema: gpt/v1\nname: Trip\ninstructions: {name}\n"})
    Path("trip/linked.md").symlink_to("../secret.txt")
    Path("trip/loop.md").symlink_to("loop.md")
    Path("trip/folder.md").mkdir()
    os.mkfifo("trip/pipe.md")
    assert refusal("trip", limits=SourceLimits(max_listing_bytes=300)) == (
        f"{Path('trip', name)}: {reason}; expected a file inside the folder, of at most 300 bytes; "
        "correct the path or the file"
    )


def test_instructions_that_are_no_text_refuse_the_listing(
    write_files: WriteFiles, refusal: Refusal
) -> None:
    """The message has the line of the byte that does not fit."""
    write_files({"gpt.yaml": "name: T\ninstructions: i.md", "i.md": b"Plan\n\xc3("})
    assert refusal(".").startswith("i.md: line 2: byte 0xc3 at offset 5 is not utf-8")


def test_knowledge_that_cannot_be_read_stays_unread(
    write_files: WriteFiles, open_one: OpenOne
) -> None:
    """Each with its reason, at the place that names it; the rest of the listing goes on."""
    names = (
        "none.md",
        "../secret.txt",
        "/etc/hosts",
        "linked.md",
        "loop.md",
        "in",
        "pipe",
        "large",
    )
    write_files({"secret.txt": "outside", "t/in/a.md": "inside", "t/large": "12345"})
    listed = "".join(f"  - {name}\n" for name in (*names, "alias.md", '"a\\0b"', "a\\..\\..\\b"))
    write_files({"t/gpt.yaml": "schema: gpt/v1\nname: T\nknowledge:\n" + listed})
    Path("t/linked.md").symlink_to("../secret.txt")
    Path("t/loop.md").symlink_to("loop.md")
    Path("t/alias.md").symlink_to("in/a.md")
    os.mkfifo("t/pipe")
    listing = open_one("t", limits=SourceLimits(max_file_bytes=4 + 2))
    assert [(file.name, file.data, file.unread) for file in listing.gpt.knowledge] == [
        ("none.md", b"", "there is no such file"),
        ("../secret.txt", b"", "the path leads out of the folder"),
        ("/etc/hosts", b"", "the path leads out of the folder"),
        ("linked.md", b"", "a link leads out of the folder"),
        ("loop.md", b"", "it cannot be read (Too many levels of symbolic links)"),
        ("in", b"", "this is a folder"),
        ("pipe", b"", "this is not a regular file"),
        ("large", b"12345", ""),
        ("alias.md", b"inside", ""),
        ("a\0b", b"", "no file can have this name"),
        ("a\\..\\..\\b", b"", "the path leads out of the folder"),
    ]
    assert listing.places["knowledge:/etc/hosts"] == FieldPlace("t/gpt.yaml", 6)
    assert listing.places["knowledge:alias.md"] == FieldPlace("t/alias.md", exact=True)


def test_a_listing_has_a_budget_of_files_and_bytes(
    write_files: WriteFiles, open_one: OpenOne
) -> None:
    """What goes beyond it is not loaded and says which limit it was."""
    write_files({"gpt.yaml": "name: T\nknowledge: [a, b, c, d]\nactions: [e]", "a": "12345"})
    write_files({"b": "1234", "c": "1234", "d": "1"})
    limits = SourceLimits(max_file_bytes=4, max_files=4, max_total_bytes=50)
    gpt = open_one(".", limits=limits).gpt
    assert [(file.data, file.unread) for file in gpt.knowledge] == [
        (b"", "5 bytes, over the limit of 4"),
        (b"1234", ""),
        (b"", "the listing's files have more than 50 bytes together"),
        (b"1", ""),
    ]
    assert gpt.actions == (GptAction("", unread="the listing has more than 4 files"),)


def test_actions_that_cannot_be_read_stay_unread(
    write_files: WriteFiles, open_one: OpenOne
) -> None:
    """What the listing says of them is kept."""
    write_files(
        {
            "gpt.yaml": "name: T\nactions: [none.yaml, {schema: bad.yaml, auth: {type: none}}, {}]",
            "bad.yaml": b"\xff\xff",
        }
    )
    assert open_one(".").gpt.actions == (
        GptAction("", unread="there is no such file"),
        GptAction(
            "", ActionAuth(), unread="byte 0xff at offset 0 is not utf-8 (invalid start byte)"
        ),
        GptAction("", unread="the listing gives no schema for it"),
    )


def test_what_cannot_be_opened_or_read_is_unread(
    write_files: WriteFiles, open_one: OpenOne, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a missing permission nor a failing disk stops the others."""
    write_files({"gpt.yaml": "name: T\nknowledge: [locked, broken, c]", "c": "c"})
    write_files({"locked": "", "broken": ""})
    real_open, real_fdopen = os.open, os.fdopen
    broken: list[int] = []

    def locked(path: Path, flags: int) -> int:
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied")
        opened = real_open(path, flags)
        broken[:] = [opened] if Path(path).name == "broken" else []
        return opened

    def failing(descriptor: int, mode: str, *, closefd: bool) -> object:
        if descriptor in broken:
            raise OSError(5, "Input/output error")
        return real_fdopen(descriptor, mode, closefd=closefd)

    monkeypatch.setattr("gptreview.sources.inside.os.open", locked)
    monkeypatch.setattr("gptreview.sources.inside.os.fdopen", failing)
    assert [file.unread for file in open_one(".").gpt.knowledge] == [
        "it cannot be read (Permission denied)",
        "it cannot be read (Input/output error)",
        "",
    ]


def test_files_that_nobody_listed_are_told(write_files: WriteFiles, open_one: OpenOne) -> None:
    """They would be uploaded by whoever takes the folder for the listing."""
    write_files(
        {
            "gpt.yaml": "schema: gpt/v1\nname: T\nknowledge: [knowledge/b.md]",
            "knowledge/b.md": "",
            "knowledge/a/x\x1b.md": "",
            "actions/new.yaml": "",
            "MIGRATION.md": "",
        }
    )
    Path("knowledge/link").symlink_to("..")
    assert open_one(".").remarks == (
        "gpt.yaml: line 1: 'knowledge/link' is not listed in gpt.yaml and was not read",
        "gpt.yaml: line 1: 'knowledge/a/x\\x1b.md' is not listed in gpt.yaml and was not read",
        "gpt.yaml: line 1: 'actions/new.yaml' is not listed in gpt.yaml and was not read",
    )


def test_only_the_first_files_that_nobody_listed_are_named(
    write_files: WriteFiles, open_one: OpenOne
) -> None:
    """A folder of thousands does not bury the report, nor does a linked one get entered."""
    write_files({"t/gpt.yaml": "schema: gpt/v1\nname: T"})
    write_files({f"t/knowledge/{number:02}": "" for number in range(20)})
    Path("t/actions").symlink_to("..")
    remarks = open_one("t").remarks
    assert len(remarks) == 21
    assert remarks[19:] == (
        "t/gpt.yaml: line 1: 'knowledge/19' is not listed in gpt.yaml and was not read",
        "t/gpt.yaml: line 1: more files are not listed and were not read",
    )


def test_a_knowledge_folder_that_cannot_be_listed_refuses_the_listing(
    write_files: WriteFiles, refusal: Refusal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What may lie in it is unknown."""
    write_files({"gpt.yaml": "name: T", "knowledge/a": ""})
    real = os.scandir

    def locked(path: Path) -> object:
        if Path(path).name == "knowledge":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr("gptreview.sources.walk.os.scandir", locked)
    assert refusal("gpt.yaml") == (
        "knowledge: the folder cannot be listed (Permission denied); check its permissions"
    )


def test_what_is_unknown_is_told_with_its_line(write_files: WriteFiles, open_one: OpenOne) -> None:
    """Secrets are named by their key alone, and nothing of it stays in the listing."""
    write_files(
        {
            "gpt.yaml": """\
name: T
colour: blue
actions:
  - schema: a.yaml
    method: get
    auth:
      type: api_key
      scheme: custom
      header: X-Key
      client_secret: hunter2
      api_key: hunter2
      hint: none
builder: {name: Example Ltd, mail: a@example.com}
data_controls: {keep: 30}
"a\\e]b": 1
capabilities: {video: 1, canvas: true, sound: false, web_browsing: true}
""",
            "a.yaml": "openapi: 3.1.0",
        }
    )
    listing = open_one(".")
    not_kept = (
        "is not kept: secrets are entered in the GPT editor alone, remove it here and renew it"
    )
    assert listing.remarks == (
        "gpt.yaml: line 1: schema is missing, and gpt/v1 is assumed",
        "gpt.yaml: line 16: unknown key 'video' in /capabilities",
        "gpt.yaml: line 16: unknown key 'canvas' in /capabilities",
        "gpt.yaml: line 16: unknown key 'sound' in /capabilities",
        f"gpt.yaml: line 10: 'client_secret' {not_kept}",
        f"gpt.yaml: line 11: 'api_key' {not_kept}",
        "gpt.yaml: line 12: unknown key 'hint' in /actions/0/auth",
        "gpt.yaml: line 5: unknown key 'method' in /actions/0",
        "gpt.yaml: line 13: unknown key 'mail' in /builder",
        "gpt.yaml: line 14: unknown key 'keep' in /data_controls",
        "gpt.yaml: line 2: unknown key 'colour'",
        "gpt.yaml: line 15: unknown key 'a\\x1b]b'",
    )
    assert listing.gpt == Gpt(
        "T",
        actions=(GptAction("openapi: 3.1.0", ActionAuth(AuthType.API_KEY, "custom", "X-Key")),),
        builder=Builder("Example Ltd"),
        capabilities=("canvas", "web_browsing"),
    )


def test_unknown_capabilities_of_a_list_are_told(
    write_files: WriteFiles, open_one: OpenOne
) -> None:
    """They count all the same: the listing says that they are on."""
    write_files({"gpt.yaml": "schema: gpt/v1\nname: T\ncapabilities:\n- web_browsing\n- canvas\n"})
    listing = open_one(".")
    assert listing.gpt.capabilities == ("canvas", "web_browsing")
    assert listing.remarks == ("gpt.yaml: line 5: unknown capability 'canvas'",)


@pytest.mark.parametrize(
    ("verified", "way", "word"),
    [
        ("dns", "dns", ""),
        ("' Billing '", "billing", ""),
        ("none", "", ""),
        ("'no'", "", ""),
        ("no", "", ""),
        ("false", "", ""),
        ("null", "", ""),
        ("''", "", ""),
        ("true", "", "'true'"),
        ("twitter", "", "'twitter'"),
    ],
)
def test_only_known_ways_verify_a_builder(
    verified: str, way: str, word: str, write_files: WriteFiles, open_one: OpenOne
) -> None:
    """True says no way, and neither does a word that nobody knows; that is told, a denial not."""
    text = f"schema: gpt/v1\nname: T\nbuilder: {{domain: example.com, verified: {verified}}}"
    write_files({"gpt.yaml": text})
    listing = open_one(".")
    assert listing.gpt.builder == Builder("", "example.com", way)
    why = "is no way to verify, so the builder is not; write dns or billing"
    told = f"gpt.yaml: line 3: {word} {why}"
    assert listing.remarks == ((told,) if word else ())


def test_a_way_of_verifying_is_a_word(write_files: WriteFiles, refusal: Refusal) -> None:
    """A list is refused like any value of the wrong kind."""
    write_files({"gpt.yaml": "schema: gpt/v1\nname: T\nbuilder: {verified: [dns]}"})
    assert refusal(".") == "gpt.yaml: line 3: /builder/verified: a list; expected text"


def test_remarks_do_not_bury_the_report(write_files: WriteFiles, open_one: OpenOne) -> None:
    """Twenty unknown keys of one mapping are named, a hundred remarks in all."""
    unknown = "{schema: none.yaml, " + ", ".join(f"k{n}: 1" for n in range(22)) + "}"
    write_files({"gpt.yaml": f"schema: gpt/v1\nname: T\nactions: [{', '.join([unknown] * 5)}]"})
    remarks = open_one(".").remarks
    assert len(remarks) == 101
    assert remarks[20] == "gpt.yaml: line 3: 2 more unknown keys in /actions/0"
    assert remarks[100] == "gpt.yaml: line 1: 5 more remarks are left out"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name: 42", "gpt.yaml: line 1: /name: a number; expected text; put it in quotes"),
        ("name: [a]", "gpt.yaml: line 1: /name: a list; expected text"),
        ("description: {}", "gpt.yaml: line 1: /description: a mapping; expected text"),
        ("\nid: true\nname: T", "gpt.yaml: line 2: /id: true or false; expected text; "
         "put it in quotes"),
        ("instructions: [a.md]", "gpt.yaml: line 1: /instructions: a list; expected text"),
        ("conversation_starters: Hi", "gpt.yaml: line 1: /conversation_starters: text; "
         "expected a list"),
        ("name: T\nconversation_starters:\n- Hi\n-\n", "gpt.yaml: line 4: "
         "/conversation_starters/1: null; expected text"),
        ("name: T\ncapabilities: {web_browsing: 1}", "gpt.yaml: line 2: "
         "/capabilities/web_browsing: a number; expected true or false"),
        ("name: T\ncapabilities: web", "gpt.yaml: line 2: /capabilities: text; "
         "expected a mapping"),
        ("knowledge: {a: b}", "gpt.yaml: line 1: /knowledge: a mapping; expected a list"),
        ("knowledge: [1]", "gpt.yaml: line 1: /knowledge/0: a number; expected a mapping"),
        ("knowledge: [{text: a}]", "gpt.yaml: line 1: /knowledge/0: a mapping; "
         "expected a path, or a name with a text"),
        ("knowledge: [{name: a, path: b, text: c}]", "gpt.yaml: line 1: /knowledge/0: a mapping; "
         "expected either text or path; remove one of them"),
        ("actions: a.yaml", "gpt.yaml: line 1: /actions: text; expected a list"),
        ("actions: [{schema: {}}]", "gpt.yaml: line 1: /actions/0/schema: a mapping; "
         "expected text"),
        ("actions: [{schema: a, auth: none}]", "gpt.yaml: line 1: /actions/0/auth: text; "
         "expected a mapping"),
        ("actions: [{schema: a, auth: {}}]", "gpt.yaml: line 1: /actions/0/auth/type: auth "
         "without a type; expected one of none, api_key, oauth"),
        ("actions: [{schema: a, auth: {type: magic}}]", "gpt.yaml: line 1: "
         "/actions/0/auth/type: 'magic'; expected one of none, api_key, oauth"),
        ("actions: [{schema: a, auth: {type: api_key, scheme: x}}]", "gpt.yaml: line 1: "
         "/actions/0/auth/scheme: 'x'; expected one of basic, bearer, custom"),
        ("name: T\nvisibility: world", "gpt.yaml: line 2: /visibility: 'world'; expected one of "
         "invite-only, workspace-with-link, workspace, anyone-with-link, gpt-store"),
        ("name: T\ndata_controls: {improve_models: 'no'}", "gpt.yaml: line 2: "
         "/data_controls/improve_models: text; expected true or false"),
        ("schema: gpt/v2", "gpt.yaml: line 1: /schema: the schema 'gpt/v2'; expected gpt/v1"),
        ("openapi: 3.1.0\npaths: {}", "gpt.yaml: line 1: nothing that a GPT has; expected at "
         "least one of name, description, instructions, conversation_starters, knowledge, actions"),
        ("name: a\nname: b", "gpt.yaml: line 2: /name: the key 'name' stands twice; expected "
         "each key once; remove the one that is not meant"),
        ("<<: {name: a, name: b}\nname: T", "gpt.yaml: line 1: /<</name: the key 'name' stands "
         "twice; expected each key once; remove the one that is not meant"),
        ("- a", "gpt.yaml: a list; expected a mapping (a JSON object) as the whole document; "
         "give the file itself, not an excerpt or a link to it"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_its_place(
    text: str, message: str, write_files: WriteFiles, refusal: Refusal
) -> None:
    """File, line, key, what was found and what would have been accepted."""
    write_files({"gpt.yaml": text})
    assert refusal(".") == message


def test_long_and_unprintable_pointers_are_shown_short(
    write_files: WriteFiles, refusal: Refusal
) -> None:
    """A message neither floods a terminal nor gives it orders."""
    key = f'"\\e{"x" * 500}"'
    write_files({"gpt.yaml": f"name: T\nbuilder: {{{key}: 1, {key}: 2}}"})
    assert refusal(".").startswith(
        "gpt.yaml: line 2: '/builder/\\x1b" + "x" * 110 + "...': the key"
    )


def test_an_alias_bomb_is_refused(write_files: WriteFiles, refusal: Refusal) -> None:
    """What a few bytes would grow to has a limit."""
    levels = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))
    write_files({"gpt.yaml": f"name: T\na0: &a0 [lol]\n{levels}"})
    assert "aliases that stand for more than 100000 values" in refusal(".")


def test_odd_documents_are_read_with_a_remark(write_files: WriteFiles, open_one: OpenOne) -> None:
    """JSON will do, half a surrogate pair is replaced, and merged keys lose nothing."""
    write_files(
        {
            "gpt.yaml": r'{"schema": "gpt/v1", "name": "a\ud800b", "x": 1, "x": 2,'
            r' "builder": {"name": "A"}, "builder": {"domain": "example.com"}}'
        }
    )
    listing = open_one(".")
    assert listing.gpt == Gpt("a\ufffdb", builder=Builder("A", "example.com"))
    assert listing.remarks == (
        "gpt.yaml: line 1: unknown key 'x'",
        "gpt.yaml: line 1: the key 'x' stands twice",
        "gpt.yaml: line 1: the key 'builder' stands twice",
        "gpt.yaml: line 1: half a surrogate pair is no character; U+FFFD stands for it",
    )


def test_same_names_are_told(write_files: WriteFiles, open_one: OpenOne) -> None:
    """Two files of one name cannot be told apart in a report; a nameless GPT is odd, too."""
    write_files(
        {
            "gpt.yaml": "schema: gpt/v1\nknowledge: [a.md, knowledge/a.md]",
            "a.md": "1",
            "knowledge/a.md": "2",
        }
    )
    assert open_one(".").remarks == (
        "gpt.yaml: line 1: the GPT has no name",
        "gpt.yaml: line 2: several knowledge files are called 'a.md'",
    )


def test_a_gpt_yaml_that_is_too_large_is_refused(write_files: WriteFiles, refusal: Refusal) -> None:
    """It has a limit of its own, far below that of the texts it names."""
    write_files({"gpt.yaml": "name: Trip planner"})
    assert refusal(".", limits=SourceLimits(max_manifest_bytes=9)) == (
        "gpt.yaml: 18 bytes, over the limit of 9; expected a file inside the folder, of at most "
        "9 bytes; correct the path or the file"
    )


def test_a_gpt_yaml_that_leads_elsewhere_is_refused(
    write_files: WriteFiles, refusal: Refusal
) -> None:
    """Not even the listing's own file may be a link out of its folder."""
    write_files({"secret.yaml": "name: T", "t/x": ""})
    Path("t/gpt.yaml").symlink_to("../secret.yaml")
    assert refusal("t").startswith("t/gpt.yaml: a link leads out of the folder")


def test_a_linked_knowledge_folder_is_not_entered(
    write_files: WriteFiles, open_one: OpenOne
) -> None:
    """What nobody lists there is told as one file."""
    write_files({"t/gpt.yaml": "schema: gpt/v1\nname: T\n", "elsewhere/a.md": "A"})
    Path("t/knowledge").symlink_to("../elsewhere")
    assert open_one("t").remarks == (
        "t/gpt.yaml: line 1: 'knowledge' is not listed in gpt.yaml and was not read",
    )
