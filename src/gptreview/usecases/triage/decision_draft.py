"""What a decision has to say before anybody makes it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

from gptreview.errors import ForbiddenError, InputError
from gptreview.model.account import Identity, Role
from gptreview.model.decision import Action, DecisionDraft, Ground, Scope
from gptreview.model.faults import Faults
from gptreview.store.decisions import Basis

MAX_FACTS: Final = 5_000
"""Characters of `decision_facts` in the DSA transparency database, schema v2."""
MAX_REASON: Final = 2_000
"""Characters of its `illegal_content_explanation` and `incompatible_content_explanation`."""
MAX_LEGAL_GROUND: Final = 500
"""Characters of its `illegal_content_legal_ground`."""
MAX_NOTE: Final = 5_000
MAX_DAYS: Final = 3_650
_NAMED: Final = 20
"""Of what could have been named, as many as a message lists."""
_UNSHOWABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Signs that no text has: control characters but tab and line ends, and halves of others."""

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class SoundDraft:
    """A draft that leaves out nothing, its words known."""

    action: Action
    clauses: tuple[str, ...]
    facts: str
    reason_builder: str
    reason_reporter: str
    scope: Scope
    days: int | None
    change_by: dt.date | None
    ground: Ground
    legal_ground: str
    evidence: tuple[str, ...]
    note: str


def sound_draft(
    draft: DecisionDraft,
    *,
    clauses: Collection[str],
    today: dt.date,
    masked: Callable[[str], str],
) -> SoundDraft:
    """The draft, if it says all that a decision has to say.

    Args:
        draft: As somebody filled it in.
        clauses: Ids of the clauses that the current policy has.
        today: In UTC.
        masked: Any text without what is personal in it.

    Raises:
        InputError: It leaves something out, or says what cannot be; ``where`` names the first field
            of those that are wrong.
    """
    faults = Faults()
    take = faults.take
    action = take(Action.REMOVE, _one_of, "action", draft.action, Action)
    ground = take(Ground.TERMS, _one_of, "ground", draft.ground, Ground)
    # What hangs on another field is looked at where that one is known.
    is_known = not (faults.has("action") or faults.has("ground"))
    law, day = draft.legal_ground, draft.change_by
    sound = SoundDraft(
        action=action,
        clauses=take((), _clauses, draft.clauses, clauses),
        facts=take("", text, "facts", draft.facts, MAX_FACTS),
        reason_builder=take("", text, "reason_builder", draft.reason_builder, MAX_REASON),
        reason_reporter=take("", text, "reason_reporter", draft.reason_reporter, MAX_REASON),
        scope=take(Scope.VERSION, _one_of, "scope", draft.scope, Scope),
        days=take(None, _days, draft.days),
        change_by=take(None, _change_by, day, action, today) if is_known else None,
        ground=ground,
        legal_ground=take("", _legal_ground, law, ground, action) if is_known else "",
        evidence=tuple(dict.fromkeys(draft.evidence)),
        note=take("", text, "note", draft.note, MAX_NOTE, least=0),
    )
    take(None, _require_scope, sound)
    for where in ("facts", "reason_builder", "reason_reporter"):
        take(None, _require_impersonal, where, getattr(sound, where), masked)
    faults.tell()
    return sound


def _require_scope(sound: SoundDraft) -> None:
    if sound.action is Action.SUSPEND_BUILDER and sound.scope is not Scope.BUILDER:
        raise InputError(
            f"the scope {sound.scope} for the action {sound.action}",
            where="scope",
            expected=str(Scope.BUILDER),
        )


def sound_answer(answer: str, masked: Callable[[str], str]) -> str:
    """Why a decision stands, if it can be told to whoever appealed.

    Raises:
        InputError: It is empty or too long, or has personal data in it.
    """
    words = text("answer", answer, MAX_REASON)
    if masked(words) != words:
        raise InputError(
            "personal data or a secret", where="answer", expected="an answer without it"
        )
    return words


