"""A review's result as JUnit XML, for the test reports of CI systems.

One suite a listing; in it one case a category, one for what was read and one a scanner. A case
that needs a person is a failure of type ``review``, as `gptreview review` then ends with a status
that is not 0: a skipped case would be green in most reports. What could not be done at all (a part
not read, a scanner down, a listing that does not parse) is an error, as JUnit tells a test that
failed from one that could not run. Notes, and what is waived or known, are the case's output.

The elements are those that Jenkins, GitLab and GitHub's reporters read:
https://github.com/testmoapp/junitxml
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from gptreview.model.finding import Category
from gptreview.model.review_summary import ReviewSummary
from gptreview.model.unread_wording import failure_wording, unread_line
from gptreview.model.verdict import JudgedFinding, Reviewed, Verdict
from gptreview.render.review_disguise import said
from gptreview.render.review_groups import meaning_rank, standing
from gptreview.render.review_labels import Labels
from gptreview.render.review_place import place_of
from gptreview.render.review_summary_text import review_ending
from gptreview.render.terminal import counted, plain

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# What XML 1.0 has no way to write (section 2.2) and `plain` leaves: two code points in each plane.
_NO_CHARACTER: Final = re.compile("[\ufffe\uffff]")
_MOST_LINES = 200


def review_junit(
    reviewed: Iterable[Reviewed], summary: ReviewSummary, *, language: str = "en"
) -> str:
    """The XML document; it has no times, so the same result gives the same bytes."""
    from xml.etree.ElementTree import Element, SubElement, indent, tostring

    root = Element("testsuites", name="gptreview review")
    SubElement(SubElement(root, "properties"), "property", name="summary",
               value=review_ending(summary, language=language))  # fmt: skip
    for each in reviewed:
        suite = SubElement(root, "testsuite", name=_legal(each.source))
        if each.verdict is None:
            _case(suite, each, "listing", error=("listing", str(each.error)))
        else:
            _suite(suite, each, each.verdict, Labels(language))
        _count(suite, [suite])
    _count(root, root.findall("testsuite"))
    indent(root)
    text = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _count(element: Element, suites: Sequence[Element]) -> None:
    cases = [case for suite in suites for case in suite.iter("testcase")]
    element.set("tests", str(len(cases)))
    for kind in ("failure", "error"):
        number = sum(case.find(kind) is not None for case in cases)
        element.set("failures" if kind == "failure" else "errors", str(number))
    element.set("skipped", "0")


def _suite(suite: Element, each: Reviewed, verdict: Verdict, labels: Labels) -> None:
    for category in Category:
        found = [judged for judged in verdict.findings if judged.finding.category is category]
        _category(suite, each, category, found, labels)
    language = labels.language
    unread = [f"{unread_line(part).of(language)} [{part.code}]" for part in verdict.coverage.unread]
    _case(suite, each, "coverage", error=("unread", "\n".join(unread)) if unread else None)
    for run in verdict.scanners:
        why = failure_wording(run.failure).of(language)
        error = ("scanner", why) if why else None
        _case(suite, each, f"scanner {run.name}", error=error)


def _category(
    suite: Element,
    each: Reviewed,
    category: Category,
    found: Sequence[JudgedFinding],
    labels: Labels,
) -> None:
    from xml.etree.ElementTree import SubElement

    counting = [judged for judged in found if judged.counts]
    silent = [judged for judged in found if not judged.counts]
    case = _case(suite, each, str(category))
    if counting:
        worst = max(counting, key=lambda judged: meaning_rank(judged.meaning))
        place = place_of(each, worst.finding, labels.language)
        if place.is_file:
            case.set("file", _legal(place.file))
        failure = SubElement(case, "failure", type=str(worst.meaning))
        more = f" (and {counted(len(counting) - 1, 'more finding')})" if counting[1:] else ""
        failure.set("message", _legal(worst.finding.message.of(labels.language)) + more)
        failure.text = _lines([_line(each, judged, labels) for judged in counting])
    if silent:
        output = SubElement(case, "system-out")
        output.text = _lines([_line(each, judged, labels) for judged in silent])


def _case(
    suite: Element, each: Reviewed, name: str, error: tuple[str, str] | None = None
) -> Element:
    from xml.etree.ElementTree import SubElement

    case = SubElement(suite, "testcase", classname=_legal(each.source), name=_legal(name))
    if error is not None:
        first, *_ = error[1].split("\n")
        told = SubElement(case, "error", type=error[0], message=_legal(first))
        told.text = _lines([_legal(line) for line in error[1].split("\n")])
    return case


def _line(each: Reviewed, judged: JudgedFinding, labels: Labels) -> str:
    finding = judged.finding
    place = place_of(each, finding, labels.language)
    parts = [
        f"{place}: {standing(judged)}[{finding.rule_id}] {finding.message.of(labels.language)}",
        place.within,
        f"“{finding.excerpt}”" if finding.excerpt else "",
        f"= “{said(finding)}”" if said(finding) else "",
        finding.fix.of(labels.language),
    ]
    return " | ".join(_legal(part) for part in parts if part)


def _lines(lines: Sequence[str]) -> str:
    """One a line, and the others counted: some CI systems drop a report of many megabytes."""
    more = [f"… and {len(lines) - _MOST_LINES:,} more"] if len(lines) > _MOST_LINES else []
    return "\n".join(["", *lines[:_MOST_LINES], *more, ""])


def _legal(text: str) -> str:
    """One line of characters that XML can hold; the others are written as Python would."""
    return _NO_CHARACTER.sub(lambda found: f"\\u{ord(found[0]):04x}", plain(text))
