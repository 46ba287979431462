"""The form of a decision: what was typed, the draft that it makes, and texts to begin with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from gptreview.errors import InputError
from gptreview.model.decision import Action, DecisionDraft, Ground, Scope
from gptreview.model.faults import Faults
from gptreview.model.finding import Finding
from gptreview.model.policy import Clause
from gptreview.render.decision_texts import decision_texts
from gptreview.web.field_errors import marked as _
from gptreview.web.forms import Posted

TEXTS: Final = ("facts", "reason_builder", "reason_reporter")
SINGLE: Final = (
    "action", *TEXTS, "scope", "days", "change_by", "ground", "legal_ground", "note", "answer",
    "texts_in",
)  # fmt: skip
SEVERAL: Final = ("clauses", "evidence")
WRONG: Final[Mapping[str, str]] = {
    "action": _("Choose what is done."),
    "clauses": _("Choose at least one clause of the policy."),
    "facts": _("Write 1 to 5,000 characters of plain text without personal data."),
    "reason_builder": _("Write 1 to 2,000 characters of plain text without personal data."),
    "reason_reporter": _("Write 1 to 2,000 characters of plain text without personal data."),
    "answer": _("Write 1 to 2,000 characters of plain text without personal data."),
    "scope": _("Choose what you may decide on: all listings of a builder are for leads."),
    "days": _("Write a number from 1 to 3,650, or nothing."),
    "change_by": _("Choose a day after today, within ten years."),
    "ground": _("Choose the policy where there is no violation."),
    "legal_ground": _("Name the act and the section, and only where it is held against the law."),
    "evidence": _("Tick findings only for a violation, and only those of the newest verdict."),
    "note": _("Write at most 5,000 characters of plain text."),
}
"""What an error can be shown at, and what it says there."""


def typed(form: Posted) -> dict[str, Any]:
    """What was typed, to be shown again."""
    single = {name: form.text(name) for name in SINGLE}
    return {**single, **{name: list(form.texts(name)) for name in SEVERAL}}


def draft_of(form: Posted) -> DecisionDraft:
    """The decision that a form asks for.

    What is no number or no day is one that nobody may choose: whoever decides says so, together
    with all else that is wrong.
    """
    return DecisionDraft(
        action=form.text("action"),
        clauses=form.texts("clauses"),
        facts=form.text("facts"),
        reason_builder=form.text("reason_builder"),
        reason_reporter=form.text("reason_reporter"),
        scope=form.text("scope") or Scope.VERSION,
        days=_days(form),
        change_by=_day(form),
        ground=form.text("ground") or Ground.TERMS,
        legal_ground=form.text("legal_ground"),
        evidence=form.texts("evidence"),
        note=form.text("note"),
    )


def seen_revision(form: Posted) -> int:
    """Revision of the case that whoever sends the form has seen.

    Raises:
        InputError: The form does not say it.
    """
    revision = form.number("revision")
    if revision is None:
        raise InputError("no revision", where="revision", expected="that of the case as it is seen")
    return revision


def with_texts(
    values: Mapping[str, Any], findings: Sequence[Finding], clauses: Mapping[str, Clause]
) -> dict[str, Any]:
    """What was typed, with texts in the fields that are empty, and the clauses of the evidence.

    Args:
        values: As `typed` gives them.
        findings: Of the case's verdict.
        clauses: Of the policy.

    Raises:
        InputError: No action is chosen, or no clause.
    """
    faults = Faults()
    action = faults.take(Action.NO_VIOLATION, _action, values["action"])
    chosen = [each for each in findings if each.evidence_digest in values["evidence"]]
    named = faults.take([], _clauses, values["clauses"], chosen, clauses)
    faults.tell()
    language = "zh" if values["texts_in"] == "zh" else "en"
    texts = decision_texts(action, [clauses[each] for each in named], chosen, language)
    filled = {
        name: (values[name].strip() and values[name]) or getattr(texts, name) for name in TEXTS
    }
    return {**values, **filled, "clauses": named}


def _clauses(
    ticked: Collection[str], findings: Sequence[Finding], clauses: Mapping[str, Clause]
) -> list[str]:
    named = (*ticked, *(each.clause for each in findings))
    found = [each for each in dict.fromkeys(named) if each in clauses]
    if not found:
        raise InputError(
            "no policy clause", where="clauses", expected="those that the texts are for"
        )
    return found


def _action(name: str) -> Action:
    try:
        return Action(name)
    except ValueError:
        raise InputError(
            "no action", where="action", expected="the one that the texts are for"
        ) from None


def _days(form: Posted) -> int | None:
    try:
        return form.number("days")
    except InputError:
        return 0


def _day(form: Posted) -> dt.date | None:
    text = form.text("change_by").strip()
    if not text or form.text("action") != Action.REQUIRE_CHANGE:
        return None  # the field is hidden then, and may hold what was chosen before
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return dt.date.min
