"""What a decision has to say, field by field."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from gptreview.errors import InputError
from gptreview.model.account import Identity, Role
from gptreview.model.decision import Action, Ground, Scope
from gptreview.store.decisions import Basis
from gptreview.usecases.triage.decision_draft import SoundDraft, require_basis, sound_draft
from tests.court import EVIDENCE, draft

TODAY = dt.date(2026, 5, 4)
CLAUSES = [f"c/{number}" for number in range(21)] + ["c/fraud"]


def _sound(**changes: Any) -> SoundDraft:
    return sound_draft(
        draft(**changes),
        clauses=CLAUSES,
        today=TODAY,
        masked=lambda text: text.replace("mail@example.com", "[email]"),
    )


@pytest.mark.parametrize(
    ("changes", "where", "found"),
    [
        pytest.param({"action": ""}, "action", "no action", id="no-action"),
        pytest.param({"action": "burn"}, "action", "no known action", id="unknown-action"),
        pytest.param({"clauses": ()}, "clauses", "no policy clause", id="no-clause"),
        pytest.param({"clauses": ("",)}, "clauses", "no policy clause", id="blank-clause"),
        pytest.param(
            {"clauses": ("c/fraud", "c/old")},
            "clauses",
            "1 clauses that the current policy does not have",
            id="unknown-clause",
        ),
        pytest.param({"facts": "  "}, "facts", "0 characters", id="no-facts"),
        pytest.param({"facts": "x" * 5_001}, "facts", "5,001 characters", id="long-facts"),
        pytest.param({"facts": "a\0b"}, "facts", "control characters", id="nul"),
        pytest.param({"reason_builder": ""}, "reason_builder", "0 characters", id="no-reason"),
        pytest.param(
            {"reason_builder": "x" * 2_001}, "reason_builder", "2,001 characters", id="long-reason"
        ),
        pytest.param(
            {"reason_builder": "Remove mail@example.com."},
            "reason_builder",
            "personal data or a secret",
            id="personal-reason",
        ),
        pytest.param(
            {"facts": "It names mail@example.com."},
            "facts",
            "personal data or a secret",
            id="personal-facts",
        ),
        pytest.param({"reason_reporter": ""}, "reason_reporter", "0 characters", id="no-answer"),
        pytest.param({"scope": "world"}, "scope", "no known scope", id="unknown-scope"),
        pytest.param({"days": 0}, "days", "0 days", id="no-days"),
        pytest.param({"days": 3_651}, "days", "3,651 days", id="too-many-days"),
        pytest.param(
            {"change_by": TODAY + dt.timedelta(days=7)},
            "change_by",
            "a day for a change with the action remove",
            id="change-without-action",
        ),
        pytest.param(
            {"action": "require_change"}, "change_by", "no day for the change", id="no-day"
        ),
        pytest.param(
            {"action": "require_change", "change_by": TODAY},
            "change_by",
            "a change by 2026-05-04",
            id="today",
        ),
        pytest.param(
            {"action": "require_change", "change_by": dt.date.max},
            "change_by",
            "a change by 9999-12-31",
            id="far-day",
        ),
        pytest.param({"ground": "taste"}, "ground", "no known ground", id="unknown-ground"),
        pytest.param({"ground": "illegal"}, "legal_ground", "0 characters", id="no-law"),
        pytest.param(
            {"ground": "illegal", "legal_ground": "x" * 501},
            "legal_ground",
            "501 characters",
            id="long-law",
        ),
        pytest.param(
            {"legal_ground": "Penal code"},
            "legal_ground",
            "a law with the ground terms",
            id="law-without-ground",
        ),
        pytest.param(
            {"action": "no_violation", "ground": "illegal", "legal_ground": "Penal code"},
            "ground",
            "the ground illegal for no violation",
            id="illegal-no-violation",
        ),
        pytest.param(
            {"action": "suspend_builder"},
            "scope",
            "the scope version for the action suspend_builder",
            id="suspend-one",
        ),
        pytest.param({"note": "x" * 5_001}, "note", "5,001 characters", id="long-note"),
    ],
)
def test_what_is_missing_or_cannot_be(changes: dict[str, Any], where: str, found: str) -> None:
    """It is refused under the name of its field."""
    with pytest.raises(InputError) as told:
        _sound(**changes)
    assert (told.value.where, told.value.found) == (where, found)
    assert told.value.expected


def test_a_sound_draft_is_taken_as_it_is() -> None:
    """Blanks around texts go, and what is named twice counts once."""
    day = TODAY + dt.timedelta(days=1)
    assert _sound(
        action="require_change",
        clauses=("c/fraud", "c/1", "c/fraud"),
        facts="  A line.\nAnother one.\t",
        scope="listing",
        days=3_650,
        change_by=day,
        ground="illegal",
        legal_ground=" Penal code, 263 ",
        evidence=(EVIDENCE, EVIDENCE),
        note=" ",
    ) == SoundDraft(
        action=Action.REQUIRE_CHANGE,
        clauses=("c/fraud", "c/1"),
        facts="A line.\nAnother one.",
        reason_builder="Nobody can promise a return.",
        reason_reporter="It was removed.",
        scope=Scope.LISTING,
        days=3_650,
        change_by=day,
        ground=Ground.ILLEGAL,
        legal_ground="Penal code, 263",
        evidence=(EVIDENCE,),
        note="",
    )


def test_no_more_clauses_are_listed_than_anybody_reads() -> None:
    """Of a long policy the message names the first ones."""
    with pytest.raises(InputError) as told:
        _sound(clauses=("c/old",))
    assert told.value.expected.count("c/") == 20
    assert told.value.expected.endswith(" …")


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        pytest.param(
            {"evidence": ("sha256:x", "sha256:y")},
            "2 evidence digests that the verdict does not have",
            id="unknown",
        ),
        pytest.param(
            {"action": "no_violation", "evidence": (EVIDENCE,)},
            "evidence for no violation",
            id="of-nothing",
        ),
    ],
)
def test_evidence_has_to_be_there(changes: dict[str, Any], found: str) -> None:
    """It is the verdict's, and bears something out."""
    basis = Basis(1, {EVIDENCE: "fraud"}, {EVIDENCE: "r"}, (), 0, "", is_detected=True)
    with pytest.raises(InputError) as told:
        require_basis(_sound(**changes), basis, Identity(role=Role.LEAD))
    assert (told.value.where, told.value.found) == ("evidence", found)
