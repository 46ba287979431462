"""What was not read or judged, as SARIF tells it: to a pipeline, and among the results.

GitHub code scanning shows results and no notifications: a listing with an unread part and no
finding would look as if all were well.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from gptreview.model.unread_wording import failure_wording, unread_line
from gptreview.model.verdict import Reviewed
from gptreview.render.review_sarif_rules import UNREAD_RULE
from gptreview.render.sarif import artifact_uri
from gptreview.render.terminal import plain

_LINK: Final = re.compile(r"[\[\]\\]")
_PLACEHOLDER: Final = re.compile(r"\{(\d+)\}")
_LINE_OF_FILE: Final = re.compile(r"(-|.+\.(?:jsonl|ndjson)):(\d+)", re.IGNORECASE | re.DOTALL)
_ITEM_OF_FILE: Final = re.compile(r"(.+\.json)#/\d+", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that stands between a listing and a pass though nothing was found there."""

    level: str
    """``error`` where something broke, ``warning`` where something was not read."""
    text: str
    file: str
    """As the user would write it."""
    line: int
    code: str
    part: str
    """Of the listing: a field, or a scanner."""


def gaps_of(each: Reviewed, language: str) -> Iterator[Gap]:
    """What broke, then what was not read."""
    file, line = source_place(each.source)
    if each.error is not None:
        yield Gap("error", str(each.error), file, line, "listing", each.source)
    if each.verdict is None:
        return
    for run in each.verdict.scanners:
        if run.failure:
            text = f"{run.name}: {failure_wording(run.failure).of(language)}"
            yield Gap("error", text, file, line, "scanner", run.name)
    for unread in each.verdict.coverage.unread:
        known = each.places.get(unread.field)
        place = (known.shown or known.file, known.line) if known else (file, line)
        yield Gap("warning", unread_line(unread).of(language), *place, unread.code, unread.field)


def source_place(source: str) -> tuple[str, int]:
    """File and line of a listing: ``a.jsonl:4`` is the fourth line of ``a.jsonl``."""
    found = _LINE_OF_FILE.fullmatch(source)
    if found:
        return found[1], int(found[2])
    item = _ITEM_OF_FILE.fullmatch(source)
    return (item[1] if item else source), 1


def gap_notification(gap: Gap) -> dict[str, Any]:
    """For the pipeline that ran the tool."""
    return {
        "descriptor": {"id": gap.code},
        "level": gap.level,
        "message": {"text": inert(plain(gap.text))},
        "locations": [_location(gap)],
    }


def gap_result(gap: Gap, rule: int) -> dict[str, Any]:
    """For the people who read the alerts.

    Args:
        gap: What is missing.
        rule: Index of the rule for what is unread.
    """
    told = "\0".join((gap.code, gap.part, gap.file, gap.text))
    digest = hashlib.sha256(told.encode("utf-8", "backslashreplace")).hexdigest()
    location = _location(gap) | {"logicalLocations": [{"fullyQualifiedName": plain(gap.part)}]}
    return {
        "ruleId": UNREAD_RULE,
        "ruleIndex": rule,
        "level": "warning",
        "message": {"text": inert(plain(gap.text))},
        "locations": [location],
        "partialFingerprints": {"primaryLocationLineHash": f"{digest[:32]}:1"},
        "properties": {"code": gap.code},
    }


def _location(gap: Gap) -> dict[str, Any]:
    place = {"artifactLocation": {"uri": artifact_uri(gap.file)}}
    return {"physicalLocation": {**place, "region": {"startLine": gap.line}}}


def inert(text: str) -> str:
    """The text without links and placeholders of its own (SARIF 2.1.0, 3.11.5 and 3.11.6)."""
    if "](" in text:
        text = _LINK.sub(lambda sign: f"\\{sign[0]}", text)
    return _PLACEHOLDER.sub(r"{{\1}}", text)
