"""A review's result as Markdown, for a comment on a pull request."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import Final

from gptreview.model.policy import Meaning
from gptreview.model.review_summary import ReviewSummary
from gptreview.model.segment import Unread
from gptreview.model.unread_wording import unread_place, unread_wording
from gptreview.model.verdict import JudgedFinding, Outcome, Reviewed, Verdict
from gptreview.render.markdown import code, inline
from gptreview.render.review_disguise import disguises, said
from gptreview.render.review_groups import Span, gravest, shorten, spans, undecided
from gptreview.render.review_labels import Labels
from gptreview.render.review_place import place_of
from gptreview.render.review_summary_text import (
    improvement,
    party_key,
    review_ending,
)
from gptreview.render.terminal import plain

MOST_CHARACTERS: Final = 60_000
"""GitHub refuses a comment of more than 65,536 characters."""

_MANY = 20
_MOST_OF_A_RULE = 3
_MOST_FLOWS = 30
"""Operations of the consent sheet: a specification may have hundreds."""
_MARKS: Final = MappingProxyType(
    {"fail": "❌", "review": "⚠️", "pass": "✅", "error": "⛔", "note": "💬"}
)
# What GitHub makes a mention, a reference or a link of in plain text.
_LIVE: Final = re.compile(r"(?<=:)//|(?<=www)\.|[@#](?=\w)", re.IGNORECASE)


def review_markdown(
    reviewed: Sequence[Reviewed], summary: ReviewSummary, *, language: str = "en"
) -> str:
    """A table of the listings, then what was found in each, folded.

    What does not fit into a comment is counted, the listings that pass first.

    Args:
        reviewed: The listings, in the order in which to show them.
        summary: The same listings, counted.
        language: ``en`` or ``zh``.
    """
    labels = Labels(language)
    shown = [each for each in reviewed if len(reviewed) <= _MANY or _outcome(each) != Outcome.PASS]
    blocks = [
        f"## gptreview: {_heading(summary, labels)}",
        review_ending(summary, language=language),
    ]
    rows = [_row(each, labels) for each in shown]
    sections = [_section(each, labels) for each in shown]
    kept = _fitting(rows, sections, MOST_CHARACTERS - sum(map(len, blocks)))
    blocks += _table(rows[:kept], labels)
    blocks += [section for section in sections[:kept] if section]
    if len(shown) > kept:
        blocks.append(labels("left_out", len(shown) - kept))
    passed = len(reviewed) - len(shown)
    if passed:
        verb = "is" if passed == 1 else "are"
        blocks.append(labels("passed.counted", passed, verb=verb))
    return "\n\n".join(blocks) + "\n"


def _fitting(rows: Sequence[str], sections: Sequence[str], room: int) -> int:
    """How many listings fit, from the first on."""
    for index, (row, section) in enumerate(zip(rows, sections, strict=True)):
        room -= len(row) + len(section) + 3
        if room < 0:
            return index
    return len(rows)


def _outcome(each: Reviewed) -> str:
    return str(each.verdict.outcome) if each.verdict else "error"


def _heading(summary: ReviewSummary, labels: Labels) -> str:
    return _marked(gravest(summary), labels)


def _marked(outcome: str, labels: Labels) -> str:
    return f"{_MARKS[outcome]} {labels(f'outcome.{outcome}')}"


def _table(rows: Sequence[str], labels: Labels) -> list[str]:
    if not rows:
        return []
    head = [labels(key) for key in ("listing", "outcome", "findings", "coverage")]
    return ["\n".join([f"| {' | '.join(head)} |", "|---|---|---|---|", *rows])]


def _row(each: Reviewed, labels: Labels) -> str:
    outcome = _outcome(each)
    cells = [_cell(_called(each)), _marked(outcome, labels), "", ""]
    if each.verdict:
        unread = len(each.verdict.coverage.unread)
        cells[2] = _counts(each.verdict, labels)
        cells[3] = labels("coverage.gaps", unread) if unread else labels("coverage.none")
    return f"| {' | '.join(cells)} |"


def _counts(verdict: Verdict, labels: Labels) -> str:
    counts = Counter(str(judged.meaning) for judged in undecided(verdict))
    parts = [
        labels(f"count.{meaning}", counts[meaning])
        for meaning in reversed(Meaning)
        if counts[meaning]
    ]
    return labels("comma").join(parts) or labels("findings.none")


def _called(each: Reviewed) -> str:
    named = each.name and each.name != each.source
    return f"{each.name} ({each.source})" if named else each.source


def _section(each: Reviewed, labels: Labels) -> str:
    """Empty where there is nothing to say beyond the table's row."""
    colon = labels("colon")
    if each.verdict is None:
        told = _inert(str(each.error)) if each.error else labels("cannot")
        return f"### {_marked('error', labels)}{colon}{code(each.source)}\n\n{told}"
    verdict = each.verdict
    found = spans(undecided(verdict))
    if not (found or verdict.coverage.unread or verdict.outcome is not Outcome.PASS):
        return ""
    blocks = [f"### {_marked(_outcome(each), labels)}{colon}{code(_called(each))}"]
    reasons = (reason.of(labels.language) for reason in verdict.reasons)
    blocks.append("\n".join(f"- {_inert(reason)}" for reason in reasons))
    if found:
        lines = "\n".join(
            line
            for span in shorten(found, _MOST_OF_A_RULE)
            for line in _span(each, verdict, span, labels)
        )
        blocks += _folded(labels("findings.text", len(undecided(verdict))), lines)
    if verdict.coverage.unread:
        gaps = verdict.coverage.unread
        blocks += _folded(labels("coverage.gaps", len(gaps)), _unread(gaps, labels))
    if verdict.data_flows:
        blocks += _folded(labels("consent.title"), _consent(verdict, labels))
    return "\n\n".join(block for block in blocks if block)


