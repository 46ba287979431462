"""A builder uploads a new version of a listing, which is reviewed at once.

What is uploaded becomes the listing's current version, as if its source had it. The next sync of
the source holds it against what is really there: the same content stays as it is, another one
becomes a further version with a verdict of its own. So nobody gets a better verdict by uploading
what they do not publish, but until that sync.

A listing that a person has removed does not come back by itself: whatever the review says, and
whatever verdict its content had before or gets later, a case is opened, and nothing is published
before somebody has decided it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from gptreview.decide.priority import priority
from gptreview.errors import InputError
from gptreview.model.account import Account, Identity
from gptreview.model.case import Case, CaseState, ServiceLevels
from gptreview.model.gpt import Gpt
from gptreview.model.keyed import PERSON_KEY, keyed_account
from gptreview.model.listing import Listing
from gptreview.model.own_listing import Resubmission
from gptreview.sources.limits import SourceLimits
from gptreview.store import (
    cases,
    domains,
    rates,
    resubmissions,
    runs,
    snapshots,
    verdicts,
    waivers,
)
from gptreview.store.database import Database
from gptreview.store.events import Event, append_all
from gptreview.store.resubmissions import Submitted
from gptreview.store.secrets import secret
from gptreview.store.sightings import Sighting
from gptreview.store.verdicts import MadeVerdict, Standard
from gptreview.usecases.builders.own_listings import OwnListings
from gptreview.usecases.builders.read_upload import read_upload
from gptreview.usecases.builders.resubmitted import sound_gpt
from gptreview.usecases.triage.rescan_review import GptReviewFactory, Rescanned, RescanReview

_A_DAY: Final = 20
"""Uploads of one account: each costs a review."""
_DAY: Final = dt.timedelta(days=1)
_ACTOR: Final = "resubmit"
Answers = Callable[[RescanReview, Iterable[Listing]], Iterator[Rescanned]]
"""Answers to listings, one at a time, each within its time."""


@dataclass(frozen=True, slots=True)
class _Reviewed:
    """An upload that has its verdict, ready to be written."""

    gpt: Gpt
    digest: str
    standard: Standard
    verdict: MadeVerdict


@dataclass(frozen=True, slots=True)
class ResubmitListing:
    """Takes new versions of own listings."""

    database: Database
    own: OwnListings
    factory: GptReviewFactory
    """Makes reviewers by the rules and the policy of today."""
    answers: Answers
    limits: SourceLimits
    """What a listing may bring."""
    shown_name: Callable[[Gpt], str]
    """A listing's name without what is personal, as a sync keeps it."""
    clock: Callable[[], dt.datetime]
    owner: str
    """``host/pid/start time`` of this process."""
    levels: ServiceLevels = field(default_factory=ServiceLevels)

    def submit(self, number: int, data: bytes, identity: Identity) -> Resubmission:
        """Review an upload, and make it the current version of the listing.

        Args:
            number: The registry's, of the listing.
            data: The upload: a JSON object, or a ZIP archive of a folder with a gpt.yaml.
            identity: Who uploads it.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: The listing is not theirs, or a token was not given for this.
            NotFoundError: There is no such listing.
            TooManyError: They have uploaded too often today.
            InputError: It cannot be read, is another listing's, names a builder who they have not
                proven to be, or could not be reviewed.
            ConflictError: The listing's source has it no more, or it changed meanwhile.
            DependencyError: The database does not answer, or has no room.
        """
        account = self.own.require(number, identity)
        now = self.clock()
        with self.database.writing() as session:
            who = keyed_account(secret(session, PERSON_KEY), account.id)
            rates.allow(session, "resubmit", who, limit=_A_DAY, window=_DAY, now=now)
        read = read_upload(data, self.limits)
        before, gpt = self._sound(number, read.gpt, account)
        digest = gpt.content_digest()
        if digest == before.content_digest:
            with self.database.reading() as session:
                outcome = resubmissions.outcome_on(session, digest)
            return Resubmission(number, before.version, outcome, is_new=False, remarks=read.remarks)
        reviewed = self._reviewed(gpt, digest)
        case = self._write(before, reviewed, identity)
        with self.database.reading() as session:
            outcome = resubmissions.outcome_on(session, digest)
        return Resubmission(
            number,
            before.version + 1,
            outcome,
            is_new=True,
            case=case.id if case else None,
            remarks=read.remarks,
        )

    def _sound(self, number: int, gpt: Gpt, account: Account) -> tuple[Submitted, Gpt]:
        now = self.clock()
        with self.database.reading() as session:
            before = resubmissions.find(session, number, now=now)
            proven = domains.verified(session, account.id, now=now)
            digest = before.content_digest
            builder = snapshots.read_outlines(session, (digest,))[digest].builder
        if before.is_vanished:
            raise resubmissions.gone(number)
        if gpt.id not in ("", before.external_id):
            raise InputError(
                "the id of another listing",
                where="upload: id",
                expected="this listing's own id, or none",
            )
        return before, sound_gpt(gpt, builder, proven)

    def _reviewed(self, gpt: Gpt, digest: str) -> _Reviewed:
        with self.database.reading() as session:
            kept = tuple(waivers.unrevoked(session))
        # Without its id: verdicts of the registry are about contents.
        review = RescanReview(self.factory, kept)
        (answer,) = self.answers(review, (Listing(replace(gpt, id=""), digest),))
        if answer.standard is None or answer.verdict is None:
            raise InputError(
                f"it could not be reviewed: {answer.error}",
                where="upload",
                next_step="make it smaller or simpler, and try again; nothing was changed",
            )
        return _Reviewed(gpt, digest, answer.standard, MadeVerdict(answer.verdict))

    def _write(self, before: Submitted, reviewed: _Reviewed, identity: Identity) -> Case | None:
        """Version, verdict, case and events in one transaction; the case, where there is one."""
        now = self.clock()
        with self.database.writing() as session:
            resubmissions.add_version(
                session,
                before,
                Sighting(before.external_id, reviewed.gpt, reviewed.digest),
                at=now,
                shown_name=self.shown_name,
                actor=identity.actor,
            )
            run = runs.begin_run(session, kind=_ACTOR, owner=self.owner, now=now)
            standard = verdicts.standard_id(session, reviewed.standard, now=now)
            new = verdicts.write(session, (reviewed.verdict,), standard=standard, run=run, now=now)
            runs.count_run(session, run, {"reviewed": len(new)}, ended_at=now)
            made = {"verdict": new.get(reviewed.digest), "standard": standard, "run": run}
            told = [_made(reviewed.digest, made, reviewed, now)] if new else []
            told.append(_uploaded(before, identity, now))
            case = None
            if before.is_removed:
                due_at = self.levels.due(now, CaseState.OPEN, is_urgent=False)
                case = resubmissions.open_case(
                    session, before.number, rank=priority, due_at=due_at, at=now
                )
                told.append(_opened(case, identity, now))
            append_all(session, told)
        return case


def _made(
    digest: str, made: Mapping[str, int | None], reviewed: _Reviewed, now: dt.datetime
) -> Event:
    verdict = reviewed.verdict
    payload = {**made, "outcome": verdict.text().outcome, "set_aside": bool(verdict.set_aside)}
    return Event(now, _ACTOR, "verdict.made", f"content:{digest}", payload)


def _uploaded(before: Submitted, identity: Identity, now: dt.datetime) -> Event:
    payload = {"listing": before.number, "version": before.version + 1}
    return Event(now, identity.actor, "version.uploaded", f"listing:{before.number}", payload)


def _opened(case: Case, identity: Identity, now: dt.datetime) -> Event:
    return cases.event(
        case,
        "case.opened",
        identity.actor,
        now,
        by="resubmission",
        urgent=False,
        language=case.language,
        due_at=case.due_at.isoformat() if case.due_at else None,
    )
