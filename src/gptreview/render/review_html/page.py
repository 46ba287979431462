"""What the page shows, worked out: the template only sets it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from gptreview import __version__
from gptreview.errors import GptReviewError
from gptreview.model.policy import Meaning
from gptreview.model.review_summary import ReviewSummary
from gptreview.model.verdict import JudgedFinding, Outcome, Reviewed, Verdict
from gptreview.render.review_groups import gravest, set_aside, undecided
from gptreview.render.review_html.chart import (
    Chart,
    CoverageBar,
    category_chart,
    coverage_bar,
    severity_chart,
)
from gptreview.render.review_html.evidence import Evidence, evidence_of
from gptreview.render.review_html.shown import Run, runs
from gptreview.render.review_labels import Labels
from gptreview.render.review_place import FilePlace, place_of
from gptreview.render.review_summary_text import review_ending

_MANY = 20
"""Listings above which those that pass have no section of their own, and come last."""
_ORDER = ("fail", "error", "review", "pass")


@dataclass(frozen=True, slots=True)
class ListingView:
    """One listing."""

    number: int
    """Counted from 1; its anchor."""
    outcome: str
    """``pass``, ``review``, ``fail`` or ``error``."""
    name: tuple[Run, ...]
    source: tuple[Run, ...]
    counts: tuple[tuple[str, int], ...]
    """Meanings and how many findings have them, the worst first, none that has none."""
    detailed: bool
    """Whether it has a section of its own."""
    verdict: Verdict | None = None
    error: GptReviewError | None = None
    remarks: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    aside: tuple[tuple[JudgedFinding, FilePlace], ...] = ()
    coverage: CoverageBar | None = None
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """All of it."""

    labels: Labels
    tag: str
    """The language as HTML names it."""
    title: str
    outcome: str
    """The worst of all."""
    ending: str
    listings: tuple[ListingView, ...]
    charts: tuple[Chart, ...]
    """Of all listings together, where there are several."""
    meanings: tuple[str, ...]
    """Those that any finding has, the worst first."""
    generator: str

    @property
    def single(self) -> bool:
        """Whether it is about one listing."""
        return len(self.listings) == 1


def page_of(
    reviewed: Sequence[Reviewed], summary: ReviewSummary, *, language: str, contexts: bool
) -> Page:
    """The page's values.

    Args:
        reviewed: The listings.
        summary: The same listings, counted.
        language: ``en`` or ``zh``.
        contexts: Whether evidence keeps what stands around it.
    """
    labels = Labels(language)
    many = len(reviewed) > _MANY
    listings = tuple(
        _listing(number, each, labels, many=many, contexts=contexts)
        for number, each in enumerate(reviewed, 1)
    )
    if many:
        listings = tuple(sorted(listings, key=lambda each: _ORDER.index(each.outcome)))
    found = [judged for each in reviewed if each.verdict for judged in undecided(each.verdict)]
    meanings = {judged.meaning for judged in found}
    if len(reviewed) == 1:
        title = labels("page.title", name="".join(run.text for run in listings[0].name))
    else:
        title = labels("page.many", len(reviewed))
    return Page(
        labels=labels,
        tag="zh-CN" if language == "zh" else "en",
        title=title,
        outcome=gravest(summary),
        ending=review_ending(summary, language=language),
        listings=listings,
        charts=_charts(found, labels) if len(reviewed) > 1 else (),
        meanings=tuple(str(each) for each in reversed(Meaning) if each in meanings),
        generator=f"gptreview {__version__}",
    )


def _listing(
    number: int, each: Reviewed, labels: Labels, *, many: bool, contexts: bool
) -> ListingView:
    name, source = runs(each.name or each.source), runs(each.source)
    verdict = each.verdict
    if verdict is None:
        return ListingView(number, "error", name, source, (), detailed=True, error=each.error)
    found = undecided(verdict)
    counts = Counter(judged.meaning for judged in found)
    detailed = not many or verdict.outcome is not Outcome.PASS
    return ListingView(
        number,
        str(verdict.outcome),
        name,
        source,
        tuple((str(kind), counts[kind]) for kind in reversed(Meaning) if counts[kind]),
        detailed,
        verdict,
        remarks=each.remarks,
        evidence=evidence_of(each, verdict, labels, contexts=contexts) if detailed else (),
        aside=tuple(
            (judged, place_of(each, judged.finding, labels.language))
            for judged in set_aside(verdict)
        ),
        coverage=coverage_bar(verdict.coverage),
        charts=_charts(found, labels) if detailed else (),
    )


def _charts(found: Sequence[JudgedFinding], labels: Labels) -> tuple[Chart, ...]:
    return (severity_chart(found, labels), category_chart(found, labels)) if found else ()
