"""The interface's texts in each language, read from the catalogues that translators edit."""

from __future__ import annotations

import io
from functools import cache
from importlib.resources import files

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations


@cache
def translations(language: str) -> NullTranslations:
    """The texts of a language; English is what the templates say themselves.

    Catalogues are compiled in memory when they are first asked for, so that no compiled file can
    be older than what translators see.
    """
    if language == "en":
        return NullTranslations()
    source = files("gptreview.web") / "locale" / "zh_CN" / "LC_MESSAGES" / "gptreview.po"
    with source.open("rb") as file:
        catalog = read_po(file, locale="zh_CN", domain="gptreview")
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled, domain="gptreview")
