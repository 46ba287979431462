"""What the public is shown of verdicts, decisions and staleness, and nothing else."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from gptreview.errors import InputError
from gptreview.model.decision import Action
from gptreview.model.finding import Wording
from gptreview.model.policy import Clause, Profile
from gptreview.model.public import (
    PublicChanges,
    PublicClause,
    PublicDecision,
    PublicListing,
    PublicPage,
    PublicPolicy,
    PublicState,
    PublicTransition,
)
from gptreview.model.report import policy_categories
from gptreview.model.verdict import Outcome
from gptreview.store import public_listings
from gptreview.store.database import Database
from gptreview.store.public_listings import Moved, PublicRecord

MAX_LIMIT: Final = 200
"""Listings of one page."""
_MAX_QUERY: Final = 100
_HISTORY: Final = 50
"""Transitions of one listing."""
_LARGEST: Final = 2**63 - 1
_MOVED_ON: Final = "the version moved on"
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND: Final = dt.timedelta(microseconds=1)
_CURSOR: Final = re.compile("([0-9]{1,17})-([0-9]{1,18})")
"""Microseconds since 1970 in UTC, up to the year 5138, and the publication's number."""


@dataclass(frozen=True, slots=True)
class ReadPublic:
    """Answers anybody, from publications alone."""

    database: Database
    clauses: Callable[[], Mapping[str, Clause]]
    """Of the current policy, for what a verdict's own document does not name."""

    def listing(self, number: int, profile: str = Profile.CONTENT) -> PublicListing:
        """What is public of a listing, with its history.

        Args:
            number: The registry's.
            profile: The audience.

        Raises:
            NotFoundError: There is no such listing.
            InputError: There is no such audience.
            DependencyError: The database does not answer.
        """
        _require_profile(profile)
        if not 0 < number <= _LARGEST:
            number = 0  # no listing has it, and no database takes any integer
        with self.database.reading() as session:
            record = public_listings.find(session, number, profile)
            if record is None:
                return PublicListing(number, profile, PublicState.NONE)
            titles = public_listings.judged_by(session, record.verdict)
            moved = public_listings.transitions(session, number, profile, limit=_HISTORY)
        shown = self._readable(record, profile, titles)
        if shown is None:
            return PublicListing(number, profile, PublicState.NONE)
        return replace(shown, history=tuple(map(_transition, moved)))

    def page(
        self,
        query: str = "",
        outcome: str = "",
        *,
        profile: str = Profile.CONTENT,
        after: int = 0,
        limit: int = 50,
    ) -> PublicPage:
        """Listings that have a verdict to show, in the order of their numbers.

        Args:
            query: A part of their names, 100 characters at most; empty for any.
            outcome: ``pass`` or ``fail``; empty for any.
            profile: The audience.
            after: `PublicPage.next` of the page before.
            limit: How many at most, 1 to 200.

        Raises:
            InputError: One of them is not what it should be.
            DependencyError: The database does not answer.
        """
        _require_profile(profile)
        _require_limit(limit)
        wanted = query.strip()
        if len(wanted) > _MAX_QUERY or not wanted.isprintable():
            raise InputError(
                f"{len(wanted):,} characters" if wanted.isprintable() else "no line of text",
                where="query",
                expected=f"one line of at most {_MAX_QUERY} characters",
            )
        if outcome not in ("", Outcome.PASS, Outcome.FAIL):
            raise InputError("no outcome that is published", where="outcome", expected="pass, fail")
        if not 0 <= after < _LARGEST:
            raise InputError("no number of a listing", where="after", expected="0 or more")
        with self.database.reading() as session:
            found, following = public_listings.page(
                session, profile, query=wanted, outcome=outcome, after=after, limit=limit
            )
        return PublicPage(self._all(found, profile), following)

    def changes(
        self, *, profile: str = Profile.CONTENT, after: str = "", limit: int = 50
    ) -> PublicChanges:
        """The last transition of each listing as it was made, the newest first.

        Args:
            profile: The audience.
            after: `PublicChanges.next` of the page before.
            limit: How many at most, 1 to 200.

        Raises:
            InputError: One of them is not what it should be.
            DependencyError: The database does not answer.
        """
        _require_profile(profile)
        _require_limit(limit)
        before = _position(after) if after else None
        with self.database.reading() as session:
            found = public_listings.changes(session, profile, before=before, limit=limit + 1)
        # Staleness that no publisher has seen is no transition yet.
        as_made = (replace(each, is_current=True) for each in found[:limit])
        shown = self._all(as_made, profile)
        return PublicChanges(shown, _cursor(found[limit - 1]) if len(found) > limit else "")

    def _all(self, records: Iterable[PublicRecord], profile: str) -> tuple[PublicListing, ...]:
        found = (self._readable(each, profile, {}) for each in records)
        return tuple(each for each in found if each is not None)

    def _readable(
        self, record: PublicRecord, profile: str, titles: Mapping[str, Any]
    ) -> PublicListing | None:
        """What is shown; None of a document that says what this version does not know.

        One such document, of another version, would otherwise take the others of a list with it.
        """
        try:
            return self._shown(record, profile, titles)
        except (AttributeError, KeyError, TypeError, ValueError):
            return None

    def _shown(
        self, record: PublicRecord, profile: str, titles: Mapping[str, Any]
    ) -> PublicListing:
        document = record.document
        state, reason = PublicState(record.state), record.reason
        if state is PublicState.PUBLISHED and not record.is_current:
            # What was published tells of another content, whether or not a publisher has looked.
            state, reason = PublicState.STALE, _MOVED_ON
        shown = PublicListing(
            number=record.listing,
            profile=profile,
            state=state,
            shown_id=document["listing"]["id"],
            name=document["listing"]["name"],
            reason=reason,
            changed_at=record.changed_at,
            revision=record.revision,
        )
        if not state.has_verdict:
            return shown
        return replace(
            shown,
            outcome=Outcome(document["outcome"]),
            version=document["version"],
            policy=PublicPolicy(document["policy"]["name"], document["policy"]["version"]),
            categories=policy_categories(document["categories"]),
            clauses=self._clauses(document["clauses"], titles),
            decision=self._decision(document.get("decision"), titles),
            statement=document["statement"],
        )

    def _clauses(self, ids: Iterable[str], titles: Mapping[str, Any]) -> tuple[PublicClause, ...]:
        return tuple(_clause(each, titles, self.clauses()) for each in ids)

    def _decision(
        self, decision: Mapping[str, Any] | None, titles: Mapping[str, Any]
    ) -> PublicDecision | None:
        if not decision:
            return None
        return PublicDecision(
            action=Action(decision["action"]),
            clauses=self._clauses(decision.get("clauses", ()), titles),
            until=decision.get("until") or "",
            by_appeal=bool(decision.get("by_appeal")),
        )


