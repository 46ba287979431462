"""Rules as JSON, for programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from gptreview.model.finding import Wording
from gptreview.model.rule import Rule
from gptreview.model.rule_catalogue import CatalogueDetails, CatalogueEntry
from gptreview.model.segment import FieldKind
from gptreview.render.json_text import pretty_json

_LIST: Final = "gptreview/rules/v1"
_ONE: Final = "gptreview/rule/v1"


def catalogue_json(entries: Iterable[CatalogueEntry]) -> str:
    """``schema`` and ``rules``, one a line.

    Each has ``id``, ``title``, ``category``, ``severity``, ``confidence``, ``meaning`` (null where
    it does not run), ``status`` and ``languages`` (null and empty for what a scanner's own code
    finds), ``policy`` and ``scanner``.
    """
    return pretty_json({"schema": _LIST, "rules": [_head(entry) for entry in entries]})


def rule_json(details: CatalogueDetails) -> str:
    """One entry: the fields of the list, ``message``, ``fix``, ``clause`` and ``file``.

    ``clause`` is null where the policy lacks it, ``file`` where there is no rule file. A rule also
    has the keys of its file: ``applies_to``, ``detect``, ``falsepositives``, ``references`` and
    ``tests``.
    """
    entry, clause = details.entry, details.clause
    value: dict[str, Any] = {
        "schema": _ONE,
        **_head(entry),
        "message": _wording(entry.card.message),
        "fix": _wording(entry.card.fix),
        "clause": clause
        and {
            "title": _wording(clause.title),
            "text": _wording(clause.text),
            "date": clause.date.isoformat(),
            "source": clause.source,
        },
        "file": details.file or None,
    }
    return pretty_json(value if entry.rule is None else value | _rule(entry.rule))


def _head(entry: CatalogueEntry) -> dict[str, Any]:
    card, rule = entry.card, entry.rule
    return {
        "id": card.id,
        "title": card.title,
        "category": card.category,
        "severity": card.severity,
        "confidence": card.confidence,
        "meaning": entry.meaning,
        "status": rule.status if rule else None,
        "languages": list(rule.languages) if rule else [],
        "policy": card.clause,
        "scanner": entry.scanner,
    }


def _rule(rule: Rule) -> dict[str, Any]:
    detect = rule.detect
    return {
        "applies_to": [kind for kind in FieldKind if kind in rule.applies_to],
        "detect": {
            "all": list(detect.all),
            "any": list(detect.any),
            "unless": list(detect.unless),
            "within": detect.within,
        },
        "falsepositives": list(rule.false_positives),
        "references": list(rule.references),
        "tests": {"match": list(rule.examples.match), "no_match": list(rule.examples.no_match)},
    }


def _wording(wording: Wording) -> dict[str, str]:
    return {"en": wording.en, "zh": wording.zh}
