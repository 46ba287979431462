"""A review's result as text for a terminal or a log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import Final

from gptreview.model.review_summary import ReviewSummary
from gptreview.model.segment import Unread
from gptreview.model.unread_wording import failure_wording, unread_line
from gptreview.model.verdict import DataFlow, Outcome, Reviewed, ScannerRun, Verdict
from gptreview.render.review_finding_text import Paper, detail, span_lines
from gptreview.render.review_groups import by_field, set_aside, undecided
from gptreview.render.review_labels import Labels
from gptreview.render.review_summary_text import (
    improvement,
    party_key,
    review_ending,
)
from gptreview.render.terminal import Style, plain

_MANY = 20
"""Listings above which those that pass are counted and not listed."""
_MOST_OF_A_RULE = 3
_COLORS: Final = MappingProxyType(
    {Outcome.FAIL: "red", Outcome.REVIEW: "yellow", Outcome.PASS: "green"}
)


def review_text(
    reviewed: Sequence[Reviewed],
    summary: ReviewSummary,
    *,
    color: bool,
    language: str = "en",
    links: bool = False,
    verbose: bool = False,
    encoding: str = "utf-8",
) -> str:
    """Findings by listing and field, a verdict a listing, and a last line that counts them.

    Args:
        reviewed: The listings in the order in which to show them.
        summary: The same listings, counted.
        color: Whether to use the colours of a terminal.
        language: ``en`` or ``zh``.
        links: Whether to make each path a hyperlink to its file (OSC 8).
        verbose: Whether to show every place of a rule, what was waived or known, and by what the
            verdict was reached, and where data goes.
        encoding: Of what it is written to.
    """
    paper = Paper(Style(color), Labels(language), links, verbose, encoding)
    shown = [
        each
        for each in reviewed
        if verbose
        or len(reviewed) <= _MANY
        or each.verdict is None
        or each.verdict.outcome is not Outcome.PASS
    ]
    lines = [line for each in shown for line in _listing(each, paper)]
    return "\n".join([*lines, _ending(summary, paper)]) + "\n"


def _ending(summary: ReviewSummary, paper: Paper) -> str:
    colors = {0: "green", 3: "yellow"}
    text = review_ending(summary, language=paper.labels.language)
    return paper.style.paint(text, colors.get(summary.exit_status, "red"))


def _listing(each: Reviewed, paper: Paper) -> Iterator[str]:
    if each.verdict is None:
        yield from _failure(each, paper)
        return
    verdict = each.verdict
    findings = list(verdict.findings) if paper.verbose else undecided(verdict)
    most = None if paper.verbose else _MOST_OF_A_RULE
    for _, spans in by_field(findings, most):
        for span in spans:
            yield from span_lines(each, verdict, span, paper)
            yield ""
    for unread in verdict.coverage.unread:
        yield _unread(unread, paper)
    colon = paper.labels("colon")
    for remark in each.remarks:
        yield f"{paper.style.dim(paper.labels('remark'))}{colon}{plain(remark)}"
    yield from _verdict(each, verdict, paper)
    yield ""


def _failure(each: Reviewed, paper: Paper) -> Iterator[str]:
    error = each.error
    cannot = paper.style.paint(paper.labels("cannot"), "red")
    name = paper.style.bold(plain(each.source))
    if error is None:
        yield f"{name}: {cannot}"
    else:
        # What follows is a file of the folder, or after a colon a place in the file.
        where = error.where.removeprefix(f"{each.source}/").removeprefix(each.source).lstrip(": ")
        found = f"{where}: {error.found}" if where else error.found
        yield f"{name}: {cannot}{paper.labels('colon')}{plain(found)}"
        if error.expected:
            yield detail("expected", error.expected, paper)
        if error.next_step:
            yield detail("next", error.next_step, paper)
    yield ""


def _unread(unread: Unread, paper: Paper) -> str:
    told = unread_line(unread).of(paper.labels.language)
    kind = paper.style.paint(f"{paper.labels('unread')}[{plain(unread.code)}]", "yellow")
    return f"{kind} {plain(told)}"


def _verdict(each: Reviewed, verdict: Verdict, paper: Paper) -> Iterator[str]:
    outcome = paper.labels(f"outcome.{verdict.outcome}").upper()
    name = (
        paper.labels("aside", text=plain(each.name))
        if each.name and each.name != each.source
        else ""
    )
    source = paper.style.bold(plain(each.source))
    yield f"{paper.style.paint(outcome, _COLORS[verdict.outcome])} {source}{name}"
    for reason in verdict.reasons:
        yield f"    {plain(reason.of(paper.labels.language))}"
    if paper.verbose:
        yield from _facts(verdict, paper)
    elif set_aside(verdict):
        yield f"    {paper.style.dim(paper.labels('aside.listed'))}"


def _facts(verdict: Verdict, paper: Paper) -> Iterator[str]:
    labels, coverage = paper.labels, verdict.coverage
    scanners = labels("comma").join(
        f"{run.name} {run.version}{_failed(run, labels)}" for run in verdict.scanners
    )
    parts = labels("parts", coverage.artifacts)
    profile = labels(f"profile.{verdict.profile}")
    policy = (f"{verdict.policy_name} {verdict.policy_version}", profile, verdict.policy_digest)
    yield detail("facts.coverage", labels("coverage.text", coverage.characters, parts=parts), paper)
    yield detail("facts.scanners", scanners, paper)
    yield detail("facts.content", verdict.content_digest, paper)
    yield detail("facts.policy", labels("comma").join(policy), paper)
    yield detail("facts.rules", verdict.ruleset_digest, paper)
    if verdict.data_flows:
        for flow in verdict.data_flows:
            yield detail("flow", _flow(flow, labels), paper)
        yield detail("flow", improvement(verdict, labels), paper)


def _flow(flow: DataFlow, labels: Labels) -> str:
    """One row of the consent sheet."""
    sends = labels("comma").join(flow.sends) or labels("consent.nothing")
    party = labels("aside", text=labels(party_key(flow)))
    host = flow.domain or labels("consent.nowhere")
    asks = labels("yes" if flow.asks_user else "no")
    return labels("flow.text", operation=flow.operation, host=host + party, sends=sends, asks=asks)


def _failed(run: ScannerRun, labels: Labels) -> str:
    why = failure_wording(run.failure).of(labels.language)
    return labels("aside", text=why) if why else ""
