"""Reviewers' programs: the queue, a case from claim to appeal, and what is beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from gptreview.model.gpt import Gpt
from tests.casework import Casework
from tests.web.programs import Program

if TYPE_CHECKING:
    from tests.web.conftest import Site

_GPT = Gpt("Till", id="g-1", instructions="Pay 5550100000 first.")


@dataclass(frozen=True)
class _Work:
    """A reported listing, and who deals with it."""

    case: int
    report: int
    listing: int
    rhea: Program
    rob: Program
    lena: Program


@pytest.fixture
def work(site: Site) -> _Work:
    """One case with one report that has a file."""
    casework = Casework(site.database)
    listing = casework.listing(_GPT)
    case = casework.case(listing)
    columns: dict[str, Any] = {
        "name": "Robin Example",
        "email": "robin@example.com",
        "evidence": b"Pay first.",
        "evidence_name": "chat.txt",
        "evidence_kind": "text/plain",
    }
    report = casework.report(case, **columns)
    rhea, rob = Program(site, "rhea", "reviewer"), Program(site, "rob", "reviewer")
    return _Work(case, report, listing, rhea, rob, Program(site, "lena", "lead"))


def _decision(work: _Work, site: Site, **fields: Any) -> dict[str, Any]:
    revision = work.rhea.ask("GET", f"/cases/{work.case}")["case"]["revision"]
    return {
        "revision": revision,
        "action": "remove",
        "clauses": [next(iter(site.desk.rooms.policy.clauses))],
        "facts": "It asks for money first.",
        "reason_builder": "Take the demand out.",
        "reason_reporter": "It was removed.",
        "scope": "version",
        **fields,
    }


def test_the_queue_is_filtered_as_on_its_page(work: _Work) -> None:
    """By state, category and name; what cases do not have is told."""
    assert [each["id"] for each in work.rhea.ask("GET", "/cases")["rows"]] == [work.case]
    found = work.rhea.ask("GET", "/cases?state=open&state=escalated&category=fraud&name=Till")
    assert [each["name"] for each in found["rows"]] == ["Till"]
    overdue = "/cases?overdue=true&holder=free"
    assert [each["is_overdue"] for each in work.rhea.ask("GET", overdue)["rows"]] == [True]
    assert work.rhea.ask("GET", "/cases?state=decided")["rows"] == []
    assert work.rhea.ask("GET", "/cases?state=lost", status=422)["where"] == "state.0"
    assert work.rhea.ask("GET", "/cases?after=x", status=422)["where"] == "after"
    assert work.rhea.ask("GET", "/cases/next")["id"] == work.case


def test_a_case_goes_from_claim_to_an_overturned_decision(work: _Work, site: Site) -> None:
    """Each step by the one who may; who decided does not answer the appeal."""
    path = f"/cases/{work.case}"
    assert work.rhea.ask("POST", f"{path}/claim")["holder"] == work.rhea.id
    assert work.rob.ask("POST", f"{path}/claim", status=409)["code"] == "conflict"
    assert work.rhea.ask("POST", f"{path}/renew")["holder"] == work.rhea.id
    draft = _decision(work, site)
    told = work.rhea.ask("POST", f"{path}/decisions", {**draft, "clauses": []}, status=422)
    assert told["where"] == "clauses"
    made = work.rhea.ask("POST", f"{path}/decisions", draft, status=201)
    assert (made["action"], made["account"]) == ("remove", work.rhea.id)
    work.rhea.ask("POST", f"{path}/decisions", draft, status=409)

    own = Program(site, "bea", "builder")
    owner = {"account": own.id}
    work.lena.ask("POST", f"/listings/{work.listing}/owners", owner, status=201)
    reason = {"reason": "The listing asks for no money at all."}
    appeal = own.ask("POST", f"/own/decisions/{made['id']}/appeals", reason, status=201)
    assert (appeal["party"], appeal["is_upheld"]) == ("builder", None)
    work.rhea.ask("POST", f"{path}/claim", status=409)
    work.rob.ask("POST", f"{path}/claim")
    new = _decision(work, site, action="no_violation")
    overturned = work.rob.ask("POST", f"{path}/appeals/overturn", new, status=201)
    assert (overturned["action"], overturned["appeal"]) == ("no_violation", appeal["id"])
    shown = work.rhea.ask("GET", path)
    assert [each["action"] for each in shown["decisions"]] == ["remove", "no_violation"]
    assert [each["is_upheld"] for each in shown["appeals"]] == [False]
    detail = own.ask("GET", f"/own/listings/{work.listing}")
    assert [each["action"] for each in detail["decisions"]] == ["no_violation", "remove"]
    work.lena.ask("DELETE", f"/listings/{work.listing}/owners/{own.id}", status=204)


def test_a_decision_can_be_upheld(work: _Work, site: Site) -> None:
    """All appeals get the answer."""
    path = f"/cases/{work.case}"
    work.rhea.ask("POST", f"{path}/claim")
    made = work.rhea.ask("POST", f"{path}/decisions", _decision(work, site), status=201)
    own = Program(site, "bea", "builder")
    work.lena.ask("POST", f"/listings/{work.listing}/owners", {"account": own.id}, status=201)
    reason = {"reason": "The listing asks for no money at all."}
    own.ask("POST", f"/own/decisions/{made['id']}/appeals", reason, status=201)
    revision = work.rob.ask("POST", f"{path}/claim")["revision"]
    answer = {"revision": revision, "answer": "It does ask for money."}
    (upheld,) = work.rob.ask("POST", f"{path}/appeals/uphold", answer)
    assert (upheld["is_upheld"], upheld["answer"]) == (True, "It does ask for money.")


def test_a_case_is_released_skipped_rescanned_and_escalated(work: _Work, site: Site) -> None:
    """The steps that decide nothing; a skipped case is not the next one any more."""
    path = f"/cases/{work.case}"
    work.rhea.ask("POST", f"{path}/claim")
    assert work.rhea.ask("POST", f"{path}/release")["holder"] is None
    assert work.rhea.ask("POST", f"{path}/skip", status=204) == ""
    assert work.rhea.ask("GET", "/cases/next", status=204) == ""
    work.rhea.ask("POST", f"{path}/rescan", status=202)
    revision = work.rhea.ask("POST", f"{path}/claim")["revision"]
    stale = {"revision": revision - 1}
    work.rhea.ask("POST", f"{path}/escalate", stale, status=409)
    given = work.rhea.ask("POST", f"{path}/escalate", {"revision": revision})
    assert given["state"] == "escalated"
    work.rhea.ask("POST", f"{path}/claim", status=403)
    (work_done,) = [work.rhea.ask("GET", "/work")]
    assert work_done["decided"] == 0
    assert site.woken > 0


def test_several_cases_are_stepped_each_by_itself(work: _Work, site: Site) -> None:
    """One that is not there leaves the other one done."""
    both = {"cases": [work.case, 999_999]}
    claimed = work.rhea.ask("POST", "/cases/bulk/claim", both)
    assert [(each["is_done"], each["code"]) for each in claimed] == [
        (True, ""),
        (False, "not_found"),
    ]
    released = work.rhea.ask("POST", "/cases/bulk/release", both)
    assert [each["is_done"] for each in released] == [True, False]
    work.rhea.ask("POST", "/cases/bulk/claim", both)
    decision = _decision(work, site)
    seen = [{"case": work.case, "revision": decision.pop("revision")}]
    alike = {"cases": seen, "decision": decision}
    (decided,) = work.rhea.ask("POST", "/cases/bulk/decide", alike)
    assert decided["is_done"] is True
    work.rhea.ask("POST", "/cases/bulk/claim", {"cases": []}, status=422)


def test_what_is_masked_is_shown_to_those_who_may(work: _Work) -> None:
    """A text to the holder, the file too, the reporter to leads."""
    path = f"/cases/{work.case}"
    texts = {each["field"]: each for each in work.rhea.ask("GET", path)["texts"]}
    assert "instructions" in texts
    field = {"field": "instructions"}
    work.rhea.ask("POST", f"{path}/unmask", field, status=409)
    work.rhea.ask("POST", f"{path}/claim")
    (shown,) = work.rhea.ask("POST", f"{path}/unmask", field)
    assert shown["text"] == "Pay 5550100000 first."
    assert work.rhea.ask("POST", f"/reports/{work.report}/evidence") == "Pay first."
    work.rhea.ask("POST", f"/reports/{work.report}/reporter", status=403)
    assert work.lena.ask("POST", f"/reports/{work.report}/reporter") == {
        "report": work.report,
        "name": "Robin Example",
        "email": "robin@example.com",
    }


def test_leads_mark_reports_as_bad_faith(work: _Work) -> None:
    """By number, or all of a reporter; a second time changes nothing."""
    (reporter,) = work.lena.ask("GET", "/reporters")["reporters"]
    assert (reporter["reports"], reporter["newest"]) == (1, work.report)
    marked = work.lena.ask("POST", "/reports/bad-faith", {"reports": [work.report]})
    assert marked == {"changed": 1}
    again = work.lena.ask("POST", f"/reports/{work.report}/bad-faith")
    assert again == {"changed": 0}


def test_views_and_presence_are_kept(work: _Work) -> None:
    """A view under a name, and who has a case open."""
    view = work.rhea.ask("POST", "/views", {"name": "Late", "query": "overdue=1"}, status=201)
    assert work.rhea.ask("GET", "/views") == [view]
    work.rhea.ask("DELETE", f"/views/{view['id']}", status=204)
    assert work.rhea.ask("GET", "/views") == []
    path = f"/cases/{work.case}/presence"
    assert work.rhea.ask("PUT", path) == []
    assert work.rob.ask("PUT", path) == ["rhea"]
    work.rhea.ask("DELETE", path, status=204)
    assert work.rob.ask("PUT", path) == []
