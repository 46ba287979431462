"""Waivers of a registry: made, revoked, listed, and in force at once."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from gptreview.decide.waivers import may_waive
from gptreview.errors import ConflictError, InputError, NotFoundError
from gptreview.model.faults import Faults
from gptreview.model.policy import Policy, Waiver
from gptreview.model.registry import KeptFinding, KeptVerdict, RegisteredListing
from gptreview.model.registry_waivers import (
    KeptWaiver,
    Rejudged,
    ShownWaiver,
    TurnedListing,
    WaiverEffect,
)
from gptreview.store import events, registry, turns, waivers
from gptreview.store.database import Database
from gptreview.store.events import Event
from gptreview.usecases.rejudge import RejudgeVerdicts

_ACTOR: Final = "waive"
_MAX_REASON: Final = 1_000
_MAX_RULE: Final = 200
_MAX_OWNER: Final = 200
"""Characters; a name that is longer is none."""
_TOLD: Final = 10
"""Findings that a message names, and listings that are told for each that flipped."""


_STANDING: Final = ("holds", "not counted")
"""States of waivers that are neither revoked nor expired, by whether they don't count."""


@dataclass(frozen=True, slots=True)
class WantedWaiver:
    """What somebody wants to answer for."""

    listing: str
    """The registry's number of a listing, or its id in its source."""
    rule: str
    evidence: str
    """Evidence digest of the finding; empty where the listing has one of that rule alone."""
    owner: str
    reason: str
    until: dt.date
    """The last day on which it holds, in UTC."""


@dataclass(frozen=True, slots=True)
class KeepWaivers:
    """Keeps waivers, and judges the verdicts by a policy again at once."""

    database: Database
    policy: Policy
    """Says whose waivers count; verdicts by others are judged again by their next review."""
    clock: Callable[[], dt.datetime]
    rejudge: RejudgeVerdicts
    shown_id: Callable[[str], str]
    """Masks what is personal in a listing's id."""
    shown_text: Callable[[str], str]
    """Masks what is personal in a reason; it is kept as it was written."""

    def waive(self, wanted: WantedWaiver, *, actor: str = _ACTOR) -> WaiverEffect:
        """Keep a waiver of a finding that the newest verdict on a listing has, for any audience.

        Args:
            wanted: What somebody answers for.
            actor: Who asks, as the event log calls them.

        Raises:
            NotFoundError: There is no such listing or finding.
            ConflictError: Several listings or findings are meant, or the same waiver is there.
            InputError: The owner may not waive, or the day is over.
            DependencyError: The database does not answer, or has no room.
        """
        now = self.clock()
        self.require_sound(wanted)
        with self.database.reading() as session:
            listing = registry.find(session, wanted.listing)
            verdicts = registry.verdicts_on(session, (listing.content_digest,))
        newest: dict[str, KeptVerdict] = {}
        for verdict in verdicts.get(listing.content_digest, ()):
            newest.setdefault(verdict.profile, verdict)
        findings: dict[str, KeptFinding] = {}
        for finding in (each for verdict in newest.values() for each in verdict.findings):
            findings.setdefault(finding.evidence_digest, finding)
        found = _meant(wanted, str(listing.id), tuple(findings.values()))
        waiver = Waiver(
            found.rule_id,
            found.evidence_digest,
            wanted.owner.strip(),
            wanted.reason.strip(),
            wanted.until,
        )
        with self.database.writing() as session:
            kept = waivers.add(session, waiver, at=now)
            events.append_all(session, [_event("waiver.made", kept, now, actor)])
        return self._effect(kept)

    def unwaive(self, number: int, *, actor: str = _ACTOR) -> WaiverEffect:
        """Revoke a waiver.

        Args:
            number: The registry's, of the waiver.
            actor: Who asks, as the event log calls them.

        Raises:
            NotFoundError: There is none with this number.
            ConflictError: It was revoked before.
            DependencyError: The database does not answer, or has no room.
        """
        now = self.clock()
        with self.database.writing() as session:
            kept = waivers.revoke(session, number, at=now)
            events.append_all(session, [_event("waiver.revoked", kept, now, actor)])
        return self._effect(kept)

    def list(self, *, everything: bool) -> tuple[ShownWaiver, ...]:
        """The waivers in the order in which they were made.

        Args:
            everything: Whether revoked and expired ones are among them.

        Raises:
            DependencyError: The database does not answer.
        """
        with self.database.reading() as session:
            kept = waivers.kept_waivers(session)
        today = self.clock().date()
        shown = (ShownWaiver(each, self._state(each, today)) for each in kept)
        return tuple(
            replace(each, kept=self._shown(each.kept))
            for each in shown
            if everything or each.state in _STANDING
        )

    def _shown(self, kept: KeptWaiver) -> KeptWaiver:
        reason = self.shown_text(kept.waiver.reason)
        return replace(kept, waiver=replace(kept.waiver, reason=reason))

    def _state(self, kept: KeptWaiver, today: dt.date) -> str:
        if kept.revoked_at is not None:
            return "revoked"
        if kept.waiver.expires < today:
            return "expired"
        return _STANDING[not may_waive(kept.waiver.owner, self.policy)]

    def require_sound(self, wanted: WantedWaiver) -> None:
        """Go on with what can be kept, as far as can be told without the listing.

        Raises:
            InputError: Fields are not as they have to be; ``where`` names the first one.
        """
        faults = Faults()
        faults.take(None, _require_text, "rule", wanted.rule, _MAX_RULE)
        faults.take(None, _require_text, "owner", wanted.owner, _MAX_OWNER)
        faults.take(None, _require_text, "reason", wanted.reason, _MAX_REASON)
        faults.take(None, _require_time, wanted.until, self.clock().date())
        faults.take(None, self._require_owner, wanted)
        faults.tell()

    def _require_owner(self, wanted: WantedWaiver) -> None:
        if not may_waive(wanted.owner, self.policy):
            raise InputError(
                "the policy's may_waive does not name this owner, so the waiver would not count",
                where="--owner",
                expected=", ".join(sorted(self.policy.may_waive)),
                next_step="name one of these, or the policy by which you review with --policy",
            )

    def _effect(self, kept: KeptWaiver) -> WaiverEffect:
        rejudged = self.rejudge.by_policy()
        evidence = kept.waiver.rule_id, kept.waiver.evidence_digest
        with self.database.reading() as session:
            own = turns.standards_by(session, self.policy.digest)
            elsewhere = turns.with_finding(session, evidence, but=own)
            digests = [each.content_digest for each in rejudged.examples]
            current = registry.current(session, digests, limit=_TOLD)
        listings = self._listings(rejudged, current)
        return WaiverEffect(self._shown(kept), rejudged, listings, elsewhere)

    def _listings(
        self, rejudged: Rejudged, current: Sequence[RegisteredListing]
    ) -> tuple[TurnedListing, ...]:
        return tuple(
            TurnedListing(
                replace(listing, external_id=self.shown_id(listing.external_id)),
                each.before,
                each.after,
                each.profile,
            )
            for listing in current
            for each in rejudged.examples
            if listing.content_digest == each.content_digest
        )


