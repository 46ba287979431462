"""What came first about a case: a report, or a finding of the program.

The event of a decision says it, by `is_detected`; letters and statements of reasons repeat that.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import String, cast, exists, func, literal, select
from sqlalchemy.orm import Session, aliased

from gptreview.model.verdict import Outcome
from gptreview.store.bulk import batches
from gptreview.store.tables.cases import ReportRow
from gptreview.store.tables.events import EventRow
from gptreview.store.tables.verdicts import FindingRow


def is_detected(session: Session, case: int, digest: str) -> bool:
    """Whether the program found something in a case's content before anybody reported it.

    Args:
        session: For reading.
        case: Its number.
        digest: Of its content.
    """
    found = first_found(session, {case: digest}).get(case)
    reported = first_reports(session, (case,)).get(case)
    return found is not None and (reported is None or found < reported)


def first_reports(session: Session, cases: Iterable[int]) -> dict[int, int]:
    """Number of the event by which the first report came into each case that has one.

    A report that the log says was made in bad faith, whenever that was seen, is no notice.
    """
    found: dict[int, int] = {}
    subject = literal("report:").concat(cast(ReportRow.id, String))
    mark = aliased(EventRow)
    is_marked = exists().where(mark.subject == EventRow.subject, mark.kind == "report.bad_faith")
    for batch in batches(cases):
        rows = session.execute(
            select(ReportRow.case_id, func.min(EventRow.seq))
            .join(EventRow, EventRow.subject == subject)
            .where(ReportRow.case_id.in_(batch), EventRow.kind == "report.filed", ~is_marked)
            .group_by(ReportRow.case_id)
        )
        found.update((case, seq) for case, seq in rows)
    return found


def first_found(session: Session, cases: Mapping[int, str]) -> dict[int, int]:
    """Number of the event of the first verdict with a finding that counts, of cases with one.

    A content that nobody could review to its end is left to a person, and nothing found in it; so
    is one that a person must look at for what could not be read alone. What a re-scan found is the
    case's own.

    Args:
        session: For reading.
        cases: Digest of each one's content, by number.
    """
    contents = _first_adverse(session, "content", "verdict.made", set(cases.values()))
    rescans = _first_adverse(session, "case", "case.rescanned", map(str, cases))
    found = {}
    for case, digest in cases.items():
        known = [contents.get(digest), rescans.get(str(case))]
        first = min((seq for seq in known if seq is not None), default=None)
        if first is not None:
            found[case] = first
    return found


def _first_adverse(
    session: Session, subject: str, kind: str, names: Iterable[str]
) -> dict[str, int]:
    found: dict[str, int] = {}
    for batch in batches(names):
        rows = session.execute(
            select(EventRow.subject, EventRow.seq, EventRow.payload)
            .where(EventRow.subject.in_([f"{subject}:{each}" for each in batch]))
            .where(EventRow.kind == kind)
            .order_by(EventRow.seq)
        ).all()
        told = [(row.subject, row.seq, json.loads(row.payload)) for row in rows]
        counting = _counting(session, _left_to_a_person(payload for _, _, payload in told))
        for name, seq, payload in told:
            if _is_adverse(payload, counting):
                found.setdefault(name.removeprefix(f"{subject}:"), seq)
    return found


def _left_to_a_person(payloads: Iterable[Mapping[str, Any]]) -> Iterator[int]:
    """Numbers of the verdicts that may have no finding: a failed one always has."""
    for each in payloads:
        if each.get("outcome") == Outcome.REVIEW and each.get("verdict") is not None:
            yield each["verdict"]


def _counting(session: Session, verdicts: Iterable[int]) -> set[int]:
    """Those of some verdicts that have a finding that bears on their outcome."""
    found: set[int] = set()
    for batch in batches(verdicts):
        counts = FindingRow.document["counts"].as_boolean()
        wanted = select(FindingRow.verdict_id).where(FindingRow.verdict_id.in_(batch), counts)
        found.update(session.scalars(wanted.distinct()))
    return found


def _is_adverse(payload: Mapping[str, Any], counting: Collection[int]) -> bool:
    if payload.get("set_aside"):
        return False
    outcome = payload.get("outcome")
    return outcome == Outcome.FAIL or (
        outcome == Outcome.REVIEW and payload.get("verdict") in counting
    )
