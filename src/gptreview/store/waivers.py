"""Waivers that were made for a registry, and which of them verdicts name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from gptreview.errors import ConflictError, NotFoundError
from gptreview.model.policy import Waiver
from gptreview.model.registry_waivers import KeptWaiver
from gptreview.store.bulk import insert_missing
from gptreview.store.tables.waivers import WaivedRow, WaiverRow

_NEXT: Final = "gptreview registry waivers --all shows them"


def add(session: Session, waiver: Waiver, *, at: dt.datetime) -> KeptWaiver:
    """Keep a waiver.

    Raises:
        ConflictError: The same one is there.
    """
    for kept in kept_waivers(session):
        if kept.revoked_at is None and _says(kept.waiver) == _says(waiver):
            raise ConflictError(
                f"waiver {kept.number} says the same already",
                next_step=f"gptreview registry unwaive {kept.number}, or another --until",
            )
    row = WaiverRow(
        rule_id=waiver.rule_id,
        evidence_digest=waiver.evidence_digest,
        owner=waiver.owner,
        reason=waiver.reason,
        expires=waiver.expires,
        made_at=at,
        revoked_at=None,
    )
    session.add(row)
    session.flush()
    return _kept(row)


def revoke(session: Session, number: int, *, at: dt.datetime) -> KeptWaiver:
    """Note that a waiver holds no longer.

    Raises:
        NotFoundError: There is none with this number.
        ConflictError: It was revoked before.
    """
    row = session.get(WaiverRow, number)
    if row is None:
        raise NotFoundError(f"no waiver {number}", next_step=_NEXT)
    # Compared with the row as it is now: another one may be revoking it.
    done = session.execute(
        update(WaiverRow)
        .where(WaiverRow.id == number, WaiverRow.revoked_at.is_(None))
        .values(revoked_at=at)
        .returning(WaiverRow.id)
    ).one_or_none()
    if done is None:
        raise ConflictError(f"waiver {number} was revoked before", next_step=_NEXT)
    session.refresh(row)
    return _kept(row)


def kept_waivers(session: Session) -> list[KeptWaiver]:
    """All waivers in the order in which they were made, revoked ones included."""
    return list(map(_kept, session.scalars(select(WaiverRow).order_by(WaiverRow.id))))


def unrevoked(session: Session) -> list[Waiver]:
    """The waivers that nobody revoked, in their order; some may have expired."""
    return [each.waiver for each in kept_waivers(session) if each.revoked_at is None]


def remember(session: Session, named: Iterable[tuple[int, str, str]]) -> None:
    """Note that verdicts by a standard name waivers: standard, rule and evidence digest of each.

    It is never forgotten. A worker may know a waiver longer than the registry, and what it then
    writes must be found.
    """
    # In one order everywhere: two writers of the same rows wait for one another, not both.
    rows = [
        {"standard_id": standard, "rule_id": rule, "evidence_digest": evidence}
        for standard, rule, evidence in sorted(set(named))
    ]
    insert_missing(session, WaivedRow, rows)


def remembered(session: Session, standards: Collection[int]) -> set[tuple[str, str]]:
    """Rule and evidence of all waivers that verdicts by these standards ever named."""
    rows = session.execute(
        select(WaivedRow.rule_id, WaivedRow.evidence_digest)
        .where(WaivedRow.standard_id.in_(standards))
        .distinct()
    )
    return {(rule, evidence) for rule, evidence in rows}


def _says(waiver: Waiver) -> tuple[object, ...]:
    return waiver.rule_id, waiver.evidence_digest, waiver.owner.casefold(), waiver.expires


def _kept(row: WaiverRow) -> KeptWaiver:
    waiver = Waiver(row.rule_id, row.evidence_digest, row.owner, row.reason, row.expires)
    return KeptWaiver(row.id, waiver, row.made_at, row.revoked_at)
