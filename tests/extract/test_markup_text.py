from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, strategies

from gptreview.extract.markup import tokens
from gptreview.extract.markup_text import TooManyTokens, declares_entities, markup_text
from gptreview.extract.text import Text, shifted
from gptreview.model.segment import FieldKind, Locator, Mark, Segment

NEWLINE = "\n"


def text_of(source: str, media_type: str = "text/html") -> Text:
    """The text of a page that is no longer than any limit."""
    return markup_text(source, media_type, 1_000)[0]


def place_of(text: Text, words: str) -> str:
    """Where a reviewer is sent to find some words."""
    segment = Segment("knowledge:x", FieldKind.KNOWLEDGE, text.text, marks=text.marks)
    return str(segment.locate(text.text.index(words)))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>pay <b>the</b> f<!-- -->ee</p><p>now</p>", "pay the fee\nnow"),
        ("<p>pay\n<i>now</i></p>\n<p>more</p>", "pay\nnow\nmore"),
        ("a<br>b<hr/>c", "a\nb\nc"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a\tb"),
        ("a &lt; b &amp; &#99; &#x64; &unknown;", "a < b & c d &unknown;"),
        ("1 < 2 <3 </ >", "1 < 2 <3 </ >"),
        ("<p>a</p x y=1>b", "a\nb\n\nx y=1"),
        ("<![CDATA[<b>&amp;]]>", "<b>&amp;"),
        ("<TEXTAREA>a <b> &amp;</textarea>b", "b\n\na <b> &"),
        ("", ""),
    ],
)
def test_shown_text_reads_as_a_person_reads_it(source: str, text: str) -> None:
    """Inline tags part no word, block tags do, and references are resolved."""
    assert text_of(source).text == text


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("<p>a</p>\n<p>b\nfound</p>", ""),
        ("<p>a</p><p>found</p>", ""),
        ("a\n<!--\nfound -->", "comment"),
        ("a\n<img alt='found'>", "attribute alt"),
        ('<meta\nname=description content="found">', "attribute content"),
        ("<a href=https://example.com/found>x</a>", "attribute href"),
        ("<p hidden>a <b>found</b></p>", "hidden element"),
        ("<p style='color:red; display : NONE'>found", "hidden element"),
        ("<div hidden=''><div>a</div>\nfound</div>b", "hidden element"),
        ("<script>var a = '<p>found'</script>", "script"),
        ("<style>p::before {content: 'found'}</style>", "style"),
        ("<title>found</title>", "title"),
        ("<!DOCTYPE a [<!ENTITY x 'found'>\n]><a/>", "declaration"),
        ("<?php echo 'found' ?>", "declaration"),
        ("<p ignore this found>a</p>", "inside a tag"),
        ("<a b='found", "attribute b"),
        ("<a found", "inside a tag"),
        ("<!-- found", "comment"),
        ("<script>found", "script"),
        ("<![CDATA[found", ""),
        ("<!DOCTYPE [ found", "declaration"),
        ("<!found", "declaration"),
        ("</b found", "inside a tag"),
    ],
)
def test_hidden_text_is_read_and_can_be_found(source: str, place: str) -> None:
    """Whatever a page does not show is text, with its own line and column of the source."""
    at = source.index("found")
    spot = f"{source.count(NEWLINE, 0, at) + 1}:{at - source.rfind(NEWLINE, 0, at)}"
    assert place_of(text_of(source), "found") == (f"{place}, {spot}" if place else spot)


@pytest.mark.parametrize(
    ("source", "words", "place"),
    [
        ("a\n\n\n<div>Promise", "Promise", "4:6"),
        ("a\n<p>There <b>is", "is", "2:13"),
        ("a &amp; b &lt;c <i>d", "b", "1:9"),
        ("a &amp; b &lt;c <i>d", "c", "1:15"),
        ("a &amp; b &lt;c <i>d", "d", "1:20"),
        ("&lt;x&gt;", "x", "1:5"),
        ("a&#10;b\nc", "b", "1:7"),
        ("a&#10;b\nc", "c", "2:1"),
        ("<img alt='&nbsp; x &amp;\n y'>", "x", "attribute alt, 1:18"),
        ("<img alt='&nbsp; x &amp;\n y'>", "y", "attribute alt, 2:2"),
        ("<img alt='x&nbsp;' src=y>", "y", "attribute src, 1:24"),
    ],
)
def test_text_stands_where_a_person_finds_it(source: str, words: str, place: str) -> None:
    """Tags and references before a word on its line do not move it."""
    assert place_of(text_of(source), words) == place