def _require_time(until: dt.date, today: dt.date) -> None:
    if until < today:
        raise InputError(
            f"a waiver until {until} would have expired",
            where="--until",
            expected=f"{today} or a later day",
        )


def _require_text(name: str, text: str, most: int) -> None:
    if not text.strip() or len(text) > most or not text.strip().isprintable():
        raise InputError(
            f"{len(text):,} characters" if text.strip().isprintable() else "no line of text",
            where=f"--{name}",
            expected=f"one line of 1 to {most:,} characters",
        )


def _meant(wanted: WantedWaiver, listing: str, findings: Sequence[KeptFinding]) -> KeptFinding:
    of_rule = [each for each in findings if each.rule_id == wanted.rule]
    meant = [each for each in of_rule if each.evidence_digest.startswith(wanted.evidence)]
    if not meant:
        others = sorted({each.rule_id for each in findings})
        raise NotFoundError(
            f"no such finding of {wanted.rule}" if of_rule else f"no finding of {wanted.rule}",
            where=f"listing {listing}",
            expected=_named(of_rule) if of_rule else ", ".join(others) or "a reviewed listing",
            next_step=f"gptreview registry show {listing}",
        )
    if len(meant) > 1:
        raise ConflictError(
            f"{len(meant):,} findings of {wanted.rule}",
            where=f"listing {listing}",
            expected=f"--evidence with one of {_named(meant)}",
        )
    return meant[0]


def _named(findings: Sequence[KeptFinding]) -> str:
    some = [f"{each.evidence_digest} ({each.field}:{each.line})" for each in findings[:_TOLD]]
    more = len(findings) - len(some)
    return ", ".join(some) + (f" and {more:,} more" if more else "")


def _event(kind: str, kept: KeptWaiver, now: dt.datetime, actor: str) -> Event:
    """An event with digests of what a person wrote: nothing can be taken out of the log again."""
    waiver = kept.waiver
    payload = {
        "rule_id": waiver.rule_id,
        "evidence_digest": waiver.evidence_digest,
        "expires": waiver.expires.isoformat(),
        "owner_digest": _digest(waiver.owner),
        "reason_digest": _digest(waiver.reason),
    }
    return Event(now, actor, kind, f"waiver:{kept.number}", payload)


def _digest(text: str) -> str:
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
