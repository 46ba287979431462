"""Verdicts as JSON that both databases take, and back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from pydantic import TypeAdapter

from gptreview.model.verdict import Verdict

_REFUSED: Final = re.compile("[\0\ud800-\udfff]")
"""What PostgreSQL's jsonb has no place for: its documentation, section 8.14, JSON Types."""


def to_documents(verdict: Verdict) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The verdict without its findings, and each of its findings.

    A character that is none, as strangers' texts may hold, is shown as U+FFFD; evidence digests
    were made before and stay.
    """
    document = _writable(_adapter().dump_python(verdict))
    findings: list[dict[str, Any]] = document.pop("findings")
    return document, findings


def to_verdict(document: dict[str, Any], findings: Sequence[dict[str, Any]]) -> Verdict:
    """The verdict that `to_documents` took apart."""
    return _adapter().validate_python({**document, "findings": findings})


@cache
def _adapter() -> TypeAdapter[Verdict]:
    return TypeAdapter(Verdict)


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