def test_places_in_the_file_are_known_as_such() -> None:
    """An attribute's line is the file's own; in an archive it is only that of the member."""
    text = text_of("<p>\n<img alt='found'>")
    segment = Segment("knowledge:x", FieldKind.KNOWLEDGE, text.text, marks=text.marks)
    at = text.text.index("found")
    assert segment.locate(at) == Locator(2, 11, "attribute alt", in_file=True)
    inside = replace(segment, marks=tuple(shifted(text.marks, 0, "a.html")))
    assert inside.locate(at) == Locator(2, 11, "a.html > attribute alt")


def test_too_many_references_share_a_place() -> None:
    """Where each might need a mark of its own, the words after them are near enough."""
    (whole,) = {markup_text("&amp;" * 9 + "found", "text/html", 8)[0].marks}
    assert whole == (Mark(0, ""),)


@given(strategies.text("&#;x1ltgamp \n<>a'=/!-", max_size=60))
def test_runs_are_the_value(source: str) -> None:
    """The pieces of a token are its value, and those without a reference are the source's."""
    for token in tokens(source, xml=False):
        runs = list(token.runs(source))
        assert "".join(text for text, _ in runs) == token.value
        assert all(source.startswith((text, "&"), at) for text, at in runs)


def test_hidden_text_does_not_part_what_is_shown() -> None:
    """A hidden element inside a sentence is set aside, whole, and the sentence stays whole."""
    text = text_of("<p>pay <span hidden>sa<b>fe</b></span>the fee</p><p>now<p hidden>too</p>")
    assert text.text == "pay the fee\nnow\n\nsafe\n\ntoo\n\nhidden"


def test_hiding_ends_with_its_element() -> None:
    """What follows a hidden element is shown, and a void element hides nothing."""
    text = text_of("<input hidden>a<i hidden>b<i>c</i></i>d")
    assert text.text == "ad\n\nbc\n\nhidden"


def test_repeated_attributes_are_given_once() -> None:
    """A class that stands on each of a thousand elements is one text."""
    assert text_of("<i class=x>a</i><i class=x>b</i><i id=x>").text == "ab\n\nx\n\nx"


def test_xml_has_no_raw_elements() -> None:
    """In XML a script element has elements inside like any other, and prefixes are dropped."""
    text = text_of("<svg:script>a<svg:B>b</svg:B></svg:script><x a:y='z'/>", "application/xml")
    assert text.text == "ab\n\nz"
    assert place_of(text, "z") == "attribute y, 1:51"


@pytest.mark.parametrize("digits", ["9" * 5_000, "x" + "9" * 5_000])
def test_endless_reference_is_text(digits: str) -> None:
    """A reference with more digits than Python turns into a number ends nothing."""
    assert text_of(f"<p>a&#{digits};b").text.strip("ab") in (f"&#{digits};", "\ufffd")


def test_markup_is_counted() -> None:
    """The reader tells how much markup there was, and stops at the limit."""
    assert markup_text("<p>a</p>", "text/html", 3)[1] == 3
    with pytest.raises(TooManyTokens):
        markup_text("<p>a</p>", "text/html", 2)


def test_tokens_cover_the_source_in_order() -> None:
    """Each token says where it begins, never before the one ahead of it."""
    source = "a<!DOCTYPE x><p a='b' c>d<!-- e --></p><br/>"
    found = [(token.kind, token.name, token.value) for token in tokens(source, xml=False)]
    places = [token.at for token in tokens(source, xml=False)]
    assert found == [
        ("text", "", "a"),
        ("declaration", "", "DOCTYPE x"),
        ("open", "p", ""),
        ("attribute", "a", "b"),
        ("attribute", "", "c"),
        ("text", "", "d"),
        ("comment", "", " e "),
        ("close", "p", ""),
        ("open", "br", ""),
    ]
    assert places == sorted(places)


def test_entities_are_noticed() -> None:
    """A document type that declares entities can change what the text says."""
    assert declares_entities("<!DOCTYPE a [<!ENTITY b 'c'>]>")
    assert not declares_entities("<!DOCTYPE a [<!ELEMENT b ANY>]> ENTITY")