def require_basis(draft: SoundDraft, basis: Basis, identity: Identity) -> None:
    """See that the case bears a draft out, and that whoever wants it may.

    Raises:
        InputError: It names evidence that the verdict does not have, or the listing no builder.
        ForbiddenError: All of a builder's listings are for leads to decide on.
    """
    if draft.evidence and not draft.action.is_violation:
        raise InputError(
            "evidence for no violation",
            where="evidence",
            expected="none, or another action",
        )
    unknown = [each for each in draft.evidence if each not in basis.evidence]
    if unknown:
        raise InputError(
            f"{len(unknown):,} evidence digests that the verdict does not have",
            where="evidence",
            expected="evidence digests of the findings of the case's verdict",
            next_step="load the case again: its listing may have been scanned again",
        )
    if draft.scope is not Scope.BUILDER:
        return
    if not identity.role.includes(Role.LEAD):
        raise ForbiddenError(
            f"all listings of a builder, by the role {identity.role}",
            where="scope",
            expected=f"the role {Role.LEAD}",
            next_step="escalate the case",
        )
    if not basis.builder:
        raise InputError(
            "the listing names no builder",
            where="scope",
            expected=f"{Scope.VERSION} or {Scope.LISTING}",
        )


def text(where: str, written: str, most: int, *, least: int = 1) -> str:
    """What somebody wrote, without blanks around it.

    Args:
        where: The field.
        written: Any text.
        most: Characters.
        least: Characters.

    Raises:
        InputError: It is too short or too long, or has control characters.
    """
    found = written.strip()
    if _UNSHOWABLE.search(found):
        raise InputError("control characters", where=where, expected="text")
    if not least <= len(found) <= most:
        raise InputError(
            f"{len(found):,} characters", where=where, expected=f"{least:,} to {most:,} characters"
        )
    return found


def _one_of(where: str, word: str, words: type[Word]) -> Word:
    try:
        return words(word)
    except ValueError:
        raise InputError(
            f"no known {where}" if word else f"no {where}",
            where=where,
            expected=", ".join(words),
        ) from None


def _clauses(named: Collection[str], known: Collection[str]) -> tuple[str, ...]:
    clauses = tuple(dict.fromkeys(filter(None, named)))
    if not clauses:
        raise InputError(
            "no policy clause", where="clauses", expected="the clauses that it is held against"
        )
    unknown = [each for each in clauses if each not in known]
    if unknown:
        listed = ", ".join(sorted(known)[:_NAMED])
        raise InputError(
            f"{len(unknown):,} clauses that the current policy does not have",
            where="clauses",
            expected=f"{listed} …" if len(known) > _NAMED else listed,
        )
    return clauses


def _days(days: int | None) -> int | None:
    if days is None or 1 <= days <= MAX_DAYS:
        return days
    raise InputError(
        f"{days:,} days",
        where="days",
        expected=f"1 to {MAX_DAYS:,}, or none for until it is changed",
    )


def _change_by(day: dt.date | None, action: Action, today: dt.date) -> dt.date | None:
    if action is not Action.REQUIRE_CHANGE:
        if day is None:
            return None
        raise InputError(
            f"a day for a change with the action {action}",
            where="change_by",
            expected=f"no day, or the action {Action.REQUIRE_CHANGE}",
        )
    latest = today + dt.timedelta(days=MAX_DAYS)
    if day is not None and today < day <= latest:
        return day
    raise InputError(
        "no day for the change" if day is None else f"a change by {day}",
        where="change_by",
        expected=f"a day from {today + dt.timedelta(days=1)} to {latest}",
    )


def _legal_ground(law: str, ground: Ground, action: Action) -> str:
    if ground is Ground.TERMS:
        if law.strip():
            raise InputError(
                f"a law with the ground {ground}",
                where="legal_ground",
                expected=f"none, or the ground {Ground.ILLEGAL}",
            )
        return ""
    if not action.is_violation:
        raise InputError(
            f"the ground {ground} for no violation", where="ground", expected=str(Ground.TERMS)
        )
    return text("legal_ground", law, MAX_LEGAL_GROUND)


def _require_impersonal(where: str, words: str, masked: Callable[[str], str]) -> None:
    if masked(words) != words:
        raise InputError(
            "personal data or a secret",
            where=where,
            expected="a text without it",
            next_step="say where it stands instead of what it is",
        )
