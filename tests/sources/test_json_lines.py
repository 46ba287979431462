"""Listings as JSON, one a line or a file of them: whatever a line holds, the others go on."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gptreview.errors import InputError
from gptreview.model.action import ActionAuth, AuthType
from gptreview.model.gpt import Builder, Gpt, GptAction, KnowledgeFile, Visibility
from gptreview.model.listing import FieldPlace, Listing, UnreadListing
from gptreview.sources.limits import SourceLimits
from gptreview.sources.listings import open_listings

if TYPE_CHECKING:
    from tests.sources.conftest import Open, OpenOne, WriteFiles

WHOLE: dict[str, Any] = {
    "id": "g-1",
    "name": "Trip planner",
    "description": "Plans trips",
    "instructions": "Plan.md",
    "conversation_starters": ["Three days in Lyon"],
    "capabilities": ["web_browsing", "image_generation", "web_browsing"],
    "categories": ["travel"],
    "knowledge": [{"name": "tips.md", "text": "Book early."}, {"path": "knowledge/fares.csv"}],
    "actions": [
        "openapi: 3.1.0",
        {
            "schema": "openapi: 3.1.1",
            "auth": {"type": "api_key", "scheme": "bearer"},
            "privacy_policy_url": "https://example.com/privacy",
        },
    ],
    "builder": {"name": "Example Ltd", "domain": "example.com", "verified": "dns"},
    "visibility": "workspace",
    "data_controls": {"improve_models": True},
}


def test_everything_that_a_line_says_is_read(write_files: WriteFiles, open_one: OpenOne) -> None:
    """Paths are relative to the file; what has no file of its own stands on the line."""
    write_files({"in/all.jsonl": "\n\r\n" + json.dumps(WHOLE), "in/knowledge/fares.csv": "1,2"})
    line = FieldPlace("in/all.jsonl", 3)
    assert open_one("in/all.jsonl") == Listing(
        gpt=Gpt(
            name="Trip planner",
            id="g-1",
            description="Plans trips",
            instructions="Plan.md",
            conversation_starters=("Three days in Lyon",),
            capabilities=("image_generation", "web_browsing"),
            categories=("travel",),
            knowledge=(
                KnowledgeFile("tips.md", b"Book early."),
                KnowledgeFile("fares.csv", b"1,2"),
            ),
            actions=(
                GptAction("openapi: 3.1.0"),
                GptAction(
                    "openapi: 3.1.1",
                    ActionAuth(AuthType.API_KEY, "bearer"),
                    "https://example.com/privacy",
                ),
            ),
            builder=Builder("Example Ltd", "example.com", "dns"),
            visibility=Visibility.WORKSPACE,
            improve_models=True,
        ),
        source="in/all.jsonl:3",
        places={
            "name": line,
            "description": line,
            "starters": line,
            "instructions": line,
            "knowledge:tips.md": line,
            "knowledge:fares.csv": FieldPlace("in/knowledge/fares.csv", exact=True),
            "action:0": line,
            "action:1": line,
        },
    )


def test_the_same_content_has_the_same_digest_from_everywhere(
    write_files: WriteFiles, open_one: OpenOne
) -> None:
    """A folder, a line, a list and standard input agree, whatever the identifier."""
    write_files(
        {
            "trip/gpt.yaml": """\
schema: gpt/v1
name: Trip planner
description: Plans trips
instructions: instructions.md
conversation_starters: [Three days in Lyon]
capabilities: {web_browsing: true, code_interpreter: false, image_generation: true}
categories: [travel]
knowledge: [knowledge/tips.md, knowledge/fares.csv]
actions:
  - trains.yaml
  - schema: actions/hotels.yaml
    auth: {type: api_key, scheme: bearer}
    privacy_policy_url: https://example.com/privacy
