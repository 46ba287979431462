"""The same texts through what one would use instead: Python's ``re``, presidio as it comes."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from typing import Any, Final

from gptreview.bootstrap import rules_folder
from gptreview.model.segment import Segment
from gptreview.scan.rules.load import load_rules
from stage import Stage

_RE_BYTES: Final = 300_000
_PRESIDIO_BYTES: Final = 120_000
"""Parts of the texts: at their speed the whole of them would take minutes."""
_MODEL: Final = "en_core_web_sm"


def measured(segments: Sequence[Segment]) -> Iterator[Stage]:
    """How long each peer takes, as stages."""
    part = _part(segments, _RE_BYTES)
    patterns = _patterns()
    start = time.process_time()
    for text in part:
        for pattern in patterns:
            for _ in pattern.finditer(text):
                pass
    name = f"peer: re loop, {len(patterns)} patterns"
    yield Stage(name, time.process_time() - start, _size(part))

    analyzer, pipeline = _analyzer()
    part = _part(segments, _PRESIDIO_BYTES)
    start = time.process_time()
    for text in part:
        analyzer.analyze(text, language="en")
    yield Stage(f"peer: presidio, {pipeline}", time.process_time() - start, _size(part))


def _patterns() -> list[re.Pattern[str]]:
    detects = [rule.detect for rule in load_rules(rules_folder()).active]
    expressions = {text for each in detects for text in (*each.all, *each.any, *each.unless)}
    return [re.compile(each, re.IGNORECASE) for each in sorted(expressions)]


def _analyzer() -> tuple[Any, str]:
    import spacy
    import tldextract
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider, SpacyNlpEngine

    # Its e-mail recogniser asks the network for the public suffix list; the packaged one serves.
    packaged = tldextract.TLDExtract(cache_dir=None, suffix_list_urls=())
    vars(tldextract)["extract"] = packaged
    models = [{"lang_code": "en", "model_name": _MODEL}]
    if spacy.util.is_package(_MODEL):
        configuration: Any = {"nlp_engine_name": "spacy", "models": models}
        provider = NlpEngineProvider(nlp_configuration=configuration)
        return AnalyzerEngine(nlp_engine=provider.create_engine()), f"default, {_MODEL}"
    engine: Any = SpacyNlpEngine(models)
    engine.nlp = {"en": spacy.blank("en")}
    return AnalyzerEngine(nlp_engine=engine), "default recognizers, blank model"


def _part(segments: Sequence[Segment], most: int) -> list[str]:
    """Every so many-th text, up to so many bytes together."""
    total = sum(len(segment.text) for segment in segments)
    step = max(1, total // most)
    return [segment.text for segment in segments[::step]]


def _size(texts: Sequence[str]) -> int:
    return sum(len(text.encode("utf-8", "replace")) for text in texts)
