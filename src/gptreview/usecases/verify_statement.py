"""Signed statements held against keys, and against what is there now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from gptreview.errors import GptReviewError, NotFoundError
from gptreview.model.listing import Listing, UnreadListing
from gptreview.model.policy import Profile
from gptreview.model.statement import CheckedStatement, Moved, StatedVerdict
from gptreview.signatures.envelope import MAX_ENVELOPE_BYTES, read_envelope
from gptreview.signatures.files import read_bytes
from gptreview.signatures.keys import VerifyingKey
from gptreview.signatures.stated import stated_verdict

_PUBLISHING = "publishing"
"""The scanner that takes part for every audience but `Profile.CONTENT`."""


@dataclass(frozen=True, slots=True)
class CurrentStandard:
    """By what a verdict would be reached now."""

    policy_digest: str
    ruleset_digest: str
    scanners: Mapping[str, str]
    """Version by name."""


@dataclass(frozen=True, slots=True)
class CurrentState:
    """What a statement is compared with."""

    standard: CurrentStandard
    contents: Callable[[], Iterable[Listing | UnreadListing]] | None = None
    """Where the listings are now; None where nobody asks for them."""
    source: str = ""
    """What the user calls that place."""
    shown_id: Callable[[Listing], str] = lambda listing: listing.id
    """The id as a verdict has it: with masks."""


@dataclass(slots=True)
class _There:
    """What of a source bears on some statements; a source may hold a million listings."""

    by_id: dict[str, set[str]] = field(default_factory=dict)
    """Digests of contents."""
    unread: dict[str, GptReviewError] = field(default_factory=dict)
    """By id."""
    digests: set[str] = field(default_factory=set)
    last: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class VerifyStatement:
    """Says what a statement is worth."""

    keys: Sequence[VerifyingKey]
    """One of them suffices."""
    now: CurrentState | None = None
    """None where nothing but the signature is asked for."""

    def verify(self, files: Sequence[Path]) -> list[CheckedStatement]:
        """One result a file, in their order.

        Raises:
            GptReviewError: The listings cannot be read.
        """
        checked = [self.check(file) for file in files]
        stated = [each.stated for each in checked if each.stated is not None]
        if self.now is None or not stated:
            return checked
        there = _look(stated, self.now)
        return [_compared(each, self.now, there) for each in checked]

    def check(self, file: Path) -> CheckedStatement:
        """The signature alone."""
        source = str(file)
        try:
            envelope = read_envelope(read_bytes(file, max_bytes=MAX_ENVELOPE_BYTES), name=source)
            by = tuple(key.key_id for key in self.keys if key.has_signed(envelope))
            others = tuple(
                each.key_id
                for each in envelope.signatures
                if not any(key.verifies(each.value, envelope.signed_bytes) for key in self.keys)
            )
            stated = stated_verdict(envelope.payload, name=source) if by else None
        except GptReviewError as error:
            return CheckedStatement(source, error=error)
        return CheckedStatement(source, stated, by, others)


def _look(stated: Sequence[StatedVerdict], now: CurrentState) -> _There | None:
    """What the statements are about, wherever it is now; None where nobody asks."""
    if now.contents is None:
        return None
    ids = {each.listing_id for each in stated}
    digests = {each.content_digest for each in stated}
    there = _There()
    for listing in now.contents():
        there.number += 1
        if isinstance(listing, UnreadListing):
            there.unread[listing.id] = listing.error
            continue
        shown = listing.id if listing.id in ids else now.shown_id(listing)
        digest = there.last = listing.gpt.content_digest()
        if shown in ids:
            there.by_id.setdefault(shown, set()).add(digest)
        if digest in digests:
            there.digests.add(digest)
    return there


def _compared(
    checked: CheckedStatement, now: CurrentState, there: _There | None
) -> CheckedStatement:
    stated = checked.stated
    if stated is None:
        return checked
    found = _standard_moved(stated, now.standard)
    if there is not None:
        try:
            found = {Moved.CONTENT: _has_moved(stated, there, now.source), **found}
        except GptReviewError as error:
            return replace(checked, error=error)
    moved = tuple(each for each, has in found.items() if has)
    return replace(checked, moved=moved, compared=tuple(found))


def _has_moved(stated: StatedVerdict, there: _There, source: str) -> bool:
    """Whether the listing has other content now.

    It is the one with the id, else the very content under another id, else the only one.
    """
    if stated.listing_id in there.by_id:
        return stated.content_digest not in there.by_id[stated.listing_id]
    if stated.listing_id in there.unread:
        raise there.unread[stated.listing_id]
    if stated.content_digest in there.digests:
        return False
    if there.number == 1:
        if there.last:
            return True
        raise next(iter(there.unread.values()))
    raise NotFoundError(
        "the listing of the statement is not there, by its id or its content",
        where=source,
        next_step="name the source that was reviewed, as it was named then",
    )


def _standard_moved(stated: StatedVerdict, standard: CurrentStandard) -> dict[Moved, bool]:
    scanners = dict(standard.scanners)
    if stated.profile is Profile.CONTENT:
        scanners.pop(_PUBLISHING, None)
    return {
        Moved.POLICY: stated.policy_digest != standard.policy_digest,
        Moved.RULES: stated.ruleset_digest != standard.ruleset_digest.removeprefix("sha256:"),
        Moved.SCANNERS: dict(stated.scanners) != scanners,
    }