def _clause(id_: str, titles: Mapping[str, Any], current: Mapping[str, Clause]) -> PublicClause:
    """In the words of the verdict, else of the current policy; else its id says all there is."""
    if id_ in titles:
        title = titles[id_]["title"]
        return PublicClause(id_, Wording(title["en"], title["zh"]), titles[id_]["source"])
    if id_ in current:
        return PublicClause(id_, current[id_].title, current[id_].source)
    return PublicClause(id_, Wording(id_, id_))


def _transition(moved: Moved) -> PublicTransition:
    payload = moved.payload
    return PublicTransition(
        at=moved.at,
        state=PublicState(moved.kind.removeprefix("verdict.")),
        revision=payload["revision"],
        version=payload["version"],
        outcome=None if payload["outcome"] is None else Outcome(payload["outcome"]),
        reason=payload["reason"],
    )


def _require_profile(profile: str) -> None:
    if profile not in frozenset(Profile):
        raise InputError("no audience", where="profile", expected=", ".join(Profile))


def _require_limit(limit: int) -> None:
    if not 0 < limit <= MAX_LIMIT:
        raise InputError(f"{limit}", where="limit", expected=f"1 to {MAX_LIMIT}")


def _cursor(record: PublicRecord) -> str:
    return f"{(record.changed_at - _EPOCH) // _MICROSECOND}-{record.id}"


def _position(cursor: str) -> tuple[dt.datetime, int]:
    """When the last one of the page before was changed, and its place among others of then."""
    found = _CURSOR.fullmatch(cursor)
    if found is None:
        raise InputError(
            "no place in the list", where="after", expected="the `next` of the page before"
        )
    moment, number = map(int, found.groups())
    return _EPOCH + moment * _MICROSECOND, number
