"""A listing's parts as text, and what of them stays unread."""

from __future__ import annotations

import pytest

from gptreview.extract.limits import ExtractLimits
from gptreview.model.gpt import Gpt, GptAction, KnowledgeFile
from gptreview.model.segment import FieldKind, Mark, Segment, Unread
from gptreview.usecases.read_listing import ListingText, read_listing

LIMITS = ExtractLimits()


def test_every_part_is_read_in_a_fixed_order() -> None:
    """Fields, knowledge and actions each give their text under their own name."""
    gpt = Gpt(
        name="Guide",
        description="Guides",
        instructions="Be kind.",
        conversation_starters=("Hello", "Where to?"),
        knowledge=(KnowledgeFile("a.html", b"<p>Tips</p>"), KnowledgeFile("empty.txt")),
        actions=(GptAction("openapi: 3.1.0"), GptAction("")),
    )
    marks = (Mark(0, "", column=4),)
    html = Segment("knowledge:a.html", FieldKind.KNOWLEDGE, "Tips", 0, marks, "text/html")
    assert read_listing(gpt, LIMITS) == ListingText(
        (
            Segment("name", FieldKind.NAME, "Guide"),
            Segment("description", FieldKind.DESCRIPTION, "Guides"),
            Segment("instructions", FieldKind.INSTRUCTIONS, "Be kind."),
            Segment("starters", FieldKind.STARTERS, "Hello\nWhere to?"),
            html,
            Segment("action:0", FieldKind.ACTIONS, "openapi: 3.1.0"),
        ),
        unread=(),
        artifacts=6,
    )


def test_what_the_source_could_not_read_stays_unread() -> None:
    """A file or an action without its bytes counts as a part, and is named with its reason."""
    gpt = Gpt(
        name="",
        knowledge=(KnowledgeFile("a.txt", unread="a link leads out of the folder"),),
        actions=(GptAction("", unread="there is no such file"),),
    )
    assert read_listing(gpt, LIMITS) == ListingText(
        (),
        (
            Unread("knowledge:a.txt", "a link leads out of the folder"),
            Unread("action:0", "there is no such file"),
        ),
        artifacts=2,
    )


def test_fields_are_inside_the_budget_of_a_file() -> None:
    """Of long instructions beginning and end are read, and the middle is told."""
    gpt = Gpt(name="", instructions="abcdefghijkl")
    assert read_listing(gpt, ExtractLimits(max_characters=8)) == ListingText(
        (
            Segment("instructions", FieldKind.INSTRUCTIONS, "abcdef"),
            Segment("instructions", FieldKind.INSTRUCTIONS, "kl", start=10),
        ),
        (
            Unread(
                "instructions",
                "over the budget of 8 characters",
                "characters 7 to 10",
                "too-large",
            ),
        ),
        artifacts=1,
    )


def test_what_is_typed_has_no_limit_of_uploaded_bytes() -> None:
    """The setting for knowledge files cuts those and actions, not what a person typed."""
    text, long = "abc", "abcdefgh"
    gpt = Gpt(long, description=long, instructions=long, conversation_starters=(long,),
              knowledge=(KnowledgeFile("a.txt", long.encode()),),
              actions=(GptAction(text), GptAction(long)))  # fmt: skip
    read = read_listing(gpt, ExtractLimits(max_bytes=4))
    assert [segment.text for segment in read.segments] == [*[long] * 4, text]
    assert [each.field for each in read.unread] == ["knowledge:a.txt", "action:1"]


@pytest.mark.parametrize(
    "gpt",
    [
        Gpt(""),
        Gpt(" ", description="\n", instructions="\t", conversation_starters=("", "")),
        Gpt("", knowledge=(KnowledgeFile("empty.txt"), KnowledgeFile("blank.txt", b" \n"))),
    ],
)
def test_nothing_is_no_pass(gpt: Gpt) -> None:
    """A listing without a single letter is a person's to judge."""
    nothing = Unread("listing", "there is nothing in it to review", code="empty")
    assert read_listing(gpt, LIMITS).unread == (nothing,)


def test_instructions_are_read_as_written() -> None:
    """What a person typed is no page and no archive, whatever it looks like."""
    gpt = Gpt(name="", instructions="<p>PK\x03\x04</p>")
    (segment,) = read_listing(gpt, LIMITS).segments
    assert segment.text == "<p>PK\x03\x04</p>"
