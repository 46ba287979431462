"""The language models for names that are installed."""

from __future__ import annotations

from gptreview.scan.pii import ner_chinese, ner_english
from gptreview.scan.pii.ner import NameModel


def installed_name_models() -> tuple[NameModel, ...]:
    """Those of the extras ``ner-en`` and ``zh``, as far as they are there; none is loaded."""
    known = (
        (ner_english.EXTRA, ner_english.english_names),
        (ner_chinese.EXTRA, ner_chinese.chinese_names),
    )
    return tuple(make() for extra, make in known if extra.installed())
