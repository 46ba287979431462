"""All that somebody has before their eyes who decides a case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from gptreview.model.case import Case
from gptreview.model.decision import Appeal, Decision
from gptreview.model.finding import Wording
from gptreview.model.presence import Present
from gptreview.model.recommendation import Recommendation
from gptreview.model.registry import RegisteredListing
from gptreview.model.report import Report
from gptreview.model.trait import RelatedListing
from gptreview.model.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Highlight:
    """Where a finding stands in a shown text."""

    start: int
    """First character, counted in code points from the start of the shown text."""
    end: int
    """After the last character."""
    finding: int
    """Its place in the verdict, counted from 0: there are its rule, clause, fix, decoded form."""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a shown text that the same findings stand on."""

    text: str
    findings: tuple[int, ...]
    """Places in the verdict, sorted; empty for what nothing was found in."""


@dataclass(frozen=True, slots=True)
class ShownText:
    """A text of the snapshot, or the beginning of one."""

    field: str
    """As in `model.finding.Finding`."""
    text: str
    """What is personal or secret in it is masked, unless somebody asked for it as written."""
    highlights: tuple[Highlight, ...]
    """Sorted by start."""
    is_masked: bool
    """Whether anything in it is masked."""
    characters: int
    """Code points of the whole text, which may be longer than what is shown."""
    is_cut: bool
    """Whether what follows is not shown; findings there are told by the verdict."""

    def runs(self) -> Iterator[Run]:
        """The text in pieces, ready to be marked; pieces put together are the text."""
        edges = {0, len(self.text)}
        for each in self.highlights:
            edges |= {each.start, each.end}
        ordered = sorted(edges)
        begin, open_ = 0, list[Highlight]()
        waiting = list(self.highlights)
        for start, end in pairwise(ordered):
            while begin < len(waiting) and waiting[begin].start <= start:
                open_.append(waiting[begin])
                begin += 1
            open_ = [each for each in open_ if each.end > start]
            found = tuple(sorted({each.finding for each in open_}))
            yield Run(self.text[start:end], found)


@dataclass(frozen=True, slots=True)
class CaseVerdict:
    """The verdict on a case's snapshot."""

    id: int
    verdict: Verdict
    """With its findings, their fixes, and the policy clauses that they name."""
    made_at: dt.datetime


@dataclass(frozen=True, slots=True)
class OperationRow:
    """One call that an action of the listing can make."""

    action: int
    """Counted from 0."""
    operation: str
    """Its operationId, masked."""
    method: str
    """Upper case."""
    path: str
    """Masked."""
    host: str
    """Empty where the document names none."""
    consequential: bool | None
    """x-openai-isConsequential as its author wrote it; None where it says nothing."""
    asks_user: bool
    """Whether ChatGPT asks for confirmation before the call."""
    third_party: bool | None
    """Whether the host is not the builder's own; None where the builder's domain is unknown."""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One step of a case."""

    at: dt.datetime
    kind: str
    """As the event log has it."""
    wording: Wording
    """The kind for people."""
    actor: str
    """Name of the account; empty for the public and for the program itself."""
    payload: Mapping[str, object]
    """Numbers, names of states and digests; nothing personal."""


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case with everything beside it; who reported it is not here."""

    case: Case
    listing: RegisteredListing
    """As it is now, its id masked."""
    is_current: bool
    """Whether the listing still has the version that the case is about."""
    parts: Mapping[str, int]
    """Of the priority by name, age included, in thousandths of a point."""
    categories: tuple[str, ...]
    """Of reports and findings, sorted."""
    texts: tuple[ShownText, ...]
    unreadable: str
    """Why the snapshot cannot be shown, in one clause; empty where it can."""
    verdict: CaseVerdict | None
    operations: tuple[OperationRow, ...]
    reports: tuple[Report, ...]
    """The newest, at most 100."""
    decisions: tuple[Decision, ...]
    """The oldest first."""
    appeals: tuple[Appeal, ...]
    timeline: tuple[TimelineEntry, ...]
    """The oldest first."""
    related: tuple[RelatedListing, ...]
    strikes: int
    """Weight of the builder's strikes that are in force."""
    recommendation: Recommendation
    present: tuple[Present, ...]
    """Others who have it open."""
    people: Mapping[int, str]
    """Names of the accounts that hold or decided it, by number."""
    rescan_error: str
    """Why the last re-scan failed, in one clause; empty where it did not."""
    is_rescan_wanted: bool
    holds_publication: bool = False
    """Whether the listing's version of now is not shown to the public until this is decided."""


@dataclass(frozen=True, slots=True)
class ReporterIdentity:
    """Who made a report, as they said."""

    report: int
    name: str
    """Empty where nobody was asked."""
    email: str


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file that a reporter added; a stranger's, and never to be shown as a page of ours."""

    name: str
    kind: str
    """Media type of its content."""
    data: bytes
