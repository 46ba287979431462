"""Statements of reasons for the DSA transparency database, a hundred at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from gptreview.errors import ConflictError, InputError
from gptreview.model.account import Identity
from gptreview.model.decision import Ground
from gptreview.model.statement_of_reasons import BATCH, Means, StatementBatch
from gptreview.render.dsa.rules import batch_problems
from gptreview.render.dsa.statement import DecidedViolation, statement_document, statement_of
from gptreview.store import detection, statements
from gptreview.store.database import Database
from gptreview.store.events import append
from gptreview.store.statements import DecisionEvent, DecisionToState
from gptreview.usecases.exports.exporter import Operator, exporter
from gptreview.usecases.exports.means import means_of

_TOLD: Final = 5
"""Problems that a message names."""
_INSTANT: Final = dt.timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class StatementsOfReasons:
    """Makes the statements of all violations that went into no export yet."""

    database: Database
    clock: Callable[[], dt.datetime]
    shown_text: Callable[[str], str]
    """Masks what is personal in a text."""

    def batches(
        self,
        since: dt.datetime,
        until: dt.datetime,
        *,
        who: Identity | Operator,
        dry_run: bool,
    ) -> Iterator[StatementBatch]:
        """The batches of a time range; the same decision goes into one export only.

        A batch counts as exported when the next one is asked for: until then whoever sends it may
        fail, and the same statements come again. The database takes each puid once.

        Args:
            since: First moment of the decisions.
            until: The moment after the last one.
            who: Asks for it.
            dry_run: Whether to note nothing, so that the same decisions can be exported later.

        Raises:
            InputError: The range is empty, or a statement breaks a rule; then nothing of its
                batch is given.
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They may not.
            ConflictError: The event log has no step of a decision, or somebody else was quicker.
        """
        actor = exporter(who)
        if since >= until:
            raise InputError(
                f"a range that ends at {until.isoformat()}",
                where="until",
                expected=f"a moment after {since.isoformat()}",
            )
        return self._batches(since, until, actor, dry_run=dry_run)

    def _batches(
        self, since: dt.datetime, until: dt.datetime, actor: str, *, dry_run: bool
    ) -> Iterator[StatementBatch]:
        number = after = 0
        while batch := self._batch(since, until, number=number + 1, after=after):
            yield batch
            number, after = batch.number, batch.decisions[-1]
            if not dry_run:
                self._note(batch, actor)

    def _batch(
        self, since: dt.datetime, until: dt.datetime, *, number: int, after: int
    ) -> StatementBatch | None:
        with self.database.snapshot() as session:
            found = statements.unexported(session, since, until, after=after, limit=BATCH)
            if not found:
                return None
            steps = statements.decision_events(session, [each.id for each in found])
            cases = {each.case: each.content_digest for each in found}
            reports = detection.first_reports(session, cases)
            adverse = detection.first_found(session, cases)
        documents = []
        for each in found:
            step = _step(each, steps)
            means = means_of(
                step.actor,
                step.seq,
                reported=reports.get(each.case),
                found=adverse.get(each.case),
                is_detected=bool(step.payload.get("automated_detection")),
            )
            documents.append(statement_document(statement_of(self._violation(each, step, means))))
        _require_sound(number, documents)
        return StatementBatch(number, tuple(each.id for each in found), tuple(documents))

    def _violation(
        self, found: DecisionToState, step: DecisionEvent, means: Means
    ) -> DecidedViolation:
        texts = found.document
        return DecidedViolation(
            puid=found.puid,
            action=found.action,
            clauses=tuple(texts["clauses"]),
            categories=tuple(step.payload.get("categories", ())),
            facts=self._masked(found, "facts"),
            reason=self._masked(found, "reason_builder"),
            ground=Ground(found.ground),
            legal_ground=self._masked(found, "legal_ground"),
            made_at=found.made_at,
            ends_at=found.ends_at,
            change_by=(found.change_by - _INSTANT).date() if found.change_by else None,
            seen_at=found.seen_at,
            language=found.language,
            means=means,
        )

    def _masked(self, found: DecisionToState, name: str) -> str:
        """A text without what is personal in it; DSA article 24(5) takes none."""
        masked = self.shown_text(found.document[name])
        if self.shown_text(masked) != masked:
            raise InputError(
                "personal data that masks do not cover",
                where=f"decision {found.id}: {name}",
                expected="a text without any",
                next_step="decide the case again in other words",
            )
        return masked

    def _note(self, batch: StatementBatch, actor: str) -> None:
        now = self.clock()
        with self.database.writing() as session:
            if statements.note_export(session, batch.decisions, at=now) < len(batch.decisions):
                raise ConflictError(
                    "another export had the same decisions",
                    where=f"batch {batch.number}",
                    next_step="throw this one away; the database refuses a puid that it has",
                )
            append(
                session,
                at=now,
                actor=actor,
                kind="export.made",
                subject=f"decision:{batch.decisions[-1]}",
                payload={"export": "dsa", "decisions": list(batch.decisions)},
            )


def _step(found: DecisionToState, steps: dict[int, DecisionEvent]) -> DecisionEvent:
    step = steps.get(found.id)
    if step is None:
        raise ConflictError(
            "the event log has no step by which it was made",
            where=f"decision {found.id}",
            next_step="gptreview db verify",
        )
    return step


def _require_sound(number: int, documents: Sequence[dict[str, object]]) -> None:
    problems = batch_problems(documents)
    if problems:
        more = len(problems) - _TOLD
        raise InputError(
            "; ".join(problems[:_TOLD]) + (f"; and {more:,} more" if more > 0 else ""),
            where=f"batch {number}",
            expected="what the DSA transparency database takes",
            next_step="correct the decisions; nothing of this batch was exported",
        )
