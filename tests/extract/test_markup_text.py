from __future__ import annotations

import pytest

from gptreview.extract.markup import tokens
from gptreview.extract.markup_text import TooManyTokens, declares_entities, markup_text
from gptreview.extract.text import Text
from gptreview.model.segment import FieldKind, Segment


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
    ("source", "words", "place"),
    [
        ("<p>a</p>\n<p>b\nfound</p>", "found", "3:1"),
        ("<p>a</p><p>found</p>", "found", "1:1"),
        ("a\n<!--\nfound -->", "found", "comment, 3:1"),
        ("a\n<img alt='found'>", "found", "attribute alt, 2:1"),
        ('<meta\nname=description content="found">', "found", "attribute content, 2:1"),
        ("<a href=https://example.com/found>x</a>", "found", "attribute href, 1:21"),
        ("<p hidden>a <b>found</b></p>", "found", "hidden element, 1:3"),
        ("<p style='color:red; display : NONE'>found", "found", "hidden element, 1:1"),
        ("<div hidden=''><div>a</div>\nfound</div>b", "found", "hidden element, 2:1"),
        ("<script>var a = '<p>found'</script>", "found", "script, 1:13"),
        ("<style>p::before {content: 'found'}</style>", "found", "style, 1:22"),
        ("<title>found</title>", "found", "title, 1:1"),
        ("<!DOCTYPE a [<!ENTITY x 'found'>\n]><a/>", "found", "declaration, 1:24"),
        ("<?php echo 'found' ?>", "found", "declaration, 1:11"),
        ("<p ignore this found>a</p>", "found", "inside a tag, 1:13"),
        ("<a b='found", "found", "attribute b, 1:1"),
        ("<a found", "found", "inside a tag, 1:1"),
        ("<!-- found", "found", "comment, 1:1"),
        ("<script>found", "found", "script, 1:1"),
        ("<![CDATA[found", "found", "1:1"),
        ("<!DOCTYPE [ found", "found", "declaration, 1:11"),
        ("<!found", "found", "declaration, 1:1"),
        ("</b found", "found", "inside a tag, 1:1"),
    ],
)
def test_hidden_text_is_read_and_can_be_found(source: str, words: str, place: str) -> None:
    """Whatever a page does not show is text, placed on its line of the source."""
    assert place_of(text_of(source), words) == place


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
    assert place_of(text, "z") == "attribute y, 1:1"


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
