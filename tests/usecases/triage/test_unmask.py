"""What is masked is shown to those who need it, and the log says to whom."""

from __future__ import annotations

import datetime as dt

import pytest

from gptreview.errors import ConflictError, ForbiddenError, NotFoundError
from gptreview.extract.limits import ExtractLimits
from gptreview.model.account import Account, Identity, Role
from gptreview.model.case_page import EvidenceFile, ReporterIdentity
from gptreview.model.gpt import Gpt
from gptreview.reading.document import ReadLimits
from gptreview.store.database import Database
from gptreview.usecases.triage.shown_snapshot import ShownSnapshots
from gptreview.usecases.triage.unmask import Unmask
from tests.casework import NOW, Casework, NumberScanner

GPT = Gpt("Tips", id="g-1", instructions="Call 5550100 now.")


def _unmask(work: Casework) -> Unmask:
    known = ShownSnapshots(lambda: [NumberScanner()], ExtractLimits(), ReadLimits())
    return Unmask(work.database, work.clock, known)


def _number(identity: Identity) -> int:
    assert isinstance(identity.account, Account)
    return identity.account.id


def _held(work: Casework, identity: Identity) -> int:
    until = NOW + dt.timedelta(minutes=30)
    return work.case(work.listing(GPT), holder_id=_number(identity), lease_until=until)


def test_holder_and_leads_see_a_text_as_written(database: Database) -> None:
    """Each look is an event that says at which text, and nothing of what it says."""
    work = Casework(database)
    ann, lead = work.account("ann"), work.account("lea", Role.LEAD)
    case = _held(work, ann)
    unmask = _unmask(work)
    (text,) = unmask.text(case, "instructions", ann)
    assert (text.text, text.is_masked) == ("Call 5550100 now.", False)
    assert unmask.text(case, "name", lead)[0].text == "Tips"
    about = {"case": case, "listing": 1, "number": 1, "state": "open", "what": "text"}
    assert work.steps() == [
        (ann.actor, "data.unmasked", f"case:{case}", about | {"text": 1}),
        (lead.actor, "data.unmasked", f"case:{case}", about | {"text": 0}),
    ]


def test_others_are_told_to_claim_the_case(database: Database) -> None:
    """Also who held it until the lease ran out; nothing is logged, for nothing was shown."""
    work = Casework(database)
    ann, bob = work.account("ann"), work.account("bob")
    case = _held(work, ann)
    report = work.report(case, evidence=b"x", evidence_kind="text/plain", evidence_name="x.txt")
    unmask = _unmask(work)
    with pytest.raises(ConflictError) as error:
        unmask.text(case, "instructions", bob)
    assert str(error.value) == (
        f"case {case}: the case is not yours; expected a claim that has not run out, or the role "
        "lead; claim it, then go on"
    )
    with pytest.raises(ConflictError):
        unmask.evidence(report, bob)
    work.now += dt.timedelta(minutes=30)
    with pytest.raises(ConflictError):
        unmask.text(case, "instructions", ann)
    assert work.steps() == []


def test_field_that_is_not_there_is_told(database: Database) -> None:
    """With those that are."""
    work = Casework(database)
    ann = work.account("ann")
    case = _held(work, ann)
    with pytest.raises(NotFoundError) as error:
        _unmask(work).text(case, "knowledge:x", ann)
    assert str(error.value) == (
        f"case {case}: no such field of the snapshot; expected name, instructions"
    )
    assert work.steps() == []


def test_leads_alone_learn_who_reported(database: Database) -> None:
    """And the log says that they did."""
    work = Casework(database)
    ann, lead = work.account("ann"), work.account("lea", Role.LEAD)
    case = _held(work, ann)
    report = work.report(case, name="Reporter", email="r@example.com")
    unmask = _unmask(work)
    assert unmask.reporter(report, lead) == ReporterIdentity(report, "Reporter", "r@example.com")
    with pytest.raises(ForbiddenError):
        unmask.reporter(report, ann)
    with pytest.raises(NotFoundError) as error:
        unmask.reporter(99, lead)
    assert str(error.value) == "no report 99; look it up in its case"
    payload = {"what": "reporter", "case": case, "report": report}
    assert work.steps() == [(lead.actor, "data.unmasked", f"report:{report}", payload)]


def test_evidence_is_given_to_who_holds_the_case(database: Database) -> None:
    """A file may name whoever sent it, so that each look at it is logged."""
    work = Casework(database)
    ann = work.account("ann")
    case = _held(work, ann)
    report = work.report(case, evidence=b"\x89", evidence_kind="image/png", evidence_name="a.png")
    bare = work.report(case, "Nothing beside it.")
    unmask = _unmask(work)
    assert unmask.evidence(report, ann) == EvidenceFile("a.png", "image/png", b"\x89")
    with pytest.raises(NotFoundError) as error:
        unmask.evidence(bare, ann)
    assert str(error.value) == f"report {bare}: the report has no file"
    payload = {"what": "evidence", "case": case, "report": report}
    assert work.steps() == [(ann.actor, "data.unmasked", f"report:{report}", payload)]