builder: {name: Example Ltd, domain: example.com, verified: dns}
visibility: workspace
data_controls: {improve_models: true}
""",
            "trip/instructions.md": "Plan.md",
            "trip/knowledge/tips.md": "Book early.",
            "trip/knowledge/fares.csv": "1,2",
            "trip/trains.yaml": "openapi: 3.1.0",
            "trip/actions/hotels.yaml": "openapi: 3.1.1",
        }
    )
    fares = {"name": "knowledge/fares.csv", "text": "1,2"}
    line = json.dumps(WHOLE | {"knowledge": [WHOLE["knowledge"][0], fares], "id": 7})
    write_files({"one.json": line, "lines.ndjson": line.encode("utf-16")})
    folder = open_one("trip").gpt
    others = [open_one("one.json"), open_one("lines.ndjson"), open_one("-", stdin=line.encode())]
    assert [(each.id, each.gpt.content_digest()) for each in others] == [
        ("7", folder.content_digest())
    ] * 3
    assert open_one("trip").id == "trip"


def test_unread_files_have_the_same_digest_from_everywhere(
    write_files: WriteFiles, open_one: OpenOne
) -> None:
    """The reason does not name the folder."""
    write_files(
        {"a/gpt.yaml": "name: T\nknowledge: [x]", "b.jsonl": '{"name":"T","knowledge":["x"]}'}
    )
    assert open_one("a").gpt.content_digest() == open_one("b.jsonl").gpt.content_digest()


def test_nothing_outside_the_files_folder_is_read(
    write_files: WriteFiles, open_one: OpenOne
) -> None:
    """A path in a line leads no further than one in a gpt.yaml."""
    write_files(
        {"secret": "outside", "in/a.jsonl": '{"name":"T","knowledge":[{"path":"../secret"}]}'}
    )
    assert open_one("in/a.jsonl").gpt.knowledge == (
        KnowledgeFile("../secret", unread="the path leads out of the folder"),
    )


def test_standard_input_has_no_paths(write_files: WriteFiles, open_one: OpenOne) -> None:
    """Nobody can say what they would be relative to."""
    write_files({"a.md": "here"})
    line = b'{"name":"T","knowledge":["a.md",{"name":"b.md"}]}'
    assert open_one("-", stdin=line).gpt.knowledge == (
        KnowledgeFile("a.md", unread="a path has no meaning on standard input"),
        KnowledgeFile("b.md", unread="the listing gives neither its text nor its path"),
    )


def test_texts_in_a_line_have_the_budget_of_files(open_one: OpenOne) -> None:
    """What extraction would have to take on is bounded, wherever it came from."""
    line = b'{"name":"T","knowledge":[{"name":"a","text":"12345"}],"actions":["123456","1"]}'
    gpt = open_one("-", stdin=line, limits=SourceLimits(max_file_bytes=5, max_files=2)).gpt
    assert gpt.knowledge == (KnowledgeFile("a", b"12345"),)
    assert gpt.actions == (
        GptAction("", unread="6 bytes, over the limit of 5"),
        GptAction("", unread="the listing has more than 2 files"),
    )


HOSTILE = [
    (b"{", "-:1: column 2: not JSON: Expecting property name enclosed in double quotes"),
    (b"[1]", "-:1: a list; expected a JSON object"),
    (b"null", "-:1: null; expected a JSON object"),
    (b"\x00", "-:1: column 1: not JSON: Expecting value"),
    (b'{"name": "a\x00b"}', "-:1: column 12: not JSON: Invalid control character at"),
    (b'{"name": "\xff"}', "-:1: byte 0xff at offset 10 is not utf-8 (invalid start byte)"),
    (b'{"name": NaN}', "-:1: column 10: NaN is not a finite number"),
    (b'{"name": 1e999}', "-:1: column 10: 1e999 is not a finite number"),
    (b'{"name": ' + b"9" * 5000 + b"}", "-:1: column 10: an integer with more digits"),
    (b"[" * 100_000, "-:1: column 201: more than 200 lists and mappings inside one another"),
    (b'{"a":' * 30_000, "-:1: column 1001: more than 200 lists and mappings"),
    (b'{"name": 4}', "-:1: /name: a number; expected text; put it in quotes"),
    (b'{"name": "a", "name": "b"}', "-:1: /name: the key 'name' stands twice"),
    (b"{}", "-:1: nothing that a GPT has"),
    (b'{"name": "T", "schema": "gpt/v2"}', "-:1: /schema: the schema 'gpt/v2'"),
    (b"{name: T}", "-:1: column 2: not JSON"),
    (b'{"name":"T","knowledge":[{"name":"a","text":5}]}', "-:1: /knowledge/0/text: a number"),
    (b"\xff\xfe\x00\x00{\x00\x00\x00", "-:1: text in UTF-32"),
    (b'{"name": "' + b"x" * 200_000 + b'"}', "-:1: a line of more than 200,000 bytes; expected "
     "at most 200,000 bytes; put long texts into files and name them by path"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "message"), HOSTILE, ids=range(len(HOSTILE)))
def test_a_line_that_cannot_be_read_does_not_stop_the_others(
    line: bytes, message: str, open_all: Open
) -> None:
    """It is refused with file and line, and the next one is read."""
    source = line + b'\n{"name": "Next"}\n'
    bad, good = open_all("-", stdin=source, limits=SourceLimits(max_listing_bytes=200_000))
    assert isinstance(bad, UnreadListing)
    assert bad.source == "-:1"
    assert str(bad.error).startswith(message)
    assert isinstance(good, Listing)
    assert (good.source, good.gpt.name) == ("-:2", "Next")


def test_what_is_odd_in_a_line_is_told(open_one: OpenOne) -> None:
    """Unknown keys, replaced characters, and keys that nobody reads twice."""
    line = rb'{"name": "a\udc00", "label": 1, "label": 2}'
    listing = open_one("-", stdin=line)
    assert listing.gpt.name == "a\ufffd"
    assert listing.remarks == (
        "-:1: unknown key 'label'",
        "-:1: the key 'label' stands twice",
        "-:1: half a surrogate pair is no character; U+FFFD stands for it",
    )


def test_identifiers_that_come_again_are_told(open_all: Open) -> None:
    """The later one says where the earlier one is; listings without any are no repetition."""
    lines = b'{"name":"A","id":"x"}\n{"name":"B"}\n{"name":"C"}\n{"name":"D","id":"x"}\n'
    remarks = [each.remarks for each in open_all("-", stdin=lines) if isinstance(each, Listing)]
    assert remarks == [(), (), (), ("-:4: -:1 has the same id",)]


@pytest.mark.parametrize("content", [b"", b"\n \r\n"])
def test_lines_without_a_listing_are_refused(content: bytes, open_all: Open) -> None:
    """Nothing to review is no success."""
    with pytest.raises(InputError) as caught:
        open_all("-", stdin=content)
    assert str(caught.value) == "-: it holds no listing; expected a JSON object on each line"


def test_a_list_in_a_file_is_several_listings(write_files: WriteFiles, open_all: Open) -> None:
    """Each is known by its index and placed on its line; a bad one does not stop the others."""
    write_files(
        {
            "all.json": '[\n{"name": "A"},\n 5,\n{"name": "C", "d": {"x": 1, "x": 2}},\n'
            '{"name": "D", "name": "E"}]'
        }
    )
    first, second, third, fourth = open_all("all.json")
    assert first == Listing(Gpt("A"), "all.json#/0", {"name": FieldPlace("all.json", 2)})
    assert isinstance(second, UnreadListing)
    assert str(second.error) == "all.json#/1: a number; expected a JSON object"
    assert third == Listing(
        Gpt("C"),
        "all.json#/2",
        {"name": FieldPlace("all.json", 4)},
        ("all.json#/2: unknown key 'd'", "all.json#/2: the key 'x' stands twice"),
    )
    assert isinstance(fourth, UnreadListing)
    assert str(fourth.error).startswith("all.json#/3: /name: the key 'name' stands twice")


def test_an_object_in_a_file_is_one_listing(write_files: WriteFiles, open_one: OpenOne) -> None:
    """Its places are lines of the file."""
    write_files({"one.json": '{\n"name": "A",\n"x": 1}'})
    assert open_one("one.json") == Listing(
        Gpt("A"),
        "one.json",
        {"name": FieldPlace("one.json", 2)},
        ("one.json: line 3: unknown key 'x'",),
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[]", "a.json: an empty list; expected a list of JSON objects"),
        ("[\n1", "a.json: line 2, column 2: not JSON: Expecting ',' delimiter; expected a JSON "
         "object; correct the syntax at this place"),
        ("[" + " " * 50, "a.json: more than 50 bytes; expected at most 50 bytes; save it as JSON "
         "lines (.jsonl), one listing a line"),
    ],
)  # fmt: skip
def test_a_file_of_no_listings_is_refused(
    content: str, message: str, write_files: WriteFiles, open_all: Open
) -> None:
    """The source as a whole cannot be opened."""
    write_files({"a.json": content})
    with pytest.raises(InputError) as caught:
        open_all("a.json", limits=SourceLimits(max_listing_bytes=50))
    assert str(caught.value) == message


class BrokenStream(io.BytesIO):
    """A stream whose disk fails after the first piece."""

    def read1(self, size: int | None = -1, /) -> bytes:
        """What there is, then the failure."""
        if self.tell():
            raise OSError(5, "Input/output error")
        return super().read1(size or -1)


def test_a_stream_that_breaks_off_ends_in_an_unread_listing() -> None:
    """What came before it has been read."""
    stream = BrokenStream(b'{"name": "A"}\n{"na')
    first, second = open_listings("-", limits=SourceLimits(), stdin=stream)
    assert isinstance(first, Listing)
    assert isinstance(second, UnreadListing)
    assert (second.source, str(second.error)) == (
        "-",
        "-: it cannot be read (Input/output error); check the file",
    )


KEYS = [*WHOLE, "schema", "other"]
ITEM_KEYS = ["name", "text", "path", "schema", "auth", "type", "scheme", "improve_models"]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text()
    | st.sampled_from(["gpt/v1", "oauth", "api_key", "none", "gpt-store", "../x", "/", "a.md"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(ITEM_KEYS) | st.text(), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(KEYS) | st.text(), VALUES))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_object_is_a_listing_or_unread(value: dict[str, Any]) -> None:
    """No line makes the reader raise, and a listing always has a digest."""
    line = json.dumps(value).encode()
    (read,) = open_listings("-", limits=SourceLimits(), stdin=io.BytesIO(line))
    if isinstance(read, Listing):
        assert read.gpt.content_digest().startswith("sha256:")
    else:
        assert str(read.error).startswith("-:1: ")


@given(st.binary())
def test_any_bytes_are_listings_or_refused(content: bytes) -> None:
    """Nor does anything else that a file may hold."""
    found: list[object] = []
    try:
        found += open_listings("-", limits=SourceLimits(), stdin=io.BytesIO(content))
    except InputError as error:
        found.append(error)
    assert found


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "count"), [("gpts/published-gpts.jsonl", 859), ("gpt-pairs/bundles.jsonl", 160)]
)
def test_real_listings_are_read(name: str, count: int, shared_data: Path, open_all: Open) -> None:
    """Every line, with nothing but unknown keys to remark on."""
    listings = open_all(os.fspath(shared_data / name))
    assert len(listings) == count
    remarks = [each.remarks if isinstance(each, Listing) else [each.error] for each in listings]
    assert not [one for each in remarks for one in each if "unknown key" not in str(one)]


def test_containers_of_one_text_are_limited(open_all: Open) -> None:
    """A line of half a million lists is refused for its memory; brackets in texts do not count."""
    many = b'{"name": "Trip planner", "remarks": [' + b"[]," * 500_000 + b"0]}\n"
    text = json.dumps({"name": "Trip planner", "instructions": "[{" * 500_000}).encode()
    bad, good = open_all("-", stdin=many + text)
    assert isinstance(bad, UnreadListing)
    assert bad.error.found == "more than 500,000 lists and objects"
    assert isinstance(good, Listing)


@pytest.mark.parametrize(
    ("line", "identifier"),
    [
        ('{"id": "b", "knowledge": [1]}', "b"),
        ('{"id": 7, "knowledge": [1]}', "7"),
        ('{"id": "b"}', "b"),
        ('{"id": [], "name": "N"}', "-:1"),
        ('{"name": 1}', "-:1"),
        ("[]", "-:1"),
        ('{"id": "b"', "-:1"),
    ],
)
def test_a_refused_line_keeps_its_identifier(line: str, identifier: str, open_all: Open) -> None:
    """Whoever joins the answers with the lines finds it, as far as it can be read."""
    (read,) = open_all("-", stdin=line.encode())
    assert isinstance(read, UnreadListing)
    assert (read.id, read.source) == (identifier, "-:1")


def test_a_refused_file_keeps_its_identifier(write_files: WriteFiles, open_all: Open) -> None:
    """In a file of JSON or YAML as on a line."""
    write_files({"a.json": '[{"id": "b", "name": 1}]', "gpt.yaml": "id: c\nname: 1"})
    assert [read.id for source in ("a.json", "gpt.yaml") for read in open_all(source)] == ["b", "c"]