def _consent(verdict: Verdict, labels: Labels) -> str:
    """A table of what each operation hands to whom."""
    keys = ("consent.operation", "consent.sends", "consent.to", "consent.asks")
    rows = [
        [
            _cell(flow.operation),
            labels("comma").join(map(_cell, flow.sends)) or labels("consent.nothing"),
            (_cell(flow.domain) if flow.domain else labels("consent.nowhere"))
            + labels("aside", text=labels(party_key(flow))),
            labels("yes" if flow.asks_user else "no"),
        ]
        for flow in verdict.data_flows[:_MOST_FLOWS]
    ]
    lines = [list(map(labels, keys)), ["---"] * 4, *rows]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    more = len(verdict.data_flows) - len(rows)
    parts = [table, labels("consent.more", more) if more else "", improvement(verdict, labels)]
    return "\n\n".join(filter(None, parts))


def _folded(summary: str, content: str) -> list[str]:
    return [f"<details><summary>{summary}</summary>", content, "</details>"]


def _unread(gaps: Sequence[Unread], labels: Labels) -> str:
    language, colon = labels.language, labels("colon")
    return "\n".join(
        f"- {code(unread_place(part).of(language))}{colon}"
        f"{_inert(unread_wording(part).of(language))}"
        for part in gaps
    )


def _span(each: Reviewed, verdict: Verdict, span: Span, labels: Labels) -> Iterator[str]:
    place = place_of(each, span.worst.finding, labels.language)
    within = f" {labels('in')} {code(place.within)}" if place.within else ""
    for judged in span.findings:
        yield _headline(judged, labels)
    yield f"  - {labels('place')}{labels('colon')}{code(str(place))}{within}"
    yield from (f"  - {line}" for line in _evidence(span.worst, labels))
    said = {line: None for judged in span.findings for line in _advice(judged, verdict, labels)}
    yield from (f"  - {line}" for line in said)
    if span.more:
        yield f"  - {labels('more.text', span.more)}"


def _headline(judged: JudgedFinding, labels: Labels) -> str:
    finding = judged.finding
    facts = (
        labels(f"category.{finding.category}"),
        f"{labels('severity')} {labels(f'severity.{finding.severity}')}",
        f"{labels('confidence')} {labels(f'confidence.{finding.confidence}')}",
    )
    mark = _MARKS[judged.meaning]
    message = inline(finding.message.of(labels.language))
    aside = labels("aside", text=labels("comma").join(facts))
    return f"- {mark} {code(finding.rule_id)} {message}{aside}"


def _evidence(judged: JudgedFinding, labels: Labels) -> Iterator[str]:
    finding = judged.finding
    if finding.excerpt:
        around = (code(finding.before), f"**{code(finding.excerpt)}**", code(finding.after))
        present = (finding.before.strip(), True, finding.after.strip())
        text = " ".join(part for part, there in zip(around, present, strict=True) if there)
        yield f"{labels('evidence')}{labels('colon')}{text}"
    if decoded := said(finding):
        aside = labels("aside", text=inline(labels.disguises(disguises(finding))))
        yield f"{labels('says')}{labels('colon')}{code(decoded)}{aside}"


def _advice(judged: JudgedFinding, verdict: Verdict, labels: Labels) -> Iterator[str]:
    finding = judged.finding
    clause = verdict.clauses.get(finding.clause)
    title = f"{inline(clause.title.of(labels.language))} " if clause else ""
    colon = labels("colon")
    yield f"{labels('policy')}{colon}{title}{code(finding.clause)}"
    yield f"{labels('fix')}{colon}{inline(finding.fix.of(labels.language))}"


def _inert(text: str) -> str:
    """The text without anything that Markdown or GitHub would act on."""
    return _LIVE.sub(lambda found: f"{found[0][0]}<!-- -->{found[0][1:]}", inline(text))


def _cell(text: str) -> str:
    """The text as code inside a table, where neither a pipe nor a backtick may count."""
    shown = plain(" ".join(text.split()))
    entities = (char if char.isalnum() or char in " -/()" else f"&#{ord(char)};" for char in shown)
    return f"<code>{''.join(entities)}</code>"
