"""The interface's texts: collected from where they stand, and every one of them in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

import pytest

from docs import texts
from tests.web.look_frame import rendered
from tests.web.look_samples import samples

if TYPE_CHECKING:
    from babel.messages.catalog import Message

_PLACEHOLDER: Final = re.compile(r"%\(\w+\)s|\{\w*\}|%%")
_ELEMENT: Final = re.compile(r"</?[a-z][^>]*>|&\w+;")
_WORD: Final = re.compile(r"[A-Za-z]{2,}")
_SPOKEN: Final = frozenset(
    {"aria-label", "alt", "title", "placeholder", "data-confirm", "data-copied", "data-key-label"}
    | {"data-keys-title", "data-keys-close", "data-left", "data-over"}
)
"""Attributes that somebody hears or reads."""
_CODES: Final = frozenset({"code", "pre", "script", "style", "kbd", "svg"})
_VOID: Final = frozenset({"meta", "link", "input", "img", "br"})
_NAMES: Final = re.compile(
    "gptreview|GPTs?|English|Webhook|UTC|ID|URL|JSON|ZIP|HTML|DNS|TXT|DSA|PDF|PNG|JPEG|WebP|UTF|MB"
    "|MiB|CSV|YAML|Feed|true|gpr|a+|x+|https|yaml|policy|gpt|Ctrl|Alt|Command|example|com|shop|case|claimed|account|Atom|RSS"
)
"""What is no word of English on a Chinese page: names, formats, units, samples of what is typed."""

_FRAME: Final = frozenset({"Listings", "Queue", "rowan", "fe"})
"""What `look_frame` gives to all pages, and half of a word of which the rest is marked."""


def _messages() -> list[Message]:
    return [each for each in texts.read(texts.CHINESE) if each.id]


def _english(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _chinese(message: Message) -> tuple[str, ...]:
    said = message.string
    return (said,) if isinstance(said, str) else tuple(said or ())


def test_catalogues_are_up_to_date() -> None:
    """Both files are what `make texts` would write now, so that no text waits for a translator."""
    collected = texts.collected()
    chinese = texts.brought_up(collected, texts.read(texts.CHINESE))
    written = {path: path.read_text(encoding="utf-8") for path in (texts.TEMPLATE, texts.CHINESE)}
    assert written == {
        texts.TEMPLATE: texts.written(collected),
        texts.CHINESE: texts.written(chinese),
    }


def test_every_text_is_translated() -> None:
    """No text is left in English, none is guessed, and Chinese has one form for any number."""
    found = {
        message.id: (_chinese(message), message.fuzzy)
        for message in _messages()
        if message.fuzzy or len(_chinese(message)) != 1 or not _chinese(message)[0].strip()
    }
    assert found == {}


def test_placeholders_are_those_of_english() -> None:
    """What stands for a name or figure is in the translation, by the same name."""
    found = [
        message.id
        for message in _messages()
        if set(_PLACEHOLDER.findall(_english(message)[-1]))
        != set(_PLACEHOLDER.findall(_chinese(message)[0]))
    ]
    assert found == []


def test_percent_signs_are_those_of_english() -> None:
    """No translation has a percent sign of its own, which whatever fills it would fall over."""
    found = [
        message.id
        for message in _messages()
        if _english(message)[0].count("%") != _chinese(message)[0].count("%")
    ]
    assert found == []


def test_translations_bring_no_elements() -> None:
    """A text has no HTML in it where the English one has none."""
    found = [
        message.id
        for message in _messages()
        if set(_ELEMENT.findall(_english(message)[0]))
        != set(_ELEMENT.findall(_chinese(message)[0]))
    ]
    assert found == []


def test_punctuation_is_chinese() -> None:
    """Beside a Chinese character stands the full-width mark, not the one of English."""
    mark = re.compile(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]|[\u4e00-\u9fff]\.(?!\w)")
    found = [each for each in map(_chinese, _messages()) if mark.search(each[0])]
    assert found == []


class _Spoken(HTMLParser):
    """What a page says, but for what is marked as code or as another language."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._open: list[bool] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep its labels, and whether what is in it counts."""
        given = dict(attrs)
        is_foreign = tag != "html" and given.get("lang") == "en"
        self.said += [value for name, value in attrs if name in _SPOKEN and value]
        if tag not in _VOID:
            self._open.append(is_foreign or tag in _CODES)

    def handle_endtag(self, tag: str) -> None:
        """Leave it."""
        del tag
        self._open.pop()

    def handle_data(self, data: str) -> None:
        """Keep it, where it counts."""
        if not any(self._open):
            self.said.append(data)


def _left(name: str) -> Iterator[str]:
    """English words of a page that stand in nothing that it was given to show."""
    template, role, context = samples()[name]
    given = set(_WORD.findall(repr(context).replace("\\n", " "))) | _FRAME
    for said in _Spoken(rendered(template, context, role=role, language="zh")).said:
        for word in _WORD.findall(said):
            if word not in given and not _NAMES.fullmatch(word):
                yield word


@pytest.mark.parametrize("name", samples())
def test_pages_say_nothing_in_english(name: str) -> None:
    """A page in Chinese has no English words but names, codes, and what other people wrote."""
    assert sorted(set(_left(name))) == []
