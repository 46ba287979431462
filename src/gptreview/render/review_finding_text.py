"""One place of a review as lines for a terminal: what, where, the text, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from gptreview.model.policy import Meaning
from gptreview.model.verdict import JudgedFinding, Reviewed, Verdict
from gptreview.render.review_disguise import disguises, said
from gptreview.render.review_evidence import cells, evidence_line, shortened
from gptreview.render.review_groups import Span, standing
from gptreview.render.review_labels import Labels
from gptreview.render.review_place import FilePlace, place_of
from gptreview.render.terminal import Style, plain

COLORS: Final = MappingProxyType(
    {Meaning.FAIL: "red", Meaning.REVIEW: "yellow", Meaning.NOTE: "cyan"}
)


@dataclass(frozen=True, slots=True)
class Paper:
    """How this text is to be written."""

    style: Style
    labels: Labels
    links: bool
    verbose: bool
    encoding: str = "utf-8"
    """Of what it is written to; what that cannot hold is written, and measured, as escapes."""


def span_lines(each: Reviewed, verdict: Verdict, span: Span, paper: Paper) -> Iterator[str]:
    """What was found on one span of a listing, all rules together."""
    worst = span.worst
    place = place_of(each, worst.finding, paper.labels.language)
    for judged in span.findings:
        yield _head(judged, place, paper)
    if place.within:
        yield detail("in", place.within, paper)
    yield from _evidence(worst, paper)
    said: dict[str, None] = {}
    for judged in span.findings:
        said.update(dict.fromkeys(_details(judged, verdict, paper)))
    yield from said
    if span.more:
        yield detail("more", paper.labels("more.text", span.more), paper)


def _head(judged: JudgedFinding, place: FilePlace, paper: Paper) -> str:
    finding = judged.finding
    kind = f"{paper.labels(f'meaning.{standing(judged)}')}[{plain(finding.rule_id)}]"
    if judged.waiver or judged.known:
        painted = paper.style.dim(kind)
    else:
        painted = paper.style.paint(kind, COLORS[judged.meaning])
    message = plain(finding.message.of(paper.labels.language))
    return f"{_path(place, paper)}: {painted} {message}"


def _path(place: FilePlace, paper: Paper) -> str:
    text = paper.style.bold(plain(str(place)))
    if not (paper.links and place.is_file):
        return text
    # https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda: OSC 8 ; ; URI ST
    return f"\x1b]8;;{Path(place.file).absolute().as_uri()}\x1b\\{text}\x1b]8;;\x1b\\"


def _evidence(judged: JudgedFinding, paper: Paper) -> Iterator[str]:
    line = evidence_line(judged.finding, paper.encoding)
    if line is None:
        return
    color = COLORS[judged.meaning]
    bar = paper.style.dim("    |")
    excerpt = paper.style.paint(line.excerpt, color) if line.excerpt else ""
    indent, carets = line.carets[: -len(line.carets.lstrip())], line.carets.lstrip()
    yield f"{bar} {line.before}{excerpt}{line.after}"
    yield f"{bar} {indent}{paper.style.paint(carets, color)}"


def _details(judged: JudgedFinding, verdict: Verdict, paper: Paper) -> Iterator[str]:
    finding = judged.finding
    language = paper.labels.language
    if decoded := said(finding):
        how = paper.labels("aside", text=paper.labels.disguises(disguises(finding)))
        yield detail("says", f"{shortened(plain(decoded))}{how}", paper)
    clause = verdict.clauses.get(finding.clause)
    aside = paper.labels("aside", text=finding.clause)
    named = f"{clause.title.of(language)}{aside}" if clause else finding.clause
    yield detail("policy", named, paper)
    yield detail("fix", finding.fix.of(language), paper)
    if judged.waiver:
        waiver = judged.waiver
        text = paper.labels(
            "waiver.text", owner=waiver.owner, expires=waiver.expires, reason=waiver.reason
        )
        yield detail("waiver", text, paper)
    if judged.known:
        yield detail("known", paper.labels("known.text"), paper)


def detail(label: str, text: str, paper: Paper) -> str:
    """An indented line with the label in front, as wide as the others."""
    word = f"{paper.labels(label)}{paper.labels('colon').rstrip()}"
    return f"    {paper.style.dim(word + ' ' * (8 - cells(word)))} {plain(text)}"
