"""A review's result as SARIF 2.1.0, as GitHub code scanning takes it.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html and
https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from gptreview.model.finding import Finding
from gptreview.model.unread_wording import failure_wording, unread_line
from gptreview.model.verdict import JudgedFinding, Reviewed
from gptreview.render.review_groups import meaning_rank
from gptreview.render.review_labels import Labels
from gptreview.render.review_place import place_of
from gptreview.render.review_sarif_rules import LEVELS, sarif_rules
from gptreview.render.sarif import artifact_uri, sarif_log
from gptreview.render.terminal import counted, plain

MOST_RESULTS: Final = 25_000
"""GitHub rejects a run with more (SARIF support for code scanning, "Validating your code scanning
SARIF file": results per run 25,000, of which the 5,000 most severe are shown)."""

_LONGEST_EXCERPT = 400
_LINK: Final = re.compile(r"[\[\]\\]")
_PLACEHOLDER: Final = re.compile(r"\{(\d+)\}")


def review_sarif(reviewed: Iterable[Reviewed], *, language: str = "en") -> str:
    """One SARIF log with one run; each finding is a result with one location.

    Args:
        reviewed: The listings, their findings in their verdicts' order.
        language: ``en`` or ``zh``, for messages and rules.
    """
    reviewed = tuple(reviewed)
    found = [
        (each, judged) for each in reviewed if each.verdict for judged in each.verdict.findings
    ]
    kept = sorted(found, key=_urgency)[:MOST_RESULTS] if len(found) > MOST_RESULTS else found
    rules = sarif_rules(kept, language)
    order = {rule["id"]: index for index, rule in enumerate(rules)}
    seen: Counter[tuple[str, str]] = Counter()
    results = [_result(each, judged, order, seen, language) for each, judged in kept]
    return sarif_log(rules, results, _invocation(reviewed, len(found) - len(kept), language))


def _urgency(entry: tuple[Reviewed, JudgedFinding]) -> tuple[bool, int, int]:
    judged = entry[1]
    return not judged.counts, -meaning_rank(judged.meaning), -judged.finding.severity.rank


def _result(
    each: Reviewed,
    judged: JudgedFinding,
    order: dict[str, int],
    seen: Counter[tuple[str, str]],
    language: str,
) -> dict[str, Any]:
    finding = judged.finding
    place = place_of(each, finding, language)
    uri = artifact_uri(place.file)
    # GitHub joins it with the path and the rule: the same text twice in a file is two alerts.
    digest = finding.evidence_digest.removeprefix("sha256:")
    seen[uri, digest] += 1
    result: dict[str, Any] = {
        "ruleId": finding.rule_id,
        "ruleIndex": order[finding.rule_id],
        "level": LEVELS[judged.meaning],
        "message": {"text": _message(finding, place.within, language)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": uri},
                    "region": _region(finding, place.line or 1, place.column),
                },
                "logicalLocations": [{"fullyQualifiedName": plain(finding.field)}],
            }
        ],
        "partialFingerprints": {
            "primaryLocationLineHash": f"{digest[:32]}:{seen[uri, digest]}",
            "gptreviewEvidence/v1": finding.evidence_digest,
        },
        "properties": {
            "category": str(finding.category),
            "severity": str(finding.severity),
            "confidence": str(finding.confidence),
            "start": finding.start,
            "end": finding.end,
        },
    }
    suppressions = list(_suppressions(judged))
    return result | ({"suppressions": suppressions} if suppressions else {})


def _message(finding: Finding, within: str, language: str) -> str:
    lines = [finding.message.of(language)]
    if finding.excerpt:
        lines.append(f"“{plain(finding.excerpt)}”")
    if finding.decoded:
        labels = Labels(language)
        how = plain(labels.disguises(finding.disguises))
        aside = labels("aside", text=how) if how else ""
        lines.append(f"= “{plain(finding.decoded)}”{aside}")
    if within:
        lines.append(f"@ {plain(within)}")
    lines.append(finding.fix.of(language))
    return _inert("\n".join(lines))


def _inert(text: str) -> str:
    """The text without links and placeholders of its own (SARIF 2.1.0, 3.11.5 and 3.11.6)."""
    if "](" in text:
        text = _LINK.sub(lambda sign: f"\\{sign[0]}", text)
    return _PLACEHOLDER.sub(r"{{\1}}", text)


def _region(finding: Finding, line: int, column: int | None) -> dict[str, int]:
    region = {"startLine": line}
    if column is None:
        return region
    region["startColumn"] = column
    length = finding.end - finding.start
    if not 0 < length <= _LONGEST_EXCERPT:
        return region
    lines = finding.excerpt.split("\n")
    if len(lines) == 1:
        region["endColumn"] = column + length
    elif len(finding.excerpt) == length:
        region |= {"endLine": line + len(lines) - 1, "endColumn": len(lines[-1]) + 1}
    return region


def _suppressions(judged: JudgedFinding) -> Iterator[dict[str, str]]:
    if judged.waiver is not None:
        waiver = judged.waiver
        until = waiver.expires.isoformat()
        why = f"{plain(waiver.reason)} ({plain(waiver.owner)}, until {until})"
        yield {"kind": "external", "status": "accepted", "justification": why}
    if judged.known:
        yield {"kind": "external", "status": "accepted", "justification": "in the baseline"}


def _invocation(reviewed: Sequence[Reviewed], left_out: int, language: str) -> dict[str, Any]:
    """What no scanner has seen, what broke, and whether everything could be judged."""
    broken = [note for each in reviewed for note in _breakdowns(each, language)]
    unread = [note for each in reviewed for note in _gaps(each, language)]
    if left_out:
        text = f"{counted(left_out, 'finding')} left out: GitHub takes {MOST_RESULTS:,} a run."
        unread.append({"level": "warning", "message": {"text": text}})
    return {"executionSuccessful": not broken, "toolExecutionNotifications": broken + unread}


def _breakdowns(each: Reviewed, language: str) -> Iterator[dict[str, Any]]:
    if each.error is not None:
        yield _notification("error", str(each.error), each.source, "listing")
    for run in each.verdict.scanners if each.verdict else ():
        if run.failure:
            text = f"{run.name}: {failure_wording(run.failure).of(language)}"
            yield _notification("error", text, each.source, "scanner")


def _gaps(each: Reviewed, language: str) -> Iterator[dict[str, Any]]:
    for unread in each.verdict.coverage.unread if each.verdict else ():
        known = each.places.get(unread.field)
        file = (known.shown or known.file) if known else each.source
        yield _notification("warning", unread_line(unread).of(language), file, unread.code)


def _notification(level: str, text: str, file: str, code: str) -> dict[str, Any]:
    return {
        "descriptor": {"id": code},
        "level": level,
        "message": {"text": _inert(plain(text))},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": artifact_uri(file)}}}],
    }
