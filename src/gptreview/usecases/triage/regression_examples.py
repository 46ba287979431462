"""What an overturned decision teaches: the sentence that a rule was wrong about, masked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from gptreview.model.decision import Action, Decision
from gptreview.model.finding import Finding
from gptreview.model.gpt import Gpt
from gptreview.model.regression import ExampleKind, TaughtExample
from gptreview.model.segment import Segment
from gptreview.scan.rules.units import sentence
from gptreview.store import cases, decisions, examples, snapshots
from gptreview.store.database import Database
from gptreview.usecases.triage.decision_draft import SoundDraft

_RULES: Final = "rules"
"""The scanner whose findings come from rule files; the others have no examples."""
_MOST: Final = 2_000
"""Characters of an example."""
_CHINESE: Final = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class RegressionExamples:
    """Finds examples; `KeptExamples` lists those that are kept."""

    database: Database
    texts: Callable[[Gpt], Sequence[Segment]]
    """The texts of a content, as scanners read them."""
    masked: Callable[[str], str]
    """Any text without what is personal in it."""

    def of(self, old: Decision, draft: SoundDraft) -> Sequence[TaughtExample]:
        """What it teaches that a decision is overturned by another one.

        What bore a violation out and does so no longer is no match. What bears out a violation
        that somebody had not seen is a match.

        Args:
            old: The decision that falls.
            draft: The one that takes its place.
        """
        with self.database.reading() as session:
            case = cases.find(session, old.case)
            basis = decisions.basis(session, case)
            verdict, named = decisions.evidence_of(session, old.id)
            kind, wanted = _lesson(old, draft, named)
            verdict = verdict if kind is ExampleKind.NO_MATCH else basis.verdict
            if verdict is None or not wanted:
                return ()
            found = examples.findings(session, verdict, wanted)
            found = [each for each in found if each.scanner == _RULES]
            gpt = snapshots.read(session, case.content_digest) if found else None
        return tuple(self._examples(gpt, found, kind)) if gpt else ()

    def _examples(
        self, gpt: Gpt, found: Sequence[Finding], kind: ExampleKind
    ) -> Iterator[TaughtExample]:
        segments = self.texts(gpt)
        for finding in found:
            around = self.masked(_around(finding, segments))[:_MOST]
            language = "zh" if _CHINESE.search(around) else "en"
            yield TaughtExample(finding.rule_id, kind, around, language, finding.evidence_digest)


def _lesson(
    old: Decision, draft: SoundDraft, named: Sequence[str]
) -> tuple[ExampleKind, Sequence[str]]:
    """What is taught, and about which evidence."""
    if not old.action.is_violation:
        return ExampleKind.MATCH, draft.evidence
    if draft.action is Action.NO_VIOLATION:
        return ExampleKind.NO_MATCH, named
    if not draft.evidence:  # a milder decision that says nothing of the evidence
        return ExampleKind.NO_MATCH, ()
    return ExampleKind.NO_MATCH, [each for each in named if each not in draft.evidence]


def _around(finding: Finding, segments: Sequence[Segment]) -> str:
    """The sentences that a finding stands in; its own words where the text is not found again."""
    for segment in segments:
        start, end = finding.start - segment.start, finding.end - segment.start
        if segment.field == finding.field and 0 <= start < end <= len(segment.text):
            first, last = sentence(segment.text, start), sentence(segment.text, end - 1)
            return segment.text[first.start : max(last.end, end)].strip()
    return f"{finding.before}{finding.excerpt}{finding.after}".strip()
