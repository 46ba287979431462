"""The whole of one case, for whoever has to judge it elsewhere."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from gptreview.model.account import Identity
from gptreview.model.case_file import (
    CaseFile,
    FileDecision,
    FileFinding,
    FileStep,
    FileText,
)
from gptreview.model.decision import Decision
from gptreview.model.gpt import Gpt
from gptreview.store import case_files, cases, event_pages
from gptreview.store.case_files import KeptCase
from gptreview.store.database import Database
from gptreview.store.event_pages import HashedEvent
from gptreview.store.events import append, head
from gptreview.usecases.exports.exporter import Operator, exporter


@dataclass(frozen=True, slots=True)
class CaseFiles:
    """Puts cases together; that somebody asked for one is a step of it."""

    database: Database
    clock: Callable[[], dt.datetime]
    shown_text: Callable[[str], str]
    """Masks what is personal in a text."""

    def case(self, number: int, *, who: Identity | Operator) -> CaseFile:
        """Everything that belongs to a case, masked.

        Args:
            number: Of the case.
            who: Asks for it.

        Raises:
            NotFoundError: There is no such case.
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They may not.
        """
        actor, now = exporter(who), self.clock()
        self._log(number, actor, now)
        with self.database.snapshot() as session:
            kept = case_files.read(session, number)
            steps = event_pages.of_subjects(session, list(_subjects(kept)))
            names = event_pages.actor_names(session, {each.event.actor for each in steps})
            people = case_files.account_names(session, {each.account for each in kept.decisions})
            top = head(session)
        return CaseFile(
            case=kept.case,
            listing=kept.listing,
            external_id=self.shown_text(kept.external_id),
            texts=tuple(self._texts(kept.gpt)),
            outcome=kept.outcome,
            findings=tuple(map(_finding, kept.findings)),
            reports=tuple(
                replace(
                    each,
                    description=self.shown_text(each.description),
                    location=self.shown_text(each.location),
                )
                for each in kept.reports
            ),
            decisions=tuple(
                FileDecision(self._decision(each), people.get(each.account, "?"))
                for each in kept.decisions
            ),
            appeals=tuple(
                replace(
                    each,
                    reason=self.shown_text(each.reason),
                    answer=self.shown_text(each.answer),
                )
                for each in kept.appeals
            ),
            notices=tuple(
                replace(
                    each,
                    subject=self.shown_text(each.subject),
                    body=self.shown_text(each.body),
                )
                for each in kept.notices
            ),
            steps=tuple(_step(each, names) for each in steps),
            head=top,
            made_at=now,
        )

    def _log(self, number: int, actor: str, now: dt.datetime) -> None:
        """Write that somebody asks for a case, before it is read and on its own.

        A case takes a while to read, and on SQLite nobody else writes meanwhile. So nobody has a
        file that the log does not know of, and the file has this step among the others.
        """
        with self.database.writing() as session:
            cases.find(session, number)
            append(
                session,
                at=now,
                actor=actor,
                kind="export.made",
                subject=f"case:{number}",
                payload={"export": "case", "case": number},
            )

    def _texts(self, gpt: Gpt) -> Iterator[FileText]:
        texts = [
            ("name", gpt.name),
            ("description", gpt.description),
            ("instructions", gpt.instructions),
            *(("starters", each) for each in gpt.conversation_starters),
            *((f"action:{index}", each.schema) for index, each in enumerate(gpt.actions)),
        ]
        for field, text in texts:
            if text:
                yield FileText(field, self.shown_text(text))

    def _decision(self, decision: Decision) -> Decision:
        shown = self.shown_text
        return replace(
            decision,
            facts=shown(decision.facts),
            reason_builder=shown(decision.reason_builder),
            reason_reporter=shown(decision.reason_reporter),
            legal_ground=shown(decision.legal_ground),
        )


def _subjects(kept: KeptCase) -> Iterator[str]:
    yield f"case:{kept.case.id}"
    for kind, rows in (
        ("report", kept.reports),
        ("decision", kept.decisions),
        ("appeal", kept.appeals),
    ):
        for row in rows:
            yield f"{kind}:{row.id}"


def _finding(document: Mapping[str, Any]) -> FileFinding:
    """A finding as its table has it; it was masked before it was kept."""
    return FileFinding(
        rule=document["rule_id"],
        severity=document["severity"],
        field=document["field"],
        line=document.get("line", 0),
        before=document.get("before", ""),
        excerpt=document.get("excerpt", ""),
        after=document.get("after", ""),
        decoded=document.get("decoded", ""),
        message=document["message"]["en"],
        fix=document["fix"]["en"],
        clause=document["clause"],
        evidence_digest=document["evidence_digest"],
    )


def _step(found: HashedEvent, names: Mapping[str, str]) -> FileStep:
    event = found.event
    return FileStep(
        event.seq,
        event.at,
        names.get(event.actor, event.actor),
        event.kind,
        event.subject,
        json.dumps(dict(event.payload), sort_keys=True),
        found.hash,
    )
