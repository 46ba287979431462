"""What a listing is called is shown with the masks that its findings have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pytest

from gptreview.errors import InputError
from gptreview.model.finding import Card, Category, Confidence, Hit, Severity, Wording
from gptreview.model.gpt import Gpt, KnowledgeFile
from gptreview.model.listing import FieldPlace, Listing
from gptreview.model.segment import FieldKind, Locator, Mark, Segment, Unread
from gptreview.model.view import View
from gptreview.scan.evidence import ScannerHit, findings
from gptreview.usecases.shown_names import file_names, name_readings, shown_names

CARD = Card(
    "pii-number",
    "Number",
    Category.PII,
    Severity.LOW,
    Confidence.HIGH,
    Wording("Why.", "为什么。"),
    Wording("How.", "怎么改。"),
    "privacy/personal-data",
)


@dataclass(frozen=True)
class Numbers:
    """Masks what has four digits between blanks or signs."""

    card: Card = CARD
    name: str = "numbers"
    version: str = "1"

    def cards(self) -> Sequence[Card]:
        """The one."""
        return (self.card,)

    def scan(self, segment: Segment, views: Sequence[View]) -> Iterator[Hit]:
        """The numbers of every reading; one text is too much for it."""
        if "boom" in segment.text:
            raise InputError("boom")
        for view in views:
            for found in re.finditer(r"(?<!\S)\d{4}(?!\S)", view.text):
                yield Hit(self.card, *view.written(*found.span()), masked="##")


class Rules(Numbers):
    """Has a card on what is personal, and another one."""

    def cards(self) -> Sequence[Card]:
        """Both."""
        return (self.card, replace(self.card, category=Category.FRAUD))


def listing(*files: str) -> Listing:
    """A listing that gives numbers away wherever it can."""
    gpt = Gpt(
        "Ring 1234 now", id="0099", knowledge=tuple(KnowledgeFile(name, b"x") for name in files)
    )
    places = {
        f"knowledge:{name}": FieldPlace(f"gpts/{number}/{name}", exact=True)
        for number, name in enumerate(files)
    }
    return Listing(gpt, "gpts/x", places, ("unknown key '1234'",))


def test_every_name_has_its_masks() -> None:
    """Name, identifier, fields, paths and remarks; two files that look alike are numbered."""
    names = shown_names(listing("1234.md", "5678.md", "tips.md", "1234.md"), [Numbers()])
    assert (names.id, names.name, names.remarks) == ("##", "Ring ## now", ("unknown key '##'",))
    assert names.fields == (
        "knowledge:##.md", "knowledge:##.md (2)", "knowledge:tips.md", "knowledge:##.md",
    )  # fmt: skip
    assert names.places == {
        "knowledge:tips.md": FieldPlace("gpts/2/tips.md", exact=True),
        "knowledge:##.md": FieldPlace("gpts/3/1234.md", exact=True, shown="gpts/3/##.md"),
        "knowledge:##.md (2)": FieldPlace("gpts/1/5678.md", exact=True, shown="gpts/1/##.md"),
    }


def test_path_that_ends_otherwise_is_masked_as_a_whole() -> None:
    """A file that is called by another name than its path gives nothing away either."""
    one = listing("1234")
    place = FieldPlace("listings 1234 .jsonl", 3)
    names = shown_names(replace(one, places={"knowledge:1234": place}), [Numbers()])
    assert names.places == {"knowledge:##": replace(place, shown="listings ## .jsonl")}
    assert shown_names(replace(one, places={}), [Numbers()]).places == {}


def test_listing_without_an_identifier_keeps_its_source() -> None:
    """What the user calls it is the user's own."""
    bare = Listing(Gpt("x"), "1234")
    assert shown_names(bare, [Numbers()]).id == "1234"


def test_scanners_of_other_things_are_not_asked() -> None:
    """Nothing is masked by what finds no personal data."""
    other = Numbers(replace(CARD, category=Category.FRAUD))
    assert shown_names(listing(), [other]).name == "Ring 1234 now"


def test_rules_are_not_asked_for_what_is_personal_in_a_name() -> None:
    """Who has rules on personal data among others finds sentences, which mask nothing."""
    assert shown_names(listing(), [Rules()]).name == "Ring 1234 now"


def test_name_that_breaks_a_scanner_is_hidden_where_it_may_identify() -> None:
    """A scanner that gives up is told elsewhere; here it must not open what it would mask."""
    text = shown_names(listing(), [Numbers()]).text
    assert text("boom 5550100") == "[masked]"
    assert text("boom") == "boom"


def test_places_inside_a_file_are_masked_where_they_may_identify() -> None:
    """Names of sheets and archive members are a stranger's; the words of a reader stay."""
    names = shown_names(listing(), [Numbers()])
    page = Segment("files", FieldKind.KNOWLEDGE, "abc", marks=(Mark(0, "sheet 1234 5550100"),))
    (finding,) = findings(page, [ScannerHit("s", Hit(CARD, 1, 2))])
    assert names.finding(finding).locator == Locator(1, 2, "sheet ## 5550100")
    plain = replace(finding, locator=Locator(1, 2, "page 1234"))
    assert names.finding(plain) is plain
    part = Unread("knowledge:a.zip", "unread: 1234 me@x", "m@x > 1234")
    assert names.unread(part) == Unread("knowledge:a.zip", "unread: ## me@x", "m@x > ##")


def test_file_names_are_a_text_of_their_own() -> None:
    """One name a line; without files there is none."""
    gpt = Gpt("x", knowledge=(KnowledgeFile("a\nb.md"), KnowledgeFile("c")))
    assert file_names(gpt) == [Segment("files", FieldKind.KNOWLEDGE, "a b.md\nc")]
    assert file_names(Gpt("x")) == []


def test_endings_and_joined_words_hide_no_value() -> None:
    """A name has signs where a sentence has blanks; offsets stay those of the name."""
    text = "call_13800138000-1.txt\nsee 'a.b'"
    assert [view.text for view in name_readings(text)] == [
        "call_13800138000-1 txt\nsee  a.b ",
        "call 13800138000 1 txt\nsee  a.b ",
    ]
    assert name_readings("plain words") == []


class _Everything(Numbers):
    """Takes every text for an identifier."""

    def scan(self, segment: Segment, views: Sequence[View]) -> Iterator[Hit]:  # noqa: ARG002
        yield Hit(CARD, 0, len(segment.text), masked="#")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Trip Planner (beta), by Lea & Co.", "Trip Planner (beta), by Lea & Co."),
        ("g-2fkFE8rbu", "g-2fkFE8rbu"),
        ("", ""),
        ("lea at example dot com", "#"),
        ("wechat lea", "#"),
        ("g-13800138000", "#"),
        ("078-05-1120", "#"),
        ("Room 12", "#"),
        ("Léa", "#"),
        ("abcdefghijklmnopq", "#"),
        ("Lea\n", "#"),
    ],
)
def test_a_few_plain_words_are_not_looked_at(name: str, shown: str) -> None:
    """No identifier is without a digit, a sign, or a word for where somebody is found."""
    assert shown_names(listing(), [_Everything()]).text(name) == shown
