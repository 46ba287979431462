"""A review's result as SARIF 2.1.0, as GitHub code scanning takes it.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html and
https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from gptreview.model.finding import Finding
from gptreview.model.verdict import JudgedFinding, Reviewed
from gptreview.render.review_disguise import disguises, said
from gptreview.render.review_groups import meaning_rank
from gptreview.render.review_labels import Labels
from gptreview.render.review_place import place_of
from gptreview.render.review_sarif_gaps import (
    Gap,
    gap_notification,
    gap_result,
    gaps_of,
    inert,
    source_place,
)
from gptreview.render.review_sarif_rules import LEVELS, UNREAD_RULE, sarif_rules, unread_rule
from gptreview.render.sarif import artifact_uri, sarif_log
from gptreview.render.terminal import counted, plain

MOST_RESULTS: Final = 25_000
"""GitHub rejects a run with more (SARIF support for code scanning, "Validating your code scanning
SARIF file": results per run 25,000, of which the 5,000 most severe are shown)."""

_LONGEST_EXCERPT = 400


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
    gaps = [gap for each in reviewed for gap in gaps_of(each, language)]
    room = MOST_RESULTS - min(len(gaps), MOST_RESULTS // 5)
    kept = sorted(found, key=_urgency)[:room] if len(found) > room else found
    rules = sarif_rules(kept, language)
    if gaps:
        rules = sorted([*rules, unread_rule(Labels(language))], key=lambda rule: str(rule["id"]))
    order = {rule["id"]: index for index, rule in enumerate(rules)}
    seen: Counter[tuple[str, str]] = Counter()
    results = [_result(each, judged, order, seen, language) for each, judged in kept]
    told = gaps[: MOST_RESULTS - len(kept)]
    results += [gap_result(gap, order[UNREAD_RULE]) for gap in told]
    left_out = len(found) + len(gaps) - len(results)
    return sarif_log(rules, results, _invocation(gaps, left_out))


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
    file, line = source_place(place.file) if place.line is None else (place.file, place.line)
    uri = artifact_uri(file)
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
                    "region": _region(finding, line, place.column),
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
    if decoded := said(finding):
        labels = Labels(language)
        aside = labels("aside", text=plain(labels.disguises(disguises(finding))))
        lines.append(f"= “{plain(decoded)}”{aside}")
    if within:
        lines.append(f"@ {plain(within)}")
    lines.append(finding.fix.of(language))
    return inert("\n".join(lines))


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


def _invocation(gaps: Sequence[Gap], left_out: int) -> dict[str, Any]:
    """What no scanner has seen, what broke, and whether everything could be judged."""
    broken = [gap_notification(gap) for gap in gaps if gap.level == "error"]
    unread = [gap_notification(gap) for gap in gaps if gap.level != "error"]
    if left_out:
        text = f"{counted(left_out, 'result')} left out: GitHub takes {MOST_RESULTS:,} a run."
        unread.append({"level": "warning", "message": {"text": text}})
    return {"executionSuccessful": not broken, "toolExecutionNotifications": broken + unread}
