"""Texts that are too long for the builder: cut where a sentence ends, the rest kept for later."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from gptreview.convert.ledger import Stage
from gptreview.convert.limits import OPERATION_TEXT, PARAMETER_TEXT
from gptreview.model.action import JsonObject, Operation
from gptreview.reading.pointer import join

_SENTENCE_END = re.compile(
    r"""
      (?<!\be\.g)(?<!\bi\.e)(?<!\bcf)(?<!\bvs) [.!?…]+ ["')\]]* (?=\s)
    | [。！？]+ [”’」』）]*
    | \n
    """,
    re.VERBOSE,
)
_WORD_END = re.compile(r"(?=\s)|[，；、：]")
JSON = "application/json"
# A cut below this share of the limit wastes too much of it: then a word's end is better.
_LEAST_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Overflow:
    """Text that did not fit where it stood and moves to the instructions."""

    operation_id: str
    subject: str
    """``description``, ``summary``, ``request body`` or ``parameter NAME``."""
    text: str


def shorten(text: str, limit: int) -> tuple[str, str, str]:
    """The longest whole sentences that fit, and the rest; nothing between them is lost.

    Returns:
        The head, the rest, and where the cut is in words; the last two are empty where all fits.
    """
    if len(text) <= limit:
        return text, "", ""
    cut, where = _last_end(_SENTENCE_END, text, limit), "at a sentence end"
    if text[cut - 1 : cut] == "\n":
        where = "at a line's end"
    if cut < limit * _LEAST_SHARE:
        cut, where = _last_end(_WORD_END, text, limit), "at a word's end"
    if cut < limit * _LEAST_SHARE:
        cut, where = limit, "in the middle of a word"
    return text[:cut].rstrip(), text[cut:].lstrip(), where


def _last_end(pattern: re.Pattern[str], text: str, limit: int) -> int:
    """How many characters the text has up to the last such end within the limit."""
    ends = [match.end() for match in pattern.finditer(text, 0, limit + 1)]
    return max((end for end in ends if end <= limit), default=0)


def fit_texts(operation: Operation, stage: Stage) -> tuple[Operation, list[Overflow]]:
    """The operation with every text inside the builder's limits, and what moved out."""
    if _is_short(operation):
        return operation, []
    fitter = _Fitter(operation.operation_id, stage, [])
    base = operation.pointer
    fitted = replace(
        operation,
        summary=fitter.text(operation.summary, OPERATION_TEXT, "summary", f"{base}/summary"),
        description=fitter.text(
            operation.description, OPERATION_TEXT, "description", f"{base}/description"
        ),
        parameters=tuple(
            fitter.described(
                parameter, f"parameter {parameter['name']}", join(base, "parameters", index)
            )
            for index, parameter in enumerate(operation.parameters)
        ),
        request_body=_fit_body(operation.request_body, f"{base}/requestBody", fitter),
    )
    return fitted, fitter.overflow


def _is_short(operation: Operation) -> bool:
    """Whether every text fits as it is, as nearly all do."""
    body = operation.request_body
    fields = body["content"][JSON]["schema"]["properties"].values() if body else ()
    holders = [*operation.parameters, *fields, body or {}]
    described = [each.get("description") for each in holders if isinstance(each, dict)]
    return max(len(operation.summary), len(operation.description)) <= OPERATION_TEXT and all(
        len(text) <= PARAMETER_TEXT for text in described if isinstance(text, str)
    )


@dataclass(frozen=True, slots=True)
class _Fitter:
    operation_id: str
    stage: Stage
    overflow: list[Overflow]

    def text(self, text: str, limit: int, subject: str, pointer: str, code: str = "") -> str:
        head, rest, where = shorten(text, limit)
        if rest:
            self.overflow.append(Overflow(self.operation_id, subject, rest))
            self.stage.repair(
                f"{code or subject}.shortened",
                f"{subject}: {len(text)} characters, the GPT builder accepts {limit}; shortened "
                f"{where}, the rest moved to instructions.md",
                before=self.stage.origin(pointer),
                after=pointer,
            )
        return head

    def described(self, holder: JsonObject, subject: str, pointer: str) -> JsonObject:
        text = holder.get("description")
        if not isinstance(text, str) or len(text) <= PARAMETER_TEXT:
            return holder
        place = f"{pointer}/description"
        head = self.text(text, PARAMETER_TEXT, subject, place, "parameter")
        return {**holder, "description": head}


def _fit_body(body: JsonObject | None, pointer: str, fitter: _Fitter) -> JsonObject | None:
    """The body's own text, and its fields': to the builder they are parameters."""
    if body is None:
        return None
    media = body["content"][JSON]
    schema = media["schema"]
    place = join(pointer, "content", JSON, "schema", "properties")
    properties = {
        name: fitter.described(value, f"parameter {name}", join(place, name))
        if isinstance(value, dict)
        else value
        for name, value in schema["properties"].items()
    }
    return {
        **fitter.described(body, "request body", pointer),
        "content": {JSON: {**media, "schema": {**schema, "properties": properties}}},
    }
