"""Verdicts as JSON that both databases take, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final, NamedTuple

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError, from_json, to_json

from gptreview.model.finding import Finding
from gptreview.model.verdict import JudgedFinding, Verdict

_REFUSED: Final = re.compile("[\0\ud800-\udfff]")
"""What PostgreSQL's jsonb has no place for: its documentation, section 8.14, JSON Types."""
_NUL: Final = b"\\u0000"
"""How JSON writes the one of them that it has place for."""
_OF_LOCATOR: Final = ("place", "line", "column", "in_file")
_OF_JUDGEMENT: Final = ("meaning", "known", "waiver")


class FindingText(NamedTuple):
    """A finding as its table takes it."""

    rule_id: str
    category: str
    severity: str
    meaning: str
    evidence_digest: str
    is_waived: bool
    document: str
    """All of it, JSON."""


class VerdictText(NamedTuple):
    """A verdict as the tables take it.

    A tuple, and of texts: a process sends it at a fraction of what the verdict's own objects cost.
    """

    content_digest: str
    outcome: str
    document: str
    """The verdict without its findings, JSON."""
    findings: tuple[FindingText, ...]


def to_text(verdict: Verdict) -> VerdictText:
    """What `to_documents` makes of it, written out."""
    document, findings = to_documents(verdict)
    return VerdictText(
        verdict.content_digest,
        str(verdict.outcome),
        to_json(document).decode(),
        tuple(map(_finding_text, findings)),
    )


def from_text(text: VerdictText) -> Verdict:
    """The verdict that was written out."""
    return to_verdict(
        from_json(text.document), (from_json(each.document) for each in text.findings)
    )


def to_documents(verdict: Verdict) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The verdict without its findings, and each of its findings under the names of JSON output.

    A character that is none, as strangers' texts may hold, is shown as U+FFFD; evidence digests
    were made before and stay.
    """
    document = _document(verdict)
    judged = document.pop("findings")
    return document, list(map(_flat, judged, verdict.findings))


def to_verdict(document: Mapping[str, Any], findings: Iterable[Mapping[str, Any]]) -> Verdict:
    """The verdict that `to_documents` took apart."""
    return _adapter().validate_python({**document, "findings": list(map(_nested, findings))})


def to_finding(document: Mapping[str, Any]) -> Finding:
    """The finding of a document that `to_documents` made."""
    return _finding_adapter().validate_python(_nested(document)["finding"])


def storable(text: str) -> str:
    """The text as a database has it once it is written."""
    return _REFUSED.sub("\ufffd", text)


@cache
def _adapter() -> TypeAdapter[Verdict]:
    return TypeAdapter(Verdict)


@cache
def _finding_adapter() -> TypeAdapter[Finding]:
    return TypeAdapter(Finding)


def _document(verdict: Verdict) -> dict[str, Any]:
    """All of it as JSON knows it, strangers' characters made harmless."""
    try:
        text = _adapter().dump_json(verdict)
    except PydanticSerializationError:  # half of a surrogate pair
        text = _NUL
    if _NUL in text:  # or the same six characters in a row, which is no matter
        document: dict[str, Any] = _writable(_adapter().dump_python(verdict))
        return document
    document = from_json(text)
    return document


def _flat(judged: dict[str, Any], original: JudgedFinding) -> dict[str, Any]:
    finding = judged.pop("finding")
    locator = finding.pop("locator")
    return {**finding, **locator, **judged, "counts": original.counts}


def _finding_text(document: Mapping[str, Any]) -> FindingText:
    return FindingText(
        document["rule_id"],
        document["category"],
        document["severity"],
        document["meaning"],
        document["evidence_digest"],
        document["waiver"] is not None,
        to_json(document).decode(),
    )


def _nested(document: Mapping[str, Any]) -> dict[str, Any]:
    finding = dict(document)
    del finding["counts"]  # follows from the others
    judged = {key: finding.pop(key) for key in _OF_JUDGEMENT}
    finding["locator"] = {key: finding.pop(key) for key in _OF_LOCATOR}
    return {"finding": finding, **judged}


def _writable(value: Any) -> Any:
    """The same of text, numbers, lists and objects alone."""
    match value:
        case str():
            return _REFUSED.sub("\ufffd", value)
        case dict():
            return {key: _writable(each) for key, each in value.items()}
        case list() | tuple():
            return [_writable(each) for each in value]
        case None | int():
            return value
        case _:  # a day
            return value.isoformat()
