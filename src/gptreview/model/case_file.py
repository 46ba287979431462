"""All of a case as it leaves the house: masked, and with what proves its steps."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from gptreview.model.case import Case
from gptreview.model.database import ChainHead
from gptreview.model.decision import Appeal, Decision
from gptreview.model.report import Report


@dataclass(frozen=True, slots=True)
class FileText:
    """One field of the listing."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class FileFinding:
    """A finding of the verdict that the case was decided on."""

    rule: str
    severity: str
    field: str
    line: int
    before: str
    excerpt: str
    after: str
    decoded: str
    message: str
    fix: str
    clause: str
    evidence_digest: str


@dataclass(frozen=True, slots=True)
class FileDecision:
    """A decision, with who made it."""

    decision: Decision
    name: str


@dataclass(frozen=True, slots=True)
class FileNotice:
    """A letter, and to whom by number: ``report:3``."""

    kind: str
    recipient: str
    made_at: dt.datetime
    mailed_at: dt.datetime | None
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class FileStep:
    """A step of the event log."""

    seq: int
    at: dt.datetime
    name: str
    """Of who did it."""
    kind: str
    subject: str
    payload: str
    """JSON."""
    hash: str
    """64 hex digits; ``gptreview db verify`` walks along all of them."""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The case and everything that belongs to it; personal data is masked."""

    case: Case
    listing: str
    """Its name."""
    external_id: str
    texts: tuple[FileText, ...]
    outcome: str
    """Of the verdict; empty where there is none."""
    findings: tuple[FileFinding, ...]
    reports: tuple[Report, ...]
    decisions: tuple[FileDecision, ...]
    appeals: tuple[Appeal, ...]
    notices: tuple[FileNotice, ...]
    steps: tuple[FileStep, ...]
    head: ChainHead
    """Of the event log when the file was made."""
    made_at: dt.datetime
