"""One place of a listing as the page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from gptreview.model.policy import Clause
from gptreview.model.verdict import JudgedFinding, Reviewed, Verdict
from gptreview.render.review_disguise import disguises, said
from gptreview.render.review_groups import Span, shorten, spans, undecided
from gptreview.render.review_html.shown import Run, runs
from gptreview.render.review_labels import Labels
from gptreview.render.review_place import FilePlace, place_of

_MOST_OF_A_RULE = 3


@dataclass(frozen=True, slots=True)
class ClauseView:
    """What the policy says."""

    id: str
    title: str = ""
    text: str = ""
    since: str = ""
    source: str = ""
    """Empty, or the words that name it."""
    link: str = ""
    """An address that may be opened; empty where the source is none."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that was found on one span."""

    meaning: str
    findings: tuple[JudgedFinding, ...]
    place: FilePlace
    before: tuple[Run, ...]
    excerpt: tuple[Run, ...]
    after: tuple[Run, ...]
    decoded: tuple[Run, ...]
    disguises: tuple[str, ...]
    clauses: tuple[ClauseView, ...]
    fixes: tuple[str, ...]
    more: int


def evidence_of(
    each: Reviewed, verdict: Verdict, labels: Labels, *, contexts: bool
) -> tuple[Evidence, ...]:
    """The places that nobody has set aside, the worst first."""
    found = shorten(spans(undecided(verdict)), _MOST_OF_A_RULE)
    return tuple(_evidence(each, verdict, span, labels, contexts=contexts) for span in found)


def _evidence(
    each: Reviewed, verdict: Verdict, span: Span, labels: Labels, *, contexts: bool
) -> Evidence:
    finding = span.worst.finding
    decoded = next((one.finding for one in span.findings if said(one.finding)), finding)
    named = {one.finding.clause: None for one in span.findings}
    fixes = {one.finding.fix.of(labels.language): None for one in span.findings}
    return Evidence(
        meaning=str(span.worst.meaning),
        findings=span.findings,
        place=place_of(each, finding, labels.language),
        before=runs(finding.before.lstrip()) if contexts else (),
        excerpt=runs(finding.excerpt),
        after=runs(finding.after.rstrip()) if contexts else (),
        decoded=runs(said(decoded)),
        disguises=disguises(decoded),
        clauses=tuple(_clause(name, verdict.clauses.get(name), labels) for name in named),
        fixes=tuple(fixes),
        more=span.more,
    )


def _clause(name: str, clause: Clause | None, labels: Labels) -> ClauseView:
    if clause is None:
        return ClauseView(name)
    link = clause.source if clause.source.startswith(("https://", "http://")) else ""
    return ClauseView(
        name,
        clause.title.of(labels.language),
        clause.text.of(labels.language),
        labels("policy.since", date=clause.date.isoformat()),
        clause.source,
        link,
    )
